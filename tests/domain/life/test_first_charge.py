"""A first charge that a processor elsewhere declines (rules.md O1): there is no order, whatever was expected."""

import pytest

from desktop.domain.accounts import Payments
from desktop.domain.life.acts import (
    Act,
    CancelOrder,
    ChangeCard,
    Deactivate,
    EnterOutcome,
    PlaceOrder,
    ReceiveSeats,
)
from desktop.domain.life.book import Book
from desktop.domain.life.doing import do
from desktop.domain.life.events import DueEvent, Notice
from desktop.domain.money import Money
from desktop.domain.orders.order import ChargeStatus
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Card, Outcome
from tests.desks import refused
from tests.domain.life.stories import VISA, account, day, drafts, states, story

ORDER = PlaceOrder(day("2019-04-18"), "one", 150, VISA)
SECOND = PlaceOrder(day("2019-05-29"), "two", 25, VISA)


def said(on: str, outcome: Outcome = Outcome.DECLINED, number: int | None = None, order: str = "one") -> EnterOutcome:
    return EnterOutcome(day(on), order, outcome, number)


def lived(*acts: Act, until: str, opened: str = "2019-04-01") -> tuple[Book, list[DueEvent]]:
    return story(*acts, until=until, book=account(Payments.RECORDED, on=day(opened)))


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.EXPIRED, Outcome.INSUFFICIENT_FUNDS])
def test_o1_a_first_charge_that_is_declined_cancels_the_order_without_a_fee(outcome: Outcome) -> None:
    book, events = lived(ORDER, said("2019-04-20", outcome), until="2019-04-25")
    order = book.order("one")
    assert states(events, "one") == [("2019-04-18", "O1", "active"), ("2019-04-20", "O1", "canceled")]
    assert (order.fee, order.owes.minor, order.was_active) == (None, 0, False)
    assert [one.status for one in order.instalments] == [ChargeStatus.DECLINED]
    assert drafts(events, Notice.ORDER_NOT_PLACED, "one") == ["2019-04-20"]


def test_o1_the_trial_that_the_order_ended_goes_on_and_ends_on_its_day() -> None:
    book, events = lived(ORDER, said("2019-04-20"), until="2019-05-01")
    expected = [("2019-04-18", "C2", "active"), ("2019-04-20", "C1", "trial"), ("2019-05-01", "C3", "inactive")]
    assert states(events) == expected
    assert drafts(events, Notice.TRIAL_ENDING) == ["2019-04-24", "2019-04-30"]
    assert book.available(day("2019-05-01")) == 0


def test_o1_a_trial_that_is_over_by_then_leaves_the_account_inactive() -> None:
    _, events = lived(ORDER, said("2019-05-10"), until="2019-05-20")
    assert states(events) == [("2019-04-18", "C2", "active"), ("2019-05-10", "C13", "inactive")]


def test_o1_beside_another_order_the_account_stays_active() -> None:
    book, events = lived(ORDER, SECOND, said("2019-05-30", order="two"), until="2019-06-01")
    assert states(events)[1:] == []
    assert states(events, "two")[-1] == ("2019-05-30", "O1", "canceled")
    assert book.available(day("2019-06-01")) == 150


def test_o1_after_a_deactivation_the_account_goes_on_ending_as_if_nothing_had_been_ordered() -> None:
    again = PlaceOrder(day("2019-09-10"), "two", 25, VISA)
    left = (ORDER, Deactivate(day("2019-09-05")))
    book, events = lived(*left, again, said("2019-09-12", order="two"), until="2019-11-01")
    plain, _ = lived(*left, until="2019-11-01")
    assert states(events)[2:] == [
        ("2019-09-10", "C8", "active"),
        ("2019-09-12", "C4", "activation_required"),
        ("2019-09-18", "C5", "trial"),
        ("2019-10-18", "C6", "inactive"),
    ]
    assert drafts(events, Notice.GRACE) == ["2019-09-18", "2019-10-02", "2019-10-14"]
    assert (book.standing, book.available(day("2019-11-01"))) == (plain.standing, plain.available(day("2019-11-01")))


@pytest.mark.parametrize(
    ("ordered", "declined", "state"),
    [
        ("2019-09-10", "2019-09-20", [("2019-09-20", "C4", "activation_required"), ("2019-09-20", "C5", "trial")]),
        ("2019-09-20", "2019-09-25", [("2019-09-25", "C5", "trial")]),
        ("2019-09-20", "2019-10-19", [("2019-10-19", "C5", "trial"), ("2019-10-20", "C6", "inactive")]),
        ("2019-10-20", "2019-10-21", [("2019-10-21", "C6", "inactive")]),
    ],
)
def test_o1_a_deactivated_account_is_where_its_days_have_it(
    ordered: str, declined: str, state: list[tuple[str, str, str]]
) -> None:
    again = PlaceOrder(day(ordered), "two", 25, VISA)
    acts = (ORDER, Deactivate(day("2019-09-05")), again, said(declined, order="two"))
    _, events = lived(*acts, until=max(declined, state[-1][0]))
    assert [one for one in states(events) if one[0] >= declined] == state


