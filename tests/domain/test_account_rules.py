"""Every [P] constant is a named setting that reads what a person types (domain.md section 10); names of learners."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.learners import normal_identifier
from desktop.domain.rules import RULES, rule_named
from tests.desks import refused


def test_the_defaults_are_those_of_the_specification() -> None:
    assert RULES["trial_days"].default == 30
    assert RULES["po_kinds"].default == ["q1", "q2", "q3", "q5"]


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


@pytest.mark.parametrize("typed", ["0", "1000001", "-3", "+3", "3.0", "三", "²"])
def test_what_is_no_number_within_bounds_is_refused(typed: str) -> None:
    with refused("trial_days is a whole number, at least 1."):
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
