"""Leaving with the whole account is leaving with each of its orders (rules.md F3)."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.money import Money
from desktop.domain.orders.leaving import LeavingCurve, leaving_curve
from desktop.domain.orders.order import RUNNING, Order
from desktop.domain.orders.transitions import OrderState
from desktop.services.leaving.curve import MOST_PARTS, WholeStep, whole_curve
from tests.domain.life.stories import account
from tests.domain.pricing.lists import dollars

TODAY = date(2024, 3, 30)
MONTHS = 12
HALF = Fraction(1, 2)
PLACED = st.sampled_from([0, 0, 1, 30, 59, 200, 365, 366, 500]).map(lambda days: TODAY - timedelta(days=days))


def order(users: int, price: str, placed_on: date, state: OrderState) -> Order:
    return Order("one", placed_on, users, dollars(price), "one", state, placed_on, was_active=True)


ORDERS = st.lists(
    st.builds(
        order,
        st.sampled_from([1, 7, 10, 11]),
        st.sampled_from(["4.00", "7.333333"]),
        PLACED,
        st.sampled_from([OrderState.ACTIVE, OrderState.SUSPENDED, OrderState.CANCELED]),
    ),
    max_size=8,
)


def costs_on(curve: LeavingCurve, day: date) -> tuple[int, int]:
    """What an order has charged and what its fee is when it is left on the day; once it has ended there is none."""
    last = [one for one in curve.steps if one.days.start <= day][-1]
    return last.instalments.minor, last.fee.net.minor if day < last.days.end else 0


def explained(step: WholeStep) -> tuple[int, int]:
    """What the explanation of a step comes to: the instalments, and the fees added up."""
    due, owed = step.explanation.steps
    fees = [part.value for part in owed.steps]
    assert isinstance(due.value, Money)
    return due.value.minor, sum(fee.minor for fee in fees if isinstance(fee, Money))


@given(
    orders=ORDERS,
    renews=st.booleans(),
    share=st.sampled_from([HALF, Fraction(1, 3), Fraction(0)]),
    parts=st.sampled_from([0, MOST_PARTS]),
)
def test_every_day_costs_what_its_orders_cost_together(
    orders: list[Order], renews: bool, share: Fraction, parts: int
) -> None:
    book = replace(account(auto_renew=renews, termination_fee_rate=share), orders=tuple(orders), advanced_to=TODAY)
    whole = whole_curve(book, TODAY, MONTHS, most_parts=parts)
    curves = [leaving_curve(one, TODAY, share, book.prices, renews=renews) for one in orders if one.state in RUNNING]
    if whole is None:
        assert not curves
        return
    day = TODAY
    for step in whole.steps:
        assert step.first_day == day
        while day <= step.last_day:
            each = [costs_on(curve, day) for curve in curves]
            sums = (sum(paid for paid, _ in each), sum(fee for _, fee in each))
            assert (step.instalments.minor, step.fee.minor, step.outlay.minor) == (*sums, sum(sums))
            assert explained(step) == sums
            day += timedelta(days=1)
    assert day == whole.until
    assert whole.keep.minor == sum(curve.steps[0].keep.minor for curve in curves)
    assert whole.marked == min(curve.marked for curve in curves)


def test_the_fees_of_very_many_orders_are_explained_by_the_instalments_left() -> None:
    orders = [order(1 + place, "4.00", TODAY - timedelta(days=place * 5), OrderState.ACTIVE) for place in range(60)]
    whole = whole_curve(replace(account(), orders=tuple(orders), advanced_to=TODAY), TODAY, MONTHS)
    assert whole is not None
    assert all(explained(step) == (step.instalments.minor, step.fee.minor) for step in whole.steps)
    parts = [part.text.english() for part in whole.now.explanation.steps[1].steps]
    assert parts[0] == "2 remaining instalments of the term"
    assert len(parts) <= MONTHS
