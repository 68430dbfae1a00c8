"""A provider's word that names its instalment (rules.md 0.3.7, O4, O5): said of that one alone."""

import pytest

from desktop.domain.accounts import Payments
from desktop.domain.life.acts import EnterOutcome, PlaceOrder
from desktop.domain.life.book import Book
from desktop.domain.life.doing import do
from desktop.domain.orders.order import ChargeStatus
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Outcome
from tests.desks import refused
from tests.domain.life.stories import VISA, account, day, states, story

ORDER = PlaceOrder(day("2019-04-18"), "one", 150, VISA, outcome=Outcome.ACCEPTED)
EXPECTED, OPEN, PAID, DECLINED, PROCESSING = (
    ChargeStatus.EXPECTED,
    ChargeStatus.OPEN,
    ChargeStatus.PAID,
    ChargeStatus.DECLINED,
    ChargeStatus.PROCESSING,
)


def said(number: int, outcome: Outcome, on: str) -> EnterOutcome:
    return EnterOutcome(day(on), "one", outcome, number)


def statuses(book: Book) -> list[ChargeStatus]:
    return [one.status for one in book.order("one").instalments]


def test_a_confirmation_is_of_its_own_month() -> None:
    book, _ = story(ORDER, until="2019-07-01", book=account(Payments.RECORDED))
    book, events = do(book, said(2, Outcome.ACCEPTED, "2019-07-01"))
    assert statuses(book) == [PAID, PAID, EXPECTED]
    assert states(events, "one") == []


def test_an_order_is_active_again_only_once_every_month_is_paid() -> None:
    acts = [said(2, Outcome.DECLINED, "2019-05-18"), said(3, Outcome.ACCEPTED, "2019-06-18")]
    book, _ = story(ORDER, acts[0], until="2019-06-16", book=account(Payments.RECORDED))
    assert (book.order("one").state, statuses(book)) == (OrderState.SUSPENDED, [PAID, DECLINED])
    book, events = do(book, said(2, Outcome.ACCEPTED, "2019-06-16"))
    assert states(events, "one") == [("2019-06-16", "O5", "active")]
    book, events = do(book, acts[1])
    assert (statuses(book), states(events, "one")) == ([PAID, PAID, PAID], [])


def test_with_two_months_owed_one_payment_leaves_the_order_suspended() -> None:
    book, _ = story(ORDER, until="2019-06-20", book=account(Payments.STRIPE))
    book, events = do(book, said(3, Outcome.DECLINED, "2019-06-20"))
    assert states(events, "one") == [("2019-06-20", "O4", "suspended")]
    book, events = do(book, said(3, Outcome.ACCEPTED, "2019-06-21"))
    assert (statuses(book), states(events, "one")) == ([PAID, OPEN, PAID], [])
    book, events = do(book, said(2, Outcome.ACCEPTED, "2019-06-22"))
    assert states(events, "one") == [("2019-06-22", "O5", "active")]


def test_a_late_charge_is_being_processed_and_suspends_the_day_after() -> None:
    book, _ = story(ORDER, until="2019-05-18", book=account(Payments.STRIPE))
    book, events = do(book, said(2, Outcome.LATE, "2019-05-18"))
    assert (statuses(book), states(events, "one")) == ([PAID, PROCESSING], [])
    _, events = do(book, said(2, Outcome.ACCEPTED, "2019-05-20"))
    assert states(events, "one") == [("2019-05-19", "O2", "suspended"), ("2019-05-20", "O5", "active")]


@pytest.mark.parametrize("number", [1, 9])
def test_a_month_on_which_nothing_is_owed_is_refused(number: int) -> None:
    book, _ = story(ORDER, until="2019-05-18", book=account(Payments.RECORDED))
    with refused(f"Nothing is owed for instalment {number} on that day."):
        do(book, said(number, Outcome.ACCEPTED, "2019-05-18"))
