"""The injected clock and ids: the only places that ask the machine."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.system.chance import seeded
from desktop.system.clock import FixedClock, SystemClock, end_of_day, today, zone_named
from desktop.system.ids import RandomIds, SeededIds
from tests.desks import refused

ZONES = st.sampled_from(
    ["UTC", "Europe/Paris", "America/New_York", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
)


@given(day=st.dates(date(1950, 1, 1), date(2200, 1, 1)), zone=ZONES)
def test_the_clock_set_to_a_day_stands_in_that_day_of_the_zone(day: date, zone: str) -> None:
    instant = end_of_day(day, zone)
    assert instant.tzinfo is UTC
    assert today(FixedClock(instant), zone) == day
    assert today(FixedClock(instant + timedelta(seconds=1)), zone) == day + timedelta(days=1)


def test_a_day_is_the_zones_own() -> None:
    late = FixedClock(datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    assert [today(late, zone).isoformat() for zone in ("UTC", "Europe/Paris", "America/New_York")] == [
        "2026-01-31",
        "2026-02-01",
        "2026-01-31",
    ]
    assert today(late, "Pacific/Kiritimati") == date(2026, 2, 1)


def test_f088_the_end_of_a_day_with_a_change_of_clocks() -> None:
    assert end_of_day(date(2026, 3, 29), "Europe/Paris") == datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2026, 10, 25), "Europe/Paris") == datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "Europe/Atlantis", "../../etc/passwd", "utc", "CEST", "Europe"])
def test_a_zone_nobody_knows_is_refused(name: str) -> None:
    with refused("is not a time zone. Use a name such as Europe/Paris or UTC."):
        zone_named(name)


def test_the_machines_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_seeded_ids_repeat_and_random_ones_do_not() -> None:
    one, two, other = SeededIds(1), SeededIds(1), SeededIds(2)
    row = [one.new() for _ in range(50)]
    assert row == [two.new() for _ in range(50)]
    assert len({*row, *(other.new() for _ in range(50)), *(RandomIds().new() for _ in range(50))}) == 150
    assert all(str(UUID(text)) == text and UUID(text).version == 4 for text in row)


def test_chance_with_a_seed_repeats() -> None:
    assert seeded(5).random() == seeded(5).random() != seeded(6).random()
