"""The lines of Order History: from what a row keeps, without reading an instalment."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, overload

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.life.calendar import advance
from desktop.domain.money import MINOR_BOUND, Money
from desktop.domain.orders.order import Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.periods import add_months
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.services.context import Context
from desktop.services.orders.answers import Kept, OrderAnswer, kept_then, order_answer
from desktop.services.orders.lens import Lens, orders_as_they_were
from desktop.services.payments.payment_methods import PaymentMethodAnswer, method_answer
from desktop.services.rules.billing_rules import tariff_of
from desktop.store.books import read_book
from desktop.store.order_rows import orders_of, unit_price
from desktop.store.prepared import PlainRow
from desktop.store.schema import OrderRow, PaymentMethodRow
from desktop.store.types import damage_told

LINE: tuple[InstrumentedAttribute[Any], ...] = (
    OrderRow.id,
    OrderRow.number,
    OrderRow.placed_on,
    OrderRow.quantity,
    OrderRow.unit_price,
    OrderRow.currency,
    OrderRow.price_version,
    OrderRow.country,
    OrderRow.monthly,
    OrderRow.state,
    OrderRow.since,
    OrderRow.ends_on,
    OrderRow.charge_on,
    OrderRow.owed,
    OrderRow.payment_method_id,
)

_ID, NUMBER, _VERSION, _COUNTRY, _MONTHLY, _STATE, _ENDS, _OWED, _METHOD = (
    LINE.index(column)
    for column in (
        OrderRow.id,
        OrderRow.number,
        OrderRow.price_version,
        OrderRow.country,
        OrderRow.monthly,
        OrderRow.state,
        OrderRow.ends_on,
        OrderRow.owed,
        OrderRow.payment_method_id,
    )
)
_DAYS = tuple(LINE.index(column) for column in (OrderRow.placed_on, OrderRow.since, OrderRow.charge_on))
_STATES = {str(state): state for state in OrderState}
_AMOUNTS = (_MONTHLY, _OWED)
_METHODS_KEPT = 10_000


class Lines(Sequence[OrderAnswer]):
    """Rows of the list as answers. Each is made when it is first looked at: a window shows 30 of 200."""

    def __init__(
        self,
        rows: Sequence[PlainRow],
        methods: Mapping[str | None, PaymentMethodAnswer | None],
        others: Mapping[str, OrderAnswer],
        day: date,
    ) -> None:
        """Keep the rows as they are stored; `others` are the answers that differ from them."""
        self.rows, self.methods, self.others = rows, methods, others
        self._day = day
        self._made: list[OrderAnswer | None] = [None] * len(rows)

    def part(self, start: int, size: int) -> Lines:
        """So many of them, none made yet."""
        rows = self.rows
        return self if len(rows) <= size else Lines(rows[start : start + size], self.methods, self.others, self._day)

    def of_versions(self, versions: Container[str]) -> list[OrderAnswer]:
        """Those that pay a price of one of these versions."""
        places = enumerate(self.rows)
        some = [place for place, row in places if row[_VERSION] in versions or row[_ID] in self.others]
        return [one for place in some if (one := self._answer(place)).price_version in versions]

    def columns(self) -> tuple[list[Any], ...]:
        """What each order is listed with, by column: as `cells_of` has it, in a third of the time."""
        if not self.rows:
            return ()
        stored = [*zip(*self.rows, strict=True)]
        ids, numbers, placed, seats, prices, currencies, versions, countries, monthly, states, since, ends = stored[:12]
        charges, owed, methods = stored[12:15]
        columns: tuple[list[Any], ...] = (
            list(ids),
            list(numbers),
            list(map(_day, placed)),
            list(map(_STATES.__getitem__, states)),
            list(map(_day, since)),
            list(seats),
            list(map(_price, prices, currencies)),
            list(map(_money, monthly, currencies)),
            list(map(_money, map(TERM_MONTHS.__mul__, monthly), currencies)),
            list(map(_money, owed, currencies)),
            [_day(charge) if end is None else None for charge, end in zip(charges, ends, strict=True)],
            [None if end is None else _day(end) for end in ends],
            list(map(self.methods.get, methods)),
            list(countries),
            list(versions),
        )
        for place in [place for place, key in enumerate(ids) if key in self.others]:
            for column, cell in zip(columns, cells_of(self._answer(place)), strict=True):
                column[place] = cell
        return columns

    def __len__(self) -> int:
        """How many orders."""
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> OrderAnswer: ...

    @overload
    def __getitem__(self, place: slice) -> list[OrderAnswer]: ...

    def __getitem__(self, place: int | slice) -> OrderAnswer | list[OrderAnswer]:
        """The answer of an order, or those of several."""
        if isinstance(place, slice):
            return [self._answer(one) for one in range(*place.indices(len(self.rows)))]
        return self._answer(place)

    def __iter__(self) -> Iterator[OrderAnswer]:
        """Each in turn."""
        return map(self._answer, range(len(self.rows)))

    def _answer(self, place: int) -> OrderAnswer:
        made = self._made[place]
        if made is None:
            row = self.rows[place]
            made = self.others.get(row[_ID]) or _line(row, self.methods.get(row[_METHOD]), self._day)
            self._made[place] = made
        return made


cells_of = attrgetter(
    "order",
    "number",
    "placed_on",
    "state",
    "state_since",
    "seats",
    "unit_price",
    "monthly",
    "annual",
    "owes",
    "next_billing_on",
    "ends_on",
    "payment_method",
    "country",
    "price_version",
)
"""What an order is listed with in a file, in turn."""


class LineReader:
    """Turns rows into answers. Payment methods are kept until the journal grows: many orders share one."""

    def __init__(self, context: Context, lens: Lens) -> None:
        """Read as on the lens's day."""
        self._context, self._lens = context, lens
        self._methods: dict[str | None, PaymentMethodAnswer | None] = {None: None}

    def at_once(self, rows: Sequence[PlainRow]) -> Lines | None:
        """The rows as answers; None where more has to be read for it."""
        if not (self._lens.told and not self._lens.orders) or {row[_METHOD] for row in rows} - self._methods.keys():
            return None
        _refuse_damage(rows)
        return Lines(rows, self._methods, {}, self._lens.day)

    def answers(self, session: Session, rows: Sequence[PlainRow]) -> Lines:
        """The rows as they stand on the lens's day."""
        _refuse_damage(rows)
        self._read_methods(session, {row[_METHOD] for row in rows})
        return Lines(rows, self._methods, self._others(session, rows), self._lens.day)

    def _others(self, session: Session, rows: Sequence[PlainRow]) -> Mapping[str, OrderAnswer]:
        """The orders that do not stand as their rows say."""
        lens = self._lens
        orders = {**lens.orders, **_apart(session, self._context, lens, rows)}
        changed = {row[_ID]: row for row in rows if row[_ID] in orders}
        paid_by = self._paid_by(session, changed)
        methods = _methods(session, {*paid_by.values()})
        answers = {}
        for key, row in changed.items():
            kept = Kept(row[NUMBER], row[_COUNTRY], methods.get(paid_by[key]), None)
            if lens.past and lens.told:
                kept = kept_then(session, lens.account.id, orders[key], kept)
            answers[key] = order_answer(orders[key], kept, lens.day)
        return answers

    def _paid_by(self, session: Session, rows: Mapping[str, PlainRow]) -> Mapping[str, str | None]:
        """The payment method of each order; on an earlier day the one that the journal had by then."""
        store, wanted = self._context.store, [*rows] if self._lens.past else []
        then = store.rows_then(session, OrderRow.__tablename__, wanted)
        return {key: (then.get(key) or {}).get("payment_method_id", row[_METHOD]) for key, row in rows.items()}

    def _read_methods(self, session: Session, ids: set[str | None]) -> None:
        missing = ids - self._methods.keys()
        if not missing:
            return
        if len(self._methods) > _METHODS_KEPT:
            self._methods, missing = {None: None}, ids
        self._methods.update({key: method_answer(row) for key, row in _methods(session, missing).items()})


