"""The charges an account will see next: instalments and fees, found without reading every order (rules.md F2, F3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.explanation import Explanation
from desktop.domain.life.book import Book
from desktop.domain.life.ending import in_next_term
from desktop.domain.money import Money
from desktop.domain.orders.order import ChargeStatus, Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Card
from desktop.domain.periods import add_months
from desktop.domain.pricing.rating import Rating
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg, msgn
from desktop.store.order_rows import orders_of, unit_price
from desktop.store.schema import AccountRow, OrderRow

_Part: TypeAlias = "tuple[Message, Money, int]"
_MOST_NAMED = 30_000
MOST_CHARGES = 60
"""Charges that are listed one by one."""


@dataclass(frozen=True)
class ChargeAnswer:
    """An amount that will be charged; `instalment` counts within the term of twelve and is null for a fee."""

    due_on: date
    order: str
    placed_on: date
    instalment: int | None
    seats: int
    unit_price: UnitPrice
    net: Money
    tax: Money
    total: Money
    card: Card | None
    card_expired: bool
    """Whether the card that pays it will have expired by then."""

    explanation: Explanation


@dataclass(frozen=True)
class NextCharge:
    """Everything that is charged on the next day on which something is."""

    on: date
    amount: Money
    charges: int
    explanation: Explanation


@dataclass(frozen=True)
class ComingCharges:
    """What is charged up to and including `until`; with `more` only the first of it is listed."""

    until: date
    charges: tuple[ChargeAnswer, ...]
    more: bool
    total: Money | None
    """The sum, where all are listed."""

    next_charge: NextCharge | None


def coming_charges(session: Session, account: AccountRow, book: Book, day: date, months: int = 2) -> ComingCharges:
    """What will be charged in the months after the day, if nothing changes; `book` stands at the day."""
    until = add_months(day, months)
    rows = _rows(session, account, book, day, until)
    orders = [*book.orders, *orders_of(session, rows[:MOST_CHARGES])]
    found = sorted(
        (charge for order in orders for charge in charges_of(order, book, until)),
        key=lambda one: (one.due_on, one.placed_on, one.order),
    )
    more = len(rows) > MOST_CHARGES or len(found) > MOST_CHARGES
    zero = Money(0, account.currency)
    total = None if more else reduce(Money.__add__, (one.total for one in found), zero)
    if not found:
        return ComingCharges(until, (), more, total, None)
    first = [one for one in found if one.due_on == found[0].due_on]
    coming = _next(session, account, book, first) if len(rows) > MOST_CHARGES else _summed(first)
    return ComingCharges(until, tuple(found[:MOST_CHARGES]), more, total, coming)


def charges_of(order: Order, book: Book, until: date) -> Iterator[ChargeAnswer]:
    """What the order will charge up to and including `until`: its instalments, or its fee once it ends."""
    fee = order.fee
    if fee is not None and fee.status is ChargeStatus.SCHEDULED and fee.due_on <= until:
        yield _charge(order, fee.due_on, None, fee.rating)
    if order.state is not OrderState.ACTIVE:
        return
    renews, number = book.rules.on(until).auto_renew, order.next_number
    while order.due_on(number) <= until and (renews or number % TERM_MONTHS != 1):
        at = order if number % TERM_MONTHS != 1 else in_next_term(order, book.prices, order.due_on(number))
        yield _charge(at, order.due_on(number), (number - 1) % TERM_MONTHS + 1, at.rated(number))
        order, number = replace(order, price=at.price, version=at.version), number + 1


def _charge(order: Order, due_on: date, instalment: int | None, rating: Rating) -> ChargeAnswer:
    return ChargeAnswer(
        due_on,
        order.id,
        order.placed_on,
        instalment,
        order.quantity,
        rating.lines[0].item.price.unit,
        rating.net,
        rating.tax,
        rating.total,
        order.card,
        order.card is not None and order.card.expired(due_on),
        rating.explanation,
    )


def _rows(session: Session, account: AccountRow, book: Book, day: date, until: date) -> Sequence[OrderRow]:
    """Orders left out of the book on which something falls due by then, first due first; one more than are listed."""
    if day < account.advanced_to:
        return ()
    loaded = {order.id for order in book.orders}
    states = (OrderState.ACTIVE, OrderState.CANCELLATION_INITIATED)
    query = select(OrderRow).where(OrderRow.account_id == account.id, OrderRow.state.in_(states))
    query = query.where(OrderRow.next_on > day, OrderRow.next_on <= until)
    query = query.order_by(OrderRow.next_on, OrderRow.id).limit(MOST_CHARGES + len(states) + 1)
    found = session.execute(query).scalars().all()
    return [row for row in found if row.id not in loaded][: MOST_CHARGES + 1]


def _summed(charges: Sequence[ChargeAnswer]) -> NextCharge:
    steps = tuple(Explanation(_one(one), one.total, (one.explanation,), "F2") for one in charges)
    amount = reduce(Money.__add__, (one.total for one in charges))
    text = msg("Charged on {day}", day=charges[0].due_on)
    return NextCharge(charges[0].due_on, amount, len(charges), Explanation(text, amount, steps, "F2"))


def _next(session: Session, account: AccountRow, book: Book, known: Sequence[ChargeAnswer]) -> NextCharge:
    """The next day's sum where there are too many orders to read: orders that are alike are rated once."""
    day, loaded = known[0].due_on, [order.id for order in book.orders]
    parts = [(_one(charge), charge.total, 1) for charge in known if charge.order in loaded]
    parts += _alike(session, account, book, day, loaded)
    parts += _fees(session, account, day, loaded)
    amount = reduce(Money.__add__, (total for _, total, _ in parts), Money(0, account.currency))
    steps = tuple(Explanation(text, total, rule="F2") for text, total, _ in parts)
    text = msg("Charged on {day}", day=day)
    return NextCharge(day, amount, sum(count for *_, count in parts), Explanation(text, amount, steps, "F2"))


