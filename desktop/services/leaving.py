"""Cancel or keep, for all orders together: what leaving costs on each day it could be done (rules.md F3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

from desktop.domain.life.book import Book
from desktop.domain.money import Money
from desktop.domain.orders.leaving import LeavingCurve, LeavingStep, leaving_curve
from desktop.domain.orders.order import RUNNING
from desktop.domain.periods import add_months
from desktop.services.calendar import book_on
from desktop.services.context import Context


@dataclass(frozen=True)
class WholeStep:
    """Days on which leaving costs the same, net: the instalments that still fall due by then, and the fee."""

    first_day: date
    last_day: date
    instalments: Money
    fee: Money
    outlay: Money


@dataclass(frozen=True)
class WholeCurve:
    """What leaving with all orders costs over the months to come, net."""

    today: date
    until: date
    marked: date
    """The last day of the current cycle: of the first one that ends."""

    steps: tuple[WholeStep, ...]
    keep: Money
    """What keeping every order to the end of its running term costs from tomorrow on."""

    term_ends_on: date
    """When the first of the running terms ends."""

    @property
    def now(self) -> WholeStep:
        """Leaving today."""
        return self.steps[0]

    @property
    def cheapest(self) -> WholeStep:
        """The first step with the lowest fee."""
        return min(self.steps, key=lambda step: (step.fee.minor, step.first_day))


class Leaving:
    """Leaving with the whole account."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def curve(self, months: int = 12) -> WholeCurve | None:
        """The curve of all running orders from today on; None where no order runs."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            book = book_on(session, self._context, account, today, whole=True)
        return whole_curve(book, today, months)


def whole_curve(book: Book, today: date, months: int) -> WholeCurve | None:
    """Add up the curves of the orders: a new step begins on each day on which one of them has a new step."""
    running = [order for order in book.orders if order.state in RUNNING and order.was_active]
    if not running:
        return None
    rules, until = book.rules.on(today), add_months(today, months)
    share, renews = rules.termination_fee_rate, rules.auto_renew
    curves = [leaving_curve(order, today, share, renews=renews, months=months) for order in running]
    days = sorted({day for curve in curves for day in _changes(curve) if day < until})
    ends = [*(day - timedelta(days=1) for day in days[1:]), until - timedelta(days=1)]
    zero = Money(0, book.currency)
    return WholeCurve(
        today,
        until,
        min(curve.marked for curve in curves),
        tuple(_step(curves, first, last, zero) for first, last in zip(days, ends, strict=True)),
        reduce(Money.__add__, (curve.steps[0].keep for curve in curves), zero),
        min(order.term_ends_on(today) for order in running),
    )


def _changes(curve: LeavingCurve) -> list[date]:
    """The days on which the curve has another value; where it ends, it has one more."""
    return [*(step.days.start for step in curve.steps), curve.steps[-1].days.end]


def _step(curves: Sequence[LeavingCurve], first: date, last: date, zero: Money) -> WholeStep:
    found = [_at(curve, first) for curve in curves]
    instalments = reduce(Money.__add__, (one.instalments for one, _ in found), zero)
    fee = reduce(Money.__add__, (one.fee.net for one, over in found if not over), zero)
    return WholeStep(first, last, instalments, fee, instalments + fee)


def _at(curve: LeavingCurve, day: date) -> tuple[LeavingStep, bool]:
    """The step of the day, and whether the order has ended by then without being renewed: it costs no fee."""
    step = next((one for one in reversed(curve.steps) if one.days.start <= day), curve.steps[0])
    return step, day >= step.days.end
