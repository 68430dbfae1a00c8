"""What changes usage: sources taken back, two names of one person, who never counts, what counts, closed months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.domain.qualification import KIND_LABELS, Kind, MapRule, normal_action
from desktop.domain.usage import refuse_close, refuse_empty_close
from desktop.i18n import msg, msgn
from desktop.services.context import Context, manager, one_of
from desktop.services.rules.versions import (
    QUALIFICATION_MAP,
    add_version,
    kept_rule,
    newest_version,
    qualification_map,
    rule_kept,
)
from desktop.services.time.calendar import catch_up
from desktop.services.usage.mau import billed_months
from desktop.services.usage.month_closing import close_months, refuse_stated
from desktop.store.engine import AlreadyDoneError
from desktop.store.journal import Act
from desktop.store.learners import find_number
from desktop.store.schema import (
    AccountRow,
    ClosedMonthRow,
    LearnerAliasRow,
    LearnerExclusionRow,
    UsageSourceRow,
    UserRow,
)


@dataclass(frozen=True)
class SourceAnswer:
    """An imported file. Its five counts are those under the map in force: unmapped actions mapped since count."""

    source: str
    file: str
    sha256: str
    format: str
    rows_in: int
    counted: int
    ignored: int
    unmapped: int
    rejected: int
    duplicate: int
    unmapped_actions: dict[str, int]
    months: list[str]
    learners: int
    imported_at: datetime
    removed: bool


@dataclass(frozen=True)
class ClosedAnswer:
    """A month that was closed: what it is billed from now on."""

    month: str
    billed: int
    closed_on: date


@dataclass(frozen=True)
class MapAnswer:
    """What mapping actions did: rows that count now and did not before, and sources read with an earlier meaning."""

    mapped: dict[str, str]
    rows_now_counted: int
    read_earlier: list[str]
    """Files whose rows with these actions were classed when they were read; import them again to apply the new map."""


class UsageChanges:
    """Acts on the account's usage, each one entry of the journal."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def sources(self) -> list[SourceAnswer]:
        """Every imported file, oldest first, removed ones too."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            qualification = qualification_map(session, self._context, account.id)
            return [_source_answer(row, qualification.kind) for row in _sources(session, account.id)]

    def remove(self, typed: str, act_id: str | None = None) -> SourceAnswer:
        """Take an imported file back; closed months keep what they were billed."""
        account, actor, today = self._ready()
        with self._context.store.read() as session:
            rows = _sources(session, account.id)
        live = {row.file for row in rows if not row.removed}
        found = one_of(
            rows,
            typed,
            lambda row: (row.id,) if row.removed and row.file in live else (row.id, row.file),
            what=msg("source"),
        )
        if found.removed:
            raise UserError(msg("{file} has been removed already. Undo brings it back.", file=found.file))
        act = self._context.act(
            msg("Remove {file}", file=found.file), on=today, account=account, actor=actor, act_id=act_id
        )
        with self._context.store.write(act) as write:
            write.session.get_one(UsageSourceRow, found.id).removed = True
        return next(source for source in self.sources() if source.source == found.id)

    def alias(self, learner: str, same_as: str, act_id: str | None = None) -> dict[str, str]:
        """Count `learner` as the same person as `same_as`; open months at once, closed months never."""
        account, actor, today = self._ready()
        with self._context.store.read() as session:
            one, other = self._number(session, account, learner), self._number(session, account, same_as)
            direct = {row.learner: row.same_as for row in _aliases(session, account.id)}
            if one in direct:
                raise UserError(
                    msg("{learner} is the same person as someone else already. Undo that first.", learner=learner)
                )
            if one == _end_of(direct, other):
                raise UserError(
                    msg("{learner} and {other} are the same person already.", learner=learner, other=same_as)
                )
        verb = msg("Count learner {learner} as the same person as learner {other}", learner=one, other=other)
        self._add(
            self._context.act(verb, on=today, account=account, actor=actor, act_id=act_id),
            LearnerAliasRow(id=self._context.ids.new(), account_id=account.id, learner=one, same_as=other),
        )
        return {"learner": learner, "same_as": same_as}

    def exclude(self, learner: str, reason: str, act_id: str | None = None) -> dict[str, str]:
        """Never count a learner: a test account, a teacher."""
        account, actor, today = self._ready()
        if not reason.strip():
            raise UserError(msg("Say why this learner does not count."), msg("Write --reason TEXT."))
        refuse_card_number(reason)
        with self._context.store.read() as session:
            number = self._number(session, account, learner)
            known = select(LearnerExclusionRow).where(
                LearnerExclusionRow.account_id == account.id, LearnerExclusionRow.learner == number
            )
            if session.execute(known).scalar_one_or_none() is not None:
                raise UserError(msg("{learner} is excluded already.", learner=learner))
        act = self._context.act(
            msg("Exclude learner {learner}", learner=number),
            on=today,
            account=account,
            actor=actor,
            act_id=act_id,
        )
        self._add(
            act,
            LearnerExclusionRow(
                id=self._context.ids.new(), account_id=account.id, learner=number, reason=reason.strip()
            ),
        )
        return {"learner": learner, "reason": reason.strip()}

    def map_actions(self, kinds: dict[str, Kind], act_id: str | None = None) -> MapAnswer:
        """Say what actions count as, whatever they were done to."""
        return self.map_rules([MapRule(normal_action(action), kind) for action, kind in kinds.items()], act_id)

    def map_rules(self, rules: Sequence[MapRule], act_id: str | None = None) -> MapAnswer:
        """Add lines to the map, as a new version of it. Rows kept as unmapped count at once."""
        account, actor, today = self._ready()
        if not rules or any(not rule.action for rule in rules):
            raise UserError(msg("Name the action to map, as the list of unmapped activities shows it."))
        refuse_card_number(*(text for rule in rules for text in (rule.action, rule.about)))
        verb = msgn(
            "Map {action} to {kind}",
            "Map {n} actions: {action} to {kind} and more",
            n=len(rules),
            action=rules[0].action,
            kind=KIND_LABELS[rules[0].kind],
        )
        act = self._context.act(verb, on=today, account=account, actor=actor, act_id=act_id)
        now = self._write_map(act, account, lambda known: _joined(known, rules))
        actions = {rule.action: str(rule.kind) for rule in rules}
        return MapAnswer(actions, now, self._read_earlier(set(actions)))

    def unmap(self, action: str, about: str | None = None, act_id: str | None = None) -> MapAnswer:
        """Take the account's own lines about an action out of the map, as a new version of it.

        Without `about` all of them. What the program's own lines say of the action holds again.
        """
        account, actor, today = self._ready()
        wanted = normal_action(action)

        def other(rule: MapRule) -> bool:
            return rule.action != wanted or (about is not None and rule.about != about)

        with self._context.store.read() as session:
            newest = newest_version(session, account.id, QUALIFICATION_MAP)
            known = [kept_rule(entry) for entry in (newest.value if newest else [])]
        if all(map(other, known)):
            raise UserError(msg("This account has no line of its own about “{action}”.", action=action))
        act = self._context.act(
            msg("Take {action} out of the map", action=wanted), on=today, account=account, actor=actor, act_id=act_id
        )
        now = self._write_map(act, account, lambda lines: [rule for rule in lines if other(rule)])
        return MapAnswer({}, now, self._read_earlier({wanted}))

    def _write_map(self, act: Act, account: AccountRow, change: Callable[[list[MapRule]], Sequence[MapRule]]) -> int:
        """Write a new version of the map; how many more rows count by it, fewer below zero."""
        before = {source.source: source.counted for source in self.sources() if not source.removed}
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            newest = newest_version(write.session, account.id, QUALIFICATION_MAP)
            known = [kept_rule(entry) for entry in (newest.value if newest else [])]
            value = [rule_kept(rule) for rule in change(known)]
            add_version(write, self._context, account.id, QUALIFICATION_MAP, value, act.effective_on)
        live = [source for source in self.sources() if not source.removed]
        return sum(source.counted - before[source.source] for source in live)

    def close_month(self, month: Month, act_id: str | None = None) -> ClosedAnswer:
        """Fix what the month is billed: the people observed now. Later imports change only what is observed."""
        account, actor, today = self._ready()
        with self._context.store.read() as session:
            refuse_close(month, today, closed=month in billed_months(session, account.id))
        act = self._context.act(
            msg("Close {month}", month=month), on=today, account=account, actor=actor, act_id=act_id
        )
        with self._context.store.write(act) as write:
            billed = close_months(write, self._context, account, [month], today)[month]
            refuse_empty_close(month, billed, Month.of(account.created_on))
        return ClosedAnswer(str(month), billed, today)

    def reopen_month(self, month: Month, reason: str, act_id: str | None = None) -> None:
        """Open a closed month again, saying why; what it was billed is no longer fixed."""
        account, actor, today = self._ready()
        if not reason.strip():
            raise UserError(msg("Say why the month is opened again."), msg("Write --reason TEXT."))
        refuse_card_number(reason)
        act = self._context.act(
            msg("Reopen {month}: {reason}", month=month, reason=reason),
            on=today,
            account=account,
            actor=actor,
            act_id=act_id,
        )
        with self._context.store.write(act) as write:
            rows = select(ClosedMonthRow).where(
                ClosedMonthRow.account_id == account.id, ClosedMonthRow.month == month.ordinal
            )
            row = write.session.execute(rows).scalar_one_or_none()
            if row is None:
                raise UserError(msg("{month} is not closed.", month=month))
            refuse_stated(write.session, account.id, month)
            write.session.delete(row)

    def _ready(self) -> tuple[AccountRow, UserRow, date]:
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            account = self._context.account(session)
            actor = manager(self._context, session, account)
        catch_up(self._context)
        return account, actor, self._context.today(account)

    def _number(self, session: Session, account: AccountRow, typed: str) -> int:
        number = find_number(session, account.id, typed)
        if number is None:
            raise UserError(msg("There is no learner “{typed}” in the imported files.", typed=typed))
        return number

    def _add(self, act: Act, row: LearnerAliasRow | LearnerExclusionRow) -> None:
        try:
            with self._context.store.write(act) as write:
                write.session.add(row)
        except AlreadyDoneError:
            return

    def _read_earlier(self, actions: set[str]) -> list[str]:
        """Live sources that classed one of the actions when they were read."""
        from desktop.services.usage.usage import source_words

        with self._context.store.read() as session:
            account = self._context.account(session)
            rows = {
                row.id: row
                for row in _sources(session, account.id)
                if not row.removed and not row.details.get("count_all")
            }
            words = source_words(session, set(rows))
            return [
                row.file
                for source, row in rows.items()
                if any(kind is not None and normal_action(text) in actions for text, kind in words[source].actions)
            ]


def _joined(known: Sequence[MapRule], new: Sequence[MapRule]) -> list[MapRule]:
    """The lines known and the new ones, which replace those about the same; the more exact ones first."""
    rules = {(rule.action, rule.about, rule.by_other): rule for rule in (*known, *new)}
    return sorted(rules.values(), key=lambda rule: (rule.action, not rule.about, rule.by_other is None, rule.about))


def _aliases(session: Session, account_id: str) -> Sequence[LearnerAliasRow]:
    return session.execute(select(LearnerAliasRow).where(LearnerAliasRow.account_id == account_id)).scalars().all()


def _end_of(direct: dict[int, int], learner: int) -> int:
    while learner in direct:
        learner = direct[learner]
    return learner


def _sources(session: Session, account_id: str) -> list[UsageSourceRow]:
    rows = select(UsageSourceRow).where(UsageSourceRow.account_id == account_id)
    return list(session.execute(rows.order_by(UsageSourceRow.imported_at, UsageSourceRow.id)).scalars())


def _source_answer(row: UsageSourceRow, kind_of: Callable[[str], Kind | None]) -> SourceAnswer:
    counted, ignored = row.counted, row.ignored
    left: dict[str, int] = {}
    for action, rows in row.details["unmapped_actions"].items():
        kind = kind_of(action)
        if kind is None:
            left[action] = rows
        elif kind.qualifies:
            counted += rows
        else:
            ignored += rows
    return SourceAnswer(
        row.id,
        row.file,
        row.sha256,
        row.format,
        row.rows_in,
        counted,
        ignored,
        sum(left.values()),
        row.rejected,
        row.duplicate,
        left,
        list(row.details["months"]),
        row.learners,
        row.imported_at,
        row.removed,
    )
