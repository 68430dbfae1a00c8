"""The life of an order (rules.md 1.2, O1 to O11): charges, suspension, dunning, ends and renewals."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.accounts import Payments
from desktop.domain.life.acts import CancelOrder, ChangeCard, Deactivate, EnterOutcome, PlaceOrder
from desktop.domain.life.doing import do
from desktop.domain.life.events import EventKind, Notice
from desktop.domain.money import Money
from desktop.domain.orders.order import ChargeStatus, Order
from desktop.domain.orders.transitions import ORDER_STATE_LABELS, TABLE, OrderEvent, OrderState, moved
from desktop.domain.payments import Card, Outcome, card_of_test_token
from desktop.domain.pricing.price_lists import PriceList
from tests.desks import refused
from tests.domain.life.stories import VISA, account, day, drafts, states, story, the_2019_account
from tests.domain.pricing.lists import priced

ORDER = PlaceOrder(day("2019-04-18"), "one", 150, VISA)
BAD = card_of_test_token("tok_declined")


def paid(order: Order) -> list[str]:
    return [one.due_on.isoformat() for one in order.instalments if one.status is ChargeStatus.PAID]


def test_each_order_is_charged_monthly_on_its_own_day() -> None:
    book, _ = the_2019_account(until="2019-09-05")
    assert [len(order.instalments) for order in book.orders] == [5, 4]
    assert paid(book.order("one"))[-1] == "2019-08-18"
    assert paid(book.order("two"))[-1] == "2019-08-29"
    assert {one.rating.total.decimal for one in book.order("one").instalments} == {"600.00"}
    assert book.order("two").next_billing_on(day("2019-09-05")) == day("2019-09-29")
    assert book.order("one").term_ends_on(day("2020-04-17")) == day("2020-04-18")


def test_month_steps_come_from_the_original_anchor() -> None:
    order = story(PlaceOrder(day("2019-08-31"), "one", 10, VISA), until="2019-08-31")[0].order("one")
    due = [order.due_on(number).isoformat() for number in range(1, 14)]
    assert due[:3] == ["2019-08-31", "2019-09-30", "2019-10-31"]
    assert (due[6], due[12]) == ("2020-02-29", "2020-08-31")


def test_the_first_charge_is_the_quote_to_the_hash() -> None:
    order = story(ORDER, until="2019-04-18")[0].order("one")
    assert order.instalments[0].rating.sha256 == order.rated(1).sha256
    assert order.instalments[0].rating.total.decimal == "600.00"


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        ("tok_declined", "No order was placed. The charge was declined."),
        ("tok_insufficient_funds", "No order was placed. The charge was declined: insufficient funds."),
        ("tok_expired", "The card has expired. Use another payment method."),
    ],
)
def test_a_first_charge_that_is_declined_places_no_order(token: str, sentence: str) -> None:
    with refused(sentence):
        story(replace(ORDER, card=card_of_test_token(token)), until="2019-04-18")


def test_o1_a_first_charge_that_is_late_places_a_suspended_order_without_seats() -> None:
    late = replace(ORDER, card=card_of_test_token("tok_late"))
    book, events = story(late, until="2019-04-20")
    assert (book.order("one").state, book.live_orders(), book.standing.state) == (OrderState.SUSPENDED, [], "trial")
    assert drafts(events, Notice.DUNNING, "one") == ["2019-04-18"]
    book, events = story(late, until="2019-04-21")
    assert states(events, "one")[-1] == ("2019-04-21", "O5", "active")
    assert states(events) == [("2019-04-21", "C2", "active")]
    assert book.available(day("2019-04-21")) == 150


def test_o1_a_late_first_charge_that_is_declined_cancels_without_a_fee() -> None:
    late = replace(ORDER, outcome=Outcome.LATE)
    told = EnterOutcome(day("2019-04-19"), "one", Outcome.DECLINED)
    book, events = story(late, told, until="2019-04-25", book=account(Payments.RECORDED))
    assert states(events, "one")[-1] == ("2019-04-19", "O1", "canceled")
    assert (book.order("one").fee, book.standing.state) == (None, "trial")


def test_o2_a_charge_that_is_still_processing_suspends_the_next_day_and_settles_later() -> None:
    late = ChangeCard(day("2019-09-01"), "one", card_of_test_token("tok_late"))
    _, events = story(ORDER, late, until="2019-10-01")
    assert states(events, "one")[1:] == [("2019-09-19", "O2", "suspended"), ("2019-09-21", "O5", "active")]


def test_o3_a_card_of_august_suspends_on_1_september_even_if_nothing_is_due() -> None:
    card = Card("tok_visa", "Visa", "4242", 8, 2019)
    book, events = story(replace(ORDER, card=card), until="2019-09-02")
    assert states(events, "one")[-1] == ("2019-09-01", "O3", "suspended")
    assert book.order("one").arrears == ()
    again, events = do(book, ChangeCard(day("2019-09-02"), "one", VISA))
    assert states(events, "one") == [("2019-09-02", "O5", "active")]
    assert again.order("one").card == VISA


@pytest.mark.parametrize("number", [None, 5])
def test_o3_a_word_about_a_month_that_counted_as_paid_brings_no_expired_card_back(number: int | None) -> None:
    card = Card("tok_visa", "Visa", "4242", 8, 2019)
    start = account(Payments.RECORDED)
    confirmed = EnterOutcome(day("2019-09-02"), "one", Outcome.ACCEPTED, number)
    book, events = story(replace(ORDER, card=card), confirmed, until="2019-10-01", book=start)
    assert states(events, "one")[1:] == [("2019-09-01", "O3", "suspended"), ("2019-10-01", "O6", "canceled")]
    assert book.order("one").instalments[4].status is ChargeStatus.PAID


def test_o4_and_o6_declined_on_18_september_canceled_on_18_october_and_not_charged() -> None:
    book, events = story(ORDER, ChangeCard(day("2019-09-01"), "one", BAD), until="2019-12-31")
    assert states(events, "one")[1:] == [("2019-09-18", "O4", "suspended"), ("2019-10-18", "O6", "canceled")]
    assert drafts(events, Notice.DUNNING, "one") == ["2019-09-18", "2019-09-25", "2019-10-09"]
    order = book.order("one")
    assert [one.due_on.isoformat() for one in order.arrears] == ["2019-09-18"]
    assert (order.arrears[0].attempts, order.owes.decimal, order.fee) == (3, "600.00", None)


def test_o6_may_charge_the_fee() -> None:
    start = account(fee_on_nonpayment=True)
    book, events = story(ORDER, ChangeCard(day("2019-09-01"), "one", BAD), until="2019-12-31", book=start)
    fee = book.order("one").fee
    assert fee is not None
    assert (fee.rating.total.decimal, fee.status) == ("1500.00", ChargeStatus.OPEN)
    assert [one.on.isoformat() for one in events if one.kind is EventKind.FEE] == ["2019-10-18"]


def test_o6_waits_for_its_reminders() -> None:
    start = account(dunning_reminder_days=(0, 7, 35))
    _, events = story(ORDER, ChangeCard(day("2019-09-01"), "one", BAD), until="2019-12-31", book=start)
    assert states(events, "one")[-1] == ("2019-10-24", "O6", "canceled")


def test_o5_a_retry_settles_all_arrears_and_keeps_the_price() -> None:
    bad, good = ChangeCard(day("2019-09-01"), "one", BAD), ChangeCard(day("2019-10-01"), "one", VISA)
    book, events = story(ORDER, bad, good, until="2019-10-20")
    assert states(events, "one")[-1] == ("2019-10-01", "O5", "active")
    assert paid(book.order("one"))[-2:] == ["2019-09-18", "2019-10-18"]
    assert book.order("one").price.decimal == "4.00"


def test_o7_after_a_declined_charge_arrears_and_fee_stand_side_by_side() -> None:
    bad = ChangeCard(day("2019-08-01"), "one", BAD)
    book, _ = story(ORDER, bad, Deactivate(day("2019-09-05")), until="2019-09-05")
    order = book.order("one")
    assert (order.owes.decimal, order.fee and order.fee.rating.total.decimal) == ("600.00", "2100.00")
    later, events = story(ORDER, bad, Deactivate(day("2019-09-05")), until="2020-01-01")
    assert drafts(events, Notice.DUNNING, "one") == ["2019-08-18", "2019-08-25"]
    fee = later.order("one").fee
    assert (fee and fee.status, later.order("one").state) == (ChargeStatus.OPEN, OrderState.CANCELED)


def test_o10_the_support_team_cancels_for_exactly_the_fee() -> None:
    book, _ = the_2019_account(until="2019-09-04")
    for amount in (None, Money(209999, "USD"), Money(250000, "USD"), Money(210000, "EUR")):
        with refused("Canceling this order costs 2100.00 USD. Accept exactly this amount to cancel it."):
            do(book, CancelOrder(day("2019-09-05"), "one", amount))
    after, events = do(book, CancelOrder(day("2019-09-05"), "one", Money(210000, "USD")))
    assert states(events, "one") == [("2019-09-05", "O10", "cancellation_initiated")]
    assert after.order("two").state is OrderState.ACTIVE
    with refused("The order is in the state Cancellation initiated: this is not possible."):
        do(after, CancelOrder(day("2019-09-06"), "one", Money(210000, "USD")))


def test_o11_a_new_term_begins_at_the_same_price() -> None:
    book, events = story(ORDER, until="2023-05-01")
    assert [one.on.isoformat() for one in events if one.kind is EventKind.RENEWAL] == [
        "2020-04-18",
        "2021-04-18",
        "2022-04-18",
        "2023-04-18",
    ]
    assert {one.rating.total.decimal for one in book.order("one").instalments} == {"600.00"}
    assert len(book.order("one").instalments) == 49


def test_o11_a_version_that_reaches_existing_orders_does_so_at_a_renewal() -> None:
    prices: PriceList = priced(("a", day("2019-01-01"), "4"), ("b", day("2019-09-01"), "9"), reaches=day("2020-01-01"))
    book, _ = story(ORDER, until="2020-05-20", book=replace(account(), prices=prices))
    totals = [one.rating.total.decimal for one in book.order("one").instalments]
    assert totals == ["600.00"] * 12 + ["1350.00"] * 2


def test_without_renewal_an_order_ends_with_its_term_and_without_a_fee() -> None:
    book, events = story(ORDER, until="2021-01-01", book=account(auto_renew=False))
    assert states(events, "one")[-1] == ("2020-04-18", "O11", "canceled")
    assert (len(book.order("one").instalments), book.order("one").fee) == (12, None)
    assert states(events)[-1] == ("2020-04-18", "C13", "inactive")


def test_recorded_instalments_are_expected_until_the_outcome_is_entered() -> None:
    book, _ = story(ORDER, until="2019-09-20", book=account(Payments.RECORDED))
    assert {one.status for one in book.order("one").instalments} == {ChargeStatus.EXPECTED}
    told, _ = do(book, EnterOutcome(day("2019-09-20"), "one", Outcome.ACCEPTED))
    assert {one.status for one in told.order("one").instalments} == {ChargeStatus.PAID}
    with refused("Nothing is owed on this order."):
        do(told, EnterOutcome(day("2019-09-20"), "one", Outcome.DECLINED))


def test_an_outcome_that_came_to_light_late_counts_from_its_own_day() -> None:
    declined = EnterOutcome(day("2019-09-18"), "one", Outcome.INSUFFICIENT_FUNDS)
    book, events = story(ORDER, declined, until="2019-12-01", book=account(Payments.RECORDED))
    assert states(events, "one")[1:] == [("2019-09-18", "O4", "suspended"), ("2019-10-18", "O6", "canceled")]
    paid_later = EnterOutcome(day("2019-10-02"), "one", Outcome.ACCEPTED)
    book, events = story(ORDER, declined, paid_later, until="2019-12-01", book=account(Payments.RECORDED))
    assert states(events, "one")[-1] == ("2019-10-02", "O5", "active")
    assert [one.status for one in book.order("one").instalments[-2:]] == [ChargeStatus.EXPECTED] * 2


def test_with_stripe_an_instalment_is_open_until_somebody_charges_it() -> None:
    placed = replace(ORDER, outcome=Outcome.ACCEPTED)
    book, _ = story(placed, until="2019-05-20", book=account(Payments.STRIPE))
    order = book.order("one")
    assert [one.status for one in order.instalments] == [ChargeStatus.PAID, ChargeStatus.OPEN]
    assert order.state is OrderState.ACTIVE
    book, events = do(book, EnterOutcome(day("2019-05-21"), "one", Outcome.DECLINED))
    assert states(events, "one") == [("2019-05-21", "O4", "suspended")]


def test_r11_details_are_edited_only_on_a_running_order_of_an_active_account() -> None:
    book, _ = the_2019_account(Deactivate(day("2019-09-05")), until="2019-09-06")
    with refused("Subscription details can be edited only for an active account."):
        do(book, ChangeCard(day("2019-09-06"), "one", VISA))


@pytest.mark.parametrize("state", [None, *OrderState])
@pytest.mark.parametrize("event", list(OrderEvent))
def test_what_is_not_in_the_table_is_refused(state: OrderState | None, event: OrderEvent) -> None:
    row = next(row for row in TABLE if row.event is event)
    if state in row.before:
        assert moved(state, event).to == (row.to or state)
    else:
        where = "Not placed yet" if state is None else ORDER_STATE_LABELS[state].english()
        with refused(f"The order is in the state {where}: this is not possible."):
            moved(state, event)


def test_a_canceled_order_never_comes_back() -> None:
    assert not [row for row in TABLE if OrderState.CANCELED in row.before]
    assert len({row.event for row in TABLE}) == len(TABLE) == len(OrderEvent)


def test_an_order_nobody_placed_is_named() -> None:
    with refused("There is no order “three”."):
        do(account(), EnterOutcome(day("2019-04-02"), "three", Outcome.ACCEPTED))


def test_the_test_provider_names_its_tokens() -> None:
    with refused("The test provider does not know this token."):
        card_of_test_token("tok_nothing")
    assert VISA.expires_on - timedelta(days=1) == day("2099-12-31")


def test_an_order_with_other_values_is_the_one_that_replace_makes() -> None:
    one = the_2019_account(until="2019-09-05")[0].order("one")
    owed = replace(one.instalments[-1], status=ChargeStatus.DECLINED)
    for fields in ({"drafts": 2}, {"instalments": (owed,)}, {"ends_on": day("2019-10-01"), "fee": None}):
        assert vars(one)["arrears"] == one.arrears, "known by now"
        changed = one.changed(**fields)
        assert changed == replace(one, **fields)
        assert changed.arrears == replace(one, **fields).arrears
    with pytest.raises(TypeError):
        one.changed(draft=2)
