"""Order History: pages of orders in any order, filtered and searched, however many there are (performance.md P6)."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.progress import Step, silent
from desktop.services.context import Context
from desktop.services.orders.answers import OrderAnswer
from desktop.services.orders.lens import Lens, lens_on
from desktop.services.orders.lines import LineReader, Lines
from desktop.services.orders.reached import reached_on
from desktop.services.orders.reading import NEWEST, Place, Reading, Source
from desktop.services.orders.totals import OrderTotals, totals_of
from desktop.services.orders.wishes import OrderWishes
from desktop.services.rules.billing_rules import price_list
from desktop.store.prepared import PlainRow

PAGE = 200
_READINGS_KEPT = 8


@dataclass(frozen=True)
class OrderPage:
    """A page of orders; `after` is where the next one begins, None at the end; `first` and `last` are its ends."""

    orders: Sequence[OrderAnswer]
    after: Place | None
    first: Place | None = None
    last: Place | None = None


@dataclass
class _Known:
    """What was read of the list and is true until the journal grows or the day changes."""

    newest: int | None
    lens: Lens
    reader: LineReader
    readings: OrderedDict[OrderWishes, Reading] = field(default_factory=OrderedDict)
    totals: OrderTotals | None = None

    def reading(self, session: Session, wishes: OrderWishes) -> Reading:
        """The listing of these; the one that was not asked for the longest goes first."""
        reading = self.asked_before(wishes)
        if reading is None:
            reading = self.readings[wishes] = Reading(session, self.lens, wishes)
        while len(self.readings) > _READINGS_KEPT:
            self.readings.popitem(last=False)
        return reading

    def asked_before(self, wishes: OrderWishes) -> Reading | None:
        """The listing of these where it is known; it is then the one that was asked for last."""
        if wishes in self.readings:
            self.readings.move_to_end(wishes)
        return self.readings.get(wishes)


@dataclass(frozen=True)
class _Rows:
    """What was read of a listing."""

    reading: Reading
    orders: Lines

    def page(self, start: int, size: int, *, more: bool) -> OrderPage:
        """A part of it, as a page; `more` says whether another follows."""
        orders = self.orders.part(start, size)
        if not orders:
            return OrderPage([], None)
        first, last = self.reading.place(orders.rows[0]), self.reading.place(orders.rows[-1])
        return OrderPage(orders, last if more else None, first, last)


class OrderList:
    """The account's orders as a list."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context
        self._known: _Known | None = None

    def page(
        self,
        wishes: OrderWishes | None = None,
        after: Place | None = None,
        size: int = PAGE,
        *,
        before: Place | None = None,
    ) -> OrderPage:
        """The page after a place (default: the first), or before one: found by an index, never by counting."""
        wishes = wishes or OrderWishes()
        place, back = after or before, before is not None
        found = self._read(wishes, lambda reading, source: reading.rows(source, place, 0, size + 1, back=back))
        if back:
            return found.page(max(0, len(found.orders) - size), size, more=True)
        return found.page(0, size, more=len(found.orders) > size)

    def rows(
        self,
        wishes: OrderWishes,
        start: int,
        total: int,
        near: Mapping[int, Place] | None = None,
        size: int = PAGE,
    ) -> OrderPage:
        """The orders from row `start` on, of `total`; begun at whichever known place is nearest, or at an end."""
        size = min(size, total - start)
        if size <= 0:
            return OrderPage([], None)

        def from_row(reading: Reading, source: Source) -> Sequence[PlainRow]:
            if reading.few is not None:
                return reading.rows(source, None, start, size)
            place, skipped, back = _nearest(near or {}, start, size, total)
            return reading.rows(source, place, skipped, size, back=back)

        return self._read(wishes, from_row).page(0, size, more=start + size < total)

    def anchors(self, wishes: OrderWishes, every: int, step: Step = silent) -> dict[int, Place]:
        """The places of rows `every`, 2 × `every` ...: from the nearest, any row is reached at once.

        A filter that finds few needs none: they are listed instead.
        """
        anchors: dict[int, Place] = {}
        with self._context.store.read() as session:
            reading = self._know(session).reading(session, wishes)
            if reading.list_few(session):
                return anchors
            row, place = 0, None
            while True:
                step(0, 0)
                place = reading.anchor(session, place, every if place is None else every - 1)
                if place is None:
                    return anchors
                row += every
                anchors[row] = place

    def count(self, wishes: OrderWishes | None = None) -> int:
        """How many orders there are of those wanted."""
        wishes = wishes or OrderWishes()
        with self._context.store.read() as session:
            return _count(session, self._know(session), wishes)

    def totals(self) -> OrderTotals:
        """How many orders are in each state, and what the active ones cost; each sum with its derivation."""
        with self._context.store.read() as session:
            return _totals(session, self._know(session))

    def whole(
        self, session: Session, wishes: OrderWishes, size: int
    ) -> tuple[int, Iterator[tuple[Lines, Mapping[str, date]]]]:
        """How many orders are wanted, and all in order, so many at a time: one state of the store, the session's.

        With each part go the orders of it that a price list reached, with the first day of that term.
        """
        known = self._know(session)
        prices = price_list(session, self._context, known.lens.account.id, known.lens.day)
        batches = _batches(session, known, wishes, size)
        parts = ((part, reached_on(session, known.lens, prices, part)) for part in batches)
        return _count(session, known, wishes), parts

    def forget(self) -> None:
        """Read everything anew the next time."""
        self._known = None

    def _read(self, wishes: OrderWishes, ask: Callable[[Reading, Source], Sequence[PlainRow]]) -> _Rows:
        """What is asked for. The rows say themselves whether what is known is still true; mostly it is, and all."""
        known, rows = self._known, None
        reading = known.asked_before(wishes) if known is not None else None
        still = not self._context.looks_back
        if (
            still
            and known is not None
            and reading is not None
            and known.lens.day == self._context.today(known.lens.account)
        ):
            rows = ask(reading, self._context.store.engine)
            if rows and rows[0][-1] == known.newest:
                orders = known.reader.at_once(rows)
                if orders is not None:
                    return _Rows(reading, orders)
            else:
                rows = None
        with self._context.store.read() as session:
            now = self._know(session)
            reading = now.reading(session, wishes)
            if rows is None or now is not known:
                rows = ask(reading, session)
            return _Rows(reading, now.reader.answers(session, rows))

    def _know(self, session: Session) -> _Known:
        """What is known, where neither the journal nor the day has moved on: the account is as it was too."""
        newest = session.execute(select(NEWEST)).scalar()
        known = self._known
        if known is None or known.newest != newest or known.lens.day != self._context.today(known.lens.account):
            lens = lens_on(session, self._context)
            self._known = known = _Known(newest, lens, LineReader(self._context, lens))
        return known


