"""Civil days, half-open periods, and month steps from the original anchor (rules.md 0.2, 0.3.3)."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.periods import Month, Period, add_months, months_between
from tests.desks import refused

DAYS = st.dates(date(1900, 1, 1), date(2900, 12, 31))
MONTHS = st.integers(1900 * 12, 2900 * 12).map(Month)


def test_31_august_steps_to_month_ends_and_comes_back() -> None:
    assert [add_months(date(2019, 8, 31), k).isoformat() for k in range(13)] == [
        "2019-08-31",
        "2019-09-30",
        "2019-10-31",
        "2019-11-30",
        "2019-12-31",
        "2020-01-31",
        "2020-02-29",
        "2020-03-31",
        "2020-04-30",
        "2020-05-31",
        "2020-06-30",
        "2020-07-31",
        "2020-08-31",
    ]


def test_29_february_steps_to_28_and_comes_back_in_a_leap_year() -> None:
    assert [add_months(date(2024, 2, 29), 12 * k).isoformat() for k in range(5)] == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


@given(anchor=DAYS, months=st.integers(-600, 600))
def test_f087_a_month_step_never_drifts(anchor: date, months: int) -> None:
    day = add_months(anchor, months)
    assert Month.of(day) == Month.of(anchor) + months
    assert day.day == min(anchor.day, monthrange(day.year, day.month)[1])


@given(anchor=DAYS, steps=st.integers(1, 60))
def test_f087_month_steps_are_periods_without_gap_or_overlap(anchor: date, steps: int) -> None:
    edges = [add_months(anchor, k) for k in range(steps + 1)]
    assert edges == sorted(set(edges))
    periods = [Period(start, end) for start, end in pairwise(edges)]
    assert sum(period.days for period in periods) == (edges[-1] - edges[0]).days


@given(start=DAYS, days=st.integers(1, 1000))
def test_a_period_holds_its_start_and_not_its_end(start: date, days: int) -> None:
    period = Period(start, start + timedelta(days=days))
    assert start in period
    assert period.end not in period
    assert period.end - timedelta(days=1) in period
    assert start - timedelta(days=1) not in period
    assert period.days == days


@given(month=MONTHS)
def test_a_month_written_and_read_is_the_same(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.of(month.first_day) == Month.of(month.end - timedelta(days=1)) == month
    assert (month + 1).first_day == month.end
    assert (month + 5) - month == 5


def test_months_between_holds_both_ends() -> None:
    first, last = Month.parse("2019-11"), Month.parse("2020-02")
    assert [str(month) for month in months_between(first, last)] == ["2019-11", "2019-12", "2020-01", "2020-02"]
    assert list(months_between(last, first)) == []
    assert [str(month) for month in months_between(first, first)] == ["2019-11"]


@pytest.mark.parametrize("text", ["2019-9", "2019-13", "2019-00", "19-01", "2019/09", "2019-09-01", "", "٢٠١٩-٠٩", "x"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with refused("is not a month. Write it as YYYY-MM, for example 2019-09"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["0000-01", "9999-12"])
def test_a_month_whose_days_cannot_be_named_is_refused(text: str) -> None:
    with refused("is not a month"):
        Month.parse(text)


def test_the_first_and_the_last_month_there_are() -> None:
    assert Month.parse("0001-01").first_day == date(1, 1, 1)
    assert Month.parse("9998-12").end == date(9999, 1, 1)
    assert Month.parse(" 2019-09 ") == Month.of(date(2019, 9, 30))
