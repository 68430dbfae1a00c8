"""What a usage chart shows: one entry a month, as the usage service counts them (rules.md F5 to F8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.periods import Month
from desktop.domain.usage import MonthState


@dataclass(frozen=True)
class KeyStep:
    """An activation key: the day it was activated on, and the seats it added to Purchased from that month on."""

    activated_on: date
    seats: int

    @property
    def month(self) -> Month:
        """The month in which Purchased rises."""
        return Month.of(self.activated_on)


@dataclass(frozen=True)
class UsageSeries:
    """Monthly usage in the order of its months; every tuple has one entry a month.

    Attributes:
        account: The account's name, as the person wrote it.
        months: Consecutive months, the earliest first; empty where there is nothing yet.
        active: Observed distinct active users.
        billed: The count fixed when the month was closed; None while it is open.
        cumulative: Used (billed if closed, else active) since the first month of the plan period, or of the series.
        purchased: Seats of the period's keys up to the month; None without a key.
        remaining: Purchased less cumulative, negative in overage; None without a key.
        states: Closed, open, running or not begun.
        current: The as-of month, shown on a fill of its own; None where it lies outside.
        keys: The keys activated in these months.
        restarts: First months of plan periods, where the cumulative count begins again and its line breaks.
        year_before: Used twelve months earlier, on demand; None entries where nothing is known.
    """

    account: str
    months: tuple[Month, ...]
    active: tuple[int, ...]
    billed: tuple[int | None, ...]
    cumulative: tuple[int, ...]
    purchased: tuple[int | None, ...]
    remaining: tuple[int | None, ...]
    states: tuple[MonthState, ...]
    current: Month | None = None
    keys: tuple[KeyStep, ...] = ()
    restarts: tuple[Month, ...] = ()
    year_before: tuple[int | None, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse columns of different lengths: a month without a number is a mistake of the caller."""
        columns = (self.active, self.billed, self.cumulative, self.purchased, self.remaining, self.states)
        lengths = {len(column) for column in columns} | {len(self.months)}
        if self.year_before is not None:
            lengths.add(len(self.year_before))
        if len(lengths) != 1:
            raise ValueError("every column of a usage series has one entry a month")

    @property
    def used(self) -> tuple[int, ...]:
        """What counts for each month: billed where closed, else observed (F7)."""
        return tuple(a if b is None else b for a, b in zip(self.active, self.billed, strict=True))

    @property
    def late(self) -> tuple[int, ...]:
        """Users observed only after their month was closed: never billed (F8). Zero where there are none."""
        return tuple(0 if b is None else max(0, a - b) for a, b in zip(self.active, self.billed, strict=True))

    @property
    def begun(self) -> int:
        """How many of the months have begun: nothing is counted in the others."""
        return sum(state is not MonthState.FUTURE for state in self.states)

    @property
    def has_plan(self) -> bool:
        """Whether any month has purchased seats."""
        return any(seats is not None for seats in self.purchased)

    def periods(self) -> tuple[tuple[int, int], ...]:
        """The plan periods as half-open ranges of positions, in order; one range where nothing restarts."""
        begins = sorted({0} | {i for i, month in enumerate(self.months) if month in set(self.restarts)})
        ends = [*begins[1:], len(self.months)]
        return tuple((begin, end) for begin, end in zip(begins, ends, strict=True) if begin < end)
