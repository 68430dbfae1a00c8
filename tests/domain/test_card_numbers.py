"""Card numbers are recognized however they are written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from desktop.domain.card_numbers import card_number_in, refuse_card_number
from desktop.domain.errors import UserError


@given(st.from_regex(r"[2-6][0-9]{11,17}", fullmatch=True), st.sampled_from(["", " ", "-"]), st.integers(1, 6))
def test_every_card_number_is_found_with_spaces_or_dashes(body: str, gap: str, group: int) -> None:
    digits = body + luhn.calc_check_digit(body)
    written = gap.join(digits[start : start + group] for start in range(0, len(digits), group))
    assert card_number_in(f"paid with {written}.") == written


@pytest.mark.parametrize("text", ["", "4111 1111 1111 1112", "SW-4111-ABCD", "1234567890123", "4111.1111.1111.1111"])
def test_other_numbers_are_none(text: str) -> None:
    assert card_number_in(text) is None


def test_only_the_last_four_digits_are_shown() -> None:
    with pytest.raises(UserError, match="ending 1111") as refusal:
        refuse_card_number(None, "4111 1111 1111 1111")
    assert "4111" not in str(refusal.value)
