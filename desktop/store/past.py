# ruff: noqa: S608 - names come from the schema; a day and a number are no text of a person
"""A look at a store as it was at the end of a day: the same tables, with views laid over those that differed.

A connection finds its own temporary views before the real tables, on SQLite and PostgreSQL alike, so whatever reads
through it reads what was true then. Only rows that changed since are copied: a store of any length opens at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.i18n import msg
from desktop.store.engine import LAID_OVER, Store, postgresql_engine
from desktop.store.faults import told
from desktop.store.guard import opened
from desktop.store.journal import Act
from desktop.store.opening import file_engine
from desktop.store.row_steps import Row
from desktop.store.schema import Table
from desktop.store.taken_back import ACCOUNT, Place, Then, real_tables, rows_then, then
from desktop.store.unit_of_work import Write
from desktop.system.clock import FixedClock, end_of_day, today

_LAID = "seatwise_laid"
_NO_ENTRY = -1


class PastStore(Store):
    """A store as it was at the end of a day; only read. Closing it closes the store it looks at."""

    def __init__(self, source: Store, zone: str) -> None:
        """Look at the source as it was at the end of the day that its clock stands at, in the zone."""
        day = today(source.clock, zone)
        end = end_of_day(day, zone)
        engine = _engine_of(source)
        super().__init__(engine, source.place, FixedClock(end), source.client_id, read_only=source.read_only)
        self._source, self._day, self._since = source, day, end + timedelta(seconds=1)
        self._known: tuple[int, Then | None] = (_NO_ENTRY, None)

    @property
    def present(self) -> Store:
        """What it looks at, as it is now."""
        return self._source

    @property
    def erased(self) -> int:
        """How many later changes cannot be taken back, because their values were erased."""
        found = self._known[1]
        return 0 if found is None else found.erased

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on what was true then, as far as the journal knows it now."""
        reader = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        with told(), Session(reader, expire_on_commit=False) as session:
            while self._lay(session.connection()):
                # What was laid over lasts for the connection; the reader then begins on a state of its own.
                session.commit()
            session.info[LAID_OVER] = session.connection().info[f"{_LAID}_names"]
            yield session

    @contextmanager
    def write(self, act: Act) -> Iterator[Write]:
        """Refused: nothing is done in the past."""
        self.refuse_writing()
        yield Write(act)  # type: ignore[arg-type]

    def refuse_writing(self) -> None:
        """Nothing is done in the past."""
        raise UserError(msg("You are looking at another day. Go back to today to change anything."))

    def rows_then(self, session: Session, table: str, ids: Sequence[str]) -> Mapping[str, Row | None]:
        """Rows that were otherwise then than they are stored, of a table over which nothing is laid."""
        found = self._known[1]
        return {} if found is None else rows_then(real_tables(session.connection()), found, table, ids)

    def close(self) -> None:
        """Look no longer, and close the store."""
        super().close()
        self._source.close()

    def _lay(self, connection: Connection) -> bool:
        """Lay the views over, where the journal has grown since they were; whether that was done."""
        place = real_tables(connection)
        newest = place.newest()
        if connection.info.get(_LAID) == newest:
            return False
        if self._known[0] != newest:
            self._known = (newest, then(place, self._day, self._since))
        for name in connection.info.get(f"{_LAID}_names", ()):
            _take_away(connection, name)
        found = self._known[1]
        names = [] if found is None else list(_laid(place, found, self._day))
        connection.info.update({_LAID: newest, f"{_LAID}_names": names})
        return True


def _engine_of(source: Store) -> Engine:
    if source.is_sqlite:
        return file_engine(Path(source.place), read_only=source.read_only is not None)
    return postgresql_engine(source.engine.url)


