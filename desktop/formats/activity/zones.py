"""Time zones as expressions in a query: exact, and the same as `zoneinfo` says everywhere else.

A wall time that a change of clocks skips counts from the clock before the change; one
that occurs twice is its first occurrence. Before 1970 and after 2099 the offset is that of the
nearest day inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from desktop.domain.errors import WrongUsage
from desktop.domain.periods import Month
from desktop.i18n import msg

DAY = 86_400
FIRST_DAY = 0
LAST_DAY = 47_481
"""2099-12-31 as days since 1970."""
_WEEK = 7 * DAY
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def zone_called(name: str) -> ZoneInfo:
    """The IANA zone of this name; a `WrongUsage` names what to write instead."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise WrongUsage(
            msg("“{zone}” is not a time zone. Use a name such as UTC, Europe/Paris or Asia/Tokyo.", zone=name)
        ) from None


def month_starts_at(month: Month, zone: ZoneInfo) -> int:
    """The month's first instant in the zone, as seconds since 1970."""
    return day_starts_at((month.first_day - _EPOCH.date()).days, zone)


def day_starts_at(day: int, zone: ZoneInfo) -> int:
    """The first instant of a day (counted from 1970) in the zone, as seconds since 1970."""
    midnight = (_EPOCH + timedelta(days=day)).replace(tzinfo=None)
    offset = midnight.replace(tzinfo=zone).utcoffset() or timedelta()
    return day * DAY - _seconds(offset)


def transitions(zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """Each change of the zone's clock: the instant, the offset before it and the offset from it on, in seconds."""
    before, was = FIRST_DAY * DAY, _offset(zone, FIRST_DAY * DAY)
    for after in range(before + _WEEK, (LAST_DAY + 1) * DAY, _WEEK):
        now = _offset(zone, after)
        if now != was:
            low, high = before, after
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(zone, middle) == was else (low, middle)
            yield high, was, now
        before, was = after, now


@lru_cache(maxsize=16)
def wall_offset(instant: str, zone: ZoneInfo) -> str:
    """The expression for the zone's offset in seconds at an instant."""
    changes = [*transitions(zone)]
    return _chosen(instant, [at for at, _, _ in changes], _offsets(zone, changes))


@lru_cache(maxsize=16)
def instant_offset(wall: str, zone: ZoneInfo) -> str:
    """The expression for the offset in seconds that a wall clock of the zone shows with a time (as if it were UTC)."""
    changes = [*transitions(zone)]
    return _chosen(wall, [at + max(before, after) for at, before, after in changes], _offsets(zone, changes))


def _offsets(zone: ZoneInfo, changes: list[tuple[int, int, int]]) -> list[int]:
    return [_offset(zone, FIRST_DAY * DAY), *(after for _, _, after in changes)]


def _chosen(value: str, cuts: list[int], offsets: list[int]) -> str:
    """A tree of comparisons, so that a row takes few of them; joining a table of days was five times slower."""
    if not cuts:
        return str(offsets[0])
    half = len(cuts) // 2
    before, after = (
        _chosen(value, cuts[:half], offsets[: half + 1]),
        _chosen(value, cuts[half + 1 :], offsets[half + 1 :]),
    )
    return f"CASE WHEN {value} < {cuts[half]} THEN {before} ELSE {after} END"


def _offset(zone: ZoneInfo, instant: int) -> int:
    return _seconds((_EPOCH + timedelta(seconds=instant)).astimezone(zone).utcoffset() or timedelta())


def _seconds(span: timedelta) -> int:
    return span.days * DAY + span.seconds
