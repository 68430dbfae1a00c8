"""Series to draw, and translators to draw them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.charts.series import KeyStep, UsageSeries
from desktop.domain.periods import Month
from desktop.domain.usage import MonthState
from desktop.i18n import Translator

LOCALE = Path(__file__).resolve().parents[2] / "resources" / "locale"


def translator(language: str = "en") -> Translator:
    return Translator(language, LOCALE)


def series(
    first: str,
    used: Sequence[int],
    *,
    purchased: Sequence[int | None] = (),
    restarts: Sequence[str] = (),
    keys: Sequence[KeyStep] = (),
    current: str | None = None,
    opened: int = 0,
) -> UsageSeries:
    """Months from `first`; the last `opened` of them are not closed."""
    months = tuple(Month.parse(first) + i for i in range(len(used)))
    begins, cumulative = {Month.parse(text) for text in restarts}, list[int]()
    for month, count in zip(months, used, strict=True):
        cumulative.append(count + (cumulative[-1] if cumulative and month not in begins else 0))
    seats = tuple(purchased) or (None,) * len(used)
    closed = [i < len(used) - opened for i in range(len(used))]
    return UsageSeries(
        account="Veldhuis Academy",
        months=months,
        active=tuple(used),
        billed=tuple(count if fixed else None for count, fixed in zip(used, closed, strict=True)),
        cumulative=tuple(cumulative),
        purchased=seats,
        remaining=tuple(None if n is None else n - sum_ for n, sum_ in zip(seats, cumulative, strict=True)),
        states=tuple(MonthState.CLOSED if fixed else MonthState.OPEN for fixed in closed),
        current=None if current is None else Month.parse(current),
        keys=tuple(keys),
        restarts=tuple(sorted(begins)),
    )


WORKED = series(
    "2019-01",
    [50, 500, 5000] + [10] * 9,
    purchased=[1000] * 2 + [6000] * 10,
    keys=[KeyStep(date(2019, 1, 8), 1000), KeyStep(date(2019, 3, 4), 5000)],
    current="2019-11",
    opened=2,
)
"""F5 of rules.md: 50 + 500 + 5,000 + 9 x 10 = 5,640, with a second key in March."""

TWO_PERIODS = series(
    "2018-07",
    [31, 54, 48, 28, 43, 58, 50, 60, 57, 24, 58, 20, 50, 36, 55, 34, 32, 50],
    purchased=[321] * 4 + [421] * 8 + [500] * 6,
    restarts=["2019-07"],
    keys=[KeyStep(date(2018, 7, 17), 321), KeyStep(date(2018, 11, 9), 100), KeyStep(date(2019, 7, 2), 500)],
    current="2019-12",
    opened=1,
)

COMPARED = replace(TWO_PERIODS, year_before=(None,) * 6 + (44, 45, 40, 35, 50, 19, 24, 50, 19, 43, 34, 10))

LATE = replace(WORKED, active=(50, 512, *WORKED.active[2:]))

CASES = {
    "worked": WORKED,
    "two periods": TWO_PERIODS,
    "year before": COMPARED,
    "late": LATE,
    "one month": series("2019-09", [42], purchased=[100], opened=1),
    "two months": series("2019-12", [42, 17]),
    "24 months": series("2018-01", [i * 4321 % 99_999 for i in range(24)], purchased=[600_000] * 24),
    "257 months": series("2005-04", [50 + i + i * 37 % 90 for i in range(257)], opened=257),
    "no plan": series("2019-01", [5, 8, 13, 2, 0, 0, 4, 9, 1, 3, 2, 5]),
    "zeros": series("2019-01", [0] * 12),
    "overage": series("2019-01", [50, 500, 5000] + [10] * 9, purchased=[1000] * 12),
    "huge": series("2019-01", [9_000_000_000_000 + i for i in range(12)], purchased=[10**15] * 12),
    "many keys": series(
        "2017-01",
        [i * 37 % 99 for i in range(24)],
        purchased=[100 * (1 + i // 2) for i in range(24)],
        keys=[KeyStep((Month.parse("2017-01") + i).first_day, 100) for i in range(0, 24, 2)],
    ),
    "none": series("2019-01", []),
}
