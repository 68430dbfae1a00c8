"""The life of an account (rules.md 1.3, C1 to C16): states, access, reminders, each on its own day."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.accounts import AccountState
from desktop.domain.billing_rules import GraceStarts
from desktop.domain.keys import ActivatedKey, Plan, activated_keys
from desktop.domain.life.acts import (
    Act,
    ActivateKey,
    CancelOrder,
    ChangeCard,
    Deactivate,
    EndShare,
    PlaceOrder,
    Reactivate,
    ReceiveSeats,
)
from desktop.domain.life.calendar import advance
from desktop.domain.life.deactivation import preview_reactivation
from desktop.domain.life.doing import do
from desktop.domain.life.events import Notice
from desktop.domain.money import Money
from desktop.domain.payments import card_of_test_token
from tests.desks import refused
from tests.domain.life.stories import VISA, account, day, drafts, states, story, the_2019_account

DEACTIVATE = Deactivate(day("2019-09-05"))
SHARED = ReceiveSeats(day("2019-09-01"), "five", "Group", 5)


def keys(*rows: tuple[Plan, str]) -> tuple[ActivatedKey, ...]:
    return activated_keys((str(place), plan, 321, day(on)) for place, (plan, on) in enumerate(rows))


def test_c3_a_trial_from_10_january_is_inactive_on_9_february_with_two_reminders() -> None:
    _, events = story(until="2026-03-01", book=account(on=day("2026-01-10")))
    assert states(events) == [("2026-02-09", "C3", "inactive")]
    assert drafts(events, Notice.TRIAL_ENDING) == ["2026-02-02", "2026-02-08"]


def test_c2_an_order_makes_the_account_active_on_its_day_and_ends_the_reminders() -> None:
    book, events = story(
        PlaceOrder(day("2026-02-02"), "one", 10, VISA), until="2026-02-20", book=account(on=day("2026-01-10"))
    )
    assert states(events) == [("2026-02-02", "C2", "active")]
    assert drafts(events, Notice.TRIAL_ENDING) == ["2026-02-02"]
    assert drafts(events, Notice.ORDER_CONFIRMED, "one") == ["2026-02-02"]
    assert book.available(day("2026-02-20")) == 10


def test_an_order_on_the_day_the_trial_ends_comes_after_its_end() -> None:
    _, events = story(
        PlaceOrder(day("2026-02-09"), "one", 10, VISA), until="2026-02-09", book=account(on=day("2026-01-10"))
    )
    assert states(events) == [("2026-02-09", "C3", "inactive"), ("2026-02-09", "C8", "active")]


def test_c4_to_c6_the_timeline_of_the_2019_account() -> None:
    book, events = the_2019_account(DEACTIVATE, until="2019-12-31")
    assert states(events)[1:] == [
        ("2019-09-05", "C4", "activation_required"),
        ("2019-09-29", "C5", "trial"),
        ("2019-10-29", "C6", "inactive"),
    ]
    assert states(events, "one")[-2:] == [
        ("2019-09-05", "O7", "cancellation_initiated"),
        ("2019-09-18", "O8", "canceled"),
    ]
    assert states(events, "two")[-1] == ("2019-09-29", "O8", "canceled")
    assert drafts(events, Notice.GRACE) == ["2019-09-29", "2019-10-13", "2019-10-25"]
    assert drafts(events, Notice.CANCELLATION_CONFIRMED, "one") == ["2019-09-18"]
    assert book.standing.rule == "C6"
    on_28, _ = the_2019_account(DEACTIVATE, until="2019-09-28")
    assert on_28.standing.state is AccountState.ACTIVATION_REQUIRED


def test_grace_may_run_from_the_deactivation() -> None:
    start = account(grace_starts=GraceStarts.DEACTIVATION)
    order = PlaceOrder(day("2019-04-18"), "one", 150, VISA)
    _, events = story(order, DEACTIVATE, until="2019-12-31", book=start)
    assert states(events)[2:] == [("2019-09-18", "C5", "trial"), ("2019-10-05", "C6", "inactive")]
    assert drafts(events, Notice.GRACE) == ["2019-09-05", "2019-09-19", "2019-10-01"]
    _, events = story(
        ActivateKey(day("2019-04-18"), keys((Plan.MAU, "2019-04-18"))), DEACTIVATE, until="2020-12-31", book=start
    )
    assert states(events)[2:] == [("2020-04-01", "C5", "trial"), ("2020-04-01", "C6", "inactive")]


def test_c15_an_account_with_a_mau_key_runs_to_the_end_of_its_period() -> None:
    start = account(on=day("2018-07-17"))
    key = ActivateKey(day("2018-07-17"), keys((Plan.MAU, "2018-07-17")))
    _, events = story(key, Deactivate(day("2018-09-05")), until="2020-01-01", book=start)
    assert states(events) == [
        ("2018-07-17", "C2", "active"),
        ("2018-09-05", "C4", "activation_required"),
        ("2019-07-01", "C5", "trial"),
        ("2019-07-31", "C6", "inactive"),
    ]


def test_c15_received_seats_alone_run_to_the_next_day() -> None:
    book, events = story(SHARED, DEACTIVATE, until="2019-09-10")
    assert states(events)[-2:] == [("2019-09-05", "C4", "activation_required"), ("2019-09-06", "C5", "trial")]
    assert [share.ended_on for share in book.shares] == [day("2019-09-06")]


def test_c7_received_seats_alone_can_be_kept_on_the_same_day() -> None:
    book, events = story(SHARED, DEACTIVATE, Reactivate(day("2019-09-05")), until="2019-09-10")
    assert states(events)[-1] == ("2019-09-05", "C7", "active")
    assert book.available(day("2019-09-10")) == 5


def test_c7_reactivated_in_time_canceled_orders_stay_so_and_keep_their_fee() -> None:
    book, events = the_2019_account(DEACTIVATE, Reactivate(day("2019-09-20")), until="2019-10-01")
    assert states(events)[-1] == ("2019-09-20", "C7", "active")
    one, two = book.order("one"), book.order("two")
    assert (one.state, one.fee and one.fee.rating.total.decimal) == ("canceled", "2100.00")
    assert (two.state, two.fee, two.ends_on) == ("active", None, None)
    assert states(events, "two")[-1] == ("2019-09-20", "O9", "active")
    assert drafts(events, Notice.GRACE) == []


@pytest.mark.parametrize("canceled_on", ["2019-08-20", "2019-09-05"])
def test_c7_takes_the_deactivation_back_and_not_an_order_canceled_by_itself(canceled_on: str) -> None:
    cancel = CancelOrder(day(canceled_on), "one", Money(210000, "USD"))
    book, _ = the_2019_account(cancel, DEACTIVATE, until="2019-09-06")
    preview = preview_reactivation(book, day("2019-09-06"))
    assert [(one.order.id, one.fee.decimal, one.charge_on, one.charge.decimal) for one in preview.returns] == [
        ("two", "400.00", day("2019-09-29"), "100.00")
    ]
    assert [one.id for one in preview.leaving] == ["one"]
    book, _ = do(book, Reactivate(day("2019-09-06")))
    one, two = book.order("one"), book.order("two")
    assert (one.state, one.ends_on, two.state) == ("cancellation_initiated", day("2019-09-18"), "active")
    assert one.fee is not None
    assert one.fee.rating.total.decimal == "2100.00"


def test_c8_orders_left_to_run_out_run_out_after_a_second_deactivation_is_taken_back() -> None:
    order = PlaceOrder(day("2019-09-05"), "three", 4, VISA)
    book, _ = the_2019_account(DEACTIVATE, order, DEACTIVATE, Reactivate(day("2019-09-05")), until="2019-12-31")
    assert [one.state for one in book.orders] == ["canceled", "canceled", "active"]


@pytest.mark.parametrize("until", ["2019-09-29", "2019-10-28", "2019-10-29"])
def test_in_grace_and_inactive_only_an_order_or_a_key_reactivates(until: str) -> None:
    book, _ = the_2019_account(DEACTIVATE, until=until)
    with refused("Place a new order or activate a key to reactivate."):
        do(book, Reactivate(day(until)))
    book, events = do(book, PlaceOrder(day(until), "three", 4, VISA))
    assert states(events) == [(until, "C8", "active")]


def test_c8_an_order_while_activation_is_required_lets_the_others_run_out() -> None:
    order = PlaceOrder(day("2019-09-10"), "three", 4, VISA)
    book, events = the_2019_account(DEACTIVATE, order, until="2019-12-31")
    assert states(events)[-1] == ("2019-09-10", "C8", "active")
    assert [one.state for one in book.orders] == ["canceled", "canceled", "active"]


def test_c9_an_account_whose_orders_were_never_paid_is_inactive_the_same_day() -> None:
    bad = ChangeCard(day("2019-09-01"), "one", card_of_test_token("tok_declined"))
    acts: tuple[Act, ...] = (PlaceOrder(day("2019-04-18"), "one", 150, VISA), bad)
    _, events = story(*acts, until="2019-12-31")
    assert states(events)[-1] == ("2019-10-18", "C9", "inactive")


def test_c10_and_c11_a_suspended_order_leaves_the_account_active() -> None:
    bad = ChangeCard(day("2019-09-01"), "one", card_of_test_token("tok_declined"))
    book, _ = the_2019_account(bad, until="2019-10-17")
    assert book.order("one").state == "suspended"
    assert book.standing.state is AccountState.ACTIVE
    assert book.available(day("2019-10-17")) == 175


def test_c13_the_last_order_canceled_by_the_support_team() -> None:
    cancel = CancelOrder(day("2019-09-05"), "one", Money(210000, "USD"))
    book, events = story(PlaceOrder(day("2019-04-18"), "one", 150, VISA), cancel, until="2019-10-01")
    assert states(events)[-1] == ("2019-09-18", "C13", "inactive")
    assert book.standing.reason.english() == "The last order has ended."


def test_c14_the_last_key_is_over() -> None:
    key = ActivateKey(day("2019-04-18"), keys((Plan.USERS, "2019-04-18")))
    _, events = story(key, until="2020-12-31")
    assert states(events) == [("2019-04-18", "C2", "active"), ("2020-04-18", "C14", "inactive")]


def test_c2_and_c8_received_seats_make_an_account_active() -> None:
    book, events = story(SHARED, until="2019-09-10")
    assert states(events)[-1] == ("2019-09-01", "C8", "active"), "its trial was over in May"
    assert states(story(replace(SHARED, on=day("2019-04-20")), until="2019-04-20")[1]) == [
        ("2019-04-20", "C2", "active")
    ]
    assert book.available(day("2019-09-10")) == 5
    tree = book.explain_available(day("2019-09-10"))
    assert (tree.value, [step.text.english() for step in tree.steps]) == (
        5,
        ["Received from Group on 2019-09-01: 5 seats"],
    )


def test_c12_received_seats_taken_back() -> None:
    book, events = story(SHARED, EndShare(day("2019-09-03"), "five"), until="2019-09-10")
    assert states(events)[-1] == ("2019-09-03", "C12", "inactive")
    assert book.available(day("2019-09-10")) == 0


@pytest.mark.parametrize(
    "other",
    [
        ReceiveSeats(date(2019, 9, 2), "two", "Other", 2),
        PlaceOrder(date(2019, 9, 2), "one", 10, VISA),
        ActivateKey(date(2019, 9, 2), keys((Plan.USERS, "2019-09-02"))),
    ],
    ids=lambda act: type(act).__name__,
)
def test_c12_with_anything_else_in_force_the_account_stays_active(other: Act) -> None:
    book, events = story(SHARED, other, EndShare(day("2019-09-03"), "five"), until="2019-09-10")
    assert states(events)[-1] == ("2019-09-01", "C8", "active")
    assert (
        book.available(day("2019-09-10"))
        == {"ReceiveSeats": 2, "PlaceOrder": 10, "ActivateKey": 321}[type(other).__name__]
    )


def test_received_seats_end_once_and_not_before_they_came() -> None:
    end = EndShare(day("2019-09-03"), "five")
    book, _ = story(SHARED, end, until="2019-09-03")
    for share, sentence in (
        ("five", "These received seats do not count on 2019-09-03."),
        ("six", "There are no such received seats."),
    ):
        with refused(sentence):
            do(book, replace(end, share_id=share))
    with refused("These seats are received already."):
        do(book, replace(SHARED, on=day("2019-09-03")))


@pytest.mark.parametrize("rule", ["C9", "C13", "C14"])
def test_with_received_seats_the_end_of_everything_else_leaves_the_account_active(rule: str) -> None:
    bad = ChangeCard(day("2019-05-10"), "one", card_of_test_token("tok_declined"))
    cancel = CancelOrder(day("2019-05-10"), "one", Money(330000, "USD"))
    order: tuple[Act, ...] = (PlaceOrder(day("2019-04-18"), "one", 150, VISA),)
    key = ActivateKey(day("2019-04-18"), keys((Plan.USERS, "2019-04-18")))
    others: dict[str, tuple[Act, ...]] = {"C9": (*order, bad), "C13": (*order, cancel), "C14": (key,)}
    for shares, state in (((replace(SHARED, on=day("2019-05-01")),), "active"), ((), "inactive")):
        book, events = story(*others[rule], *shares, until="2020-12-31")
        assert (book.standing.state, states(events)[-1][1] == rule) == (state, state == "inactive")


def test_c16_only_an_active_account_is_deactivated() -> None:
    book, _ = the_2019_account(DEACTIVATE, until="2019-09-05")
    for start in (account(), book, advance(book, date(2019, 9, 29))[0], advance(book, date(2019, 10, 29))[0]):
        with refused("Only an active account can be deactivated."):
            do(start, Deactivate(max(start.advanced_to, date(2019, 4, 2))))


def test_f9_seats_of_orders_and_of_keys_and_unlimited_in_a_trial() -> None:
    book, _ = the_2019_account(until="2019-06-01")
    assert book.available(day("2019-06-01")) == 175
    assert book.buyer(day("2019-06-01"), 129).remaining == 46
    assert account().available(day("2019-04-02")) is None
    ten, _ = story(PlaceOrder(day("2019-04-18"), "one", 10, VISA), until="2019-04-18")
    assert (ten.available(day("2019-04-18")), ten.buyer(day("2019-04-18"), 40).remaining) == (10, 0)
    assert (ten.without_seat(day("2019-04-18"), 40), book.without_seat(day("2019-06-01"), 129)) == (30, 0)
    tree = book.explain_available(day("2019-06-01"))
    assert (tree.value, [step.value for step in tree.steps]) == (175, [150, 25])
    mixed = replace(book, keys=keys((Plan.USERS, "2019-04-18"), (Plan.MAU, "2018-01-01")))
    tree = mixed.explain_available(day("2019-06-01"))
    assert (tree.value, mixed.available(day("2019-06-01"))) == (496, 496)
    mau = replace(ten, keys=keys((Plan.MAU, "2019-04-18")))
    assert mau.available(day("2019-04-18")) is None


def test_a_day_before_the_last_applied_one_is_refused() -> None:
    book, _ = the_2019_account(until="2019-09-05")
    with refused("The workspace has already been advanced to 2019-09-05."):
        do(book, Deactivate(day("2019-09-04")))
