"""Times as people and systems write them, and the month they fall in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.formats.activity.reading import DateOrder, RowCounts, Zone
from tests.formats.activity.conftest import Read, firsts, months

READABLE = {
    "2026-03-04T05:06:07Z": "2026-03-04T05:06:07",
    "2026-03-04T05:06:07.123456789Z": "2026-03-04T05:06:07",
    "2026-03-04 05:06:07+02:00": "2026-03-04T03:06:07",
    "2026-03-04T05:06:07-0530": "2026-03-04T10:36:07",
    "2026-03-04T05:06:07+05": "2026-03-04T00:06:07",
    "2026-03-04T05:06Z": "2026-03-04T05:06:00",
    "2026-03-04T05:06:07,5Z": "2026-03-04T05:06:07",
    "20260304T050607Z": "2026-03-04T05:06:07",
    "20260304": "2026-03-04T00:00:00",
    "2026/03/04 5:06": "2026-03-04T05:06:00",
    "2026-03-04": "2026-03-04T00:00:00",
    "2026-3-4 05:06:07 UTC": "2026-03-04T05:06:07",
    "2026-03-04 05:06:07 pm": "2026-03-04T17:06:07",
    "2026-03-04 12:06 a.m.": "2026-03-04T00:06:00",
    "2026-03-31T23:59:60Z": "2026-03-31T23:59:59",
    "2026-03-04T24:00:00Z": "2026-03-05T00:00:00",
    "1772600767": "2026-03-04T05:06:07",
    "1772600767123": "2026-03-04T05:06:07",
    "0001-01-01": "0001-01-01T00:00:00",
    "1969-12-31T23:59:59.5Z": "1969-12-31T23:59:59",
    "9998-12-31T23:59:59Z": "9998-12-31T23:59:59",
    "  2026-03-04\u00a005:06:07 ": "2026-03-04T05:06:07",
}
UNREADABLE = [
    "2026-W10-3", "2026-063", "2026-02-30", "2026-13-01", "2026-03-04T25:00:00", "2026-03-04T10:60:00",
    "2026-03-04T10:00:61",
    "2026-03-04T05:06:07+25:00", "2026-03-04T05:06:07+05:75", "2026-03-04 13:00 pm", "0000-01-01", "12026-03-04",
    "-2026-03-04",
    "now", "infinity", "epoch", "17726007", "177260076712", "03:04", "٢٠٢٦-٠٣-٠٤", "2026-03", "2026-03-04Z",
    "2026-03-04T24:00:01Z",
    "2026-03-04T10:00:60Z", "2026-03-04T05:06:07Z extra", "'2026-03-04'", "2026-03-04T05:06:07 Mars/Base",
]  # fmt: skip


def instants(read: Read, times: list[str], **options: object) -> dict[str, datetime]:
    """What each time was read as, one learner a time."""
    rows = "".join(f'{place},"{time}",viewed\n' for place, time in enumerate(times))
    fold = read("user,time,action\n" + rows, **options)
    found = {}
    for (month, learner), (second, *_) in firsts(fold).items():
        found[times[int(learner)]] = datetime.fromisoformat(f"{month}-01") + timedelta(seconds=second)
    return found


def test_readable_times_are_read_to_the_second(read: Read) -> None:
    assert {time: when.isoformat() for time, when in instants(read, [*READABLE]).items()} == READABLE


@pytest.mark.parametrize("alone", READABLE)
def test_a_form_of_times_reads_the_same_alone_as_among_others(read: Read, alone: str) -> None:
    """A column of one form goes another, faster way."""
    assert instants(read, [alone, alone]) == {alone: datetime.fromisoformat(READABLE[alone])}


def test_what_is_no_time_is_rejected_and_never_guessed(read: Read) -> None:
    assert instants(read, [*UNREADABLE, "2026-03-04"]) == {"2026-03-04": datetime(2026, 3, 4)}  # noqa: DTZ001


@pytest.mark.parametrize(
    ("times", "order"),
    [
        (["7/09/26, 21:40:58", "13/09/26, 21:40:58"], DateOrder.DMY),
        (["09/07/2026 9:40 PM", "09/13/2026 9:40 PM"], DateOrder.MDY),
        (["05.05.2026"], DateOrder.DMY),
    ],
)
def test_the_whole_column_settles_the_order_of_day_and_month(read: Read, times: list[str], order: DateOrder) -> None:
    fold = read("user;time;action\n" + "".join(f"a;{time};viewed\n" for time in times))
    assert fold.summary.date_order is order
    assert fold.summary.months == ("2026-05" if len(times) == 1 else "2026-09",)


@pytest.mark.parametrize("times", [["01/02/2026"], ["13/02/2026", "02/13/2026"], ["24-01-05", "24-01-06"]])
def test_dates_that_can_be_read_two_ways_are_asked_about(read: Read, times: list[str]) -> None:
    content = "user;time;action\n" + "".join(f"a;{time};viewed\n" for time in times)
    with pytest.raises(UserError, match="--date-order"):
        read(content)
    assert read(content, date_order=DateOrder.DMY).summary.counts.counted >= 1


def test_a_declared_order_rejects_what_it_makes_impossible(read: Read) -> None:
    content = "user;time;action\na;13/02/2026;viewed\na;02/13/2026;viewed\na;24-01-05;viewed\n"
    assert read(content, date_order=DateOrder.DMY).summary.counts == RowCounts(counted=2, rejected=1)
    assert read(content, date_order=DateOrder.MDY).summary.counts == RowCounts(counted=1, rejected=2)
    fold = read("user;time;action\na;24-01-05;viewed\na;24-01-2005;viewed\n", date_order=DateOrder.YMD)
    assert (fold.summary.months, fold.summary.counts.rejected) == (("2024-01",), 1)


def test_an_order_needed_only_far_down_the_file_is_still_asked_for(read: Read) -> None:
    rows = "a,2026-01-03,viewed\n" * 6_000
    with pytest.raises(UserError, match="--date-order"):
        read("user,time,action\n" + rows + "a,01/02/2026,viewed\n")
    fold = read("user,time,action\n" + rows + "b,28/02/2026,viewed\n")
    assert months(fold) == {"2026-01": {"a"}, "2026-02": {"b"}}


def test_a_zone_in_the_row_wins_over_the_declared_one_and_that_over_the_account(read: Read) -> None:
    rows = "user,time,action\na,2026-02-01T00:30:00+02:00,viewed\nb,2026-02-01T00:30:00,viewed\nc,2026-02-01,viewed\n"
    plain = read(rows)
    assert months(plain) == {"2026-01": {"a"}, "2026-02": {"b", "c"}}
    assert (plain.summary.zone, plain.summary.zone_name) == (Zone.ACCOUNT, "UTC")
    paris = read(rows, time_zone="Europe/Paris")
    assert months(paris) == {"2026-01": {"a", "b"}, "2026-02": {"c"}}
    assert (paris.summary.zone, paris.summary.zone_name) == (Zone.DECLARED, "Europe/Paris")
    tokyo = read(rows, zone="Asia/Tokyo", time_zone="Europe/Paris")
    assert months(tokyo) == {"2026-02": {"a", "b", "c"}}
    assert read("user,time,action\na,2026-02-01T00:30:00+02:00,viewed\n").summary.zone is Zone.FILE


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "Pacific/Niue"])
def test_a_day_without_a_time_is_that_day_everywhere(read: Read, zone: str) -> None:
    fold = read("user,time,action\na,2026-01-31,viewed\nb,2026-02-01,viewed\n", zone=zone, time_zone="Asia/Tokyo")
    assert months(fold) == {"2026-01": {"a"}, "2026-02": {"b"}}
    assert firsts(fold)["2026-02", "b"][0] == 0


def test_an_hour_that_clocks_repeat_belongs_to_the_month_on_the_wall(read: Read) -> None:
    """St John's put its clock back a minute past midnight on 1 November 2009: a minute of November, then October."""
    fold = read(
        "user,time,action\na,2009-11-01T02:29:00Z,viewed\nb,2009-11-01T02:30:30Z,viewed\n"
        "c,2009-11-01T02:31:00Z,viewed\nd,2009-11-01T03:30:00Z,viewed\n",
        zone="America/St_Johns",
    )
    assert months(fold) == {"2009-10": {"a", "c"}, "2009-11": {"b", "d"}}


