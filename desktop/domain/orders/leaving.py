"""What leaving an order early costs, on each day it could be left (rules.md F3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from desktop.domain.money import Money
from desktop.domain.orders.order import Order, charges_in, falling_due
from desktop.domain.orders.renewal import terms_in
from desktop.domain.periods import Period, add_months
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.pricing.rating import Rating, summed_nets
from desktop.domain.pricing.subscriptions import TERM_MONTHS, Terms, leaving_fee, rate_cycle, rate_fee, subscription


def termination_fee(order: Order, day: date, share: Fraction) -> Rating:
    """The fee of an order whose cancellation is asked for on the day.

    It covers the instalments of the running term that fall due on or after the day the order ends; those due earlier
    and unpaid are arrears, owed in full and not in the fee.
    """
    return _fee_in(order, order.running_number(day), share, order.terms)


def instalments_left(order: Order, day: date) -> int:
    """How many instalments of the term that the day lies in are due after it."""
    number = order.running_number(day)
    return _last_of_term(number) - number


def _fee_in(order: Order, number: int, share: Fraction, terms: Terms) -> Rating:
    """The fee of leaving in the month that instalment `number` pays."""
    remaining = _last_of_term(number) - number
    left = Period(order.due_on(number + 1), order.due_on(number + 1 + remaining))
    return rate_fee(terms, share, remaining, left)


def _last_of_term(number: int) -> int:
    """The last instalment of the term of this one."""
    return -(-number // TERM_MONTHS) * TERM_MONTHS


@dataclass(frozen=True)
class LeavingStep:
    """A cycle: left on any of its days, the order costs the same from now on (net)."""

    days: Period
    instalments: Money
    fee: Rating
    keep: Money
    """What keeping it to the end of the term costs."""

    @property
    def outlay(self) -> Money:
        """The instalments that still fall due, and the fee."""
        return self.instalments + self.fee.net

    @property
    def last_day(self) -> date:
        """The last day of the cycle: the longest use for the money."""
        return self.days.end - timedelta(days=1)


@dataclass(frozen=True)
class LeavingCurve:
    """The cost of leaving an order over the months to come, by cycle; the first one is marked."""

    steps: tuple[LeavingStep, ...]

    @property
    def marked(self) -> date:
        """The last day of the current cycle."""
        return self.steps[0].last_day


@dataclass(frozen=True)
class SummedStep:
    """A cycle of orders that leave alike, net in minor units: instalments and fee as in `LeavingStep`, added up."""

    days: Period
    instalments: int
    left: int
    """The instalments of the term that are left."""

    fee: int


@dataclass(frozen=True)
class SummedCurve:
    """What leaving orders of one day and price costs together; `keep` is what keeping them to the end of it costs."""

    steps: tuple[SummedStep, ...]
    keep: int

    @property
    def marked(self) -> date:
        """The last day of the current cycle."""
        return self.steps[0].days.end - timedelta(days=1)


def leaving_curve(
    order: Order, as_of: date, share: Fraction, prices: PriceList, *, renews: bool, months: int = 12
) -> LeavingCurve:
    """Cancel or keep, for each day of the next `months`; past its term a renewed term goes on at the price it gets."""
    steps: list[LeavingStep] = []
    paid, keep = Money(0, order.price.currency), charges_in(order, _rest_of_term(order, as_of))
    month = paid
    for number, days, terms in _cycles(order, as_of, prices, renews=renews, months=months):
        if not steps or number % TERM_MONTHS == 1:
            month = rate_cycle(terms, order.month(number)).net
        if steps:
            paid += month
            keep += Money(TERM_MONTHS * month.minor if number % TERM_MONTHS == 1 else 0, month.currency)
        steps.append(LeavingStep(days, paid, _fee_in(order, number, share, terms), keep))
    return LeavingCurve(tuple(steps))


def summed_curve(
    order: Order,
    users: Mapping[int, int],
    as_of: date,
    share: Fraction,
    prices: PriceList,
    *,
    renews: bool,
    months: int = 12,
) -> SummedCurve:
    """The curves of orders like this one added up; `users` says how many of them are of how many users.

    The days, the prices and the instalments left are the same for all of them: only amounts are rounded one by one.
    """
    steps: list[SummedStep] = []
    paid = month = 0
    keep = falling_due(order, _rest_of_term(order, as_of)) * summed_nets(subscription(order.terms), users)
    for number, days, terms in _cycles(order, as_of, prices, renews=renews, months=months):
        if not steps or number % TERM_MONTHS == 1:
            month = summed_nets(subscription(terms), users)
        if steps:
            paid += month
        left = _last_of_term(number) - number
        steps.append(SummedStep(days, paid, left, summed_nets(leaving_fee(terms, share, left), users)))
    return SummedCurve(tuple(steps), keep)


def _cycles(
    order: Order, as_of: date, prices: PriceList, *, renews: bool, months: int
) -> Iterator[tuple[int, Period, Terms]]:
    """The cycles that begin in the months to come: the instalment of each, its days that remain, and its terms."""
    until, number = add_months(as_of, months), order.running_number(as_of)
    cycle, last, terms = order.month(number), order.term_of(number).end, order.terms
    while cycle.start < until and (renews or cycle.start < last):
        yield number, Period(max(cycle.start, as_of), cycle.end), terms
        number, cycle = number + 1, order.month(number + 1)
        if number % TERM_MONTHS == 1:
            terms = terms_in(order, number, prices)


def _rest_of_term(order: Order, as_of: date) -> Period:
    """The days from tomorrow to the end of its running term."""
    return Period(as_of + timedelta(days=1), order.term_ends_on(as_of))
