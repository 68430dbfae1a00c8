"""Money is exact, rounded once, half away from zero, and its parts add up (rules.md 0.3.5, section 9)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.money import MINOR_BOUND, Exact, Money, allot, exponent, round_half_away
from tests.desks import refused

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF", "BHD", "ISK"])
MINORS = st.integers(-MINOR_BOUND, MINOR_BOUND)


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("4.995", 2, 500),
        ("-4.995", 2, -500),
        ("4.994999999999", 2, 499),
        ("-4.994999999999", 2, -499),
        ("0.005", 2, 1),
        ("-0.005", 2, -1),
        ("272.5", 0, 273),
        ("-272.5", 0, -273),
        ("3.7035", 3, 3704),
        ("0", 2, 0),
        ("2.5", 0, 3),
        ("3.5", 0, 4),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, decimals: int, rounded: int) -> None:
    assert round_half_away(Fraction(value), decimals) == rounded


@given(value=st.fractions(), decimals=st.integers(0, 6))
def test_rounding_is_to_a_nearest_unit_and_turns_with_the_sign(value: Fraction, decimals: int) -> None:
    rounded = round_half_away(value, decimals)
    distance = abs(value * 10**decimals - rounded)
    assert distance <= Fraction(1, 2)
    if distance == Fraction(1, 2):
        assert abs(rounded) > abs(value * 10**decimals)
    assert round_half_away(-value, decimals) == -rounded


@pytest.mark.parametrize(
    ("value", "currency", "decimal"),
    [
        (192, "USD", "192.00"),
        (Fraction(545, 2), "JPY", "273"),
        (3 * Fraction("1.2345"), "KWD", "3.704"),
        (Fraction("1.23456"), "CLF", "1.2346"),
        (Fraction("-0.004"), "USD", "0.00"),
        (Fraction("-0.01"), "USD", "-0.01"),
        (-7, "JPY", "-7"),
        (Fraction("0.001"), "BHD", "0.001"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(value: Exact, currency: str, decimal: str) -> None:
    assert Money.of(value, currency).decimal == decimal


@given(minor=MINORS, currency=CURRENCIES)
def test_an_amount_written_and_read_is_the_same(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.of(Fraction(money.decimal), currency) == money
    assert Money.of(money.exact, currency) == money
    assert len(money.decimal.partition(".")[2]) == exponent(currency)


@given(one=MINORS, other=MINORS)
def test_sums_are_exact_or_refused(one: int, other: int) -> None:
    if abs(one + other) > MINOR_BOUND:
        with refused("too large to be kept exactly"):
            Money(one, "USD") + Money(other, "USD")
        return
    total = Money(one, "USD") + Money(other, "USD")
    assert total.minor == one + other
    assert total - Money(other, "USD") == Money(one, "USD")


@pytest.mark.parametrize("minor", [2**53, -(2**53), 2**63, 10**30])
def test_f084_an_amount_beyond_what_others_can_hold_is_refused(minor: int) -> None:
    with refused("The amount is too large to be kept exactly"):
        Money(minor, "USD")
    assert Money(MINOR_BOUND, "USD").minor == 2**53 - 1


def test_f086_two_currencies_never_mix() -> None:
    with refused("Amounts in USD and EUR cannot be added up."):
        Money(1, "USD") + Money(1, "EUR")
    with refused("Amounts in USD and JPY cannot be added up."):
        Money(1, "USD") - Money(1, "JPY")


def test_a_thousand_in_twelve_parts() -> None:
    assert allot(100_000, [1] * 12) == [8334] * 4 + [8333] * 8


def test_tax_by_largest_remainder() -> None:
    assert round_half_away(Fraction("30.09") * Fraction("0.2"), 2) == 602
    assert allot(602, [1003, 1003, 1003]) == [201, 201, 200]


@given(
    total=st.integers(-(10**12), 10**12),
    weights=st.lists(st.one_of(st.integers(0, 10**9), st.fractions(0, 1000)), min_size=1, max_size=40).filter(any),
)
def test_f085_parts_always_add_up_and_none_is_off_by_a_whole_unit(total: int, weights: list[Exact]) -> None:
    parts = allot(total, weights)
    assert sum(parts) == total
    whole = sum(Fraction(weight) for weight in weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(weight) * total / whole) < 1
        assert weight != 0 or part == 0
    assert allot(-total, weights) == [-part for part in parts]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [-1]])
def test_a_whole_cannot_be_parted_by_nothing(weights: list[Exact]) -> None:
    with pytest.raises(ValueError, match="weights must not be negative, nor all zero"):
        allot(100, weights)
