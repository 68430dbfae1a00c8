"""Leaving on a later day, if every charge until then is paid, is what cancel or keep says of that day (rules.md F3)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.accounts import Payments
from desktop.domain.keys import ActivatedKey, Plan
from desktop.domain.life.acts import Act, ActivateKey, ChangeCard, PlaceOrder
from desktop.domain.life.book import Book
from desktop.domain.life.deactivation import preview_deactivation
from desktop.domain.life.going_on import paid_up_to
from desktop.domain.orders.leaving import leaving_curve
from desktop.domain.orders.order import RUNNING
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Card, card_of_test_token
from desktop.domain.periods import Period, add_months
from tests.domain.life.stories import VISA, day, story, the_2019_account

TODAY = day("2019-09-05")
HALF = Fraction(1, 2)
EXPIRING = Card("tok_visa", "Visa", "4242", 10, 2019)
DAYS = st.integers(1, 365).map(lambda days: TODAY + timedelta(days=days))
CARDS = st.sampled_from([None, EXPIRING, card_of_test_token("tok_declined"), card_of_test_token("tok_late")])


def fee_by_the_curves(book: Book, on: date) -> int:
    """What the curves of the orders, drawn today, say of the fee on a day."""
    fee = 0
    for order in book.orders:
        if order.state in RUNNING and order.was_active:
            curve = leaving_curve(order, TODAY, HALF, book.prices, renews=True)
            fee += next(one.fee.net.minor for one in curve.steps if one.days.start <= on < one.days.end)
    return fee


@given(on=DAYS, card=CARDS, payments=st.sampled_from([Payments.TEST, Payments.RECORDED, Payments.STRIPE]))
def test_the_preview_of_any_day_costs_what_the_curve_says(on: date, card: Card | None, payments: Payments) -> None:
    acts: list[Act] = [] if card is None else [ChangeCard(day("2019-08-01"), "one", card)]
    book, _ = the_2019_account(*acts, until=TODAY.isoformat(), payments=payments)
    preview = preview_deactivation(paid_up_to(book, TODAY, on), on)
    assert preview.fee.minor == fee_by_the_curves(book, on)
    assert preview.arrears.minor == 0
    assert all(one.order.state is OrderState.ACTIVE for one in preview.endings)


@given(on=DAYS)
def test_what_is_previewed_of_a_day_is_what_that_day_would_show(on: date) -> None:
    """While nothing fails, assuming that all is paid assumes nothing."""
    book, _ = the_2019_account(until=TODAY.isoformat())
    assumed, then = paid_up_to(book, TODAY, on), the_2019_account(until=on.isoformat())[0]
    mine, theirs = preview_deactivation(assumed, on), preview_deactivation(then, on)
    assert mine.fee == theirs.fee
    assert [one.ends_on for one in mine.endings] == [one.ends_on for one in theirs.endings]
    assert mine.inactive_on == theirs.inactive_on


@pytest.mark.parametrize(("on", "left"), [("2019-09-05", [7, 8]), ("2020-03-18", [0, 2]), ("2020-04-18", [11, 1])])
def test_instalments_left_are_those_of_the_running_term(on: str, left: list[int]) -> None:
    book, _ = the_2019_account(until="2019-09-05")
    preview = preview_deactivation(paid_up_to(book, TODAY, day(on)), day(on))
    assert [one.left for one in preview.endings] == left


def test_seats_end_with_their_orders_until_the_grace_trial_limits_nobody() -> None:
    book, _ = the_2019_account(until="2019-09-05")
    preview = preview_deactivation(book, TODAY)
    assert [(one.on, one.available) for one in preview.seats] == [(day("2019-09-18"), 25)]
    assert preview.inactive_on == day("2019-10-29")


def test_seats_of_a_key_end_with_its_term() -> None:
    term = Period(TODAY, add_months(TODAY, 12))
    key = ActivatedKey("key", Plan.USERS, 100, TODAY, term)
    book, _ = story(PlaceOrder(day("2019-04-18"), "one", 10, VISA), ActivateKey(TODAY, (key,)), until=TODAY.isoformat())
    preview = preview_deactivation(book, TODAY)
    assert [(one.on, one.available) for one in preview.seats] == [(day("2019-09-18"), 100)]
    assert preview.paid_until == term.end


def test_an_order_that_was_never_active_costs_no_fee_on_a_later_day() -> None:
    late = PlaceOrder(TODAY, "late", 10, card_of_test_token("tok_late"))
    book, _ = story(PlaceOrder(day("2019-08-01"), "one", 10, VISA), late, until=TODAY.isoformat())
    tomorrow = TODAY + timedelta(days=1)
    preview = preview_deactivation(paid_up_to(book, TODAY, tomorrow), tomorrow)
    assert {one.order.id: one.fee is None for one in preview.endings} == {"one": False, "late": True}
    assert preview.fee.minor == fee_by_the_curves(book, tomorrow)
