"""Half-open periods of civil days, months, and month steps from one anchor (rules.md 0.2, 0.3.3).

>>> [add_months(date(2019, 8, 31), k).isoformat() for k in (1, 2, 6, 12)]
['2019-09-30', '2019-10-31', '2020-02-29', '2020-08-31']
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date
from functools import lru_cache
from itertools import pairwise

from desktop.domain.errors import WrongUsage
from desktop.i18n import msg

MONTHS_A_YEAR = 12
_IN_EVERY_MONTH = 28
"""The last day of the month that no month is without."""


def add_months(anchor: date, months: int) -> date:
    """The day `months` after the original anchor, clamped to the month's last day.

    Always step from the first anchor, never from an earlier step, so that 31 August comes back to 31 in October.
    """
    year, month0 = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    day = anchor.day
    if day > _IN_EVERY_MONTH:
        day = min(day, monthrange(year, month0 + 1)[1])
    return date(year, month0 + 1, day)


@dataclass(frozen=True, order=True)
class Period:
    """The days `start <= day < end`."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days


def month_after(anchor: date, months: int) -> Period:
    """The month that begins so many months after the anchor."""
    years, month = divmod(months, MONTHS_A_YEAR)
    return _year_after(anchor, years)[month]


def months_after(anchor: date, months: range) -> list[Period]:
    """The months that begin so many months after the anchor; the range steps by one.

    >>> [one.start.isoformat() for one in months_after(date(2019, 8, 31), range(11, 14))]
    ['2020-07-31', '2020-08-31', '2020-09-30']
    """
    found: list[Period] = []
    for years in range(months.start // MONTHS_A_YEAR, -(-months.stop // MONTHS_A_YEAR)):
        first = MONTHS_A_YEAR * years
        found += _year_after(anchor, years)[max(0, months.start - first) : months.stop - first]
    return found


@lru_cache(maxsize=2**12)
def _year_after(anchor: date, years: int) -> tuple[Period, ...]:
    """The twelve months so many years after the anchor: the same for all that is anchored there."""
    first = MONTHS_A_YEAR * years
    days = [add_months(anchor, months) for months in range(first, first + MONTHS_A_YEAR + 1)]
    return tuple(Period(start, end) for start, end in pairwise(days))


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, held as months since year 0 so that stepping is adding."""

    ordinal: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year * 12 + day.month - 1)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`; the last year there is has months whose end cannot be named."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), re.ASCII)
        if match is None or not 1 <= int(match[2]) <= MONTHS_A_YEAR or not 0 < int(match[1]) < MAXYEAR:
            raise WrongUsage(msg("“{text}” is not a month. Write it as YYYY-MM, for example 2019-09.", text=text))
        return cls(int(match[1]) * 12 + int(match[2]) - 1)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.ordinal // 12, self.ordinal % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The first day after the month."""
        return (self + 1).first_day

    def __add__(self, months: int) -> Month:
        """The month so many months later."""
        return Month(self.ordinal + months)

    def __sub__(self, other: Month) -> int:
        """How many months lie between the two."""
        return self.ordinal - other.ordinal

    def __str__(self) -> str:
        """The month as `YYYY-MM`."""
        return f"{self.ordinal // 12:04d}-{self.ordinal % 12 + 1:02d}"


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included."""
    return (Month(ordinal) for ordinal in range(first.ordinal, last.ordinal + 1))
