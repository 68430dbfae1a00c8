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
    return rate([(subscription(terms), period)], terms.tax_rate)


def subscription(terms: Terms) -> Item:
    """What is priced in a month: so many users (F2)."""
    return Item(LineKind.SUBSCRIPTION, _subscription(terms.quantity), terms.quantity, terms.price, (), "F2")


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
    return rate([(leaving_fee(terms, share, remaining), left)], terms.tax_rate)


def leaving_fee(terms: Terms, share: Fraction, remaining: int) -> Item:
    """What is priced when an order is left early (F3)."""
    factors = _fee_factors(*share.as_integer_ratio(), remaining)
    return Item(LineKind.TERMINATION_FEE, _FEE, terms.quantity, terms.price, factors, "F3")


_FEE = msg("Early termination fee")


@lru_cache(maxsize=1024)
def _fee_factors(numerator: int, denominator: int, remaining: int) -> tuple[Factor, Factor]:
    """The factors of a fee: the same for all orders of which as many instalments are left."""
    left = msgn("{n} remaining instalment of the term", "{n} remaining instalments of the term", n=remaining)
    share = Factor(msg("Share of the remaining instalments"), Fraction(numerator, denominator), "F3", in_percent=True)
    return Factor(left, Fraction(remaining), "F3"), share
