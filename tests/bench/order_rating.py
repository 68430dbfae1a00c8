"""P11: rating a year of instalments with their explanations; P12: years of an account with many orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from time import perf_counter

from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.orders.order import Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.domain.pricing.unit_prices import UnitPrice
from tests.bench.pairs import Row, alternating
from tests.domain.life.stories import account

_PLACED = date(2020, 1, 1)
_CENT = Decimal("0.01")
_TAX = Fraction(1, 5)


def rating_rows(orders: int, runs: int) -> list[Row]:
    """The lines of P11."""
    made = [_order(number) for number in range(orders)]
    plain = [(Decimal(order.quantity), Decimal(order.price.decimal)) for order in made]
    ours, bare, peer = [], [], []
    for _ in range(runs):
        ours.append(_timed(lambda: _rate(made, explained=True)))
        bare.append(_timed(lambda: _rate(made, explained=False)))
        peer.append(_timed(lambda: _sum_plainly(plain)))
    size = f"{orders / 1000:g} k orders × 12"
    return [
        alternating(f"P11 instalments with explanations, {size}; peer: the sums in Decimal", ours, peer, "≤ 3×"),
        alternating(f"P11 instalments, {size}; peer: the sums in Decimal", bare, peer, ""),
    ]


def advance_rows(orders: int, years: int) -> list[Row]:
    """The lines of P12: ten times the transitions beside a tenth of them, an order at a time."""
    few = _timed(lambda: _advanced(max(1, orders // 10), years))
    many = _timed(lambda: _advanced(orders, years))
    long = _timed(lambda: _advanced(max(1, orders // 10), 2 * years))
    size = f"{orders / 1000:g} k orders"
    return [
        alternating(
            f"P12 advance over {years} years, {size}, a tenth of the time; peer: a tenth of the orders",
            [many / 10],
            [few],
            "≤ 1.5× (linear)",
        ),
        alternating(
            f"P12 advance over {2 * years} years, half of the time; peer: {years} years",
            [long / 2],
            [few],
            "≤ 1.5× (linear)",
        ),
    ]


def _order(number: int) -> Order:
    price = UnitPrice(Fraction(4 + number % 6), "USD")
    return Order(
        f"order-{number}", _PLACED, 1 + number % 3_500, price, "bench", OrderState.ACTIVE, _PLACED, _TAX, None, True
    )


def _rate(orders: list[Order], *, explained: bool) -> int:
    total = 0
    for order in orders:
        for number in range(1, TERM_MONTHS + 1):
            rating = order.rated(number)
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


def _advanced(orders: int, years: int) -> Book:
    """A book whose orders lie on the days of a month; a day of the calendar does its share of them."""
    made = tuple(
        replace(_order(number), placed_on=date(2020, 1, 1 + number % 28), since=date(2020, 1, 28))
        for number in range(orders)
    )
    book = replace(account(on=_PLACED), orders=made, advanced_to=date(2020, 1, 28))
    return advance(book, date(2020 + years, 1, 28))[0]


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000
