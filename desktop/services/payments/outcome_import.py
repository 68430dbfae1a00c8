"""Taking in a processor's list of charges: every line is sorted, and all that counts is one act (rules.md 0.3.7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import without_card_numbers
from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.life.acts import Act, EnterOutcome
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.doing import do
from desktop.domain.orders.order import ChargeStatus, Order
from desktop.domain.progress import Step, silent
from desktop.formats.outcomes import OutcomeColumns, OutcomeLine, day_in_file, read_outcomes
from desktop.i18n import Message, msg
from desktop.services.acting import ready
from desktop.services.context import Context, manager
from desktop.services.orders.acts import Actor
from desktop.services.payments.outcome_rows import RowClass, Sorted, look_up, sort_line
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.time.calendar import book_on
from desktop.store.billing_acts import act_of, add_act
from desktop.store.book_writing import rewrite_book
from desktop.store.books import Tariff, first_book, read_book, told_again, with_confirmed
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, BillingActRow, InstalmentRow
from desktop.store.unit_of_work import Write

_AT_ONCE = 2_000
SHOWN = 1_000
"""How many lines that were not applied are told one by one."""


@dataclass(frozen=True)
class OutcomeRowAnswer:
    """A line that was not applied: why, and its order where that is known."""

    line: int
    kind: RowClass
    order: int | None
    reason: Message | None


@dataclass(frozen=True)
class OutcomeImportAnswer:
    """What a list of charges held: rows_in = applied + duplicate + unknown_order + wrong_amount + refused.

    `rows` are the first thousand lines that were neither applied nor duplicates; `reasons` counts all of them.
    """

    file: str
    rows_in: int
    applied: int
    duplicate: int
    unknown_order: int
    wrong_amount: int
    refused: int
    reasons: Mapping[str, int]
    rows: tuple[OutcomeRowAnswer, ...]
    dry_run: bool


@dataclass
class _Tally:
    """Counts what becomes of the lines while they pass."""

    kinds: Counter[RowClass] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rows: list[OutcomeRowAnswer] = field(default_factory=list)

    def count(self, one: Sorted) -> None:
        self.kinds[one.kind] += 1
        if one.kind in (RowClass.APPLIED, RowClass.DUPLICATE):
            return
        if one.reason is not None:
            self.reasons[one.reason.text] += 1
        if len(self.rows) < SHOWN:
            self.rows.append(OutcomeRowAnswer(one.line, one.kind, one.order_number, one.reason))

    def answer(self, file: str, *, dry_run: bool) -> OutcomeImportAnswer:
        rows = tuple(sorted(self.rows, key=lambda one: one.line))
        return OutcomeImportAnswer(
            file,
            self.kinds.total(),
            self.kinds[RowClass.APPLIED],
            self.kinds[RowClass.DUPLICATE],
            self.kinds[RowClass.UNKNOWN_ORDER],
            self.kinds[RowClass.WRONG_AMOUNT],
            self.kinds[RowClass.REFUSED],
            dict(self.reasons),
            rows,
            dry_run,
        )


@dataclass
class _Import:
    """One list on its way: its lines pass in blocks; what confirms is written at once, the rest waits for the end."""

    session: Session
    account: AccountRow
    tariff: Tariff
    today: date
    pending: Mapping[str, Order]
    tally: _Tally = field(default_factory=_Tally)
    said: dict[str, list[Sorted]] = field(default_factory=dict)
    """By order: the lines that say more than that an expected charge was made."""

    seen: set[tuple[str, int]] = field(default_factory=set)
    """The instalments confirmed by this list, where nothing is written."""

    def block(self, lines: Sequence[OutcomeLine], write: Write | None) -> None:
        """Sort a block of lines, the earliest charges first."""
        known = look_up(self.session, self.account.id, lines, self.pending)
        confirmed: dict[tuple[str, int], Sorted] = {}
        for line in sorted(lines, key=lambda one: day_in_file(one.charged or one.due) or date.max):
            one = self._sorted(sort_line(self.session, line, known, self.today), confirmed)
            if one.kind is RowClass.APPLIED and one.act is not None and not one.confirms:
                self.said.setdefault(one.act.order_id, []).append(one)
                continue
            self.tally.count(one)
        if write is not None:
            _confirm(write, confirmed)
        else:
            self.seen |= confirmed.keys()

    def _sorted(self, found: Sorted, known_of: dict[tuple[str, int], Sorted]) -> Sorted:
        """The line beside those of its own instalment that came before it."""
        if found.kind is not RowClass.APPLIED or found.target is None or found.act is None:
            return found
        key = (found.target.order, found.target.number)
        if any(one.act == found.act for one in self.said.get(found.target.order, ())):
            return replace(found, kind=RowClass.DUPLICATE)
        if any(one.target and one.target.number == key[1] for one in self.said.get(key[0], ())):
            # What is said of an instalment after a refusal is said in its turn.
            return replace(found, target=replace(found.target, status=ChargeStatus.DECLINED))
        if key in known_of or key in self.seen:
            again = found.confirms
            reason = None if again else msg("The instalment is recorded as paid.")
            return replace(found, kind=RowClass.DUPLICATE if again else RowClass.REFUSED, reason=reason)
        if found.confirms:
            known_of[key] = found
        return found

    def finish(self) -> list[EnterOutcome]:
        """The acts of the lines that wait, each order tried by itself; what the rules refuse is counted so."""
        acts: list[EnterOutcome] = []
        for order_id, rows in self.said.items():
            self._try(order_id, rows)
            for one in rows:
                self.tally.count(one)
            acts += [one.act for one in rows if one.kind is RowClass.APPLIED and one.act is not None]
        return sorted(acts, key=lambda act: act.on)

    def _try(self, order_id: str, rows: list[Sorted]) -> None:
        """Tell the order again with the lines; a line that is impossible by then is refused."""
        mine = select(BillingActRow).where(
            BillingActRow.account_id == self.account.id,
            or_(BillingActRow.order_id == order_id, BillingActRow.order_id.is_(None)),
        )
        kept = self.session.execute(mine.order_by(BillingActRow.done_on, BillingActRow.position)).scalars()
        turns: list[tuple[Act, Sorted | None]] = [(act_of(row), None) for row in kept]
        turns += [(one.act, one) for one in rows if one.act is not None]
        book = first_book(self.account, self.tariff)
        for act, one in sorted(turns, key=lambda turn: turn[0].on):
            try:
                book = do(book, act)[0]
            except UserError as refusal:
                # An act on the whole account may make no sense for one order alone.
                if one is not None:
                    one.kind, one.reason = RowClass.REFUSED, refusal.message
        self._keep_paid(advance(book, self.today)[0], order_id, rows)

    def _keep_paid(self, book: Book, order_id: str, rows: list[Sorted]) -> None:
        """Refuse the lines by which an order would have ended before a month that is recorded as paid."""
        there = {one.number for order in book.orders if order.id == order_id for one in order.instalments}
        paid = select(InstalmentRow.number).where(
            InstalmentRow.order_id == order_id, InstalmentRow.status == ChargeStatus.PAID
        )
        lost = sorted(number for number in self.session.execute(paid).scalars() if number not in there)
        if not lost:
            return
        reason = msg("The order would have ended before instalment {number}, which is paid.", number=lost[0])
        for one in rows:
            if one.kind is RowClass.APPLIED:
                one.kind, one.reason = RowClass.REFUSED, reason


class OutcomeImports:
    """A processor's lists of charges."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def preview(self, path: Path, columns: OutcomeColumns | None = None, step: Step = silent) -> OutcomeImportAnswer:
        """What taking the list in would do; changes nothing."""
        context = self._context
        with context.store.read() as session:
            context.refuse_reading_clock(session)
            account = context.account(session)
            manager(context, session, account)
            today = context.today(account)
            book = book_on(session, context, account, today)
            tariff = tariff_of(session, context, account.id, today)
            taken = _Import(session, account, tariff, today, {order.id: order for order in book.orders})
            for lines in _blocks(read_outcomes(path, columns or OutcomeColumns()), step):
                taken.block(lines, None)
            taken.finish()
        return taken.tally.answer(without_card_numbers(path.name), dry_run=True)

    def take_in(
        self, path: Path, columns: OutcomeColumns | None = None, act_id: str | None = None, step: Step = silent
    ) -> OutcomeImportAnswer:
        """Take the list in as one act; the same list again changes nothing, and one that breaks off leaves nothing."""
        context = self._context
        actor = ready(context)
        entry = context.act(
            msg("Enter the outcomes of {file}", file=without_card_numbers(path.name)),
            on=actor.today,
            account=actor.account,
            actor=actor.user,
            act_id=act_id,
        )
        try:
            with context.store.write(entry) as write:
                account = write.session.get_one(AccountRow, actor.account.id)
                tariff = tariff_of(write.session, context, account.id, actor.today)
                taken = _Import(write.session, account, tariff, actor.today, {})
                for lines in _blocks(read_outcomes(path, columns or OutcomeColumns()), step):
                    taken.block(lines, write)
                _tell(write, taken, taken.finish(), actor, entry.act_id)
        except AlreadyDoneError:
            return self.preview(path, columns, step)
        return taken.tally.answer(without_card_numbers(path.name), dry_run=False)


