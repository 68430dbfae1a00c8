"""Orders between their rows and the rules: read whole with their instalments, and written back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop.domain.ids import derived_id
from desktop.domain.orders.order import ChargeStatus, Fee, Instalment, Order
from desktop.domain.payments import Card
from desktop.domain.periods import Period, month_after
from desktop.domain.pricing.grandfathering import kept_price
from desktop.domain.pricing.subscriptions import TERM_MONTHS, Terms, rate_cycle, rate_fee
from desktop.domain.pricing.unit_prices import DECIMALS, UnitPrice
from desktop.domain.progress import Step, silent
from desktop.store.schema import InstalmentRow, OrderRow, PaymentMethodRow
from desktop.store.types import WholeNumber, damage_told

_AT_ONCE = 500


def micros(price: UnitPrice) -> int:
    """A unit price in millionths of its currency, exact."""
    return int(price.exact * 10**DECIMALS)


@lru_cache(maxsize=1024)
def unit_price(stored: int, currency: str) -> UnitPrice:
    """The unit price of so many millionths."""
    return UnitPrice(Fraction(stored, 10**DECIMALS), currency)


@lru_cache(maxsize=1024)
def tax_rate(stored: str) -> Fraction:
    """A rate of tax as its row keeps it."""
    return Fraction(stored)


def card_of(row: PaymentMethodRow | None) -> Card | None:
    """A payment method as the rules know it."""
    if row is None:
        return None
    return Card(row.token, row.brand, row.last4, row.exp_month, row.exp_year, row.holder)


_KEPT = tuple(
    type_coerce(InstalmentRow.__table__.columns[name], Text() if kept_as_text else WholeNumber)
    for name, kept_as_text in (
        ("order_id", True),
        ("number", False),
        ("due_on", True),
        ("unit_price", False),
        ("price_version", True),
        ("status", True),
        ("attempts", False),
        ("settles_on", True),
    )
)
"""What an instalment is made again from, as it is stored: an account may have a million of them."""

_STATUSES = {str(status): status for status in ChargeStatus}
_day = lru_cache(maxsize=2**14)(date.fromisoformat)


def orders_of(session: Session, rows: Sequence[OrderRow], step: Step = silent) -> list[Order]:
    """The orders of the rows, with every instalment that fell due."""
    cards = _cards(session, {row.payment_method_id for row in rows if row.payment_method_id})
    orders: list[Order] = []
    for start in range(0, len(rows), _AT_ONCE):
        step(start, len(rows))
        some = rows[start : start + _AT_ONCE]
        instalments: dict[str, list[Any]] = {row.id: [] for row in some}
        kept = select(*_KEPT).where(InstalmentRow.order_id.in_(instalments)).order_by(InstalmentRow.number)
        found: Iterable[Any] = session.execute(kept)
        for one in found:
            instalments[one[0]].append(one)
        orders += [_order(row, cards.get(row.payment_method_id or ""), instalments[row.id]) for row in some]
    return orders


def first_versions(session: Session, ids: Sequence[str], until: date) -> Iterator[tuple[str, int, str]]:
    """The first instalment of each term that began by the day: its order, its number and its price version, in turn."""
    kept = (InstalmentRow.order_id, InstalmentRow.number, InstalmentRow.price_version)
    firsts = select(*kept).where(InstalmentRow.number % TERM_MONTHS == 1, InstalmentRow.due_on <= until)
    for start in range(0, len(ids), _AT_ONCE):
        some = firsts.where(InstalmentRow.order_id.in_(ids[start : start + _AT_ONCE]))
        for row in session.execute(some.order_by(InstalmentRow.number)):
            yield row.order_id, row.number, row.price_version


def _cards(session: Session, ids: Iterable[str]) -> Mapping[str, Card | None]:
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = select(PaymentMethodRow).where(PaymentMethodRow.id.in_(wanted[start : start + _AT_ONCE]))
        found.update({row.id: card_of(row) for row in session.execute(rows).scalars()})
    return found


def _order(row: OrderRow, card: Card | None, instalments: Sequence[Any]) -> Order:
    order = Order(
        row.id,
        row.placed_on,
        row.quantity,
        unit_price(row.unit_price, row.currency),
        row.price_version,
        row.state,
        row.since,
        tax_rate(row.tax_rate),
        card,
        row.was_active,
        _instalments(row, instalments),
        row.drafts,
        row.ends_on,
        None,
        row.ended_by,
    )
    if row.fee is None:
        return order
    return _with_fee(order, row.fee)


@damage_told
def _instalments(row: OrderRow, instalments: Sequence[Any]) -> tuple[Instalment, ...]:
    """What they charge, rated again from what it is made of; the hash of each is that of its row.

    Each explains its price by the term in which a price list reached the order, if one did by then.
    """
    placed_on, made = row.placed_on, list[Instalment]()
    reached_on: date | None = None
    before: str | None = None
    for (price, version), term in groupby(instalments, itemgetter(3, 4)):
        at_this = list(term)
        periods = [_period(placed_on, one) for one in at_this]
        if before is not None and version != before:
            reached_on = periods[0].start
        kept = kept_price(unit_price(price, row.currency), version, placed_on, reached_on)
        month = rate_cycle(Terms(row.quantity, kept, tax_rate(row.tax_rate)), periods[0])
        for (_, number, _, _, _, status, attempts, settles_on), period, rating in zip(
            at_this, periods, month.for_each(periods), strict=True
        ):
            settles = None if settles_on is None else _day(settles_on)
            made.append(Instalment(number, period, rating, _STATUSES[status], attempts, settles))
        before = version
    return tuple(made)


def _period(placed_on: date, instalment: Any) -> Period:
    """The month it pays, which begins when it fell due."""
    period, due_on = month_after(placed_on, instalment[1] - 1), _day(instalment[2])
    return period if period.start == due_on else Period(due_on, period.end)


def _with_fee(order: Order, kept: Mapping[str, Any]) -> Order:
    price = unit_price(kept["unit_price"], order.price.currency)
    reached_on = order.reached_on if kept["version"] == order.version else None
    its_price = kept_price(price, kept["version"], order.placed_on, reached_on)
    terms = Terms(order.quantity, its_price, order.tax_rate)
    left = Period(*(date.fromisoformat(day) for day in kept["period"]))
    rating = rate_fee(terms, Fraction(kept["share"]), kept["remaining"], left)
    settles_on = kept.get("settles_on")
    settles = None if settles_on is None else date.fromisoformat(settles_on)
    return replace(order, fee=Fee(rating, date.fromisoformat(kept["due_on"]), ChargeStatus(kept["status"]), settles))


def fee_kept(fee: Fee | None) -> dict[str, Any] | None:
    """A fee as its order's row keeps it."""
    if fee is None:
        return None
    item, period = fee.rating.lines[0].item, fee.rating.periods[0]
    remaining, share = (factor.value for factor in item.factors)
    return {
        "unit_price": micros(item.price.unit),
        "version": item.price.version,
        "remaining": int(remaining),
        "share": str(share),
        "period": [period.start.isoformat(), period.end.isoformat()],
        "due_on": fee.due_on.isoformat(),
        "status": str(fee.status),
        "total": fee.rating.total.minor,
        "sha256": fee.rating.sha256,
        **({} if fee.settles_on is None else {"settles_on": fee.settles_on.isoformat()}),
    }


