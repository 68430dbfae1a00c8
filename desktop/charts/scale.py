"""Ticks: few, round, and starting at zero.

>>> ticks(5640)
(0, 2000, 4000, 6000)
>>> ticks(3), ticks(1), ticks(0)
((0, 1, 2, 3), (0, 1), (0, 1))
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.periods import Month

MONTHLY_LIMIT = 24
"""Up to so many months each month has its column and its name; beyond, years are named."""


def ticks(highest: int, *, most: int = 4) -> tuple[int, ...]:
    """Round numbers from zero to just above or at `highest`, at most `most` steps of them, never fractions."""
    step = _step(max(1, highest), most)
    return tuple(range(0, _up(max(1, highest), step) + 1, step))


def _step(highest: int, most: int) -> int:
    power = 1
    while True:
        for factor in (1, 2, 5):
            if _up(highest, factor * power) <= most * factor * power:
                return factor * power
        power *= 10


def _up(value: int, step: int) -> int:
    return -(-value // step) * step


def labeled_months(count: int, widest: float, column: float) -> range:
    """Which of `count` months get their name, when the widest name and a column measure so many pixels."""
    for every in (1, 2, 3, 6, 12):
        if widest + 4 <= every * column:
            return range(0, count, every)
    return range(0, count, count or 1)


def labeled_years(months: Sequence[Month], widest: float, column: float) -> list[int]:
    """The positions of the Januaries that get their year, so that no two labels touch."""
    januaries = [i for i, month in enumerate(months) if month.ordinal % 12 == 0]
    for every in (1, 2, 5, 10, 20, 50, 100):
        if widest + 8 <= every * 12 * column:
            return [i for i in januaries if (months[i].ordinal // 12) % every == 0]
    return januaries[:1]
