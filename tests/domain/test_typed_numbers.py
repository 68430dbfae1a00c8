"""Numbers are read by the habits of the language, exactly, and in one way only."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.shares import read_share
from desktop.domain.typed_numbers import read_amount, read_number, readings, typed_number
from desktop.i18n import LANGUAGES, Translator
from desktop.system.paths import resources
from tests.desks import refused

languages = st.sampled_from(LANGUAGES)
amounts = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("4,50", "fr", "4.50"),
        ("4,50", "nl", "4.50"),
        ("1 234,50", "fr", "1234.50"),
        ("1\u202f234,50", "fr", "1234.50"),
        ("1\u00a0234,50", "fr", "1234.50"),
        ("1.234,50", "nl", "1234.50"),
        ("1,234.50", "en", "1234.50"),
        ("1,234", "en", "1234"),
        ("4.50", "fr", "4.50"),
        ("4.50", "nl", "4.50"),
        ("4,50", "en", "4.50"),
        ("1,234", "fr", "1.234"),
        ("1.234.567", "nl", "1234567"),
        (" 40 ", "nl", "40"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(typed: str, language: str, number: str) -> None:
    assert read_number(typed, language, 6) == Decimal(number)


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_point_before_three_digits_is_refused_where_it_could_part_thousands(language: str) -> None:
    with refused("“1.234” can be read as 1,234 or as 1234. Write one of these."):
        read_number("1.234", language, 6)
    assert read_number("1.234", language, 2) == 1234


@pytest.mark.parametrize(
    "typed", ["", "-4", "+4", "4,", ",5", "1 23", "12,34,5", "1.23.456", "1e2", "४", "4 50", "1,234,56", "1" * 31]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_number_is_none(typed: str, language: str) -> None:
    assert read_number(typed, language, 2) is None


@given(amount=amounts, language=languages)
def test_what_is_said_and_what_is_typed_is_read_back(amount: Decimal, language: str) -> None:
    said = Translator(language, resources() / "locale").value(amount)
    assert read_number(said, language, 2) == amount
    assert read_number(typed_number(amount, language), language, 2) == amount
    assert read_number(format(amount, "f"), language, 2) == amount


@given(typed=st.text(alphabet="0123456789., ", max_size=12), language=languages, places=st.integers(0, 6))
def test_a_number_read_is_one_of_the_two_ways_to_read_it(typed: str, language: str, places: int) -> None:
    found = readings(typed, places)
    try:
        number = read_number(typed, language, places)
    except Exception as refusal:  # noqa: BLE001 - it must be that both are possible
        assert len(set(found.values()) - {None}) == 2, refusal  # noqa: PT017
        return
    assert number is None or number in found.values()


@pytest.mark.parametrize(
    ("typed", "currency", "language", "number"),
    [
        ("4,50 €", "EUR", "fr", "4.50"),
        ("€ 4,50", "EUR", "nl", "4.50"),
        ("$9", "USD", "en", "9"),
        ("USD 9", "USD", "nl", "9"),
    ],
)
def test_an_amount_may_have_its_currency_beside_it(typed: str, currency: str, language: str, number: str) -> None:
    assert read_amount(typed, currency, language, 2) == Decimal(number)
    assert read_amount(typed, "JPY", language, 2) is None


def test_prices_and_percentages_are_read_alike() -> None:
    assert UnitPrice.typed("1 234,5678", "USD", "fr").decimal == "1234.5678"
    assert read_share("−2,5 %", "nl") * 100 == Decimal("-2.5")
    with refused("“neuf” is not a price. Write it with at most six decimals: 4,00."):
        UnitPrice.typed("neuf", "USD", "fr")
    with refused("“viel” is not a percentage. Write it like 2% or 2,5%."):
        read_share("viel", "nl")
