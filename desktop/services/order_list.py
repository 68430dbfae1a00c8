"""Order History: pages of orders in any order, filtered and searched, however many there are (performance.md P6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.errors import WrongUsage
from desktop.domain.life.book import Book
from desktop.domain.orders.order import Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.periods import Month
from desktop.i18n import msg
from desktop.services.calendar import book_on
from desktop.services.context import Context
from desktop.services.order_answers import OrderAnswer, kept_of, kept_then, order_answer
from desktop.store.order_rows import orders_of
from desktop.store.schema import AccountRow, OrderRow

PAGE = 200


class OrderSort(StrEnum):
    """What the list can be sorted by."""

    DATE = "date"
    NUMBER = "number"
    SEATS = "seats"
    PRICE = "price"
    MONTHLY = "monthly"
    STATE = "state"


_COLUMNS: Mapping[OrderSort, tuple[InstrumentedAttribute[Any], ...]] = {
    OrderSort.DATE: (OrderRow.placed_on, OrderRow.id),
    OrderSort.NUMBER: (OrderRow.number,),
    OrderSort.SEATS: (OrderRow.quantity, OrderRow.id),
    OrderSort.PRICE: (OrderRow.unit_price, OrderRow.id),
    OrderSort.MONTHLY: (OrderRow.monthly, OrderRow.id),
    OrderSort.STATE: (OrderRow.state, OrderRow.placed_on, OrderRow.id),
}


@dataclass(frozen=True)
class OrderWishes:
    """What part of the list is wanted. `text` is a number, a day, or a month or year at the beginning of a day."""

    states: tuple[OrderState, ...] = ()
    text: str = ""
    sort: OrderSort = OrderSort.DATE
    descending: bool = True


@dataclass(frozen=True)
class Place:
    """Where a page ended: the values that its last order is sorted by."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class OrderPage:
    """A page of orders; `after` is where the next one begins, None at the end."""

    orders: list[OrderAnswer]
    after: Place | None


class OrderList:
    """The account's orders as a list."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def page(self, wishes: OrderWishes | None = None, after: Place | None = None, size: int = PAGE) -> OrderPage:
        """The page after a place (default: the first): found by an index, never by counting."""
        wishes = wishes or OrderWishes()
        with self._context.store.read() as session:
            account = self._context.account(session)
            day = self._context.today(account)
            book = book_on(session, self._context, account, max(day, account.created_on))
            found = _rows(session, account, wishes, after, (day, book), size + 1)
            rows = found[:size]
            answers = _answers(session, book, rows, day, past=day < account.advanced_to)
        more = len(found) > size
        return OrderPage(answers, Place(_values(rows[-1], wishes.sort)) if more else None)

    def count(self, wishes: OrderWishes | None = None) -> int:
        """How many orders there are of those wanted."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            day = self._context.today(account)
            wishes = wishes or OrderWishes()
            book = book_on(session, self._context, account, max(day, account.created_on)) if wishes.states else None
            query = _filtered(select(func.count()).select_from(OrderRow), account, wishes, (day, book))
            return int(session.execute(query).scalar_one())


def _rows(
    session: Session,
    account: AccountRow,
    wishes: OrderWishes,
    after: Place | None,
    at: tuple[date, Book | None],
    size: int,
) -> Sequence[OrderRow]:
    columns = _COLUMNS[wishes.sort]
    query = _filtered(select(OrderRow), account, wishes, at)
    if after is not None:
        query = query.where(_beyond(columns, after.values, descending=wishes.descending))
    ordered = [column.desc() if wishes.descending else column.asc() for column in columns]
    return session.execute(query.order_by(*ordered).limit(size)).scalars().all()


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


def _values(row: OrderRow, sort: OrderSort) -> tuple[Any, ...]:
    return tuple(getattr(row, column.key) for column in _COLUMNS[sort])


def _filtered(
    query: Select[Any], account: AccountRow, wishes: OrderWishes, at: tuple[date, Book | None]
) -> Select[Any]:
    day, book = at
    query = query.where(OrderRow.account_id == account.id)
    if day < account.advanced_to:
        query = query.where(OrderRow.placed_on <= day)
    if wishes.states:
        query = query.where(_in_state(wishes.states, book))
    text = wishes.text.strip()
    return query.where(_named(text)) if text else query


def _in_state(states: Sequence[OrderState], book: Book | None) -> ColumnElement[bool]:
    """Orders in these states as they stand in the book: on another day that is not what their rows say."""
    kept = OrderRow.state.in_(states)
    if book is None:
        return kept
    inside = [order.id for order in book.orders if order.state in states]
    outside = [order.id for order in book.orders if order.state not in states]
    return or_(and_(kept, OrderRow.id.not_in(outside)), OrderRow.id.in_(inside))


def _named(text: str) -> ColumnElement[bool]:
    """Orders of that number, or placed on days that begin so."""
    parts: list[ColumnElement[bool]] = []
    plain = text.removeprefix("#").strip()
    if plain.isascii() and plain.isdecimal() and len(plain) < _LONGEST_NUMBER:
        parts += [OrderRow.number == int(plain), OrderRow.quantity == int(plain)]
    parts += _days_named(text)
    if not parts:
        raise WrongUsage(msg("Search orders by number, seats, or day: 12, 2019, 2019-04 or 2019-04-18."))
    return or_(*parts)


_LONGEST_NUMBER = 10
_FIRST = "0001-01-01"


def _days_named(text: str) -> list[ColumnElement[bool]]:
    if len(text) not in (4, 7, 10):
        return []
    try:
        first = date.fromisoformat(text + _FIRST[len(text) :])
    except ValueError:
        return []
    if first.year == MAXYEAR:
        return []
    year = Month.parse(f"{first.year:04d}-12")
    last = {4: year.end, 7: Month.of(first).end, 10: first + timedelta(days=1)}[len(text)]
    return [and_(OrderRow.placed_on >= first, OrderRow.placed_on < last)]


def _answers(session: Session, book: Book, rows: Sequence[OrderRow], day: date, *, past: bool) -> list[OrderAnswer]:
    """The rows as they stand on the day: what has fallen due by then comes from the book."""
    known: dict[str, Order] = {order.id: order for order in book.orders}
    orders = [known.get(order.id, order) for order in orders_of(session, [*rows])]
    kept = kept_of(session, rows)
    if past:
        kept = {order.id: kept_then(session, book.account_id, order, kept[order.id]) for order in orders}
    return [order_answer(order, kept[order.id], day) for order in orders]
