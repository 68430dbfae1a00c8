"""What a subscription of so many users costs: a month, a year, and leaving early (rules.md F1 to F3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.periods import Period, add_months
from desktop.domain.pricing.rating import Factor, Item, LineKind, Price, Rating, rate
from desktop.i18n import Message, msg, msgn

TERM_MONTHS = 12


@dataclass(frozen=True)
class Terms:
    """What the amounts of a subscription are made of, fixed for its term."""

    quantity: int
    price: Price
    tax_rate: Fraction = Fraction(0)


def rate_cycle(terms: Terms, period: Period, like: Rating | None = None) -> Rating:
    """One monthly instalment: users × price (F2). The month is the line that is rounded.

    Where a month rated before is `like` it, of the same terms, nothing but the period differs from that.
    """
    if like is not None and _has(like, terms):
        return like.for_period(period)
    item = Item(LineKind.SUBSCRIPTION, _subscription(terms.quantity), terms.quantity, terms.price, (), "F2")
    return rate([(item, period)], terms.tax_rate)


def _has(month: Rating, terms: Terms) -> bool:
    """Whether the month was rated by these terms; a price is one object for the orders that keep it."""
    item = month.lines[0].item
    if item.price is not terms.price or item.quantity != terms.quantity:
        return False
    return month.tax_rate is terms.tax_rate or month.tax_rate == terms.tax_rate


@lru_cache(maxsize=4096)
def _subscription(users: int) -> Message:
    return msg("Learners Annual Subscription [{n}]", n=users)


def first_cycle(day: date) -> Period:
    """The first month of an order placed on the day."""
    return Period(day, add_months(day, 1))


def annual(month: Rating) -> Money:
    """Twelve instalments, net (F1)."""
    return Money(TERM_MONTHS * month.net.minor, month.currency)


def explain_annual(month: Rating) -> Explanation:
    """Why a year costs what it costs."""
    steps = (month.lines[0].explanation, Explanation(msg("Instalments of the term"), TERM_MONTHS))
    return Explanation(msg("Annual Subscription Price"), annual(month), steps, "F1")


def rate_fee(terms: Terms, share: Fraction, remaining: int, left: Period) -> Rating:
    """The early termination fee: a share of the `remaining` instalments of the term (F3); nothing in the last cycle."""
    factors = (
        Factor(
            msgn("{n} remaining instalment of the term", "{n} remaining instalments of the term", n=remaining),
            Fraction(remaining),
            "F3",
        ),
        Factor(msg("Share of the remaining instalments"), share, "F3"),
    )
    text = msg("Early termination fee")
    item = Item(LineKind.TERMINATION_FEE, text, terms.quantity, terms.price, factors, "F3")
    return rate([(item, left)], terms.tax_rate)
