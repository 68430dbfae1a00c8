"""P11: rating a year of instalments with their explanations; P12: years of an account with many orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial
from statistics import median
from time import process_time

from desktop.domain.accounts import Payments
from desktop.domain.life.calendar import advance
from desktop.domain.life.events import DueEvent
from desktop.domain.orders.order import Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.system.collector import resting_collector
from tests.bench.pairs import Row, alternating
from tests.domain.life.stories import account

_PLACED = date(2020, 1, 1)
_CENT = Decimal("0.01")
_TAX = Fraction(1, 5)


def rating_rows(orders: int, runs: int) -> list[Row]:
    """The lines of P11."""
    plain = [(Decimal(order.quantity), Decimal(order.price.decimal)) for order in _orders(orders)]
    ours, bare, peer = [], [], []
    for _ in range(runs):
        # New ones each time, of which nothing is known yet.
        fresh, others = _orders(orders), _orders(orders)
        ours.append(_timed(partial(_rate, fresh, explained=True)))
        bare.append(_timed(partial(_rate, others, explained=False)))
        peer.append(_timed(partial(_sum_plainly, plain)))
    size = f"{orders / 1000:g} k orders × 12"
    return [
        alternating(f"P11 instalments with explanations, {size}; peer: the sums in Decimal", ours, peer, "≤ 3×"),
        alternating(f"P11 instalments, {size}; peer: the sums in Decimal", bare, peer, ""),
    ]


def advance_rows(orders: int, years: int) -> list[Row]:
    """The lines of P12: a thousand transitions of many orders, and of more years, beside those of few."""
    tenth = max(1, orders // 10)
    few, long = [], []
    for _ in range(3):
        few.append(_a_thousand(tenth, years))
        long.append(_a_thousand(tenth, 2 * years))
    many = [_a_thousand(orders, years)]
    what, budget = "P12 advance, a thousand transitions", "≤ 1.5× (linear)"
    more = f"{what}: {orders:,} orders over {years} years; peer: {tenth:,} orders"
    longer = f"{what}: {tenth:,} orders over {2 * years} years; peer: {years} years"
    return [alternating(more, many, [median(few)], budget), alternating(longer, long, few, budget)]


def _orders(count: int) -> list[Order]:
    return [_order(number, _PLACED + timedelta(days=number % 366)) for number in range(count)]


def _order(number: int, day: date) -> Order:
    price = UnitPrice(Fraction(4 + number % 6), "USD")
    return Order(f"order-{number}", day, 1 + number % 3_500, price, "bench", OrderState.ACTIVE, day, _TAX, None, True)


def _rate(orders: list[Order], *, explained: bool) -> int:
    total = 0
    for order in orders:
        for rating in order.each_rated(range(1, TERM_MONTHS + 1)):
            total += rating.total.minor
            if explained:
                total += len(rating.lines[0].explanation.steps)
    return total


def _sum_plainly(orders: list[tuple[Decimal, Decimal]]) -> Decimal:
    total = Decimal(0)
    for quantity, price in orders:
        for _ in range(TERM_MONTHS):
            net = (quantity * price).quantize(_CENT, ROUND_HALF_UP)
            total += net + (net * Decimal("0.2")).quantize(_CENT, ROUND_HALF_UP)
    return total


def _a_thousand(orders: int, years: int) -> float:
    """Milliseconds for a thousand transitions. The orders lie on the days of a month; each lives all the years."""
    made = tuple(
        replace(_order(number, date(2020, 1, 1 + number % 28)), since=date(2020, 1, 28)) for number in range(orders)
    )
    book = replace(account(Payments.RECORDED, on=_PLACED), orders=made, advanced_to=date(2020, 1, 28))
    events: list[DueEvent] = []
    with resting_collector():  # As in the services, whose acts rest it.
        spent = _timed(lambda: events.extend(advance(book, date(2020 + years, 1, 28))[1]))
    if len(events) < TERM_MONTHS * years * orders:
        raise RuntimeError("orders of the bench ended before its time was over")
    return spent / len(events) * 1000


def _timed(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return (process_time() - started) * 1000