def _blocks(lines: Iterator[OutcomeLine], step: Step) -> Iterable[list[OutcomeLine]]:
    done = 0
    while block := list(islice(lines, _AT_ONCE)):
        done += len(block)
        step(done, 0)
        yield block


def _confirm(write: Write, confirmed: Mapping[tuple[str, int], Sorted]) -> None:
    """Put the expected instalments to paid; nothing else follows from that, so nothing is told again."""
    keys = sorted(confirmed)
    for start in range(0, len(keys), 500):
        some = tuple_(InstalmentRow.order_id, InstalmentRow.number).in_(keys[start : start + 500])
        for row in write.session.execute(select(InstalmentRow).where(some)).scalars():
            row.status = ChargeStatus.PAID
        write.session.flush()
        write.session.expunge_all()


def _tell(write: Write, taken: _Import, acts: Sequence[EnterOutcome], actor: Actor, entry: str) -> None:
    """Keep the acts and tell the account again, once for all of them."""
    if not acts:
        return
    session = write.session
    account = session.get_one(AccountRow, actor.account.id)
    before = read_book(session, account, taken.tariff)
    for place, act in enumerate(acts):
        add_act(session, account.id, act, derived_id(entry, "outcome", place))
        session.flush()
    after, events = told_again(session, account, taken.tariff, account.advanced_to)
    after = with_confirmed(session, after, frozenset({ChargeStatus.EXPECTED, ChargeStatus.OPEN}))
    rewrite_book(write, before, after, events, actor.today)
