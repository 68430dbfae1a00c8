"""Before an account is deactivated: what ends when, what it costs, and which price is lost (rules.md F3, F4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.accounts import AccountState, may_log_in
from desktop.domain.life.acts import ChangeCard, Deactivate, PlaceOrder
from desktop.domain.life.calendar import advance
from desktop.domain.life.deactivation import fee_today, lost_prices, preview_deactivation
from desktop.domain.life.doing import do
from desktop.domain.life.ordering import quoted
from desktop.domain.life.working import Working
from desktop.domain.orders.order import ChargeStatus
from desktop.domain.payments import card_of_test_token
from desktop.domain.pricing.grandfathering import Scope
from desktop.domain.users import Role
from tests.desks import refused
from tests.domain.life.stories import VISA, account, day, states, story, the_2019_account

ORDER = PlaceOrder(day("2022-01-10"), "one", 25, VISA)
LATER = PlaceOrder(day("2022-08-05"), "two", 10, VISA)


def monthly(acts: list[PlaceOrder], until: str, scope: Scope = Scope.ORDER) -> str:
    start = account(on=day("2022-01-01"), grandfather_scope=scope)
    book, _ = story(*acts, until=until, book=start)
    return f"{sum(order.rated(order.next_number).net.minor for order in book.live_orders()) / 100:.2f}"


def test_the_preview_of_5_september_2019_is_2100_and_400() -> None:
    book, _ = the_2019_account(until="2019-09-04")
    preview = preview_deactivation(book, day("2019-09-05"))
    assert preview.fee.decimal == "2500.00"
    assert [(one.ends_on.isoformat(), one.fee and one.fee.total.decimal) for one in preview.endings] == [
        ("2019-09-18", "2100.00"),
        ("2019-09-29", "400.00"),
    ]
    assert preview.explanation.value == preview.fee
    assert [step.value for step in preview.explanation.steps] == [one.fee.total for one in preview.endings if one.fee]
    assert preview.paid_until == day("2019-09-29")
    assert states(list(preview.timeline))[-1] == ("2019-10-29", "C6", "inactive")
    assert book.order("one").fee is None


def test_what_falls_due_on_the_day_is_charged_before() -> None:
    book, _ = the_2019_account(until="2019-09-01")
    preview = preview_deactivation(book, day("2019-09-18"))
    assert [one.fee and one.fee.total.decimal for one in preview.endings] == ["1800.00", "400.00"]
    assert (preview.fee.decimal, preview.endings[0].ends_on) == ("2200.00", day("2019-10-18"))


def test_arrears_are_owed_beside_the_fee() -> None:
    bad = ChangeCard(day("2019-08-01"), "one", card_of_test_token("tok_declined"))
    book, _ = the_2019_account(bad, until="2019-09-05")
    preview = preview_deactivation(book, day("2019-09-05"))
    assert (preview.arrears.decimal, preview.fee.decimal) == ("600.00", "2500.00")


def test_confirming_does_what_the_preview_showed() -> None:
    book, _ = the_2019_account(until="2019-09-05")
    preview = preview_deactivation(book, day("2019-09-05"))
    after, done = do(book, Deactivate(day("2019-09-05")))
    after, later = advance(after, day("2020-06-01"))
    assert [*done, *later] == list(preview.timeline)
    fees = [order.fee for order in after.orders if order.fee is not None]
    assert [(fee.rating.total.decimal, fee.status) for fee in fees] == [
        ("2100.00", ChargeStatus.PAID),
        ("400.00", ChargeStatus.PAID),
    ]
    assert fee_today(book, "one", day("2019-09-05")).total.decimal == "2100.00"
    with refused("Only an active account can be deactivated."):
        preview_deactivation(after, day("2020-06-01"))


def test_f4_i_to_iv_grandfathering_by_order_and_by_account() -> None:
    assert monthly([ORDER], "2022-08-20") == "100.00"
    assert monthly([ORDER, LATER], "2022-08-20") == "190.00"
    assert monthly([ORDER, LATER], "2022-08-20", Scope.ACCOUNT) == "140.00"
    start = account(on=day("2022-01-01"))
    left, _ = story(ORDER, Deactivate(day("2022-09-05")), until="2022-09-20", book=start)
    again, _ = do(left, PlaceOrder(day("2022-09-20"), "again", 25, VISA))
    assert again.order("again").rated(1).net.decimal == "225.00"
    bad = ChangeCard(day("2022-08-01"), "one", card_of_test_token("tok_declined"))
    good = ChangeCard(day("2022-09-01"), "one", VISA)
    paid, events = story(ORDER, bad, good, until="2022-09-20", book=start)
    assert [rule for _, rule, _ in states(events, "one")] == ["O1", "O4", "O5"]
    assert paid.order("one").rated(10).net.decimal == "100.00"


def test_f4_in_scope_account_an_order_that_is_leaving_keeps_no_price() -> None:
    start = account(on=day("2022-01-01"), grandfather_scope=Scope.ACCOUNT)
    left, _ = story(ORDER, Deactivate(day("2022-09-05")), until="2022-09-06", book=start)
    estimate = quoted(Working(left, day("2022-09-06")), replace(LATER, on=day("2022-09-06")))
    assert (estimate.choice.price.decimal, estimate.choice.grandfathered) == ("9.00", False)


def test_the_guard_says_what_a_lost_price_costs_from_then_on() -> None:
    book, _ = story(ORDER, LATER, until="2022-09-05", book=account(on=day("2022-01-01")))
    [lost] = lost_prices(book, day("2022-09-05"))
    assert (lost.order.id, lost.more_a_month.decimal, lost.more_a_year.decimal) == ("one", "125.00", "1500.00")
    assert [step.value for step in lost.explanation.steps] != []
    assert lost_prices(book, day("2022-09-05"), frozenset({"two"})) == ()
    early, _ = story(ORDER, until="2022-02-01", book=account(on=day("2022-01-01")))
    assert lost_prices(early, day("2022-02-01")) == ()


@pytest.mark.parametrize(
    ("rule", "state", "lets_in"),
    [
        ("C6", AccountState.INACTIVE, {Role.OWNER}),
        ("C3", AccountState.INACTIVE, {Role.OWNER, Role.ADMINISTRATOR}),
        ("C9", AccountState.INACTIVE, {Role.OWNER, Role.ADMINISTRATOR}),
        ("C5", AccountState.TRIAL, set(Role)),
        ("C4", AccountState.ACTIVATION_REQUIRED, set(Role)),
        ("C2", AccountState.ACTIVE, set(Role)),
    ],
)
def test_the_access_matrix(rule: str, state: AccountState, lets_in: set[Role]) -> None:
    assert {role for role in Role if may_log_in(role, state, rule)} == lets_in


def test_a_preview_looks_far_enough_whatever_the_rules_say() -> None:
    start = account(grace_reminder_days=(0, 50))
    book, _ = story(PlaceOrder(day("2019-04-18"), "one", 10, VISA), until="2019-09-05", book=start)
    preview = preview_deactivation(book, day("2019-09-05"))
    assert preview.timeline[-1].on == day("2019-09-18") + timedelta(days=51)
