"""The journal to read, and undo: a new act with the inverse, run through the same rules (architecture.md, idea 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg
from desktop.services.context import Context, is_number, manager, one_of
from desktop.services.journal.entries import ActEntry, entries_of, undone_by, verb_of_undo
from desktop.services.journal.entry_changes import ChangeLine, change_lines, without_keys
from desktop.services.journal.kinds import counts_by_kind, touching
from desktop.services.journal.left_behind import Undoing, only_what_acts_make
from desktop.services.journal.things import things_of
from desktop.services.journal.undo import (
    ChangeAnswer,
    apply_change,
    changes_of,
    decides_state,
    inverses_of,
    refuse_undo,
)
from desktop.services.rules.changes import earlier_values
from desktop.services.time.calendar import catch_up, refuse_earlier_day
from desktop.store.schema import AccountRow, ActRow, ChangeKind, ChangeRow, Effect, UserRow
from desktop.store.trial import tried

_PAGE = 200


@dataclass(frozen=True)
class ActAnswer:
    """One entry of the journal; `undone_by` is the act that took it back."""

    act: str
    number: int
    account: str | None
    actor: str
    verb: Message
    effective_on: date
    recorded_at: datetime
    undoes: str | None
    undone_by: str | None
    changes: list[ChangeAnswer]
    account_name: str | None
    """The account's name; null for what is of the whole workspace."""


@dataclass(frozen=True)
class UndoAnswer:
    """What an undo takes back, or would."""

    undone: ActAnswer
    act: str | None
    changes: list[ChangeAnswer]


class History:
    """The journal of the whole workspace."""

    def __init__(self, context: Context) -> None:
        """Work in this context's store."""
        self._context = context

    def list(self, entity: str | None = None, limit: int = _PAGE, before: int | None = None) -> list[ActEntry]:
        """Entries, newest first; of a kind of `KINDS`, or that touched a table or an id, where one is named.

        However long the journal and whatever the entries changed: a page is read in a fixed number of statements.
        """
        with self._context.store.read() as session:
            return entries_of(session, acts_page(session, entity, limit, before))

    def in_full(self, entity: str | None = None, limit: int = _PAGE, before: int | None = None) -> Sequence[ActAnswer]:
        """The same entries with everything they changed."""
        with self._context.store.read() as session:
            return [_answer(session, act) for act in acts_page(session, entity, limit, before)]

    def count(self, entity: str | None = None) -> int:
        """How many entries there are, or touched an entity."""
        with self._context.store.read() as session:
            return acts_count(session, entity)

    def maker_of(self, entity_id: str) -> str:
        """The act that made a row and is not taken back; a `LookupError` where there is none."""
        with self._context.store.read() as session:
            made = select(ActRow.act_id).join(ChangeRow, ChangeRow.act_seq == ActRow.seq)
            made = made.where(ChangeRow.entity_id == entity_id, ChangeRow.kind == ChangeKind.NEW)
            acts = session.execute(made.order_by(ActRow.seq.desc())).scalars().all()
            undone = undone_by(session, acts)
            standing = [act for act in acts if act not in undone]
            if not standing:
                raise LookupError(entity_id)
            return standing[0]

    def preview(self, typed: str | None = None) -> UndoAnswer:
        """What undo would take back: it is tried, so it is refused as undo would be, and nothing of it remains."""
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
        with tried(self._context.store) as store:
            answer = History(replace(self._context, store=store, acts=[])).undo(typed)
        return replace(answer, act=None)

    def lines(self, changes: Sequence[ChangeAnswer]) -> Sequence[ChangeLine]:
        """The changes as lines to read: a version of a rule is what differs from the one before it.

        Of many rows at once each is a line.
        """
        with self._context.store.read() as session:
            return change_lines(changes, earlier_values(session, changes), things_of(session, changes))

    def counts(self) -> dict[str, int]:
        """How many entries there are of each kind of `KINDS`."""
        with self._context.store.read() as session:
            return counts_by_kind(session)

    def undo(self, typed: str | None = None, act_id: str | None = None) -> UndoAnswer:
        """Take an act back (default: the newest that can be): a new act, itself undoable."""
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            done = session.execute(select(ActRow).where(ActRow.act_id == act_id)).scalar_one_or_none()
            if done is not None:
                before = session.execute(select(ActRow).where(ActRow.act_id == done.undoes)).scalar_one()
                return _done(session, done.act_id, _answer(session, before))
            act = self._find(session, typed)
            context = self._context_of(act)
            account, actor = _let_in(context, session, act)
            refuse_undo(session, act)
            undone = _answer(session, act)
            if decides_state(undone.changes):
                refuse_earlier_day(account, context.today(account))
        catch_up(context)
        new = context.act(
            verb_of_undo(act.verb, act.undoes),
            on=context.today(account),
            account=account if act.account_id else None,
            actor=actor,
            act_id=act_id,
            undoes=act.act_id,
        )
        try:
            with self._context.store.write(new) as write:
                refuse_undo(write.session, write.session.get_one(ActRow, act.seq))
                changes = changes_of(write.session, act)
                billed = act.account_id is not None and decides_state(changes)
                with only_what_acts_make(Undoing(context, act.verb, changes, account.id, billed), write):
                    for change in inverses_of(changes):
                        apply_change(write, change)
                    write.session.flush()
        except IntegrityError:
            raise UserError(msg("Other entries build on this one. Undo the later ones first.")) from None
        with self._context.store.read() as session:
            return _done(session, new.act_id, undone)

    def _context_of(self, act: ActRow) -> Context:
        """The context of the account the act was done in, whichever was chosen."""
        if act.account_id is None:
            return self._context
        return replace(self._context, chosen=replace(self._context.chosen, account=act.account_id))

    def _find(self, session: Session, typed: str | None) -> ActRow:
        if typed is not None:
            number = select(ActRow).where(ActRow.seq == int(typed)) if is_number(typed) else None
            found = None if number is None else session.execute(number).scalar_one_or_none()
            starts = select(ActRow).where(ActRow.act_id.startswith(typed, autoescape=True)).limit(3)
            return found or one_of(
                session.execute(starts).scalars().all(), typed, lambda row: (row.act_id,), what=msg("entry")
            )
        account = self._context.account(session)
        acts = (
            select(ActRow)
            .where(ActRow.effect == Effect.NONE, ActRow.undoes.is_(None))
            .where((ActRow.account_id == account.id) | ActRow.account_id.is_(None))
            .order_by(ActRow.seq.desc())
            .limit(_PAGE)
        )
        before: int | None = None
        while page := session.execute(acts if before is None else acts.where(ActRow.seq < before)).scalars().all():
            undone = undone_by(session, [row.act_id for row in page])
            newest = next((row for row in page if row.act_id not in undone), None)
            if newest is not None:
                return newest
            before = page[-1].seq
        raise UserError(msg("There is nothing to undo."))


