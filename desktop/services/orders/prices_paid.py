"""The unit prices that running orders pay, each with why: kept since an order, or reached by a price list (F4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from desktop.domain.explanation import Explanation
from desktop.domain.life.book import Book
from desktop.domain.money import Money
from desktop.domain.pricing.grandfathering import kept_price
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import msg
from desktop.store.order_rows import unit_price

Kind: TypeAlias = "tuple[date, int, str]"
"""Orders that are alike: their day, their price in millionths, its version."""


@dataclass(frozen=True)
class PriceAnswer:
    """A unit price that running orders pay, and why."""

    unit_price: UnitPrice
    price_version: str
    orders: int
    seats: int
    monthly: Money
    reason: Explanation


@dataclass(frozen=True)
class Sums:
    """What orders of a kind come to."""

    orders: int
    seats: int
    monthly: int
    reached: int = 0
    """How many of them a price list reached at a renewal, as each order says of itself."""


def prices_paid(kinds: Mapping[Kind, Sums], book: Book) -> tuple[PriceAnswer, ...]:
    """The unit prices paid, most seats first."""
    by_price: dict[tuple[int, str], dict[date, Sums]] = {}
    for (placed_on, price, version), one in kinds.items():
        by_price.setdefault((price, version), {})[placed_on] = one
    found = [
        PriceAnswer(
            unit_price(price, book.currency),
            version,
            sum(one.orders for one in parts.values()),
            sum(one.seats for one in parts.values()),
            Money(sum(one.monthly for one in parts.values()), book.currency),
            _why_price(book.prices, unit_price(price, book.currency), version, parts),
        )
        for (price, version), parts in by_price.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.seats, one.unit_price.exact)))


def _why_price(prices: PriceList, price: UnitPrice, version: str, placed: Mapping[date, Sums]) -> Explanation:
    """Why orders of these days pay a price: kept from their days, reached by its list at a renewal, or some of each."""
    kept = min((day for day, one in placed.items() if one.reached < one.orders), default=None)
    if kept is not None and not any(one.reached for one in placed.values()):
        return kept_price(price, version, kept).why
    reaches = next((one.reaches_existing_from for one in prices.versions if one.id == version), None)
    text = msg("Price of the list {version}: it reaches existing orders from {day} on", version=version, day=reaches)
    if kept is None:
        return Explanation(text, price.as_step, (), "F4", version)
    both = msg("Price of the list {version}: orders were placed at it, and earlier ones reached by it", version=version)
    steps = (kept_price(price, version, kept).why, Explanation(text, price.as_step, (), "F4", version))
    return Explanation(both, price.as_step, steps, "F4", version)
