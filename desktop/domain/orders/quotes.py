"""A quote: what an order would cost, and which rules would refuse it (rules.md 1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.domain.billing_rules import BillingRules
from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.orders.refusals import Buyer, Refusal, order_refusals, refuse_order, refuse_quantity
from desktop.domain.pricing.grandfathering import PriceChoice, price_for_new_order
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.pricing.rating import Price, Rating
from desktop.domain.pricing.subscriptions import Terms, annual, explain_annual, first_cycle, rate_cycle

_MOST_PRICED = 100_000_000
"""More than any rule allows to order, and little enough for amounts that can be kept exactly."""


@dataclass(frozen=True)
class Quote:
    """The Pricing Estimate of an order: its first month, exactly as the first instalment will be rated."""

    quantity: int
    on: date
    choice: PriceChoice
    rating: Rating
    would_refuse: tuple[Refusal, ...]

    @property
    def monthly(self) -> Money:
        """The month, net."""
        return self.rating.net

    @property
    def annual(self) -> Money:
        """Twelve months, net (F1)."""
        return annual(self.rating)

    @property
    def explanation(self) -> Explanation:
        """Why a year costs what it costs."""
        return explain_annual(self.rating)


@dataclass(frozen=True)
class Wish:
    """What somebody would order: so many users, on a day, in the account's currency, for a country."""

    quantity: int
    on: date
    currency: str
    country: str


def quote(wish: Wish, prices: PriceList, rules: BillingRules, buyer: Buyer, held: Sequence[str] = ()) -> Quote:
    """Price a wish. The same wish, prices, rules and held versions give the same hash whenever it is asked."""
    refuse_quantity(wish.quantity)
    if wish.quantity > _MOST_PRICED:
        refuse_order(wish.quantity, buyer, rules)
    choice = price_for_new_order(prices, wish.currency, wish.on, rules.grandfather_scope, held)
    terms = Terms(wish.quantity, Price(choice.price, choice.version, choice.explanation), rules.tax_rate(wish.country))
    rating = rate_cycle(terms, first_cycle(wish.on))
    return Quote(wish.quantity, wish.on, choice, rating, tuple(order_refusals(wish.quantity, buyer, rules)))
