"""Which price a new order gets, and why (rules.md F4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from desktop.domain.explanation import Explanation
from desktop.domain.pricing.price_lists import PriceList, PriceVersion
from desktop.domain.pricing.rating import Price
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg


class Scope(StrEnum):
    """What keeps an earlier price: each order for itself, or the whole account while it has such an order."""

    ORDER = "order"
    ACCOUNT = "account"


@dataclass(frozen=True)
class PriceChoice:
    """The price a new order gets, the version it comes from, and why."""

    price: UnitPrice
    version: str
    grandfathered: bool
    """Whether it is an earlier price than others pay for a new order."""

    explanation: Explanation


def price_for_new_order(
    prices: PriceList, currency: str, on: date, scope: Scope, held: Sequence[str] = ()
) -> PriceChoice:
    """The price of an order placed on the day.

    `held` are the versions of the account's orders that are Active or Suspended; orders whose cancellation has begun
    keep nothing. In scope `account` the lowest earlier price held is the account's; in scope `order` it is never.
    """
    current = prices.in_force(on)
    kept = _held_lower(prices, current, currency, held) if scope is Scope.ACCOUNT else None
    chosen = kept or current
    price = chosen.price_in(currency)
    if kept is not None:
        why = msg("The account keeps its earlier price: it still has an order at it.")
    elif chosen.id == prices.versions[0].id:
        why = msg("The price of new orders on {day}", day=on)
    else:
        why = msg("New orders from {first} on pay this price.", first=chosen.effective_from)
    steps = tuple(_step(version, currency) for version in ([current] if kept is None else [current, kept]))
    return PriceChoice(price, chosen.id, kept is not None, Explanation(why, price.as_step, steps, "F4", chosen.id))


def kept_price(price: UnitPrice, version: str, ordered_on: date, reached_on: date | None = None) -> Price:
    """What an order pays and why: its price is kept since it was placed, or a price list reached it (F4).

    `reached_on` is the first day of the term with which the price list reached it. Orders of one day at one price share
    it with its explanation.
    """
    # By whole numbers, because a fraction is slow to hash and to compare.
    return _kept_price(*price.exact.as_integer_ratio(), price.currency, version, ordered_on, reached_on)


@lru_cache(maxsize=2**13)
def _kept_price(
    numerator: int, denominator: int, currency: str, version: str, ordered_on: date, reached_on: date | None
) -> Price:
    price = UnitPrice(Fraction(numerator, denominator), currency)
    why = explain_kept(version, ordered_on, reached_on)
    return Price(price, version, Explanation(why, price.as_step, (), "F4", version))


def is_reached(first: Any, version: Any) -> Any:
    """Whether a price list reached an order: it pays another version than in its `first` month (F4).

    Of two versions a truth; of two columns the condition that a database asks. No version comes back once it was left.
    """
    return first != version


def explain_kept(version: str, ordered_on: date, reached_on: date | None) -> Message:
    """Whether an order keeps its price, or a price list reached it with the term that began on `reached_on`."""
    if reached_on is None:
        return msg("Price of the order of {day}, kept: no price list has reached it at a renewal", day=ordered_on)
    return msg(
        "Price of the list {version}, which reaches existing orders: the order of {day} from its term of {term} on",
        version=version,
        day=ordered_on,
        term=reached_on,
    )


def _held_lower(prices: PriceList, current: PriceVersion, currency: str, held: Sequence[str]) -> PriceVersion | None:
    limit = current.price_in(currency).exact
    lower = [
        version
        for version in prices.versions
        if version.id in held and version.effective_from < current.effective_from and currency in version.prices
    ]
    lower = [version for version in lower if version.price_in(currency).exact < limit]
    return min(lower, key=lambda version: (version.price_in(currency).exact, version.effective_from), default=None)


def _step(version: PriceVersion, currency: str) -> Explanation:
    text: Message = msg("Price per user and month from {first} on", first=version.effective_from)
    return Explanation(text, version.price_in(currency).as_step, (), "F4", version.id)
