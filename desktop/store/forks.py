"""One account's rows in a temporary SQLite store of their own: what is played through there reaches nobody.

The rows are copied; usage payloads of a SQLite store are read in its own file, attached for reading only. Those of a
PostgreSQL store are copied too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from pyroaring import BitMap
from sqlalchemy import Connection, Integer, MetaData, event
from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.i18n import msg
from desktop.store.engine import Store, attachable, sqlite_engine
from desktop.store.faults import told
from desktop.store.schema import JournalTable, Table
from desktop.system.clock import Clock
from desktop.system.locks import SharedPart
from desktop.system.throwaway import ThrowawayFolder

PREFIX = ".seatwise-fork-"
"""How the folders of forks begin, beside the store."""

_USAGE = ("usage_set", "usage_group", "usage_words")
_PEOPLE = ("learner", "learner_identity")
_MINE: dict[str, str] = {
    "workspace": "1 = 1",
    "account": "id = :account",
    "instalment": "order_id IN (SELECT id FROM {at}subscription_order WHERE account_id = :account)",
    "billed_learners": "closed_month_id IN (SELECT id FROM {at}closed_month WHERE account_id = :account)",
    **dict.fromkeys(_USAGE, "source_id IN (SELECT id FROM {at}usage_source WHERE account_id = :account)"),
}
"""Which rows of a table are the account's; of every other one those with its `account_id`."""

_AT_ONCE = 5_000
_UNSAFE_AND_FAST = (
    *("page_size = 16384", "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"),
    *("secure_delete = OFF", "cache_size = -65536", "temp_store = MEMORY"),
)
NOT_NEEDED = frozenset({"ix_due_event_account_id_kind_due_on"})
"""Indexes that take longer to make than to read the rows of one account without them."""


class ForkKept:
    """What a fork holds while it is open: its folder, and a part of the lock of the file it reads usage in."""

    def __init__(self, folder: ThrowawayFolder, source: Path | None) -> None:
        """Take a part of the source's lock, so that nobody replaces its file meanwhile."""
        self.folder = folder
        self._part = None if source is None else SharedPart(source)

    def release(self) -> None:
        """Throw the fork away."""
        self.folder.release()
        if self._part is not None:
            self._part.release()


def fork_store(source: Store, account_id: str, clock: Clock, scratch: Path) -> Store:
    """A store with the rows of one account as they stand now, and an empty journal; `close` throws it away.

    It calls itself after its source: `place` is where the real data lives.
    """
    if source.is_fork:
        raise UserError(msg("This is a simulation already. Go back to today first."))
    folder = ThrowawayFolder(scratch, PREFIX)
    file = Path(source.place) if source.is_sqlite else None
    kept = None
    try:
        kept = ForkKept(folder, file if file is not None and source.read_only is None else None)
        path = folder.path / "fork.db"
        attached = None if file is None else attachable(file, written=source.read_only is None)
        with told():
            if attached is None:
                _fill_from_server(path, source, account_id)
            else:
                _fill_from_file(path, attached, account_id)
        engine = sqlite_engine(path, disposable=True)
        if attached is not None:
            event.listen(engine, "connect", lambda raw, _record: raw.execute("ATTACH ? AS source", (attached,)))
        return Store(engine, source.place, clock, derived_id(source.client_id, folder.path.name), part=kept, fork=True)
    except BaseException:
        (kept or folder).release()
        raise


def _fill_from_file(path: Path, attached: str, account_id: str) -> None:
    with closing(_new_file(path)) as raw:
        raw.execute("ATTACH ? AS source", (attached,))
        raw.execute("BEGIN")
        tables = _tables(usage=False)
        _make(raw, tables)
        for table in (one for one in tables if not _is_journal(one)):
            _copy(raw, table, account_id)
        _index(raw, tables)
        raw.execute("COMMIT")


def _copy(raw: Any, table: SqlTable, account_id: str) -> None:
    names, where = _columns(table), _mine(table, "source.")
    query = f'INSERT INTO main."{table.name}" ({names}) SELECT {names} FROM source."{table.name}" WHERE {where}'  # noqa: S608 - names come from the schema
    raw.execute(query, {"account": account_id})


def _fill_from_server(path: Path, source: Store, account_id: str) -> None:
    with closing(_new_file(path)) as raw, source.read() as session:
        connection = session.connection()
        raw.execute("BEGIN")
        tables = _tables(usage=True)
        _make(raw, tables)
        for table in tables:
            if not _is_journal(table) and table.name not in _PEOPLE:
                _insert(raw, table, _rows(connection, table, _mine(table, ""), {"account": account_id}))
        for table in (one for one in tables if one.name in _PEOPLE):
            for numbers in _learners(raw):
                marks = ", ".join(map(str, numbers))
                _insert(raw, table, _rows(connection, table, f"number IN ({marks})", {}))
        _index(raw, tables)
        raw.execute("COMMIT")


