"""Quotes never refuse; orders do, each rule with its sentence (rules.md 1.4)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.accounts import AccountState, Region
from desktop.domain.billing_rules import BillingRules, RemainingLimits
from desktop.domain.orders.order import RUNNING
from desktop.domain.orders.quotes import Quote, Wish, quote
from desktop.domain.orders.refusals import (
    Buyer,
    order_refusals,
    refuse_card,
    refuse_edit,
    refuse_order,
    refuse_partial,
    refuse_purchase_order,
    refuse_quantity,
    refuse_registration,
    refuse_removal,
)
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import card_of_test_token
from desktop.domain.pricing.grandfathering import Scope
from tests.desks import refused
from tests.domain.pricing.lists import learners

NEW = Buyer(Region.US, first_order=True, remaining=None)
KNOWN = Buyer(Region.US, first_order=False, remaining=46)
RULES = BillingRules()
LITERAL = BillingRules(remaining_limits=RemainingLimits.ORDERS)


def asked(users: int, on: str, rules: BillingRules = RULES, buyer: Buyer = NEW, country: str = "US") -> Quote:
    return quote(Wish(users, date.fromisoformat(on), "USD", country), learners(), rules, buyer)


@pytest.mark.parametrize(
    ("on", "monthly", "annual"), [("2019-04-18", "16.00", "192.00"), ("2022-08-01", "36.00", "432.00")]
)
def test_a_quote_of_four_users_names_r3_and_refuses_nothing(on: str, monthly: str, annual: str) -> None:
    found = asked(4, on)
    assert (found.monthly.decimal, found.annual.decimal) == (monthly, annual)
    assert [one.rule for one in found.would_refuse] == ["R3"]
    assert found.explanation.value == found.annual


def test_the_tax_is_that_of_the_country() -> None:
    taxed = BillingRules(tax_rates={"FR": Fraction("0.2")})
    found = asked(40, "2019-04-18", taxed, country="FR")
    assert (found.monthly.decimal, found.rating.tax.decimal, found.rating.total.decimal) == (
        "160.00",
        "32.00",
        "192.00",
    )
    assert asked(40, "2019-04-18", taxed).rating.total.decimal == "160.00"


def test_a_quote_without_a_quantity_or_a_price_is_refused() -> None:
    with refused("The number of users is a whole number, at least 1."):
        asked(0, "2019-04-18")
    with refused("There is no price in EUR."):
        quote(Wish(10, date(2019, 4, 18), "EUR", "FR"), learners(), RULES, NEW)


@pytest.mark.parametrize(
    ("users", "buyer", "rules", "found"),
    [
        (9, NEW, RULES, ["R3"]),
        (10, NEW, RULES, []),
        (4, KNOWN, RULES, []),
        (3500, KNOWN, RULES, []),
        (3501, KNOWN, RULES, ["R4"]),
        (4, Buyer(Region.EU, first_order=True, remaining=None), RULES, ["R2", "R3"]),
        (47, KNOWN, LITERAL, ["R5"]),
        (46, KNOWN, LITERAL, []),
        (47, KNOWN, RULES, []),
        (47, Buyer(Region.US, first_order=True, remaining=0), LITERAL, []),
        (47, Buyer(Region.US, first_order=False, remaining=None), LITERAL, []),
        (3501, Buyer(Region.OTHER, first_order=False, remaining=0), LITERAL, ["R2", "R4", "R5"]),
    ],
)
def test_r2_to_r5_in_their_order(users: int, buyer: Buyer, rules: BillingRules, found: list[str]) -> None:
    assert [one.rule for one in order_refusals(users, buyer, rules)] == found


def test_the_first_rule_that_stands_in_the_way_is_told() -> None:
    with refused("Credit card purchase is only available in the US region. Use a purchase order."):
        refuse_order(4, Buyer(Region.EU, first_order=True, remaining=None), RULES)
    with refused("Your first order must be for at least 10 users."):
        refuse_order(9, NEW, RULES)
    with refused("A single credit card order cannot exceed 3500 users."):
        refuse_order(3501, KNOWN, RULES)
    with refused("You can add at most 46 users."):
        refuse_order(47, KNOWN, LITERAL)


def test_r5_registering_is_limited_by_the_seats_left() -> None:
    refuse_registration(46, 46, RULES)
    refuse_registration(1, None, RULES)
    refuse_registration(0, 0, RULES)
    refuse_registration(47, 46, LITERAL)
    for adding, remaining, rules in ((47, 46, RULES), (1, 0, RULES), (1, 0, LITERAL)):
        with refused(f"You can register at most {remaining} more users."):
            refuse_registration(adding, remaining, rules)


def test_r6_a_payment_method_that_can_be_charged() -> None:
    with refused("A payment method is required."):
        refuse_card(None, date(2019, 4, 18))
    with refused("The card has expired. Use another payment method."):
        refuse_card(card_of_test_token("tok_expired"), date(2019, 4, 18))
    refuse_card(card_of_test_token("tok_visa"), date(2099, 12, 31))
    with refused("at least 1"):
        refuse_quantity(-1)


def test_r7_r8_and_r9_say_what_to_do_instead() -> None:
    with refused("To remove an active subscription, contact the support team."):
        refuse_removal()
    with refused(
        "A subscription cannot be partially canceled. Cancel it at the end of the billing cycle, "
        "then buy the number you need."
    ):
        refuse_partial()
    with refused("Your organization must be registered with Adobe before using a purchase order."):
        refuse_purchase_order(registered_with_adobe=False)
    refuse_purchase_order(registered_with_adobe=True)


@pytest.mark.parametrize("account", list(AccountState))
@pytest.mark.parametrize("order", list(OrderState))
def test_r11_only_running_orders_of_an_active_account_are_edited(account: AccountState, order: OrderState) -> None:
    if account is AccountState.ACTIVE and order in RUNNING:
        refuse_edit(account, order)
    else:
        with refused("Subscription details can be edited only for an active account."):
            refuse_edit(account, order)


@given(
    users=st.integers(1, 5000),
    on=st.dates(date(2001, 1, 1), date(2040, 1, 1)),
    scope=st.sampled_from(Scope),
    held=st.lists(st.sampled_from(["learners-1", "learners-2"])),
)
def test_a_quote_asked_again_for_the_same_day_has_the_same_hash(
    users: int, on: date, scope: Scope, held: list[str]
) -> None:
    rules, wish = BillingRules(grandfather_scope=scope), Wish(users, on, "USD", "US")
    once = quote(wish, learners(), rules, NEW, held)
    later = quote(wish, learners(), rules, KNOWN, [*held, *held])
    assert once.rating.sha256 == later.rating.sha256
    assert once.annual.minor == 12 * once.monthly.minor