@dataclass(frozen=True)
class NewOrder:
    """What a new order's row has that the rules do not know."""

    account_id: str
    number: int
    country: str
    payment_method_id: str | None
    address_id: str | None


def add_order(session: Session, order: Order, new: NewOrder) -> OrderRow:
    """A row for a new order; `put_order` fills the rest."""
    row = OrderRow(
        id=order.id,
        account_id=new.account_id,
        number=new.number,
        placed_on=order.placed_on,
        quantity=order.quantity,
        currency=order.price.currency,
        country=new.country,
        tax_rate=str(order.tax_rate),
        payment_method_id=new.payment_method_id,
        address_id=new.address_id,
        **order_values(order, None),
    )
    session.add(row)
    return row


def order_values(order: Order, next_on: date | None) -> dict[str, Any]:
    """The columns of an order that time and acts change."""
    return {
        "unit_price": micros(order.price),
        "price_version": order.version,
        "monthly": rate_cycle(order.terms, order.month(1)).net.minor,
        "state": order.state,
        "since": order.since,
        "was_active": order.was_active,
        "charged": len(order.instalments),
        "drafts": order.drafts,
        "ends_on": order.ends_on,
        "ended_by": order.ended_by,
        "fee": fee_kept(order.fee),
        "fee_status": None if order.fee is None else order.fee.status,
        "next_on": next_on,
        "charge_on": order.due_on(order.next_number) if order.ends_on is None else order.ends_on,
        "paid_by": shown_card(order.card),
        "owed": order.owes.minor,
    }


def next_number(session: Session, account_id: str) -> int:
    """The number of the account's next order."""
    number = select(func.max(OrderRow.number)).where(OrderRow.account_id == account_id)
    return (session.execute(number).scalar() or 0) + 1


def shown_card(card: Card | None) -> str:
    """A card as a list shows and sorts it: its brand and last digits, or its token where nothing else is known."""
    if card is None:
        return ""
    return f"{card.brand} {card.last4}".strip() or card.token


def instalment_id(order_id: str, number: int) -> str:
    """The id of an instalment: also the key under which a provider charges it once."""
    return derived_id(order_id, "instalment", number)


def fee_id(order_id: str) -> str:
    """The id of an order's early termination fee, under which a provider charges it once."""
    return derived_id(order_id, "fee")


def instalment_values(order: Order, one: Instalment) -> dict[str, Any]:
    """An instalment as its row keeps it."""
    item = one.rating.lines[0].item
    return {
        "id": instalment_id(order.id, one.number),
        "order_id": order.id,
        "number": one.number,
        "due_on": one.due_on,
        "unit_price": micros(item.price.unit),
        "price_version": item.price.version,
        "net": one.rating.net.minor,
        "tax": one.rating.tax.minor,
        "status": one.status,
        "attempts": one.attempts,
        "settles_on": one.settles_on,
        "sha256": one.rating.sha256,
    }