def _let_in(context: Context, session: Session, act: ActRow) -> tuple[AccountRow, UserRow]:
    """The account the act concerns and who acts there; where another account is chosen, a refusal says whose it is."""
    try:
        account = context.account(session)
        return account, manager(context, session, account)
    except UserError as refusal:
        name = session.execute(select(AccountRow.name).where(AccountRow.id == act.account_id)).scalar()
        if name is None or session.execute(select(func.count()).select_from(AccountRow)).scalar_one() == 1:
            raise
        raise UserError(
            msg(
                "“{act}” is an entry of the account “{account}”: {reason}",
                act=act.verb,
                account=name,
                reason=refusal.message,
            ),
            refusal.hint,
        ) from refusal


def _done(session: Session, act_id: str, undone: ActAnswer) -> UndoAnswer:
    """What an undo answers, also where it is asked for twice: what it changed, in the order it did."""
    act = session.execute(select(ActRow).where(ActRow.act_id == act_id)).scalar_one()
    return UndoAnswer(undone, act_id, without_keys(changes_of(session, act)))


def acts_count(session: Session, entity: str | None) -> int:
    """How many entries there are, or touched an entity."""
    return session.execute(select(func.count()).select_from(_wanted(entity).subquery())).scalar_one()


def acts_page(session: Session, entity: str | None, limit: int, before: int | None) -> Sequence[ActRow]:
    """The newest so many before a number, of all or of those that touched an entity."""
    rows = _wanted(entity).order_by(ActRow.seq.desc()).limit(limit)
    if before is not None:
        rows = rows.where(ActRow.seq < before)
    return session.execute(rows).scalars().all()


def _wanted(entity: str | None) -> Select[ActRow]:
    rows = select(ActRow)
    if entity is not None:
        rows = rows.where(ActRow.seq.in_(select(ChangeRow.act_seq).where(touching(entity))))
    return rows


def lines_of(session: Session, changes: Sequence[ChangeAnswer]) -> Sequence[ChangeLine]:
    """The changes as lines to read; many rows at once are one line with their count."""
    return change_lines(changes, earlier_values(session, changes))


def _answer(session: Session, act: ActRow) -> ActAnswer:
    """The entry as it is shown; what an undo writes is read by itself."""
    (entry,) = entries_of(session, [act])
    return ActAnswer(
        entry.act,
        entry.number,
        entry.account,
        entry.actor,
        entry.verb,
        entry.effective_on,
        entry.recorded_at,
        entry.undoes,
        entry.undone_by,
        without_keys(changes_of(session, act)),
        entry.account_name,
    )
