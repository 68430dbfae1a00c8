"""Named what-ifs side by side, on the same rating as everything else."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.billing_rules import BillingRules
from desktop.domain.pricing.grandfathering import Scope
from desktop.domain.pricing.rating import Price
from desktop.domain.pricing.subscriptions import Terms, first_cycle, rate_cycle
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.scenarios import Buying, Scenario, World, compare, project
from tests.desks import refused
from tests.domain.pricing.lists import learners

START = date(2026, 1, 31)
WORLD = World(learners(), BillingRules(), "USD", "US", UnitPrice.read("12.50", "USD"))
SEATS = Scenario("Seats", Buying.SEATS, START, 100)
ACTIVE = replace(SEATS, name="Active users", buying=Buying.ACTIVE_USERS, active_share=Fraction(3, 5))


def test_seats_of_a_year_are_twelve_times_the_month() -> None:
    found = project(SEATS, WORLD)
    assert found.total is not None
    assert found.total.decimal == "10800.00"
    assert [(one.on, one.quantity) for one in found.proposals] == [(START, 100)]
    assert found.months[1].days.start == date(2026, 2, 28)
    assert found.months[2].days.start == date(2026, 3, 31)
    assert found.explanation.value == found.total


def test_a_month_of_a_scenario_is_the_quote_to_the_hash() -> None:
    found = project(SEATS, WORLD)
    proposal = found.proposals[0]
    price = Price(proposal.price.unit, proposal.price.version, proposal.price.why)
    (rating,) = found.months[0].ratings
    assert rating.sha256 == rate_cycle(Terms(100, price), first_cycle(START)).sha256


def test_seats_grow_by_further_orders_and_never_shrink() -> None:
    growing = project(replace(SEATS, users=4, growth=Fraction(1, 2), months=5), WORLD)
    assert [month.users for month in growing.months] == [4, 6, 9, 14, 21]
    assert [month.units for month in growing.months] == [10, 10, 10, 14, 21]
    assert [one.quantity for one in growing.proposals] == [10, 4, 7]
    shrinking = project(replace(SEATS, growth=Fraction(-1, 10), months=4), WORLD)
    assert [month.units for month in shrinking.months] == [100] * 4
    known = project(replace(SEATS, users=4), replace(WORLD, first_order=False))
    assert known.proposals[0].quantity == 4


def test_r4_what_one_order_may_not_hold_is_planned_as_several() -> None:
    found = project(replace(SEATS, users=3501), WORLD)
    assert [(one.on, one.quantity) for one in found.proposals] == [(START, 3500), (START, 1)]
    assert {month.units for month in found.months} == {3501}
    in_one = project(replace(SEATS, users=3501), replace(WORLD, rules=BillingRules(card_order_max=4000)))
    assert found.total == in_one.total


def test_each_order_is_a_document_whose_tax_is_rounded_by_itself() -> None:
    taxed = replace(WORLD, rules=BillingRules(tax_rates={"US": Fraction("0.0725")}))
    growing = project(replace(SEATS, users=10, growth=Fraction(1, 10), months=3), taxed)
    last = growing.months[2]
    assert [one.quantity for one in growing.proposals] == [10, 1, 2]
    assert [one.tax.decimal for one in last.ratings] == ["6.53", "0.65", "1.31"]
    assert last.tax is not None
    assert last.tax.decimal == "8.49", "of one document it would be 8.48"


def test_seats_against_active_users() -> None:
    first, second = compare([SEATS, ACTIVE], WORLD)
    assert (first.more and first.more.decimal, first.dearer_from) == ("0.00", None)
    assert (second.more and second.more.decimal, second.dearer_from) == ("-1800.00", None)
    _, dearer = compare([SEATS, replace(ACTIVE, growth=Fraction(1, 10))], WORLD)
    assert dearer.dearer_from == date(2026, 5, 31)


def test_without_a_price_a_scenario_gives_counts_and_no_amount() -> None:
    _, found = compare([SEATS, ACTIVE], replace(WORLD, active_user=None))
    assert ([month.units for month in found.projection.months], found.projection.total) == ([60] * 12, None)
    assert (found.more, found.dearer_from) == (None, None)


def test_f4_a_scenario_keeps_the_price_an_account_keeps() -> None:
    kept = replace(WORLD, rules=BillingRules(grandfather_scope=Scope.ACCOUNT), held=("learners-1",))
    found = project(replace(SEATS, months=1), kept)
    assert (found.total and found.total.decimal) == "400.00"


@pytest.mark.parametrize("wrong", [{"users": 4222222222222}, {"users": 5, "growth": Fraction(9), "months": 9}])
def test_more_users_than_anybody_has_are_refused_in_whatever_month(wrong: dict[str, object]) -> None:
    with refused("A scenario has at most 10000000 users in any month."):
        project(replace(SEATS, **wrong), WORLD)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"users": 0},
        {"growth": Fraction(-1)},
        {"active_share": Fraction(11, 10)},
        {"active_share": Fraction(-1, 10)},
        {"months": 0},
        {"months": 121},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with refused("A scenario"):
        project(replace(SEATS, **wrong), WORLD)  # type: ignore[arg-type]


@given(
    users=st.integers(1, 3000),
    growth=st.fractions(Fraction(-1, 5), Fraction(1, 5), max_denominator=100),
    months=st.integers(1, 24),
    cut=st.integers(1, 23),
)
def test_more_months_only_add_to_what_was(users: int, growth: Fraction, months: int, cut: int) -> None:
    whole = project(replace(SEATS, users=users, growth=growth, months=months), WORLD)
    part = project(replace(SEATS, users=users, growth=growth, months=min(cut, months)), WORLD)
    assert whole.months[: len(part.months)] == part.months
    assert all(month.units >= month.users for month in whole.months)
    assert whole.total is not None
    assert whole.total.minor == sum(one.total.minor for month in whole.months for one in month.ratings)
