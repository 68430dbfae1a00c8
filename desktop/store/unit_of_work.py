"""One act, one transaction: its changes are recorded by the flush that makes them (architecture.md, idea 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, delete, event, insert, inspect, select
from sqlalchemy.orm import QueryableAttribute, Session, UOWTransaction

from desktop.store.guard import opened
from desktop.store.journal import Change, sha256
from desktop.store.schema import ChangeKind, Journaled, Table
from desktop.store.types import json_text

_CHANGES = "seatwise_changes"


class JournalSession(Session):
    """A session whose flush may write journaled tables, and which records what it wrote."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what is pending, with the guard open for just as long."""
        with opened(self.connection(), "journaled"):
            super().flush(objects)


@event.listens_for(Journaled, "attribute_instrument", propagate=True)
def _keep_old_values(_cls: type[Journaled], _key: str, inst: QueryableAttribute[Any]) -> None:
    inst.impl.active_history = True


@event.listens_for(JournalSession, "after_flush")
def _collect(session: Session, _context: UOWTransaction) -> None:
    changes: dict[tuple[str, str], Change] = session.info.setdefault(_CHANGES, {})
    # Deleted ones first: a row that takes the place of a deleted one in the same flush is an edit of it.
    for found in (
        _seen(session, row) for row in (*session.deleted, *session.dirty, *session.new) if isinstance(row, Journaled)
    ):
        if found is None:
            continue
        key = (found.entity, found.entity_id)
        merged = _merged(changes.pop(key, None), found)
        if merged is not None:
            changes[key] = merged


def _seen(session: Session, row: Journaled) -> Change | None:
    """The change of one row in this flush, in stored values; None when nothing changed."""
    state = inspect(row)
    entity, entity_id = row.__tablename__, row.__dict__["id"]
    dialect = session.connection().dialect
    if row in session.new:
        values = stored_values(type(row), row.__dict__, dialect)
        return Change(entity, entity_id, ChangeKind.NEW, {name: [None, value] for name, value in values.items()})
    if row in session.deleted:
        replaced = {
            key: old[0] for key in row.__dict__ if key in state.attrs and (old := state.attrs[key].history.deleted)
        }
        values = stored_values(type(row), {**row.__dict__, **replaced}, dialect)
        return Change(entity, entity_id, ChangeKind.DELETE, {name: [value, None] for name, value in values.items()})
    fields: dict[str, Any] = {}
    for column in type(row).__mapper__.columns:
        history = state.attrs[column.key].history
        if history.deleted and history.added:
            old, new = (_stored(column, one, dialect) for one in (history.deleted[0], history.added[0]))
            if old != new:
                fields[column.key] = [old, new]
    return Change(entity, entity_id, ChangeKind.EDIT, fields) if fields else None


def _merged(before: Change | None, now: Change) -> Change | None:
    """Two changes of one row in one act, as one; None when they undo each other."""
    if before is None:
        return now
    fields = {
        name: [pair[0], now.fields[name][1] if name in now.fields else pair[1]] for name, pair in before.fields.items()
    }
    fields |= {name: pair for name, pair in now.fields.items() if name not in fields}
    if before.kind is ChangeKind.NEW and now.kind is ChangeKind.DELETE:
        return None
    if before.kind is ChangeKind.DELETE or before.kind is now.kind:
        fields = {name: pair for name, pair in fields.items() if pair[0] != pair[1]}
        return Change(now.entity, now.entity_id, ChangeKind.EDIT, fields) if fields else None
    kind = before.kind if now.kind is ChangeKind.EDIT else now.kind
    return Change(now.entity, now.entity_id, kind, fields)


def stored_values(entity: type[Journaled], values: Mapping[str, Any], dialect: Dialect) -> dict[str, Any]:
    """A row's values as they are stored: text, whole numbers, None."""
    return {column.key: _stored(column, values.get(column.key), dialect) for column in entity.__mapper__.columns}


def _stored(column: Any, value: Any, dialect: Dialect) -> Any:
    process = getattr(column.type, "process_bind_param", None)
    return process(value, dialect) if process else value


def loaded_values(entity: type[Journaled], stored: Mapping[str, Any], dialect: Dialect) -> dict[str, Any]:
    """The values of a row, or of some of its fields, from what is stored of them."""
    values = {}
    for name, value in stored.items():
        process = getattr(entity.__mapper__.columns[name].type, "process_result_value", None)
        values[name] = process(value, dialect) if process else value
    return values


def entity_named(name: str) -> type[Journaled]:
    """The journaled class of a table; a LookupError for a name that is none."""
    return {entity.__tablename__: entity for entity in journaled_entities()}[name]


def journaled_entities() -> list[type[Journaled]]:
    """Every journaled class, by the name of its table."""
    mapped: list[type] = [mapper.class_ for mapper in Table.registry.mappers]
    return sorted((one for one in mapped if issubclass(one, Journaled)), key=lambda one: one.__tablename__)


@dataclass
class Write:
    """The open act: its session, and what bulk work adds to the journal."""

    session: JournalSession
    batches: list[Change] = field(default_factory=list)

    def add_batch(self, entity: type[Journaled], batch_id: str, rows: Sequence[dict[str, Any]]) -> None:
        """Add many new rows as one sealed change: its manifest, ids and rows, undone as one."""
        if not rows:
            return
        connection = self.session.connection()
        stored = [stored_values(entity, row, connection.dialect) for row in rows]
        with opened(connection, "journaled"):
            connection.execute(insert(entity), list(rows))
        self.batches.append(_batch(entity, batch_id, ChangeKind.BATCH, stored))

    def remove_batch(self, entity: type[Journaled], batch_id: str, stored: Sequence[dict[str, Any]]) -> None:
        """Take the rows of a sealed batch back, as one change."""
        connection = self.session.connection()
        with opened(connection, "journaled"):
            for start in range(0, len(stored), 500):
                ids = [row["id"] for row in stored[start : start + 500]]
                connection.execute(delete(entity).where(entity.__mapper__.columns["id"].in_(ids)))
        self.batches.append(_batch(entity, batch_id, ChangeKind.UNBATCH, stored))

    def changes(self) -> list[Change]:
        """Everything this act changed so far."""
        self.session.flush()
        collected: dict[tuple[str, str], Change] = self.session.info.get(_CHANGES, {})
        return [*self.batches, *collected.values()]


def _batch(entity: type[Journaled], batch_id: str, kind: ChangeKind, stored: Sequence[dict[str, Any]]) -> Change:
    rows = sorted(stored, key=lambda row: str(row["id"]))
    fields = {"count": len(rows), "sha256": sha256(json_text(rows)), "rows": rows}
    return Change(entity.__tablename__, batch_id, kind, fields)


def current_rows(session: Session, entity: type[Journaled]) -> dict[str, dict[str, Any]]:
    """Every row of a journaled table by id, in stored values: for the check against the journal."""
    dialect = session.connection().dialect
    columns = entity.__mapper__.columns
    rows = session.execute(select(*columns.values())).all()
    names = list(columns.keys())
    found = (stored_values(entity, dict(zip(names, row, strict=True)), dialect) for row in rows)
    return {str(row["id"]): row for row in found}
