"""The lines of Order History: from what a row keeps, without reading an instalment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.life.calendar import advance
from desktop.domain.money import Money
from desktop.domain.orders.order import Order
from desktop.domain.periods import add_months
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.services.billing_rules import tariff_of
from desktop.services.context import Context
from desktop.services.order_answers import Kept, OrderAnswer, kept_then, order_answer
from desktop.services.order_lens import Lens, orders_as_they_were
from desktop.services.payment_methods import PaymentMethodAnswer, method_answer
from desktop.store.books import read_book
from desktop.store.order_rows import orders_of, unit_price
from desktop.store.schema import OrderRow, PaymentMethodRow

_LINE: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...] = (
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
    OrderRow.next_on,
    OrderRow.charge_on,
    OrderRow.paid_by,
    OrderRow.owed,
    OrderRow.payment_method_id,
)


def lines() -> Select[Any]:
    """The columns of a line; whoever asks says of which orders."""
    return select(*_LINE)


def line_answers(session: Session, context: Context, lens: Lens, rows: Sequence[Row[Any]]) -> list[OrderAnswer]:
    """The rows as they stand on the lens's day."""
    methods = _methods(session, {row.payment_method_id for row in rows if row.payment_method_id is not None})
    others = {**lens.orders, **_apart(session, context, lens, rows)}
    shown = {key: method_answer(method) for key, method in methods.items()}
    answers = []
    for row in rows:
        order = others.get(row.id)
        if order is None:
            answers.append(_line(row, shown.get(row.payment_method_id), lens.day))
        else:
            kept = Kept(row.number, row.country, methods.get(row.payment_method_id), None)
            if lens.past and lens.told:
                kept = kept_then(session, lens.account.id, order, kept)
            answers.append(order_answer(order, kept, lens.day))
    return answers


def _apart(session: Session, context: Context, lens: Lens, rows: Sequence[Row[Any]]) -> Mapping[str, Order]:
    """Orders of the page that do not stand as their rows say, where the lens does not hold them."""
    if lens.told:
        return {}
    if lens.past:
        found = _entities(session, [row.id for row in rows])
        return {order.id: order for order in orders_as_they_were(session, found, lens.day)}
    due = [row.id for row in rows if row.next_on is not None and row.next_on <= lens.day]
    tariff = tariff_of(session, context, lens.account.id, lens.day)
    book = read_book(session, lens.account, tariff, lens.account.advanced_to, due[0]) if due else None
    if book is None:
        return {}
    known = {order.id: order for order in (*book.orders, *orders_of(session, _entities(session, due)))}
    ahead = advance(replace(book, orders=tuple(known.values())), lens.day)[0]
    return {order.id: order for order in ahead.orders if order.id in due}


def _entities(session: Session, ids: Sequence[str]) -> Sequence[OrderRow]:
    return session.execute(select(OrderRow).where(OrderRow.id.in_(ids))).scalars().all() if ids else ()


def _methods(session: Session, ids: set[str]) -> dict[str | None, PaymentMethodRow]:
    if not ids:
        return {}
    rows = session.execute(select(PaymentMethodRow).where(PaymentMethodRow.id.in_(sorted(ids)))).scalars()
    return {row.id: row for row in rows}


def _line(row: Sequence[Any], method: PaymentMethodAnswer | None, day: date) -> OrderAnswer:
    key, number, placed_on, seats, price, currency, version, country, monthly, state, since, ends_on, *rest = row
    _, charge_on, _, owed, _ = rest
    going = ends_on is None
    return OrderAnswer(
        key,
        number,
        placed_on,
        seats,
        _price(price, currency),
        version,
        Money(monthly, currency),
        Money(TERM_MONTHS * monthly, currency),
        country,
        state,
        since,
        charge_on if going else None,
        _term_end(placed_on, max(day, placed_on)) if going else None,
        ends_on,
        Money(owed, currency),
        method,
    )


_price = lru_cache(maxsize=1024)(unit_price)


@lru_cache(maxsize=8192)
def _term_end(placed_on: date, day: date) -> date:
    """The end of the term the day lies in: the first anniversary after it (0.3.3)."""
    years = day.year - placed_on.year
    end = add_months(placed_on, TERM_MONTHS * years)
    return end if years and end > day else add_months(placed_on, TERM_MONTHS * (years + 1))