def _laid(place: Place, found: Then, day: date) -> Iterator[str]:
    """Lay views over the tables that differ; their names."""
    with opened(place.connection, "journaled"):
        yield _journal(place, found)
        # A file may hold activity of later months, whoever wrote it.
        yield _view(
            place, "usage_set", f"SELECT * FROM {place.table('usage_set')} WHERE month <= {Month.of(day).ordinal}"
        )
        rows = {name: dict(moved) for name, moved in found.rows.items()}
        if found.undone:
            rows[ACCOUNT] = {**rows.get(ACCOUNT, {}), **_told_again(place, rows.get(ACCOUNT, {}), day)}
        for name, moved in rows.items():
            # A number is given again once its order was undone, so those placed later must not be found by it.
            yield _noun(place, name, moved, f" AND placed_on <= '{day.isoformat()}'" if name == _ORDERS else "")


_ORDERS = "subscription_order"


def _view(place: Place, name: str, query: str) -> str:
    place.connection.execute(text(f'CREATE TEMPORARY VIEW "{name}" AS {query}'))
    return name


def _take_away(connection: Connection, name: str) -> None:
    own = "temp" if connection.dialect.name == "sqlite" else "pg_temp"
    connection.execute(text(f'DROP VIEW {own}."{name}"'))
    for table in (_rows_of(name), _gone_from(name)):
        connection.execute(text(f"DROP TABLE IF EXISTS {own}.{table}"))


def _journal(place: Place, found: Then) -> str:
    """The journal up to the day: the entries before the first later one, and the later ones that are of the day."""
    name, gone = "act", _gone_from("act")
    _fill(place.connection, gone, "seq INTEGER PRIMARY KEY", [{"seq": seq} for seq in found.kept])
    last = max(found.kept, default=found.first - 1)
    where = f"seq <= {last}"
    if last >= found.first:
        where += f" AND (seq < {found.first} OR seq IN (SELECT seq FROM {gone}))"
    return _view(place, name, f"SELECT * FROM {place.table(name)} WHERE {where}")


def _noun(place: Place, name: str, moved: Mapping[str, Row | None], also: str) -> str:
    """A table with the rows that were moved as they were, and of the others those of which `also` holds."""
    connection, real = place.connection, place.table(name)
    rows, gone = _rows_of(name), _gone_from(name)
    columns = [column.name for column in Table.metadata.tables[name].columns]
    listed = ", ".join(f'"{column}"' for column in columns)
    there = f"SELECT {listed} FROM {real} WHERE id NOT IN (SELECT id FROM {gone}){also}"
    _fill(connection, gone, "id TEXT PRIMARY KEY", [{"id": row_id} for row_id in moved])
    connection.execute(text(f"CREATE TEMPORARY TABLE {rows} AS SELECT {listed} FROM {real} WHERE 1 = 0"))
    put = [dict(row) for row in moved.values() if row is not None]
    if put:
        marks = ", ".join(f":{column}" for column in columns)
        connection.execute(text(f"INSERT INTO {rows} ({listed}) VALUES ({marks})"), put)
    return _view(place, name, f"{there} UNION ALL SELECT {listed} FROM {rows}")


def _fill(connection: Connection, table: str, column: str, rows: list[dict[str, Any]]) -> None:
    connection.execute(text(f"CREATE TEMPORARY TABLE {table} ({column})"))
    if rows:
        name = column.split(" ", 1)[0]
        connection.execute(text(f"INSERT INTO {table} ({name}) VALUES (:{name})"), rows)


def _told_again(place: Place, known: Mapping[str, Row | None], day: date) -> dict[str, Row]:
    """Accounts that were brought up to no later day, because something was undone since: told again all the same."""
    tomorrow = (day + timedelta(days=1)).isoformat()
    columns = [column.name for column in Table.metadata.tables[ACCOUNT].columns]
    listed = ", ".join(f'"{column}"' for column in columns)
    found = place.connection.execute(text(f"SELECT {listed} FROM {place.table(ACCOUNT)}")).all()
    rows = [dict(zip(columns, row, strict=True)) for row in found]
    return {
        row["id"]: {**row, **(known.get(row["id"]) or {}), "advanced_to": max(row["advanced_to"], tomorrow)}
        for row in rows
    }


def _rows_of(name: str) -> str:
    return f"past_row_{name}"


def _gone_from(name: str) -> str:
    return f"past_gone_{name}"