def test_o1_an_order_that_was_left_at_once_is_void_and_its_fee_is_dropped() -> None:
    acts = (ORDER, CancelOrder(day("2019-04-19"), "one", Money(330000, "USD")), said("2019-04-20"))
    book, events = lived(*acts, until="2019-06-01")
    assert states(events, "one")[-1] == ("2019-04-20", "O1", "canceled")
    assert (book.order("one").fee, states(events)[1:2]) == (None, [("2019-04-20", "C1", "trial")])


def test_o1_received_seats_keep_the_account_active() -> None:
    _, events = lived(
        ReceiveSeats(day("2019-04-02"), "five", "Group", 5), ORDER, said("2019-04-20"), until="2019-06-01"
    )
    assert states(events) == [("2019-04-02", "C2", "active")]


def test_o1_named_after_further_months_the_months_expected_are_not_charged() -> None:
    book, events = lived(ORDER, said("2019-06-20", number=1), until="2019-08-01")
    order = book.order("one")
    assert states(events, "one")[-1] == ("2019-06-20", "O1", "canceled")
    assert [one.status for one in order.instalments] == [ChargeStatus.DECLINED, *[ChargeStatus.WAIVED] * 2]
    assert (order.owes.minor, order.waiting) == (0, ())


def test_o4_once_a_month_was_paid_a_refused_first_month_is_owed_like_any_other() -> None:
    paid = said("2019-05-18", Outcome.ACCEPTED, 2)
    book, events = lived(ORDER, paid, said("2019-05-20", number=1), until="2019-05-21")
    assert states(events, "one")[-1] == ("2019-05-20", "O4", "suspended")
    assert (book.order("one").owes.decimal, book.standing.state) == ("600.00", "active")


def test_o1_a_first_charge_entered_as_accepted_is_corrected_by_naming_it() -> None:
    accepted = said("2019-04-19", Outcome.ACCEPTED)
    book, _ = lived(ORDER, accepted, until="2019-04-20")
    with refused("Nothing is owed on this order."):
        do(book, said("2019-04-20"))
    after, events = do(book, said("2019-04-20", number=1))
    assert (states(events, "one"), states(events)) == (
        [("2019-04-20", "O1", "canceled")],
        [("2019-04-20", "C1", "trial")],
    )
    with refused("Nothing is owed on this order."):
        do(after, said("2019-04-21", Outcome.ACCEPTED))
    with refused("Nothing is owed for instalment 1 on that day."):
        do(after, said("2019-04-21", Outcome.ACCEPTED, 1))


def test_o1_a_delayed_first_charge_that_is_declined_then_places_no_order() -> None:
    late = said("2019-04-18", Outcome.LATE)
    _, events = lived(ORDER, late, said("2019-04-22"), until="2019-04-25")
    assert states(events, "one")[1:] == [("2019-04-19", "O2", "suspended"), ("2019-04-22", "O1", "canceled")]


def test_o3_a_word_about_an_expired_card_s_newest_month_is_not_lost() -> None:
    card = Card("sub_1", "Visa", "4242", 6, 2019)
    order = PlaceOrder(day("2019-04-18"), "one", 150, card)
    acts = (order, said("2019-05-18", Outcome.ACCEPTED), said("2019-07-02"))
    book, _ = lived(*acts, until="2019-07-02")
    assert (book.order("one").state, book.order("one").owes.decimal) == (OrderState.SUSPENDED, "600.00")


def test_r3_after_a_declined_first_charge_the_next_order_is_the_first() -> None:
    book, _ = lived(ORDER, said("2019-04-20"), until="2019-04-21")
    with refused("Your first order must be for at least 10 users."):
        do(book, PlaceOrder(day("2019-04-21"), "two", 9, VISA))
    again, events = do(book, PlaceOrder(day("2019-04-21"), "two", 10, VISA))
    assert states(events) == [("2019-04-21", "C2", "active")]
    assert again.available(day("2019-04-21")) == 10


def test_r11_a_void_order_cannot_be_edited() -> None:
    book, _ = lived(ORDER, said("2019-04-20"), until="2019-04-21")
    with refused("Subscription details can be edited only for an active account."):
        do(book, ChangeCard(day("2019-04-21"), "one", VISA))
