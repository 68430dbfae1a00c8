"""Order History: pages of orders in any order, filtered and searched, however many there are (performance.md P6)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.progress import Step, silent
from desktop.services.context import Context
from desktop.services.order_answers import OrderAnswer
from desktop.services.order_lens import Lens, lens_on, mark_of
from desktop.services.order_lines import line_answers, lines
from desktop.services.order_totals import OrderTotals, totals_of
from desktop.services.order_wishes import OrderWishes, count_within, fits, named, scanned_by, sorted_by
from desktop.store.schema import OrderRow

PAGE = 200
FEW = 20_000
"""A filter that finds no more is answered from the numbers it finds, put in order; others by reading in order."""


@dataclass(frozen=True)
class Place:
    """Where an order stands in the list: the values it is sorted by."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class OrderPage:
    """A page of orders; `after` is where the next one begins, None at the end; `first` and `last` are its ends."""

    orders: list[OrderAnswer]
    after: Place | None
    first: Place | None = None
    last: Place | None = None


@dataclass
class _Known:
    """What was read of the list and is true until the journal grows or the day changes."""

    mark: tuple[object, ...]
    lens: Lens
    few: dict[OrderWishes, list[tuple[Any, ...]] | None] = field(default_factory=dict)
    totals: OrderTotals | None = None


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
        with self._context.store.read() as session:
            known = self._know(session)
            found = self._read(session, known, wishes, after or before, 0, size + 1, back=before is not None)
            rows = found[:size] if before is None else found[-size:]
            answers = line_answers(session, self._context, known.lens, rows)
        more = before is not None or len(found) > size
        return _page(answers, rows, wishes, more=more)

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
        place, skipped, back = _nearest(near or {}, start, size, total)
        with self._context.store.read() as session:
            known = self._know(session)
            few = self._few(session, known, wishes)
            if few is not None:
                found = _by_number(session, known.lens, [line[-1] for line in few[start : start + size]])
            else:
                found = self._read(session, known, wishes, place, skipped, size, back=back)
            answers = line_answers(session, self._context, known.lens, found)
        return _page(answers, found, wishes, more=start + size < total)

    def anchors(self, wishes: OrderWishes, every: int, step: Step = silent) -> dict[int, Place]:
        """The places of rows `every`, 2 × `every` ...: from the nearest, any row is reached at once."""
        anchors: dict[int, Place] = {}
        with self._context.store.read() as session:
            known = self._know(session)
            if self._few(session, known, wishes) is not None:
                return anchors
            columns = sorted_by(wishes.sort)
            row, place = 0, None
            while True:
                step(0, 0)
                query = _ordered(select(*columns), known.lens, wishes, place, back=False)
                skipped = every if place is None else every - 1
                values = session.execute(query.offset(skipped).limit(1)).first()
                if values is None:
                    return anchors
                row, place = row + every, Place(tuple(values))
                anchors[row] = place

    def count(self, wishes: OrderWishes | None = None) -> int:
        """How many orders there are of those wanted."""
        wishes = wishes or OrderWishes()
        with self._context.store.read() as session:
            known = self._know(session)
            if not wishes.text.strip():
                states = _totals(session, known).states
                return sum(count for state, count in states.items() if not wishes.states or state in wishes.states)
            few = self._few(session, known, wishes)
            if few is not None:
                return len(few)
            query = select(func.count()).select_from(OrderRow).where(*fits(known.lens, wishes))
            return int(session.execute(query).scalar_one())

    def totals(self) -> OrderTotals:
        """How many orders are in each state, and what the active ones cost; each sum with its derivation."""
        with self._context.store.read() as session:
            return _totals(session, self._know(session))

    def batches(self, wishes: OrderWishes, size: int) -> Iterator[list[OrderAnswer]]:
        """Every order wanted, in order, so many at a time; each batch is read by itself."""
        after: Place | None = None
        while True:
            page = self.page(wishes, after, size)
            if page.orders:
                yield page.orders
            after = page.after
            if after is None:
                return

    def forget(self) -> None:
        """Read everything anew the next time."""
        self._known = None

    def _know(self, session: Session) -> _Known:
        mark = mark_of(session, self._context)
        if self._known is None or self._known.mark != mark:
            self._known = _Known(mark, lens_on(session, self._context))
        return self._known

    def _few(self, session: Session, known: _Known, wishes: OrderWishes) -> list[tuple[Any, ...]] | None:
        """What every order found is sorted by, in order, where the filter finds few; None where it finds many."""
        if not (wishes.states or wishes.text.strip()) or (known.lens.past and not known.lens.told):
            return None
        if wishes not in known.few:
            known.few[wishes] = _find_few(session, known.lens, wishes)
        return known.few[wishes]

    def _read(
        self,
        session: Session,
        known: _Known,
        wishes: OrderWishes,
        place: Place | None,
        skipped: int,
        size: int,
        *,
        back: bool,
    ) -> list[Row[Any]]:
        few = self._few(session, known, wishes)
        if few is not None:
            numbers = [line[-1] for line in _beyond_in(few, wishes, place, size, back=back)]
            return _by_number(session, known.lens, numbers)
        query = _ordered(lines(), known.lens, wishes, place, back=back)
        found = list(session.execute(query.offset(skipped or None).limit(size)).all())
        return found[::-1] if back else found