def test_seconds_are_real_ones_from_the_first_instant_of_the_month(read: Read) -> None:
    fold = read("user,time,action\na,2026-03-31T00:00:00,viewed\n", zone="Europe/Paris")
    assert firsts(fold)["2026-03", "a"][0] == 30 * 86_400 - 3_600


def test_an_unknown_zone_is_refused_with_an_example(read: Read) -> None:
    for wrong in ("Mars/Base", "../etc/passwd", "", "UTC+2"):
        with pytest.raises(UserError, match="Europe/Paris"):
            read("user,time,action\na,2026-03-31,viewed\n", time_zone=wrong)


WHENEVER = st.datetimes(datetime(1971, 1, 1), datetime(2090, 12, 31))  # noqa: DTZ001
ZONES = st.sampled_from(
    ["America/St_Johns", "Europe/Paris", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia", "UTC"]
)


@settings(max_examples=15)
@given(st.lists(WHENEVER, min_size=1, max_size=30), ZONES, st.sampled_from([-720, -210, 0, 60, 330, 840]))
def test_months_are_those_of_the_instant_in_the_zone(
    read: Read, whens: list[datetime], zone: str, minutes: int
) -> None:
    offset = timedelta(minutes=minutes)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    rows = "".join(
        f"{place},{when:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{rest:02},viewed\n" for place, when in enumerate(whens)
    )
    fold = read("user,time,action\n" + rows, zone=zone)
    expected: dict[str, set[str]] = {}
    for place, when in enumerate(whens):
        there = (when - offset).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        expected.setdefault(f"{there:%Y-%m}", set()).add(str(place))
    assert months(fold) == expected


@settings(max_examples=15)
@given(st.lists(WHENEVER, min_size=1, max_size=30), ZONES, ZONES)
def test_times_without_a_zone_are_the_declared_zones_wall(
    read: Read, whens: list[datetime], zone: str, declared: str
) -> None:
    rows = "".join(f"{place},{when:%Y-%m-%d %H:%M:%S},viewed\n" for place, when in enumerate(whens))
    fold = read("user,time,action\n" + rows, zone=zone, time_zone=declared)
    expected = {
        (f"{there:%Y-%m}", str(place)): int((there - _start(there)).total_seconds())
        for place, when in enumerate(whens)
        for there in [when.replace(tzinfo=ZoneInfo(declared)).astimezone(UTC).astimezone(ZoneInfo(zone))]
    }
    assert {key: second for key, (second, *_) in firsts(fold).items()} == expected


def _start(there: datetime) -> datetime:
    """The month's first instant, in UTC, so that differences are real seconds."""
    first = date(there.year, there.month, 1)
    return datetime(first.year, first.month, 1, tzinfo=there.tzinfo).astimezone(UTC)