def _methods(session: Session, ids: set[str | None]) -> Mapping[str | None, PaymentMethodRow]:
    wanted = sorted(one for one in ids if one is not None)
    if not wanted:
        return {}
    rows = session.execute(select(PaymentMethodRow).where(PaymentMethodRow.id.in_(wanted))).scalars()
    return {row.id: row for row in rows}


@damage_told
def _refuse_damage(rows: Sequence[PlainRow]) -> None:
    """Refuse rows that cannot be read, when they are read and not when they are painted."""
    for place in _DAYS:
        deque(map(date.fromisoformat, map(itemgetter(place), rows)), maxlen=0)
    deque(map(date.fromisoformat, filter(None, map(itemgetter(_ENDS), rows))), maxlen=0)
    deque(map(_STATES.__getitem__, map(itemgetter(_STATE), rows)), maxlen=0)
    if rows and TERM_MONTHS * max(max(map(itemgetter(place), rows)) for place in _AMOUNTS) > MINOR_BOUND:
        raise ValueError("an amount that no order has")


def _apart(session: Session, context: Context, lens: Lens, rows: Sequence[PlainRow]) -> Mapping[str, Order]:
    """Orders of the page that do not stand as their rows say, where the lens does not hold them."""
    if lens.told:
        return {}
    if lens.past:
        found = _entities(session, [row[_ID] for row in rows])
        return {order.id: order for order in orders_as_they_were(session, found, lens.day)}
    waiting = select(OrderRow.id).where(OrderRow.id.in_([row[_ID] for row in rows]), OrderRow.next_on <= lens.day)
    due = list(session.execute(waiting).scalars())
    tariff = tariff_of(session, context, lens.account.id, lens.day)
    book = read_book(session, lens.account, tariff, lens.account.advanced_to, due[0]) if due else None
    if book is None:
        return {}
    known = {order.id: order for order in (*book.orders, *orders_of(session, _entities(session, due)))}
    ahead = advance(replace(book, orders=tuple(known.values())), lens.day)[0]
    return {order.id: order for order in ahead.orders if order.id in due}