def _totals(session: Session, known: _Known) -> OrderTotals:
    """Summed up once, until the journal grows or the day changes."""
    if known.totals is None:
        known.totals = totals_of(session, known.lens)
    return known.totals


def _page(answers: list[OrderAnswer], rows: Sequence[Row[Any]], wishes: OrderWishes, *, more: bool) -> OrderPage:
    if not rows:
        return OrderPage([], None)
    first, last = (
        Place(tuple(getattr(row, column.key) for column in sorted_by(wishes.sort))) for row in (rows[0], rows[-1])
    )
    return OrderPage(answers, last if more else None, first, last)


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


def _ordered(query: Select[Any], lens: Lens, wishes: OrderWishes, place: Place | None, *, back: bool) -> Select[Any]:
    """The query read by the index of its order, from the place on."""
    columns = sorted_by(wishes.sort)
    descending = wishes.descending != back
    query = query.select_from(OrderRow).where(*fits(lens, wishes))
    query = query.with_hint(OrderRow, f"INDEXED BY {scanned_by(wishes.sort)}", "sqlite")
    if place is not None:
        query = query.where(_beyond(columns, place.values, descending=descending))
    return query.order_by(*(column.desc() if descending else column.asc() for column in columns))


def _beyond(
    columns: Sequence[InstrumentedAttribute[Any]], values: Sequence[Any], *, descending: bool
) -> ColumnElement[bool]:
    """Rows after the place, in the order of the columns: (a, b) > (x, y), written so that an index answers it."""
    parts = []
    for place in range(len(columns)):
        same = [column == value for column, value in zip(columns[:place], values[:place], strict=True)]
        column, value = columns[place], values[place]
        parts.append(and_(*same, column < value if descending else column > value))
    first = columns[0] <= values[0] if descending else columns[0] >= values[0]
    return and_(first, or_(*parts))


def _find_few(session: Session, lens: Lens, wishes: OrderWishes) -> list[tuple[Any, ...]] | None:
    """Read by whichever of states and text finds fewer; the other filter is applied to what is found."""
    text = wishes.text.strip()
    by_text = [and_(*lens.mine(), part) for part in named(text)] if text else []
    by_state = [and_(*lens.mine(), lens.in_states(wishes.states))] if wishes.states else []
    for parts in (by_text, by_state):
        if parts and count_within(session, parts, FEW) <= FEW:
            columns = sorted_by(wishes.sort)
            found: set[tuple[Any, ...]] = set()
            for part in parts:
                query = select(*columns, OrderRow.number.label("found")).where(part, *fits(lens, wishes))
                found.update(tuple(row) for row in session.execute(query))
            return sorted(found, reverse=wishes.descending)
    return None


def _beyond_in(
    lines: Sequence[tuple[Any, ...]], wishes: OrderWishes, place: Place | None, size: int, *, back: bool
) -> Sequence[tuple[Any, ...]]:
    if place is None:
        return lines[-size:] if back else lines[:size]
    found = next((row for row, line in enumerate(lines) if line[:-1] == place.values), None)
    if found is None:
        beyond = [line for line in lines if (line[:-1] < place.values) == wishes.descending]
        found = len(lines) - len(beyond) - 1
    return lines[max(0, found - size) : found] if back else lines[found + 1 : found + 1 + size]


def _by_number(session: Session, lens: Lens, numbers: Sequence[int]) -> list[Row[Any]]:
    query = lines().where(OrderRow.account_id == lens.account.id, OrderRow.number.in_(numbers))
    rows = {row.number: row for row in session.execute(query)}
    return [rows[number] for number in numbers if number in rows]