def _rows(connection: Connection, table: SqlTable, where: str, given: dict[str, Any]) -> Iterator[Sequence[Any]]:
    """Rows as they are stored, in batches straight from the driver: texts, whole numbers, bytes."""
    query = f'SELECT {_columns(table)} FROM "{table.name}" WHERE {where}'.replace(":account", "%(account)s")  # noqa: S608 - names come from the schema
    driver: Any = connection.connection.driver_connection
    with driver.cursor(name="seatwise_fork") as cursor:
        cursor.itersize = _AT_ONCE
        yield from cursor.execute(query, given)


def _insert(raw: Any, table: SqlTable, rows: Iterator[Sequence[Any]]) -> None:
    marks = ", ".join("?" for _ in table.columns)
    raw.executemany(f'INSERT INTO "{table.name}" ({_columns(table)}) VALUES ({marks})', rows)  # noqa: S608 - names come from the schema


def _learners(raw: Any) -> Iterator[list[int]]:
    """The numbers of everybody whom the copied usage names, in blocks."""
    everyone = BitMap()
    for query in ("SELECT learners FROM usage_set", "SELECT learners FROM usage_group"):
        for (packed,) in raw.execute(query):
            everyone |= BitMap.deserialize(packed)
    for query in ("SELECT learner FROM learner_exclusion", "SELECT learner FROM learner_alias"):
        everyone.update(number for (number,) in raw.execute(query))
    everyone.update(number for (number,) in raw.execute("SELECT same_as FROM learner_alias"))
    for (packed,) in raw.execute("SELECT learners FROM billed_learners"):
        everyone |= BitMap.deserialize(packed)
    numbers = list(everyone)
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _new_file(path: Path) -> Any:
    """A bare connection that fills the file: nothing of it has to outlive a crash."""
    import sqlcipher3.dbapi2 as driver

    raw = driver.connect(f"{path.as_uri()}?mode=rwc", uri=True, isolation_level=None)
    for setting in _UNSAFE_AND_FAST:
        raw.execute(f"PRAGMA {setting}")
    return raw


def _tables(*, usage: bool) -> list[SqlTable]:
    """The tables a fork has of its own; those of usage only where their rows are copied."""
    return [one for one in Table.metadata.sorted_tables if usage or one.name not in (*_USAGE, *_PEOPLE)]


def _make(raw: Any, tables: Sequence[SqlTable]) -> None:
    made, _ = _statements()
    for table in tables:
        raw.execute(made[table.name])


def _index(raw: Any, tables: Sequence[SqlTable]) -> None:
    """Make the indexes of the filled tables: sorted once, they take half the time of keys inserted as they come."""
    _, indexes = _statements()
    for table in tables:
        for statement in indexes[table.name]:
            raw.execute(statement)


@cache
def _statements() -> tuple[Mapping[str, str], Mapping[str, Sequence[str]]]:
    """What makes each table without a key, and its indexes with one that stands for the key."""
    dialect, whole = sqlite_dialect(), MetaData()
    made, indexes = {}, {}
    for table in [one.to_metadata(whole) for one in Table.metadata.sorted_tables]:
        needed = sorted((one for one in table.indexes if one.name not in NOT_NEEDED), key=lambda one: str(one.name))
        indexes[table.name] = [str(CreateIndex(one).compile(dialect=dialect)) for one in needed]
        if not _is_row_number(table):
            keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
            indexes[table.name].insert(0, f'CREATE UNIQUE INDEX "key_of_{table.name}" ON "{table.name}" ({keys})')
            table.primary_key.ddl_if(callable_=_never)
    for table in whole.sorted_tables:
        made[table.name] = str(CreateTable(table).compile(dialect=dialect))
    return made, indexes


def _never(*_: object, **__: object) -> bool:
    return False


def _is_row_number(table: SqlTable) -> bool:
    """Whether its key is the number of the row itself, which needs no index."""
    keys = list(table.primary_key)
    return len(keys) == 1 and isinstance(keys[0].type, Integer)


def _is_journal(table: SqlTable) -> bool:
    return bool(table.info.get("kind") == JournalTable.__table_args__["info"]["kind"])


def _columns(table: SqlTable) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _mine(table: SqlTable, at: str) -> str:
    return _MINE.get(table.name, "account_id = :account").format(at=at)
