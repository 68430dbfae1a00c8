"""The clock, always given, never asked for from the side (architecture.md, idea 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from desktop.domain.errors import WrongUsage
from desktop.i18n import msg


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still: at an instant, or at the end of a civil day of some zone."""

    instant: datetime
    day: date | None = None
    """The day it stands at the end of: that day it is for accounts of every zone."""

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.instant


def end_of_day(day: date, zone: str) -> datetime:
    """23:59:59 of the civil day in the zone, in UTC: where `--today` puts the clock (cli.md)."""
    return datetime.combine(day, time(23, 59, 59), zone_named(zone)).astimezone(UTC)


def standing_at(day: date, zone: str) -> FixedClock:
    """The clock that `--today` sets, where an act is recorded at the end of that day in the zone."""
    return FixedClock(end_of_day(day, zone), day)


def today(clock: Clock, zone: str) -> date:
    """The clock's civil day in the zone."""
    if isinstance(clock, FixedClock) and clock.day is not None:
        return clock.day
    return clock.now().astimezone(zone_named(zone)).date()


@cache
def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone, or a refusal that names the kind of thing wanted."""
    if name not in _listed() and name not in available_timezones():
        raise WrongUsage(msg("“{zone}” is not a time zone. Use a name such as Europe/Paris or UTC.", zone=name))
    return ZoneInfo(name)


@cache
def _listed() -> frozenset[str]:
    """The names that come with the program: looking through the machine's own opens some 600 files."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