def _entities(session: Session, ids: Sequence[str]) -> Sequence[OrderRow]:
    return session.execute(select(OrderRow).where(OrderRow.id.in_(ids))).scalars().all() if ids else ()


def _line(row: Sequence[Any], method: PaymentMethodAnswer | None, today: date) -> OrderAnswer:
    key, number, placed, seats, price, currency, version, country, monthly, state, since, ends, *rest = row
    charge, owed, *_ = rest
    placed_on = _day(placed)
    return OrderAnswer(
        key,
        number,
        placed_on,
        seats,
        _price(price, currency),
        version,
        _money(monthly, currency),
        _money(TERM_MONTHS * monthly, currency),
        country,
        _STATES[state],
        _day(since),
        _day(charge) if ends is None else None,
        _term_end(placed_on, max(today, placed_on)) if ends is None else None,
        _day(ends) if ends is not None else None,
        _money(owed, currency),
        method,
    )


_day = lru_cache(maxsize=8192)(date.fromisoformat)
_price = lru_cache(maxsize=1024)(unit_price)
_money = lru_cache(maxsize=8192)(Money)


@lru_cache(maxsize=8192)
def _term_end(placed_on: date, day: date) -> date:
    """The end of the term the day lies in: the first anniversary after it (0.3.3)."""
    years = day.year - placed_on.year
    end = add_months(placed_on, TERM_MONTHS * years)
    return end if years and end > day else add_months(placed_on, TERM_MONTHS * (years + 1))
