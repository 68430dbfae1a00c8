"""Cancel or keep, for all orders together: what leaving costs on each day it could be done (rules.md F3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce

from desktop.domain.explanation import Explanation
from desktop.domain.life.book import Book
from desktop.domain.money import Money
from desktop.domain.orders.leaving import LeavingCurve, LeavingStep, leaving_curve
from desktop.domain.orders.order import RUNNING
from desktop.domain.periods import add_months
from desktop.i18n import Message, Value, msg
from desktop.services.calendar import book_on
from desktop.services.context import Context
from desktop.services.order_search import find_order


@dataclass(frozen=True)
class WholeStep:
    """Days on which leaving costs the same, net: the instalments that still fall due by then, and the fee."""

    first_day: date
    last_day: date
    instalments: Money
    fee: Money
    outlay: Money
    explanation: Explanation


@dataclass(frozen=True)
class WholeCurve:
    """What leaving with all orders, or with one, costs over the months to come, net."""

    today: date
    until: date
    marked: date
    """The last day of the current cycle: of the first one that ends."""

    steps: tuple[WholeStep, ...]
    keep: Money
    """What keeping every order to the end of its running term costs from tomorrow on."""

    term_ends_on: date
    """When the first of the running terms ends."""

    order: int | None = None
    """The number of the order, where it is the curve of one."""

    @property
    def now(self) -> WholeStep:
        """Leaving today."""
        return self.steps[0]

    @property
    def cheapest(self) -> WholeStep:
        """The first step with the lowest fee."""
        return min(self.steps, key=lambda step: (step.fee.minor, step.first_day))

    @property
    def title(self) -> Message:
        """What it is called."""
        return msg("Cancel or keep") if self.order is None else msg("Cancel or keep order {number}", number=self.order)

    @property
    def summary(self) -> Message:
        """The curve in a sentence, also for those who cannot see it."""
        values: dict[str, Value] = {
            "fee": self.now.fee,
            "least": self.cheapest.fee,
            "day": self.cheapest.first_day,
            "outlay": self.cheapest.outlay,
            "keep": self.keep,
        }
        if self.order is not None:
            return msg(
                "Leaving today costs a fee of {fee}. The lowest fee is {least}, from {day} on; {outlay} are paid by "
                "then in all. Keeping the order to the end of its term costs {keep}. Without tax.",
                **values,
            )
        return msg(
            "Leaving today costs a fee of {fee}. The lowest fee is {least}, from {day} on; {outlay} are paid by then "
            "in all. Keeping every order to the end of its term costs {keep}. Without tax.",
            **values,
        )

    @property
    def marked_text(self) -> Message:
        """What the mark in the chart stands for."""
        return msg("Last day of the current cycle: {day}", day=self.marked)


class Leaving:
    """Leaving with the whole account, or with one order."""

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

    def curve_of(self, typed: str, months: int = 12) -> WholeCurve | None:
        """The curve of one order from today on; None where it does not run."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            row = find_order(session, account, typed)
            today = max(self._context.today(account), row.placed_on)
            book = book_on(session, self._context, account, today, named=row.id)
        curve = whole_curve(replace(book, orders=(book.order(row.id),)), today, months)
        return None if curve is None else replace(curve, order=row.number)


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
    fees = [one.fee for one, over in found if not over]
    fee = reduce(Money.__add__, (one.net for one in fees), zero)
    due = Explanation(msg("Instalments that still fall due by then"), instalments, rule="F2")
    parts = tuple(line.explanation for one in fees for line in one.lines)
    owed = Explanation(msg("Early termination fee"), fee, parts, "F3")
    why = Explanation(msg("Leaving on {day}", day=first), instalments + fee, (due, owed), "F3")
    return WholeStep(first, last, instalments, fee, instalments + fee, why)


def _at(curve: LeavingCurve, day: date) -> tuple[LeavingStep, bool]:
    """The step of the day, and whether the order has ended by then without being renewed: it costs no fee."""
    step = next((one for one in reversed(curve.steps) if one.days.start <= day), curve.steps[0])
    return step, day >= step.days.end
