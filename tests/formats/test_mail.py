"""Mail drafts as files: whatever stands in a name or an address, no line of the head is anybody's but ours."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formats.mail import Mail, Person, clean_address, clean_line, eml

DATED = datetime(2026, 1, 10, 12, tzinfo=UTC)


def read(mail: Mail) -> EmailMessage:
    found = message_from_bytes(eml(mail), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def mail(subject: str = "Subject", to: Person | None = None, *paragraphs: str) -> Mail:
    return Mail(subject, paragraphs or ("Text.",), "en", DATED, to)


@pytest.mark.parametrize(
    "text",
    [
        "a@example.com\r\nBcc: eve@example.com",
        "a@example.com, eve@example.com",
        "a@example.com;eve@example.com",
        "<a@example.com>",
        '"a b"@example.com',
        "a@b@example.com",
        "a..b@example.com",
        "@example.com",
        "a@",
        "a@nowhere",
        "a@-x.com",
        f"{'a' * 65}@example.com",
        f"a@{'b' * 300}.com",
        "zoë@example.com",
        "a@example.com\0",
        "",
        None,
    ],
)
def test_what_is_no_single_address_is_left_out(text: str | None) -> None:
    assert clean_address(text) is None
    assert read(mail(to=Person(text or "", "Ann")))["To"] is None


@given(st.text(max_size=120), st.text(max_size=300), st.text(max_size=400))
def test_no_text_adds_a_line_to_the_head(name: str, subject: str, text: str) -> None:
    found = read(mail(subject, Person("ann@example.com", name), text))
    assert sorted(found.keys()) == sorted(
        [
            "X-Unsent",
            "Date",
            "To",
            "Subject",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
            "Content-Language",
        ]
    )
    assert [one.addr_spec for one in found["To"].addresses] == ["ann@example.com"]
    assert found["Subject"].split() == clean_line(subject).split()


def test_names_and_texts_of_every_language_come_back_as_they_were() -> None:
    paragraphs = ("Beste Zoë,", "Łódź – 東京: 5 € plus.\nTweede regel.", "From here.", ".")
    found = read(mail("Échéance prolongée : été", Person("zoe@example.com", 'Zoë "Z" <van, Dam>'), *paragraphs))
    assert found["Subject"] == "Échéance prolongée : été"
    [person] = found["To"].addresses
    assert person.addr_spec == "zoe@example.com"
    assert person.display_name.startswith("Zoë")
    assert found.get_content().replace("\r\n", "\n") == "\n\n".join(paragraphs) + "\n"
