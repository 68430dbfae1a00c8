"""A search finds a text whatever its case, accents and ligatures, on SQLite and on PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text, create_engine, literal, make_url, select
from sqlalchemy.orm import Session

from desktop.domain.periods import Month
from desktop.domain.search_text import folded, places_of
from desktop.services.usage.imports import ImportWishes
from desktop.services.usage.learners import UsageLearners
from desktop.services.usage.people import MonthPeople
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.store.engine import sqlite_engine
from desktop.store.search_text import FoldedText
from tests.desks import Desks
from tests.postgresql import Server

LATIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F), max_size=12)
"""What names are written with in most of Europe."""

GREEK = st.characters(min_codepoint=0x370, max_codepoint=0x3FF) | st.characters(
    min_codepoint=0x1F00, max_codepoint=0x1FFF
)
CYRILLIC = st.characters(min_codepoint=0x400, max_codepoint=0x52F)
NAMES = LATIN | st.text(GREEK | st.sampled_from(" .'")) | st.text(CYRILLIC | st.sampled_from(" .'"))

LOCALES = {
    "C": "LOCALE 'C'",
    "C.UTF-8": "LOCALE 'C.UTF-8'",
    "English": "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'",
    "Turkish": "LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR' LOCALE 'C'",
}
"""What a database on PostgreSQL may have been made with."""


@pytest.fixture(scope="module")
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session on a database of the kind asked for."""
    with ExitStack() as held:
        if request.param == "sqlite":
            path = tmp_path_factory.mktemp("folded") / "any.db"
            path.touch()
            engine = sqlite_engine(path)
        else:
            server: Server = request.getfixturevalue("postgresql_server")
            engine = create_engine(make_url(held.enter_context(server.fresh_database(LOCALES[request.param]))))
        held.callback(engine.dispose)
        yield held.enter_context(Session(engine))


@pytest.mark.parametrize("session", ["sqlite", *LOCALES], indirect=True)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("Éléonore Šmíd-Œuvray", "smid-oeuv")
@example("STRASSE", "straße")
@example("l’échéance", "l'echeance")
@example("100% _done_", "% _")
@example("Søren Ærø", "soren aero")
@example("ﬁnance №1", "finance no1")
@example("ΟΔΟΣ ΑΘΗΝΑΣ", "οδος")
@example("ΟΔΟΣ", "οδοσ")
@example("ДОМ Ёлки", "дом елки")
@example("IRIS", "iris")
@given(NAMES, NAMES)
def test_a_store_finds_what_folding_finds(session: Session, text: str, wanted: str) -> None:
    found = FoldedText(literal(text, Text())).contains(folded(wanted), autoescape=True)
    assert bool(session.execute(select(found)).scalar_one()) == (folded(wanted) in folded(text))


@given(NAMES, st.integers(0, 12), st.integers(0, 12))
def test_what_is_marked_is_what_was_found(text: str, start: int, end: int) -> None:
    word = folded(text[start:end])
    places = places_of([word], text)
    assert bool(places) == bool(word)
    assert all(word in folded(text[first:last]) for first, last in places)


def test_people_are_found_without_their_accents(any_store_url: str, desks: Desks, tmp_path: Path) -> None:
    url = make_url(any_store_url)
    if url.database and url.get_backend_name() == "sqlite":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    workspace = desks.new(url)
    log = tmp_path / "journée.csv"
    log.write_text(
        "user,name,timestamp,action,course\nw7,Élodie Œuvray,2025-11-03T10:00:00Z,completed,Sécurité\n"
        "w8,Jan de Vries,2025-11-03T10:00:00Z,completed,Veiligheid\n",
        encoding="utf-8",
    )
    workspace.usage_imports.import_files([log], ImportWishes())
    users = tmp_path / "users.csv"
    users.write_text("userEmail,name,state\nbjorn@x.org,Björn Åkerström,ACTIVE\n", encoding="utf-8")
    workspace.users.import_list(users)
    learners = UsageLearners(workspace.context)
    assert [one.identifier for one in learners.like("oeuvray ELODIE")] == ["w7"]
    assert [one.identifier for one in learners.like("ÉLODIE")] == ["w7"]
    assert [one.name for one in workspace.users.search("akerstrom", 5)] == ["Björn Åkerström"]
    people = MonthPeople(workspace.context)
    month = Month.parse("2025-11")
    for text, found in (("elodie", 1), ("securite", 1), ("JOURNEE", 2), ("velo", 0)):
        assert people.head(month, PeopleWishes(text)).found == found, text
