"""Cancel or keep, for all orders together: what leaving costs on each day it could be done (rules.md F3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.domain.explanation import Explanation
from desktop.domain.life.book import Book
from desktop.domain.money import Money
from desktop.domain.orders.leaving import (
    LeavingCurve,
    LeavingStep,
    SummedCurve,
    SummedStep,
    leaving_curve,
    summed_curve,
)
from desktop.domain.orders.order import RUNNING, Order
from desktop.domain.periods import add_months
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, Value, msg, msgn
from desktop.services.context import Context
from desktop.services.orders.search import find_order
from desktop.services.time.calendar import book_on, going_book_on
from desktop.system.collector import resting_collector

MOST_PARTS = 40
"""Fees of more kinds of orders are explained together, by the instalments that are left."""


@dataclass(frozen=True)
class WholeStep:
    """Days on which leaving costs the same, net: the instalments that still fall due by then, and the fee."""

    first_day: date
    last_day: date
    instalments: Money
    fee: Money
    outlay: Money
    explanation: Explanation
    first_fee: Money
    """The part of the fee that is for the first of `WholeCurve.parts`."""


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

    parts: tuple[Message, ...]
    """What the fee is for: the orders of one day that cost most, and the others where there are any."""

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

    def curve(self, months: int = 12, step: Step = silent) -> WholeCurve | None:
        """The curve of all running orders from today on; None where no order runs."""
        with self._context.store.read() as session:
            return self.read(session, months, step)

    @resting_collector()
    def read(self, session: Session, months: int = 12, step: Step = silent) -> WholeCurve | None:
        """The same as the session's state of the store has it."""
        account = self._context.account(session)
        today = self._context.today(account)
        return whole_curve(going_book_on(session, self._context, account, today, step), today, months, step)

    def curve_of(self, typed: str, months: int = 12) -> WholeCurve | None:
        """The curve of one order from today on; None where it does not run."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            row = find_order(session, account, typed)
            today = max(self._context.today(account), row.placed_on)
            book = book_on(session, self._context, account, today, named=row.id)
        curve = whole_curve(replace(book, orders=(book.order(row.id),)), today, months)
        return None if curve is None else replace(curve, order=row.number)


def whole_curve(
    book: Book, today: date, months: int, step: Step = silent, *, most_parts: int = MOST_PARTS
) -> WholeCurve | None:
    """Add up the curves of the orders: a new step begins on each day on which one of them has a new step."""
    running = [order for order in book.orders if order.state in RUNNING and order.was_active]
    if not running:
        return None
    rules, until = book.rules.on(today), add_months(today, months)
    share, renews = rules.termination_fee_rate, rules.auto_renew
    summed: list[tuple[SummedCurve, Counter[int]]] = []
    for alike in (found := _alike(running)):
        step(len(summed), len(found))
        users = Counter(order.quantity for order in alike)
        curve = summed_curve(alike[0], users, today, share, book.prices, renews=renews, months=months)
        summed.append((curve, users))
    summed.sort(key=lambda one: one[0].keep, reverse=True)
    curves = [curve for curve, _ in summed]
    kinds = _alike(running, of_one_size=True)
    each = [
        _Kind(leaving_curve(kind[0], today, share, book.prices, renews=renews, months=months), len(kind))
        for kind in (kinds if len(kinds) <= most_parts else ())
    ]
    return WholeCurve(
        today,
        until,
        min(one.marked for one in curves),
        tuple(_steps(curves, each, until, book.currency)),
        Money(sum(one.keep for one in curves), book.currency),
        min(order.term_ends_on(today) for order in running),
        _parts([users for _, users in summed]),
    )


def _parts(kinds: Sequence[Counter[int]]) -> tuple[Message, ...]:
    """The names of the parts of the fee: the orders of the first kind, and all others together."""
    first, others = _named(kinds[0]), kinds[1:]
    if not others:
        return (first,)
    if len(others) == 1:
        return first, _named(others[0])
    count = sum(one.total() for one in others)
    return first, msgn("Fee, {n} other order", "Fee, {n} other orders", n=count)


def _named(sizes: Counter[int]) -> Message:
    """Orders of so many sizes: how many they are, and their users together."""
    users = msgn("{n} user", "{n} users", n=sum(size * count for size, count in sizes.items()))
    if sizes.total() == 1:
        return msg("Fee, {users}", users=users)
    return msgn("Fee, {n} order of {users}", "Fee, {n} orders of {users}", n=sizes.total(), users=users)


@dataclass(frozen=True)
class _Kind:
    """The curve that so many orders have, of one size."""

    curve: LeavingCurve
    count: int

    def on(self, day: date) -> LeavingStep | None:
        """The step the day lies in; None once the order has ended."""
        return next((step for step in self.curve.steps if day in step.days), None)


def _alike(orders: Iterable[Order], *, of_one_size: bool = False) -> list[list[Order]]:
    """Orders of one day and one price leave on the same days; those of one size at the same cost too."""
    found: defaultdict[tuple[object, ...], list[Order]] = defaultdict(list)
    for order in orders:
        size = order.quantity if of_one_size else None
        found[order.placed_on, size, order.version, *order.price.exact.as_integer_ratio()].append(order)
    return list(found.values())


def _steps(curves: Sequence[SummedCurve], each: Sequence[_Kind], until: date, currency: str) -> Iterator[WholeStep]:
    """The sums from day to day, each from the one before by what changes; once an order has ended it costs no fee."""
    changes: defaultdict[date, list[tuple[int, SummedStep | None]]] = defaultdict(list)
    for place, one in enumerate(curves):
        for step in one.steps:
            changes[step.days.start].append((place, step))
        changes[one.steps[-1].days.end].append((place, None))
    days = sorted(day for day in changes if day < until)
    now: dict[int, SummedStep] = {}
    paid, fees = 0, Counter[int]()
    for first, following in zip(days, [*days[1:], until], strict=True):
        for place, then in changes[first]:
            before = now.pop(place, None)
            if before is not None:
                fees[before.left] -= before.fee
            if then is not None:
                fees[then.left] += then.fee
                paid += then.instalments - (before.instalments if before is not None else 0)
                now[place] = then
        parts = _each(each, first) if each else _by_what_is_left(fees, currency)
        first_fee = now[0].fee if 0 in now else 0
        costs = Money(paid, currency), Money(fees.total(), currency), Money(first_fee, currency)
        yield _step(first, following, costs, tuple(parts))


def _step(first: date, following: date, costs: tuple[Money, Money, Money], parts: tuple[Explanation, ...]) -> WholeStep:
    paid, fee, first_fee = costs
    due = Explanation(msg("Instalments that still fall due by then"), paid, rule="F2")
    owed = Explanation(msg("Early termination fee"), fee, parts, "F3")
    why = Explanation(msg("Leaving on {day}", day=first), paid + fee, (due, owed), "F3")
    return WholeStep(first, following - timedelta(days=1), paid, fee, paid + fee, why, first_fee)


def _each(kinds: Sequence[_Kind], day: date) -> Iterator[Explanation]:
    """The fee of each kind of order."""
    for kind in kinds:
        step = kind.on(day)
        if step is None:
            continue
        why, net = step.fee.lines[0].explanation, step.fee.net
        if kind.count == 1:
            yield why
        else:
            price = step.fee.lines[0].item.price.unit.decimal
            text = msgn("{n} order at {price}", "{n} orders at {price}", n=kind.count, price=price)
            yield Explanation(text, Money(kind.count * net.minor, net.currency), (why,), "F3")


def _by_what_is_left(fees: Counter[int], currency: str) -> Iterator[Explanation]:
    """The fees by the instalments that are left."""
    for left, fee in sorted(fees.items()):
        if fee:
            text = msgn("{n} remaining instalment of the term", "{n} remaining instalments of the term", n=left)
            yield Explanation(text, Money(fee, currency), (), "F3")
