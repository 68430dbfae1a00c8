"""Every [P] constant is a named setting that reads what a person types (rules.md section 10); names of learners."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.learners import normal_identifier
from desktop.domain.rules import RULES, rule_named, written
from tests.desks import refused


def test_the_defaults_are_those_of_the_specification() -> None:
    assert RULES["trial_days"].default == 30
    assert RULES["po_kinds"].default == ["q1", "q2", "q3", "q5"]
    defaults = {name: rule.default for name, rule in RULES.items()}
    assert (defaults["first_order_min"], defaults["card_order_max"], defaults["remaining_limits"]) == (
        10,
        3500,
        "registrations",
    )
    assert (defaults["price_change_on"], defaults["grandfather_scope"], defaults["tax_rates"]) == (
        "2022-08-01",
        "order",
        {},
    )


def test_every_default_can_be_typed_as_it_is_written() -> None:
    for rule in RULES.values():
        assert rule.read(written(rule.default)) == rule.default


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("grandfather_scope", " Account ", "account"),
        ("price_change_on", " 2023-02-28 ", "2023-02-28"),
        ("tax_rates", "nl = 21%, FR=5.5", {"FR": "5.5", "NL": "21"}),
        ("tax_rates", "None", {}),
    ],
)
def test_choices_days_and_rates_are_read(name: str, typed: str, value: object) -> None:
    assert rule_named(name).read(typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("grandfather_scope", "mine", "grandfather_scope is one of: order, account."),
        ("price_change_on", "2023-02-29", "price_change_on is a day from 2000 on, written as YYYY-MM-DD"),
        ("price_change_on", "20230201", "price_change_on is a day from 2000 on, written as YYYY-MM-DD"),
        ("price_change_on", "2000-01-01", "price_change_on is a day from 2000 on, written as YYYY-MM-DD"),
        ("tax_rates", "", "tax_rates is a percentage for each country, such as FR=20, NL=21; or none."),
        ("tax_rates", "FR=20,NL=-1", "tax_rates is a percentage for each country, such as FR=20, NL=21; or none."),
        ("tax_rates", "FR=100", "tax_rates is a percentage for each country, such as FR=20, NL=21; or none."),
        ("tax_rates", "FR=20,FR=21", "tax_rates is a percentage for each country, such as FR=20, NL=21; or none."),
    ],
)
def test_what_is_no_value_of_a_rule_is_refused(name: str, typed: str, sentence: str) -> None:
    with refused(sentence):
        rule_named(name).read(typed)


@given(days=st.integers(1, 1_000_000))
def test_a_whole_number_is_read_as_it_is(days: int) -> None:
    assert rule_named("trial_days").read(f" {days} ") == days


@given(typed=st.text(max_size=12))
def test_whatever_is_typed_is_a_value_or_refused_in_a_sentence(typed: str) -> None:
    for rule in RULES.values():
        try:
            rule.read(typed)
        except UserError as refusal:
            assert refusal.message.english().startswith(rule.name)  # noqa: PT017 - it may also be a value


@pytest.mark.parametrize("typed", ["0", "-3", "+3", "3.0", "三", "²"])
def test_what_is_no_number_within_bounds_is_refused(typed: str) -> None:
    with refused("trial_days is a whole number, at least 1."):
        rule_named("trial_days").read(typed)


@pytest.mark.parametrize("typed", ["1000001", "9" * 30])
def test_a_number_beyond_what_can_be_told_is_refused_with_the_most_there_can_be(typed: str) -> None:
    with refused("trial_days is a whole number from 1 to 1000000."):
        rule_named("trial_days").read(typed)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("  Ann@Example.COM ", "ann@example.com"),
        ("Ann   B", "Ann B"),
        ("EMP-7", "EMP-7"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("", ""),
        (" \t\n", ""),
    ],
)
def test_f091_a_learner_has_one_identifier(typed: str, normal: str) -> None:
    assert normal_identifier(typed) == normal


@given(text=st.text())
def test_f091_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal_identifier(normal_identifier(text)) == normal_identifier(text)


def test_derived_ids_follow_from_their_parts_and_their_order() -> None:
    assert derived_id("a", "b") == derived_id("a", "b")
    assert len({derived_id("a", "b"), derived_id("b", "a"), derived_id("ab"), derived_id("a", 1)}) == 4
