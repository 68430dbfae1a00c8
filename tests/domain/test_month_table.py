"""The month table (rules.md F5 to F8): observed, billed, cumulative, purchased, remaining."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.keys import mau_periods
from desktop.domain.periods import Month, months_between
from desktop.domain.usage import (
    MonthRow,
    MonthState,
    month_state,
    month_table,
    months_shown,
    refuse_close,
    refuse_range,
    used_until,
)
from tests.desks import refused

TODAY = date(2019, 9, 5)
JUL_2018 = Month.parse("2018-07")


def m(text: str) -> Month:
    return Month.parse(text)


def table(
    first: str, last: str, active: dict[str, int], billed: dict[str, int] | None = None, *keys: tuple[date, int]
) -> list[MonthRow]:
    return month_table(
        list(months_between(m(first), m(last))),
        {m(month): count for month, count in active.items()},
        {m(month): count for month, count in (billed or {}).items()},
        mau_periods(keys),
        TODAY,
    )


def test_f5_golden_5640() -> None:
    counts = {str(JUL_2018 + place): count for place, count in enumerate([50, 500, 5000, *[10] * 9])}
    rows = table("2018-07", "2019-06", counts, None, (date(2018, 7, 17), 6000))
    assert rows[-1].cumulative == 5640
    assert rows[-1].remaining == 360
    assert [row.cumulative for row in rows[:3]] == [50, 550, 5550]


def test_f7_golden_318_and_418() -> None:
    keys = ((date(2018, 7, 17), 321), (date(2018, 11, 9), 100))
    rows = {str(row.month): row for row in table("2018-07", "2018-12", {"2018-08": 3}, None, *keys)}
    assert (rows["2018-08"].purchased, rows["2018-08"].remaining) == (321, 318)
    assert (rows["2018-10"].purchased, rows["2018-10"].remaining) == (321, 318)
    assert (rows["2018-11"].purchased, rows["2018-11"].remaining) == (421, 418)


def test_cumulative_restarts_at_each_period_whatever_the_first_month_shown_is() -> None:
    keys = ((date(2018, 7, 17), 100), (date(2019, 7, 1), 100))
    active = {str(JUL_2018 + place): 2 for place in range(24)}
    rows = table("2019-05", "2019-08", active, None, *keys)
    assert [row.cumulative for row in rows] == [22, 24, 2, 4]


def test_outside_any_period_cumulative_starts_at_the_first_such_month_shown_and_never_restarts() -> None:
    active = {str(m("2018-05") + place): 1 for place in range(17)}
    rows = table("2018-05", "2019-09", active, None, (date(2018, 7, 17), 10))
    found = {str(row.month): (row.cumulative, row.purchased, row.remaining) for row in rows}
    assert (found["2018-05"], found["2018-06"]) == ((1, None, None), (2, None, None))
    assert (found["2018-07"], found["2019-06"]) == ((1, 10, 9), (12, 10, -2))
    assert (found["2019-07"], found["2019-09"]) == ((3, None, None), (5, None, None))


def test_without_any_plan_cumulative_starts_at_the_first_month_shown() -> None:
    rows = table("2019-02", "2019-04", {"2019-01": 9, "2019-02": 1, "2019-04": 2})
    assert [(row.active, row.cumulative, row.purchased, row.remaining) for row in rows] == [
        (1, 1, None, None),
        (0, 1, None, None),
        (2, 3, None, None),
    ]


def test_f8_a_closed_month_counts_what_was_billed_whatever_is_observed_since() -> None:
    rows = table(
        "2018-07", "2018-09", {"2018-07": 12, "2018-08": 5}, {"2018-07": 10, "2018-09": 4}, (date(2018, 7, 1), 20)
    )
    assert [(row.active, row.billed, row.used, row.cumulative, row.remaining) for row in rows] == [
        (12, 10, 10, 10, 10),
        (5, None, 5, 15, 5),
        (0, 4, 4, 19, 1),
    ]


def test_a_month_billed_0_counts_0() -> None:
    [row] = table("2018-07", "2018-07", {"2018-07": 12}, {"2018-07": 0}, (date(2018, 7, 1), 20))
    assert (row.used, row.cumulative, row.remaining, row.state) == (0, 0, 20, MonthState.CLOSED)


def test_remaining_may_be_negative() -> None:
    [row] = table("2018-07", "2018-07", {"2018-07": 400}, None, (date(2018, 7, 1), 321))
    assert row.remaining == -79


def test_where_a_month_stands() -> None:
    assert month_state(m("2019-08"), TODAY, closed=True) is MonthState.CLOSED
    assert month_state(m("2019-08"), TODAY, closed=False) is MonthState.OPEN
    assert month_state(m("2019-09"), TODAY, closed=False) is MonthState.RUNNING
    assert month_state(m("2019-10"), TODAY, closed=False) is MonthState.FUTURE
    assert month_state(m("2019-08"), date(2019, 8, 31), closed=False) is MonthState.RUNNING
    assert month_state(m("2019-08"), date(2019, 9, 1), closed=False) is MonthState.OPEN


def test_months_without_activity_are_shown_too() -> None:
    assert [str(month) for month in months_shown(None, None, [m("2019-03"), m("2019-01")])] == [
        "2019-01",
        "2019-02",
        "2019-03",
    ]
    assert months_shown(None, None, []) == []
    assert months_shown(m("2019-01"), m("2019-02"), []) == [m("2019-01"), m("2019-02")]
    assert months_shown(m("2019-02"), None, [m("2019-03")]) == [m("2019-02"), m("2019-03")]
    assert months_shown(m("2019-05"), None, [m("2019-03")]) == [m("2019-05")]
    assert months_shown(None, m("2019-04"), [m("2019-03")]) == [m("2019-03"), m("2019-04")]
    assert months_shown(None, m("2019-02"), [m("2019-03")]) == []
    with refused("From month must not be after To month."):
        months_shown(m("2019-02"), m("2019-01"), [])


def test_r12_a_report_asks_for_an_ordered_range_not_in_the_future() -> None:
    refuse_range(m("2019-09"), m("2019-09"), TODAY)
    with refused("From month must not be after To month."):
        refuse_range(m("2019-09"), m("2019-08"), TODAY)
    with refused("To month must not be in the future."):
        refuse_range(m("2019-09"), m("2019-10"), TODAY)


def test_f8_only_a_month_that_has_ended_can_be_closed_once() -> None:
    refuse_close(m("2019-08"), date(2019, 9, 1), closed=False)
    with refused("2019-08 has not ended yet. It can be closed from 2019-09-01 on."):
        refuse_close(m("2019-08"), date(2019, 8, 31), closed=False)
    with refused("2019-08 is closed already."):
        refuse_close(m("2019-08"), TODAY, closed=True)


MONTHS = st.integers(0, 47).map(lambda place: JUL_2018 + place)
COUNTS = st.dictionaries(MONTHS, st.integers(0, 500), max_size=30)
KEYS = st.lists(st.tuples(st.dates(date(2018, 7, 1), date(2022, 6, 30)), st.integers(1, 900)), max_size=5)


@given(active=COUNTS, billed=COUNTS, keys=KEYS)
def test_the_table_is_what_a_naive_walk_through_the_months_gives(
    active: dict[Month, int], billed: dict[Month, int], keys: list[tuple[date, int]]
) -> None:
    rows = month_table([JUL_2018 + place for place in range(48)], active, billed, mau_periods(keys), TODAY)
    left = used = bought = outside = 0
    for row in rows:
        today_keys = [seats for day, seats in sorted(keys) if Month.of(day) == row.month]
        if left == 0 and today_keys:
            left, used, bought = 12, 0, 0
        count = billed.get(row.month, active.get(row.month, 0))
        if left:
            left, used, bought = left - 1, used + count, bought + sum(today_keys)
            assert (row.cumulative, row.purchased, row.remaining) == (used, bought, bought - used)
        else:
            outside += count
            assert (row.cumulative, row.purchased, row.remaining) == (outside, None, None)
        assert row.used == count


@given(active=COUNTS, billed=COUNTS, keys=KEYS, first=st.integers(0, 47), length=st.integers(1, 20))
def test_the_range_shown_never_changes_the_row_of_a_month_inside_a_period(
    active: dict[Month, int], billed: dict[Month, int], keys: list[tuple[date, int]], first: int, length: int
) -> None:
    periods = mau_periods(keys)
    whole = month_table([JUL_2018 + place for place in range(48)], active, billed, periods, TODAY)
    months = [JUL_2018 + place for place in range(first, min(48, first + length))]
    for row in month_table(months, active, billed, periods, TODAY):
        if row.purchased is not None:
            assert row == whole[row.month - JUL_2018]


@given(active=COUNTS, keys=KEYS.filter(bool))
def test_used_grows_by_each_months_count(active: dict[Month, int], keys: list[tuple[date, int]]) -> None:
    for period in mau_periods(keys):
        before = 0
        for month in period.months():
            used = used_until(period, month, active, {})
            assert used - before == active.get(month, 0)
            before = used
