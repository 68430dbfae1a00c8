"""MAU periods and the days a key's seats count for (rules.md F5 to F7)."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.accounts import trial_ends_on
from desktop.domain.keys import ActivatedKey, MauPeriod, Plan, activated_keys, mau_periods, period_of
from desktop.domain.periods import Month, Period

ACTIVATIONS = st.lists(st.tuples(st.dates(date(2015, 1, 1), date(2025, 12, 31)), st.integers(1, 999)), max_size=12)


def in_force(keys: tuple[ActivatedKey, ...], day: date) -> list[ActivatedKey]:
    return [key for key in keys if day in key.term]


def spans(periods: list[MauPeriod]) -> list[tuple[str, str]]:
    return [(str(period.starts), str(period.last)) for period in periods]


def test_a_period_is_twelve_months_from_the_month_of_activation() -> None:
    [period] = mau_periods([(date(2018, 7, 17), 321)])
    assert (str(period.starts), str(period.last)) == ("2018-07", "2019-06")
    assert period.days == Period(date(2018, 7, 1), date(2019, 7, 1))
    assert len(period.months()) == 12
    assert Month.parse("2018-06") not in period
    assert Month.parse("2019-06") in period
    assert Month.parse("2019-07") not in period


def test_a_second_key_raises_purchased_from_its_month_and_never_restarts() -> None:
    [period] = mau_periods([(date(2018, 11, 9), 100), (date(2018, 7, 17), 321)])
    bought = {str(month): period.purchased(month) for month in period.months()}
    assert list(bought.values()) == [321] * 4 + [421] * 8
    assert (bought["2018-10"], bought["2018-11"]) == (321, 421)
    assert (321 - 3, 421 - 3) == (318, 418)


def test_after_a_lapse_a_new_key_starts_a_period_in_its_own_month_with_nothing_carried_over() -> None:
    periods = mau_periods([(date(2018, 7, 17), 321), (date(2019, 6, 30), 1), (date(2019, 9, 2), 50)])
    assert spans(periods) == [("2018-07", "2019-06"), ("2019-09", "2020-08")]
    assert [period.purchased(period.last) for period in periods] == [322, 50]
    assert period_of(periods, Month.parse("2019-07")) is None
    assert period_of(periods, Month.parse("2020-08")) is periods[1]


def test_a_key_in_the_month_after_the_period_starts_the_next_at_once() -> None:
    assert spans(mau_periods([(date(2018, 7, 31), 1), (date(2019, 7, 1), 1)])) == [
        ("2018-07", "2019-06"),
        ("2019-07", "2020-06"),
    ]


@given(activations=ACTIVATIONS)
def test_periods_are_apart_and_hold_every_activation_once(activations: list[tuple[date, int]]) -> None:
    periods = mau_periods(activations)
    assert sorted(key for period in periods for key in period.keys) == sorted(activations)
    assert all(one.last < two.starts for one, two in pairwise(periods))
    for period in periods:
        assert Month.of(period.keys[0][0]) == period.starts
        assert period.purchased(period.last) == sum(seats for _, seats in period.keys)
    assert mau_periods(reversed(activations)) == periods


def test_a_users_key_counts_twelve_months_and_a_mau_key_to_the_end_of_its_period() -> None:
    keys = activated_keys(
        [
            ("c", Plan.MAU, 100, date(2018, 11, 9)),
            ("a", Plan.USERS, 10, date(2019, 8, 31)),
            ("b", Plan.MAU, 321, date(2018, 7, 17)),
            ("d", Plan.ADD_ON, 5, date(2020, 2, 29)),
        ]
    )
    assert [(key.id, key.term.start, key.term.end) for key in keys] == [
        ("b", date(2018, 7, 17), date(2019, 7, 1)),
        ("c", date(2018, 11, 9), date(2019, 7, 1)),
        ("a", date(2019, 8, 31), date(2020, 8, 31)),
        ("d", date(2020, 2, 29), date(2021, 2, 28)),
    ]
    assert [key.id for key in in_force(keys, date(2018, 11, 9))] == ["b", "c"]
    assert in_force(keys, date(2019, 7, 1)) == []
    assert [key.id for key in in_force(keys, date(2020, 8, 30))] == ["a", "d"]


def test_a_trial_of_30_days_from_10_january_ends_on_9_february() -> None:
    assert trial_ends_on(date(2026, 1, 10), 30) == date(2026, 2, 9)
