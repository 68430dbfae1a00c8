"""What part of Order History is wanted, and how a store finds it: the index of each order, and what a search means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.errors import WrongUsage
from desktop.domain.orders.transitions import OrderState
from desktop.domain.periods import Month
from desktop.i18n import msg
from desktop.services.context import is_number
from desktop.store.schema import OrderRow, PaymentMethodRow
from desktop.store.search_text import with_words


class OrderSort(StrEnum):
    """What the list can be sorted by; orders that are equal in it come by number."""

    DATE = "date"
    NUMBER = "number"
    SEATS = "seats"
    PRICE = "price"
    MONTHLY = "monthly"
    ANNUAL = "annual"
    STATE = "state"
    CHARGE = "charge"
    PAYMENT = "payment"


@dataclass(frozen=True)
class OrderWishes:
    """What part of the list is wanted. `text` is a number, seats, a card, or a day, month or year as ISO writes them.

    `days` are the spans that the text names in a person's own language, their ends included.
    """

    states: tuple[OrderState, ...] = ()
    text: str = ""
    sort: OrderSort = OrderSort.DATE
    descending: bool = True
    days: tuple[tuple[date, date], ...] = ()


_MONTHLY = ("ix_subscription_order_by_monthly", (OrderRow.monthly, OrderRow.number))
_SORTED: Mapping[OrderSort, tuple[str, tuple[InstrumentedAttribute[Any], ...]]] = {
    OrderSort.DATE: ("ix_subscription_order_by_date", (OrderRow.placed_on, OrderRow.number)),
    OrderSort.NUMBER: ("ix_subscription_order_by_number", (OrderRow.number,)),
    OrderSort.SEATS: ("ix_subscription_order_by_seats", (OrderRow.quantity, OrderRow.number)),
    OrderSort.PRICE: ("ix_subscription_order_by_price", (OrderRow.unit_price, OrderRow.number)),
    OrderSort.MONTHLY: _MONTHLY,
    OrderSort.ANNUAL: _MONTHLY,
    OrderSort.STATE: ("ix_subscription_order_by_state", (OrderRow.state, OrderRow.placed_on, OrderRow.number)),
    OrderSort.CHARGE: ("ix_subscription_order_by_charge", (OrderRow.charge_on, OrderRow.number)),
    OrderSort.PAYMENT: ("ix_subscription_order_by_payment", (OrderRow.paid_by, OrderRow.number)),
}


def sorted_by(sort: OrderSort) -> tuple[InstrumentedAttribute[Any], ...]:
    """The columns of an order of the list; the last is the number."""
    return _SORTED[sort][1]


def scanned_by(sort: OrderSort) -> str:
    """The index that holds an order of the list."""
    return _SORTED[sort][0]


@dataclass(frozen=True)
class Named:
    """Orders that a search names in one way: they stand together in the order of `sort`, so its index finds them."""

    sort: OrderSort
    condition: ColumnElement[bool]


def named(text: str, days: Sequence[tuple[date, date]] = (), cards: Sequence[str] = ()) -> list[Named]:
    """Orders of that number or so many seats, paid by these cards, or placed on such days; none for no text."""
    parts: list[Named] = []
    if not text:
        return parts
    plain = text.removeprefix("#").strip()
    if is_number(plain):
        parts.append(Named(OrderSort.NUMBER, OrderRow.number == int(plain)))
        parts += [Named(OrderSort.SEATS, OrderRow.quantity == int(plain))] if plain == text else []
    spans = [OrderRow.placed_on.between(first, last) for first, last in days] or _days_named(text)
    parts += [Named(OrderSort.DATE, or_(*spans))] if spans else []
    parts += [Named(OrderSort.PAYMENT, OrderRow.paid_by.in_(cards))] if cards else []
    if not parts:
        raise WrongUsage(
            msg("Search orders by number, seats, card or day: 12, Visa, 4242, 2019, 2019-04 or 2019-04-18.")
        )
    return parts


def cards_named(session: Session, account_id: str, typed: str) -> Sequence[str]:
    """As orders keep them: the cards of that brand, with these last four digits, or both."""
    card = PaymentMethodRow
    digits = [word for word in typed.lower().split() if word.isdecimal()]
    letters = [word for word in typed.lower().split() if not word.isdecimal()]
    if len(digits) > 1 or not all(map(_LAST_FOUR.fullmatch, digits)) or any(len(one) < _SHORTEST for one in letters):
        return ()
    named = [*(card.last4 == word for word in digits), with_words((card.brand,), " ".join(letters))]
    rows = select(card.brand, card.last4).where(card.account_id == account_id, *named).distinct().limit(_MOST_CARDS)
    return [shown for brand, last4 in session.execute(rows) if (shown := f"{brand} {last4}".strip())]


_LAST_FOUR = re.compile(r"\d{4}", re.ASCII)
_MOST_CARDS = 200
_SHORTEST = 3
"""Letters that name a brand; fewer occur in too many."""

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
    return [OrderRow.placed_on.between(first, last - timedelta(days=1))]
