"""A key issued by the desk is a text that can be checked (rules.md R10)."""

import string
from datetime import date
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.domain.key_text import KeyContent, as_written, is_issued_here, read_key, write_key
from desktop.domain.keys import Plan
from tests.desks import refused

ACCOUNT = str(UUID(int=0xABCD1234 << 96))
CONTENTS = st.builds(
    KeyContent,
    account_id=st.just(ACCOUNT),
    seats=st.integers(1, 100_000_000),
    plan=st.sampled_from(Plan),
    expires_on=st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    nonce=st.binary(min_size=5, max_size=5),
)


@given(content=CONTENTS)
def test_a_key_written_and_read_says_the_same(content: KeyContent) -> None:
    text = write_key(content, "workspace")
    assert read_key(text, "workspace", ACCOUNT) == content
    assert is_issued_here(text)
    assert set(text) <= {*string.ascii_uppercase, *string.digits, "-"}
    assert all(len(group) <= 5 for group in text.split("-"))


@given(content=CONTENTS, mess=st.sampled_from(["{}", " {}\n", "\t{}"]), joint=st.sampled_from(["-", "", " - ", "-\n"]))
def test_a_key_is_read_whatever_the_spaces_dashes_and_case(content: KeyContent, mess: str, joint: str) -> None:
    text = write_key(content, "workspace")
    typed = mess.format("SW-" + text[3:].replace("-", joint)).lower()
    assert read_key(typed, "workspace", ACCOUNT) == content
    assert as_written(typed) == text


@given(content=CONTENTS, place=st.integers(3, 100), letter=st.sampled_from(string.ascii_uppercase + "234567"))
def test_a_mistyped_letter_is_never_another_key(content: KeyContent, place: int, letter: str) -> None:
    text = write_key(content, "workspace")
    place %= len(text)
    assume(place >= 3 and text[place] not in {"-", letter})
    wrong = text[:place] + letter + text[place + 1 :]
    try:
        assert read_key(wrong, "workspace", ACCOUNT) == content, "only the last letter has bits to spare"
        assert place == len(text) - 1
    except UserError as error:
        if error.message.text != "Invalid activation key.":
            raise


@given(content=CONTENTS)
def test_a_key_of_another_workspace_or_account_is_refused(content: KeyContent) -> None:
    text = write_key(content, "workspace")
    with refused("Invalid activation key."):
        read_key(text, "another workspace", ACCOUNT)
    with refused("This key was issued for another account."):
        read_key(text, "workspace", str(UUID(int=7)))


@given(text=st.text(max_size=60))
def test_any_other_text_is_refused_in_a_sentence(text: str) -> None:
    with refused("Invalid activation key."):
        read_key(text, "workspace", ACCOUNT)
    assert as_written(text) == " ".join(text.split())


def test_a_vendors_key_is_not_taken_for_ours() -> None:
    for text in ("ALM-12345", "SW-SHORT", "SW-", "", "SX-" + "A" * 39):
        assert not is_issued_here(text)