def _totals(session: Session, known: _Known) -> OrderTotals:
    """Summed up once, until the journal grows or the day changes."""
    if known.totals is None:
        known.totals = totals_of(session, known.lens)
    return known.totals


def _count(session: Session, known: _Known, wishes: OrderWishes) -> int:
    if not wishes.text.strip():
        states = _totals(session, known).states
        return sum(count for state, count in states.items() if not wishes.states or state in wishes.states)
    return known.reading(session, wishes).count(session)


def _batches(session: Session, known: _Known, wishes: OrderWishes, size: int) -> Iterator[Lines]:
    reading, after = known.reading(session, wishes), None
    while rows := reading.rows(session, after, 0, size):
        yield known.reader.answers(session, rows)
        after = reading.place(rows[-1])


def _nearest(near: Mapping[int, Place], start: int, size: int, total: int) -> tuple[Place | None, int, bool]:
    """The place to begin at, how many orders to skip from there, and whether to go back from it."""
    known = sorted(near)
    below = bisect_left(known, start)
    above = bisect_left(known, start + size)
    skip_on = start - known[below - 1] - 1 if below else start
    skip_back = (known[above] if above < len(known) else total) - start - size
    if skip_on <= skip_back:
        return near[known[below - 1]] if below else None, skip_on, False
    return near[known[above]] if above < len(known) else None, skip_back, True
