"""Nothing writes a journaled table but the unit of work (architecture.md, idea 2)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Integer, Text, delete, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desktop.i18n import msg
from desktop.services.workspace import Workspace
from desktop.store.guard import UnjournaledWriteError, guarded_tables
from desktop.store.schema import (
    AccountRuleRow,
    ActRow,
    ChangePayloadRow,
    ChangeRow,
    Effect,
    Journaled,
    Table,
    WorkspaceRow,
)
from desktop.store.types import DateText, EnumText, FlagNumber, InstantText, JsonText, MessageText
from desktop.store.unit_of_work import JournalSession, journaled_entities
from tests.desks import Desks, first_act

JOURNAL: list[type[Table]] = [ActRow, ChangeRow, ChangePayloadRow]
GUARDED: list[type[Table]] = [*journaled_entities(), *JOURNAL]


SAMPLES: dict[type, Any] = {
    DateText: date(2026, 1, 10),
    InstantText: datetime(2026, 1, 10, tzinfo=UTC),
    FlagNumber: True,
    JsonText: {"a": 1},
    MessageText: msg("Text"),
    EnumText: Effect.NONE,
    Integer: 1,
    Text: "x",
}


def values_of(entity: type[Table]) -> dict[str, Any]:
    """A row's worth of values of the right types; the statement does not get as far as to store them."""
    return {
        column.key: next(value for kind, value in SAMPLES.items() if isinstance(column.type, kind))
        for column in entity.__mapper__.columns
    }


def rows_of(entity: type[Table]) -> list[dict[str, Any]]:
    return [values_of(entity)]


def quoted(entity: type[Table]) -> str:
    return f'"{entity.__tablename__}"'


def first_column(entity: type[Table]) -> str:
    return str(next(iter(entity.__table__.columns.keys())))


def cte_delete(session: Session, entity: type[Table]) -> object:
    return session.execute(text(f"WITH none AS (SELECT 1) DELETE FROM {quoted(entity)}"))


def set_first(entity: type[Table]) -> str:
    return f"UPDATE {quoted(entity)} SET {first_column(entity)} = NULL"


WAYS: dict[str, Callable[[Session, Any], object]] = {
    "core insert": lambda session, entity: session.connection().execute(insert(entity.__table__), rows_of(entity)),
    "core update": lambda session, entity: session.connection().execute(
        update(entity.__table__).values({first_column(entity): None})
    ),
    "core delete": lambda session, entity: session.connection().execute(delete(entity.__table__)),
    "orm insert": lambda session, entity: session.execute(insert(entity), rows_of(entity)),
    "orm update": lambda session, entity: session.execute(update(entity).values({first_column(entity): None})),
    "orm delete": lambda session, entity: session.execute(delete(entity)),
    "text": lambda session, entity: session.execute(text(set_first(entity))),
    "text with a comment before it": lambda session, entity: session.execute(
        text(f"/* x */ -- y\n{set_first(entity)}")
    ),
    "text in capitals": lambda session, entity: session.execute(text(set_first(entity).upper())),
    "text after a common table": cte_delete,
    "a second statement": lambda session, entity: session.connection().exec_driver_sql(
        f"SELECT 1; {set_first(entity)}"
    ),
    "driver sql": lambda session, entity: session.connection().exec_driver_sql(f"DELETE FROM {quoted(entity)}"),
    "truncate": lambda session, entity: session.connection().exec_driver_sql(f"TRUNCATE {quoted(entity)} CASCADE"),
    "bulk insert mappings": lambda session, entity: session.bulk_insert_mappings(entity.__mapper__, rows_of(entity)),
    "bulk update mappings": lambda session, entity: session.bulk_update_mappings(entity.__mapper__, rows_of(entity)),
    "bulk save objects": lambda session, entity: session.bulk_save_objects([entity(**values_of(entity))]),
}


def test_every_mapped_table_is_of_one_declared_kind() -> None:
    kinds = {name: table.info.get("kind") for name, table in Table.metadata.tables.items()}
    assert set(kinds.values()) == {"journaled", "payload", "journal"}
    assert {name for name, kind in kinds.items() if kind == "journaled"} == {
        entity.__tablename__ for entity in journaled_entities()
    }
    assert {name for name, kind in kinds.items() if kind == "journal"} == {entity.__tablename__ for entity in JOURNAL}
    assert guarded_tables("journaled") | guarded_tables("journal") == {entity.__tablename__ for entity in GUARDED}


