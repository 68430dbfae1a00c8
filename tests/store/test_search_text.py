"""A search finds a text whatever its case, accents and ligatures, on SQLite and on PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text, create_engine, literal, make_url, select, text
from sqlalchemy.orm import Session

from desktop.domain.periods import Month
from desktop.domain.search_text import folded, places_of, searchable
from desktop.services.usage.imports import ImportWishes
from desktop.services.usage.learners import UsageLearners
from desktop.services.usage.people import MonthPeople
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.store.engine import postgresql_engine, sqlite_engine
from desktop.store.learners import with_text
from desktop.store.migrate import upgrade
from desktop.store.schema import LearnerIdentityRow
from desktop.store.search_text import FoldedText, with_words
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


@pytest.mark.parametrize("session", ["sqlite", "C.UTF-8", "Turkish"], indirect=True)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("w7@x.org", "Élodie Œuvray", "oeuvray W7")
@example("w7@x.org", "Jan de Vries", "VRIES x.org")
@example("ZOE@x.org", None, "zoë")
@example("a", "\N{ACUTE ACCENT}", "a")
@given(NAMES, st.none() | NAMES, NAMES)
def test_what_is_kept_folded_is_found_as_if_it_were_folded_for_the_search(
    session: Session, identifier: str, name: str | None, wanted: str
) -> None:
    columns: Any = (literal(identifier, Text()), literal(name, Text()))
    kept: Any = literal(searchable(identifier, name), Text())
    found = session.execute(select(with_words(columns, wanted, folded_as=kept))).scalar_one()
    assert bool(found) == bool(session.execute(select(with_words(columns, wanted))).scalar_one())


def test_people_of_an_older_store_are_found_once_it_is_updated(any_store_url: str) -> None:
    url = make_url(any_store_url)
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).parent.mkdir()
        Path(str(url.database)).touch()
        engine = sqlite_engine(Path(str(url.database)), foreign_keys=False, wal=False)
    else:
        engine = postgresql_engine(url)
    with engine.execution_options(write=True).begin() as connection:
        upgrade(connection, "0006")
        for number, (identifier, name) in enumerate((("w7", "Élodie Œuvray"), ("w8", "Jan de Vries"), ("zoë", None))):
            learner = {"number": number, "key": bytes([number] * 16), "identifier": identifier, "name": name}
            connection.execute(text("INSERT INTO learner (number, key) VALUES (:number, :key)"), learner)
            row = "INSERT INTO learner_identity (number, identifier, name) VALUES (:number, :identifier, :name)"
            connection.execute(text(row), learner)
        upgrade(connection)
    with Session(engine) as session:
        for wanted, numbers in (("elodie", [0]), ("VRIES", [1]), ("w", [0, 1]), ("zoe", [2]), ("w7 oeuvray", [0])):
            people = select(LearnerIdentityRow.number).where(with_text(wanted)).order_by(LearnerIdentityRow.number)
            assert session.execute(people).scalars().all() == numbers, wanted
    engine.dispose()


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
    for wanted, found in (("elodie", 1), ("securite", 1), ("JOURNEE", 2), ("velo", 0)):
        assert people.head(month, PeopleWishes(wanted)).found == found, wanted
