"""Price lists by effective date, whom they reach, and the price an order gets (rules.md F4)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.pricing.grandfathering import Scope, kept_price, price_for_new_order
from desktop.domain.pricing.price_lists import version_for_next_term
from desktop.domain.pricing.unit_prices import UnitPrice
from tests.desks import refused
from tests.domain.pricing.lists import dollars, learners, priced

OLD, CHANGE = date(2022, 7, 31), date(2022, 8, 1)
DAYS = st.dates(date(2001, 1, 1), date(2030, 12, 31))


def test_f4_the_price_changes_on_the_first_of_august_2022_that_day_included() -> None:
    assert learners().in_force(OLD).price_in("USD") == dollars("4.00")
    assert learners().in_force(CHANGE).price_in("USD") == dollars("9")


def test_the_account_rule_price_change_on_moves_the_change() -> None:
    moved = learners().dated({"price_change_on": date(2021, 1, 1)})
    assert moved.in_force(date(2020, 12, 31)).id == "learners-1"
    assert moved.in_force(date(2021, 1, 1)).id == "learners-2"
    assert learners().dated({}) == learners()


def test_r6_there_is_no_price_in_another_currency_and_none_is_converted() -> None:
    with refused("There is no price in EUR."):
        price_for_new_order(learners(), "EUR", CHANGE, Scope.ORDER)


def test_before_the_first_version_there_is_no_price() -> None:
    with refused("The price list has no price for 1999-12-31."):
        learners().in_force(date(1999, 12, 31))


@pytest.mark.parametrize("days", [[], [CHANGE, OLD], [OLD, OLD]])
def test_a_day_never_has_two_prices(days: list[date]) -> None:
    with refused("A price list needs versions with names and first days of their own, oldest first."):
        priced(*((f"v{place}", day, "1") for place, day in enumerate(days))) if days else type(learners())("none", ())


def test_f4_new_orders_pay_the_new_price_and_say_why() -> None:
    choice = price_for_new_order(learners(), "USD", CHANGE, Scope.ORDER, ["learners-1"])
    assert (choice.price, choice.version, choice.grandfathered) == (dollars("9"), "learners-2", False)
    assert choice.explanation.text.english() == "New orders from 2022-08-01 on pay this price."
    assert (choice.explanation.rule, choice.explanation.source) == ("F4", "learners-2")
    early = price_for_new_order(learners(), "USD", date(2019, 4, 18), Scope.ORDER)
    assert early.explanation.text.english() == "The price of new orders on 2019-04-18"


def test_f4_in_scope_account_the_account_keeps_its_price_while_it_has_such_an_order() -> None:
    choice = price_for_new_order(learners(), "USD", CHANGE, Scope.ACCOUNT, ["learners-1"])
    assert (choice.price, choice.version, choice.grandfathered) == (dollars("4"), "learners-1", True)
    assert choice.explanation.text.english() == "The account keeps its earlier price: it still has an order at it."
    assert [step.source for step in choice.explanation.steps] == ["learners-2", "learners-1"]
    without = price_for_new_order(learners(), "USD", CHANGE, Scope.ACCOUNT, ["learners-2"])
    assert (without.price, without.grandfathered) == (dollars("9"), False)


def test_an_account_is_never_held_to_a_higher_price() -> None:
    falling = priced(("dear", OLD, "9"), ("cheap", CHANGE, "7"))
    assert price_for_new_order(falling, "USD", CHANGE, Scope.ACCOUNT, ["dear"]).version == "cheap"


@given(day=DAYS, scope=st.sampled_from(Scope), held=st.lists(st.sampled_from(["learners-1", "learners-2"])))
def test_the_price_of_a_new_order_is_never_above_the_price_of_the_day(day: date, scope: Scope, held: list[str]) -> None:
    choice = price_for_new_order(learners(), "USD", day, scope, held)
    assert choice.price.exact <= learners().in_force(day).price_in("USD").exact
    assert choice.explanation.value == choice.price.as_step
    assert choice.grandfathered == (choice.version != learners().in_force(day).id)


@given(days=st.lists(DAYS, min_size=2, max_size=2, unique=True), term=DAYS)
def test_f4_a_price_kept_stays_unless_a_later_version_reaches_existing_orders(days: list[date], term: date) -> None:
    first, second = sorted(days)
    silent = priced(("one", first, "4"), ("two", second, "9"))
    assert version_for_next_term(silent, "one", term) == "one"
    reaching = priced(("one", first, "4"), ("two", second, "9"), reaches=second + timedelta(days=60))
    reached = term >= second + timedelta(days=60)
    assert version_for_next_term(reaching, "one", term) == ("two" if reached else "one")
    assert version_for_next_term(reaching, "two", term) == "two"


def test_a_kept_price_says_which_order_it_is_of() -> None:
    kept = kept_price(dollars("4"), "learners-1", date(2019, 4, 18)).why
    assert kept.text.english() == ("Price of the order of 2019-04-18, kept: no price list has reached it at a renewal")


@pytest.mark.parametrize(
    ("text", "currency", "decimal"),
    [
        ("4", "USD", "4.00"),
        ("0.125", "USD", "0.125"),
        ("545", "JPY", "545"),
        ("1.2345", "KWD", "1.2345"),
        ("000.5", "KWD", "0.500"),
    ],
)
def test_a_price_is_written_with_the_decimals_it_needs(text: str, currency: str, decimal: str) -> None:
    assert UnitPrice.read(text, currency).decimal == decimal


@pytest.mark.parametrize("text", ["", "-4", "4,00", "1e2", "4.", ".5", "0.1234567", "1234567890", "४"])
def test_what_is_no_price_is_refused(text: str) -> None:
    with refused("is not a price"):
        UnitPrice.read(text, "USD")


@given(millionths=st.integers(0, 10**12), currency=st.sampled_from(["USD", "JPY", "KWD"]))
def test_a_price_written_and_read_is_the_same(millionths: int, currency: str) -> None:
    price = UnitPrice(Fraction(millionths, 10**6), currency)
    assert UnitPrice.read(price.decimal, currency) == price


def test_a_price_that_a_list_reached_says_which_list_and_from_which_term() -> None:
    reached = kept_price(dollars("5"), "autumn", date(2019, 4, 18), date(2020, 4, 18)).why
    which, term = "Price of the list autumn, which reaches existing orders", "from its term of 2020-04-18 on"
    assert reached.text.english() == f"{which}: the order of 2019-04-18 {term}"
    assert (reached.rule, reached.source) == ("F4", "autumn")
