"""Words come last: a Message is kept as its pattern and parameters, and translated where it is read (idea 6)."""

import json
from copy import copy
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from desktop.domain.money import Money
from desktop.i18n import LANGUAGES, Message, Translator, msg, msgn
from desktop.store.journal import sha256
from desktop.store.types import MessageText, json_text, message_of, message_parts
from desktop.system.paths import resources

TEXTS = st.text(max_size=20)
PATTERNS = st.text(st.characters(exclude_characters="{}"), max_size=20)
FIVE_EAST = timezone(timedelta(hours=5))
SIMPLE = st.one_of(
    TEXTS,
    st.integers(-(2**60), 2**60),
    st.dates(),
    st.builds(datetime.fromtimestamp, st.integers(-(10**10), 10**11), st.sampled_from([UTC, FIVE_EAST])),
    st.none(),
    st.builds(Money, st.integers(-(2**50), 2**50), st.sampled_from(["USD", "JPY", "KWD"])),
)
NAMES = st.sampled_from(["n", "day", "who", "inner"])


def messages(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Message]:
    return st.builds(Message, PATTERNS, st.dictionaries(NAMES, values, max_size=3), st.none() | PATTERNS)


MESSAGES = messages(
    st.recursive(SIMPLE, lambda inner: messages(inner) | st.lists(messages(inner), max_size=2).map(tuple), max_leaves=4)
)


@given(message=MESSAGES)
def test_a_message_survives_storage_and_hashes_to_the_same(message: Message) -> None:
    kind, dialect = MessageText(), SQLiteDialect()
    stored = kind.process_bind_param(message, dialect)
    assert stored is not None
    found = kind.process_result_value(stored, dialect)
    assert found == message
    assert sha256(json_text(message_parts(found))) == sha256(json_text(message_parts(message)))
    assert message_of(json.loads(stored)) == message


def test_what_cannot_be_kept_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="float cannot be kept in a message"):
        message_parts(Message("{x}", {"x": 1.5}))  # type: ignore[dict-item]


def test_english_is_plain_with_iso_dates_and_bare_numbers() -> None:
    inner = msg("Issue a key for {n} seats", n=12345)
    sentence = msg(
        "{act} on {day}: {price}, {parts}",
        act=inner,
        day=date(2019, 9, 5),
        price=Money(19200, "USD"),
        parts=(msg("one"), msg("two")),
    )
    assert sentence.english() == "Issue a key for 12345 seats on 2019-09-05: 192.00 USD, one, two"
    assert str(sentence) == sentence.english()
    assert sentence.as_json()["params"] == {
        "act": "Issue a key for 12345 seats",
        "day": "2019-09-05",
        "price": "192.00 USD",
        "parts": "one, two",
    }


@pytest.mark.parametrize(("n", "text"), [(0, "0 users have"), (1, "1 user has"), (2, "2 users have")])
def test_the_number_decides_the_plural(n: int, text: str) -> None:
    assert msgn("{n} user has", "{n} users have", n=n).english() == text


def test_braces_typed_by_a_person_are_no_pattern() -> None:
    assert msg("There is no user “{typed}”.", typed="{0.__class__}").english() == "There is no user “{0.__class__}”."


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    catalog = Catalog(locale="fr")
    catalog.add("Remaining {n} on {day}", "Restants {n} le {day}")
    catalog.add(
        ("{n} user has no seat.", "{n} users have no seat."), ("{n} élève sans place.", "{n} élèves sans place.")
    )
    catalog.add("Inactive", "Inactif")
    catalog.add("Account became {state}", "Le compte est devenu {state}")
    place = tmp_path / "fr" / "LC_MESSAGES" / "seatwise.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalog)
    return tmp_path


def test_a_translator_speaks_its_language_numbers_and_dates(catalogues: Path) -> None:
    message = msg("Remaining {n} on {day}", n=12345, day=date(2019, 9, 5))
    assert Translator("en", catalogues).text(message) == "Remaining 12,345 on Sep 5, 2019"
    assert Translator("fr", catalogues).text(message) == "Restants 12\u202f345 le 5 sept. 2019"
    assert Translator("nl", catalogues).text(message) == "Remaining 12.345 on 5 sep 2019"
    assert Translator("xx", catalogues).language == "en"


def test_a_moment_is_said_as_the_clocks_of_its_zone_say_it(catalogues: Path) -> None:
    late = datetime(2026, 1, 31, 21, 5, tzinfo=UTC)
    said = [
        Translator(language, catalogues).moment(late.astimezone(zone))
        for language in ("en", "fr", "nl")
        for zone in (UTC, FIVE_EAST)
    ]
    assert said[:2] == ["Jan 31, 21:05", "Feb 1, 02:05"]
    assert said[2:] == ["31 janv., 21:05", "1 févr., 02:05", "31 jan, 21:05", "1 feb, 02:05"]


def test_a_message_inside_a_message_is_translated_too(catalogues: Path) -> None:
    message = msg("Account became {state}", state=msg("Inactive"))
    assert Translator("fr", catalogues).text(message) == "Le compte est devenu Inactif"


@pytest.mark.parametrize(
    ("language", "n", "text"),
    [
        ("fr", 0, "0 élève sans place."),
        ("fr", 1, "1 élève sans place."),
        ("fr", 2, "2 élèves sans place."),
        ("en", 0, "0 users have no seat."),
        ("en", 1, "1 user has no seat."),
    ],
)
def test_each_language_has_its_own_plurals(language: str, n: int, text: str, catalogues: Path) -> None:
    message = msgn("{n} user has no seat.", "{n} users have no seat.", n=n)
    assert Translator(language, catalogues).text(message) == text


def test_money_and_months_are_written_as_the_language_does(catalogues: Path) -> None:
    english, french, dutch = (Translator(language, catalogues) for language in ("en", "fr", "nl"))
    assert english.value(Money(19200, "USD")) == "$192.00"
    assert french.value(Money(19200, "USD")) == "192,00\u00a0$US"
    assert dutch.value(Money(-19200, "EUR")) == "€\u00a0-192,00"
    assert english.value(Money(273, "JPY")) == "¥273"
    assert english.value(Money(3704, "KWD")) == "KWD3.704"
    assert [one.month(date(2019, 9, 1)) for one in (english, french, dutch)] == ["Sep 2019", "sept. 2019", "sep 2019"]
    assert english.value(None) == "–"
    assert english.value("typed {n}") == "typed {n}"
    assert english.text(msg("")) == ""


@given(message=MESSAGES)
def test_every_message_can_be_said_in_every_language(message: Message) -> None:
    for language in ("en", "fr", "nl"):
        assert isinstance(Translator(language, Path("/nowhere")).text(message), str)


@given(
    minor=st.integers(-(2**53) + 1, 2**53 - 1) | st.integers(-200_000, 200_000),
    currency=st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF", "CHF", "INR", "XXX"]),
    language=st.sampled_from(LANGUAGES),
)
def test_an_amount_is_written_as_babel_writes_it(minor: int, currency: str, language: str) -> None:
    amount = Money(minor, currency)
    pattern = copy(Locale.parse(language).currency_formats["standard"])
    places = len(amount.decimal.partition(".")[2])
    pattern.frac_prec = (places, places)
    written = pattern.apply(Decimal(amount.decimal), Locale.parse(language), currency=currency, currency_digits=False)
    assert Translator(language, resources() / "locale").value(amount) == written
