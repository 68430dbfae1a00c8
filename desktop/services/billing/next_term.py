"""The next day on which terms end, and what a month costs after it: each order rounded by itself (rules.md F2, O11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.life.book import Book
from desktop.domain.money import Money
from desktop.domain.orders.order import RUNNING
from desktop.domain.periods import add_months
from desktop.domain.pricing.price_lists import version_for_next_term
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.services.orders.prices_paid import Kind, Sums
from desktop.store.order_rows import micros, unit_price
from desktop.store.schema import OrderRow

_Alike: TypeAlias = "Counter[tuple[Kind, int]]"
"""How many orders there are of a kind and a number of users."""


@dataclass(frozen=True)
class TermAnswer:
    """The next day on which terms end, and what renewing them costs a month (net); null where nothing renews."""

    on: date
    orders: int
    seats: int
    unit_price: UnitPrice
    monthly: Money | None


@dataclass(frozen=True)
class Terms:
    """What the terms are read from: the account on the day, and as it was read where orders were left out of it."""

    session: Session
    book: Book
    read: Book | None

    def alike(self, kinds: Collection[Kind]) -> _Alike:
        """The running orders of these kinds by their number of users."""
        found = _alike(self.book, kinds)
        if self.read is None or not kinds:
            return found
        kind = (OrderRow.placed_on, OrderRow.unit_price, OrderRow.price_version)
        query = select(*kind, OrderRow.quantity, func.count()).where(
            OrderRow.account_id == self.book.account_id,
            OrderRow.state.in_(RUNNING),
            OrderRow.placed_on.in_({placed_on for placed_on, *_ in kinds}),
        )
        for placed_on, price, version, quantity, count in self.session.execute(
            query.group_by(*kind, OrderRow.quantity)
        ):
            found[(placed_on, price, version), quantity] += count
        found.subtract(_alike(self.read, kinds))
        return found


def next_term(terms: Terms, kinds: Mapping[Kind, Sums], day: date) -> TermAnswer | None:
    """The next end of terms: a term ends every twelve months after the day of its order."""
    book, ends = terms.book, {kind: _term_end(kind[0], day) for kind in kinds}
    if not ends:
        return None
    on = min(ends.values())
    ending = {kind: one for kind, one in kinds.items() if ends[kind] == on}
    prices = {kind: _price(book, kind, on) for kind in ending}
    months = [Money(one.monthly, book.currency) for kind, one in ending.items() if prices[kind] is None]
    reached = {kind: price for kind, price in prices.items() if price is not None}
    for (kind, seats), alike in terms.alike(reached).items():
        if kind in reached:
            month = Money.of(seats * reached[kind].exact, book.currency)
            months.append(Money(alike * month.minor, month.currency))
    first = next(iter(ending))
    return TermAnswer(
        on,
        sum(one.orders for one in ending.values()),
        sum(one.seats for one in ending.values()),
        reached.get(first) or unit_price(first[1], book.currency),
        reduce(Money.__add__, months, Money(0, book.currency)) if book.rules.on(on).auto_renew else None,
    )


def _alike(book: Book, kinds: Collection[Kind]) -> _Alike:
    found: _Alike = Counter()
    for order in book.orders:
        kind = (order.placed_on, micros(order.price), order.version)
        if order.state in RUNNING and kind in kinds:
            found[kind, order.quantity] += 1
    return found


def _price(book: Book, kind: Kind, on: date) -> UnitPrice | None:
    """The price of the list that reaches orders of the kind with the term that begins on the day; None: none."""
    version = version_for_next_term(book.prices, kind[2], on)
    return None if version == kind[2] else book.prices.version(version).price_in(book.currency)


def _term_end(placed_on: date, day: date) -> date:
    terms = max(1, (day.year - placed_on.year))
    ends = (add_months(placed_on, TERM_MONTHS * count) for count in (terms, terms + 1))
    return next(end for end in ends if end > day)
