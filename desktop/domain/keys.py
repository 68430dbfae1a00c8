"""Activation keys, the seats they bring, and the 12-month MAU periods they open (rules.md 1.1, F6, F7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.periods import Month, Period, add_months, months_between
from desktop.i18n import Message, msg

PERIOD_MONTHS = 12


class Plan(StrEnum):
    """What a key's seats are."""

    USERS = "users"
    MAU = "mau"
    ADD_ON = "add-on"


PLAN_LABELS: dict[Plan, Message] = {
    Plan.USERS: msg("Registered users"),
    Plan.MAU: msg("Monthly active users (MAU)"),
    Plan.ADD_ON: msg("Add-on"),
}


@dataclass(frozen=True)
class ActivatedKey:
    """A key in use: its seats, and the days they count for."""

    id: str
    plan: Plan
    seats: int
    activated_on: date
    term: Period


@dataclass(frozen=True)
class MauPeriod:
    """Twelve months from the month of the activation that opened it (F6); its count starts at 0."""

    starts: Month
    keys: tuple[tuple[date, int], ...]
    """The activations inside it, as day and seats, in order."""

    @property
    def last(self) -> Month:
        """Its twelfth month."""
        return self.starts + (PERIOD_MONTHS - 1)

    @property
    def days(self) -> Period:
        """Its days."""
        return Period(self.starts.first_day, self.last.end)

    def __contains__(self, month: Month) -> bool:
        """Whether the month lies in the period."""
        return self.starts <= month <= self.last

    def months(self) -> list[Month]:
        """Its twelve months."""
        return list(months_between(self.starts, self.last))

    def purchased(self, month: Month) -> int:
        """Seats activated in the period by the month's last day (F7)."""
        return sum(seats for day, seats in self.keys if day < month.end)


def mau_periods(activations: Iterable[tuple[date, int]]) -> list[MauPeriod]:
    """The MAU periods opened by the activations of MAU keys, given as day and seats.

    A key inside a running period raises Purchased and never restarts it; after a lapse a new one starts (F6).

    >>> [str(one.starts) for one in mau_periods([(date(2018, 7, 17), 321), (date(2018, 11, 9), 100)])]
    ['2018-07']
    """
    periods: list[MauPeriod] = []
    for day, seats in sorted(activations):
        month = Month.of(day)
        if periods and month in periods[-1]:
            periods[-1] = MauPeriod(periods[-1].starts, (*periods[-1].keys, (day, seats)))
        else:
            periods.append(MauPeriod(month, ((day, seats),)))
    return periods


def period_of(periods: Sequence[MauPeriod], month: Month) -> MauPeriod | None:
    """The period the month lies in, or None outside any plan."""
    return next((period for period in periods if month in period), None)


def activated_keys(rows: Iterable[tuple[str, Plan, int, date]]) -> tuple[ActivatedKey, ...]:
    """Keys with the days their seats count for: 12 months for users and add-ons, the whole period for MAU."""
    rows = sorted(rows, key=lambda row: (row[3], row[0]))
    periods = mau_periods((day, seats) for _, plan, seats, day in rows if plan is Plan.MAU)
    keys = []
    for key_id, plan, seats, day in rows:
        period = period_of(periods, Month.of(day)) if plan is Plan.MAU else None
        end = period.days.end if period else add_months(day, PERIOD_MONTHS)
        keys.append(ActivatedKey(key_id, plan, seats, day, Period(day, end)))
    return tuple(keys)