def test_every_table_of_the_schema_is_strict_and_has_one_text_or_number_key() -> None:
    assert [
        name for name, table in Table.metadata.tables.items() if not table.dialect_options["sqlite"]["strict"]
    ] == []
    for entity in journaled_entities():
        assert [column.name for column in entity.__mapper__.primary_key] == ["id"], entity


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_write_past_the_unit_of_work_is_refused_for_every_table(way: str, guarded_session: Session) -> None:
    for entity in GUARDED:
        with pytest.raises(UnjournaledWriteError, match=entity.__tablename__):
            WAYS[way](guarded_session, entity)
        guarded_session.rollback()


@pytest.fixture(scope="module")
def guarded_workspace(tmp_path_factory: pytest.TempPathFactory) -> Any:
    desks = Desks(tmp_path_factory.mktemp("guard"))
    yield desks.new()
    desks.close()


@pytest.fixture
def guarded_session(guarded_workspace: Workspace) -> Any:
    store = guarded_workspace.context.store
    with JournalSession(store.engine.execution_options(write=True), expire_on_commit=False) as session:
        yield session


def test_the_same_writes_are_refused_inside_an_open_act(workspace: Workspace) -> None:
    store = workspace.context.store
    for way in WAYS.values():
        with (
            pytest.raises(UnjournaledWriteError),
            store.write(first_act("act", store.clock)) as write,
        ):
            way(write.session, WorkspaceRow)
    assert workspace.care.check().ok


def test_a_read_session_cannot_write_what_is_journaled(workspace: Workspace) -> None:
    with (
        pytest.raises(UnjournaledWriteError),
        workspace.context.store.read() as session,
    ):
        session.add(WorkspaceRow(id="w", rehearsal=True, demo=False, created_at=workspace.context.store.now()))
        session.flush()


def test_reading_guarded_tables_is_free(guarded_session: Session) -> None:
    for entity in GUARDED:
        guarded_session.execute(select(entity.__table__)).all()
    guarded_session.execute(text("SELECT replace(name, 'a', 'b') FROM \"account\"")).all()


def test_a_flush_writes_and_closes_the_guard_behind_it(workspace: Workspace) -> None:
    store = workspace.context.store
    with store.write(first_act("rename", store.clock)) as write:
        account = workspace.context.account(write.session)
        account.name = "Renamed"
        write.session.flush()
        with pytest.raises(UnjournaledWriteError):
            write.session.execute(text("UPDATE account SET name = 'past the journal'"))
    assert workspace.accounts.show().name == "Renamed"
    assert workspace.care.check().ok


def test_a_failed_flush_leaves_no_open_guard_on_the_pooled_connection(workspace: Workspace) -> None:
    store = workspace.context.store
    orphan = AccountRuleRow(
        id="r", account_id="no such account", name="n", version=1, effective_from=store.now().date(), value=1
    )
    with pytest.raises(IntegrityError), store.write(first_act("orphan", store.clock)) as write:
        write.session.add(orphan)
    for _ in range(3):
        with store.engine.connect() as connection, pytest.raises(UnjournaledWriteError):
            connection.execute(text("DELETE FROM account_rule"))
    assert [act.verb.english() for act in workspace.history.list()] == ["Make workspace for Academy"]


def test_the_guard_holds_on_postgresql_too(desks: Desks, postgresql_store_url: str) -> None:
    workspace = desks.new(make_url(postgresql_store_url))
    store = workspace.context.store
    with store.engine.connect() as connection:
        for statement in (
            "DELETE FROM account",
            "TRUNCATE account CASCADE",
            "SELECT 1; DELETE FROM account",
            "MERGE INTO account USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
            "COPY account FROM STDIN",
        ):
            with pytest.raises(UnjournaledWriteError):
                connection.exec_driver_sql(statement)
    assert workspace.care.check().ok


def test_a_journaled_class_knows_every_row_it_is_made_of() -> None:
    assert all(issubclass(entity, Journaled) for entity in journaled_entities())
    assert len({entity.__tablename__ for entity in journaled_entities()}) == len(journaled_entities()) >= 9
