"""What leaving early costs (rules.md F3): the fee, and the curve of cancel or keep."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.life.acts import Deactivate
from desktop.domain.orders.leaving import leaving_curve, termination_fee
from desktop.domain.orders.order import ChargeStatus, Order, charges_in
from desktop.domain.orders.schedule import term_schedule
from desktop.domain.orders.transitions import OrderState
from desktop.domain.periods import Period
from tests.domain.life.stories import day, the_2019_account
from tests.domain.pricing.lists import dollars, learners, priced

HALF = Fraction(1, 2)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def order(users: int, price: str, placed_on: date) -> Order:
    return Order("one", placed_on, users, dollars(price), "one", OrderState.ACTIVE, placed_on, was_active=True)


ORDERS = st.builds(order, st.integers(1, 5000), st.sampled_from(["4.00", "9", "0.125", "7.333333"]), DAYS)
AFTER = st.integers(0, 1500).map(lambda days: timedelta(days=days))


@pytest.mark.parametrize(
    ("users", "price", "placed", "on", "fee"),
    [
        (150, "4", "2019-04-18", "2019-09-05", "2100.00"),
        (25, "4", "2019-05-29", "2019-09-05", "400.00"),
        (150, "4", "2019-04-18", "2019-09-18", "1800.00"),
        (10, "9", "2022-08-10", "2023-02-20", "225.00"),
        (10, "9", "2022-08-10", "2023-07-10", "0.00"),
        (10, "9", "2022-08-10", "2023-08-10", "495.00"),
    ],
)
def test_f3_half_of_the_instalments_left_of_the_term(users: int, price: str, placed: str, on: str, fee: str) -> None:
    rating = termination_fee(order(users, price, day(placed)), day(on), HALF)
    assert rating.total.decimal == fee
    assert rating.lines[0].explanation.rule == "F3"


@given(one=ORDERS, after=AFTER)
def test_f3_the_fee_is_never_negative_and_zero_in_the_last_cycle(one: Order, after: timedelta) -> None:
    fee = termination_fee(one, one.placed_on + after, HALF).net
    assert fee.minor >= 0
    last = one.term_ends_on(one.placed_on + after) - timedelta(days=1)
    assert termination_fee(one, last, HALF).net.minor == 0


@given(one=ORDERS, offsets=st.tuples(AFTER, AFTER, AFTER))
def test_a_period_split_anywhere_sums_to_the_whole(one: Order, offsets: tuple[timedelta, timedelta, timedelta]) -> None:
    start, middle, end = sorted(one.placed_on - timedelta(days=90) + offset for offset in offsets)
    parts = charges_in(one, Period(start, middle)) + charges_in(one, Period(middle, end))
    assert parts == charges_in(one, Period(start, end))


def test_a_year_of_an_order_is_twelve_instalments() -> None:
    one = order(150, "4", day("2019-04-18"))
    assert charges_in(one, Period(day("2019-04-18"), day("2020-04-18"))).decimal == "7200.00"


def test_cancel_or_keep_of_the_2019_order() -> None:
    book, _ = the_2019_account(until="2019-09-05")
    curve = leaving_curve(book.order("one"), day("2019-09-05"), HALF, learners(), renews=True)
    first, second = curve.steps[:2]
    assert (first.outlay.decimal, first.last_day, curve.marked) == ("2100.00", day("2019-09-17"), day("2019-09-17"))
    assert (second.days.start, second.instalments.decimal, second.fee.net.decimal) == (
        day("2019-09-18"),
        "600.00",
        "1800.00",
    )
    assert (second.outlay.decimal, first.keep.decimal) == ("2400.00", "4200.00")
    assert [step.outlay.decimal for step in curve.steps[6:8]] == ["3900.00", "4200.00"]
    renewed = curve.steps[8]
    assert (renewed.days.start, renewed.outlay.decimal, renewed.keep.decimal) == (
        day("2020-04-18"),
        "8100.00",
        "11400.00",
    )
    assert len(leaving_curve(book.order("one"), day("2019-09-05"), HALF, learners(), renews=False).steps) == 8


@given(one=ORDERS, after=st.integers(0, 400))
def test_the_curve_covers_every_day_and_never_costs_more_than_keeping(one: Order, after: int) -> None:
    as_of = one.placed_on + timedelta(days=after)
    steps = leaving_curve(one, as_of, HALF, learners(), renews=True).steps
    assert steps[0].days.start == as_of
    assert all(before.days.end == then.days.start for before, then in pairwise(steps))
    assert steps[-1].days.end >= as_of + timedelta(days=364)
    assert all(step.outlay.minor <= step.keep.minor + 1 for step in steps)


def test_f4_a_renewed_term_costs_what_the_price_list_that_reaches_it_says() -> None:
    """Ten users at $9; from the term of 1 August 2023 on a list at $11.50 reaches them."""
    one = order(10, "9", day("2022-08-01"))
    prices = priced((one.version, date.min, "9"), ("spring", day("2023-03-01"), "11.5"), reaches=day("2023-06-01"))
    now, renewed, *_ = leaving_curve(one, day("2023-07-31"), HALF, prices, renews=True).steps
    assert (now.outlay.decimal, now.keep.decimal) == ("0.00", "0.00")
    assert (renewed.days.start, renewed.instalments.decimal) == (day("2023-08-01"), "115.00")
    assert (renewed.fee.net.decimal, renewed.outlay.decimal) == ("632.50", "747.50")
    assert renewed.keep.decimal == "1380.00"
    assert "spring" in renewed.fee.lines[0].item.price.why.text.english()


def test_the_schedule_of_a_term_names_what_was_paid_what_is_to_come_and_what_is_waived() -> None:
    book, _ = the_2019_account(until="2019-09-05")
    schedule = term_schedule(book.order("one"), day("2019-09-05"))
    assert [one.status for one in schedule] == [ChargeStatus.PAID] * 5 + [ChargeStatus.SCHEDULED] * 7
    assert schedule[-1].due_on == day("2020-03-18")
    left, _ = the_2019_account(Deactivate(day("2019-09-05")), until="2019-12-01")
    schedule = term_schedule(left.order("one"), day("2019-12-01"))
    assert [one.status for one in schedule] == [ChargeStatus.PAID] * 5 + [ChargeStatus.WAIVED] * 7