def _one(charge: ChargeAnswer) -> Message:
    return msg("Order of {day}", day=charge.placed_on)


def _alike(session: Session, account: AccountRow, book: Book, day: date, loaded: Sequence[str]) -> list[_Part]:
    """The instalments of the day of orders left out of the book, those of the same kind together."""
    kind = (
        OrderRow.placed_on,
        OrderRow.charged,
        OrderRow.quantity,
        OrderRow.unit_price,
        OrderRow.price_version,
        OrderRow.tax_rate,
    )
    query = select(*kind, func.count()).where(OrderRow.account_id == account.id, OrderRow.state == OrderState.ACTIVE)
    query = query.where(OrderRow.next_on > book.advanced_to, OrderRow.next_on <= day)
    query = query.where(OrderRow.id.not_in(loaded[:_MOST_NAMED])).group_by(*kind)
    parts: list[_Part] = []
    for placed_on, charged, quantity, price, version, tax_rate, alike in session.execute(query):
        price_each = unit_price(price, account.currency)
        order = Order("", placed_on, quantity, price_each, version, OrderState.ACTIVE, placed_on, Fraction(tax_rate))
        if order.due_on(charged + 1) != day:
            continue
        at = order if charged % TERM_MONTHS else in_next_term(order, book.prices, day)
        total = at.rated(charged + 1).total
        text = msgn(
            "{n} order of {users} at {price}",
            "{n} orders of {users} at {price}",
            n=alike,
            users=msgn("{n} user", "{n} users", n=quantity),
            price=at.price,
        )
        parts.append((text, Money(alike * total.minor, total.currency), alike))
    return parts


def _fees(session: Session, account: AccountRow, day: date, loaded: Sequence[str]) -> list[_Part]:
    """The fees of the day of orders left out of the book, together."""
    query = select(OrderRow.fee).where(OrderRow.account_id == account.id, OrderRow.fee.is_not(None))
    query = query.where(OrderRow.state == OrderState.CANCELLATION_INITIATED, OrderRow.next_on == day)
    query = query.where(OrderRow.id.not_in(loaded[:_MOST_NAMED]))
    fees = [fee["total"] for fee in session.execute(query).scalars() if fee is not None]
    if not fees:
        return []
    text = msgn("{n} early termination fee", "{n} early termination fees", n=len(fees))
    return [(text, Money(sum(fees), account.currency), len(fees))]
