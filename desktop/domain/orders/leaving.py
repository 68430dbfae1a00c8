"""What leaving an order early costs, on each day it could be left (rules.md F3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from desktop.domain.money import Money
from desktop.domain.orders.order import Order, charges_in
from desktop.domain.orders.renewal import terms_in
from desktop.domain.periods import Period, add_months
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.pricing.rating import Rating
from desktop.domain.pricing.subscriptions import TERM_MONTHS, Terms, rate_cycle, rate_fee


def termination_fee(order: Order, day: date, share: Fraction) -> Rating:
    """The fee of an order whose cancellation is asked for on the day.

    It covers the instalments of the running term that fall due on or after the day the order ends; those due earlier
    and unpaid are arrears, owed in full and not in the fee.
    """
    return _fee_in(order, order.running_number(day), share, order.terms)


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


def leaving_curve(
    order: Order, as_of: date, share: Fraction, prices: PriceList, *, renews: bool, months: int = 12
) -> LeavingCurve:
    """Cancel or keep, for each day of the next `months`; past its term a renewed term goes on at the price it gets."""
    until = add_months(as_of, months)
    steps: list[LeavingStep] = []
    number = order.running_number(as_of)
    cycle, last = order.month(number), order.term_of(number).end
    terms, paid = order.terms, Money(0, order.price.currency)
    month = rate_cycle(terms, cycle).net
    keep = charges_in(order, Period(as_of + timedelta(days=1), last))
    while cycle.start < until and (renews or cycle.start < last):
        days = Period(max(cycle.start, as_of), cycle.end)
        steps.append(LeavingStep(days, paid, _fee_in(order, number, share, terms), keep))
        number, cycle = number + 1, order.month(number + 1)
        if number % TERM_MONTHS == 1:
            terms = terms_in(order, number, prices)
            month = rate_cycle(terms, cycle).net
            keep += Money(TERM_MONTHS * month.minor, month.currency)
        paid += month
    return LeavingCurve(tuple(steps))
