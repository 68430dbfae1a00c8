"""Opening a store: settings read back, the transaction mode ours, faults told in one sentence."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from sqlalchemy import URL, Connection, Engine, FromClause, create_engine, event, make_url, text
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool, QueuePool

from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.search_text import folded
from desktop.i18n import Message, msg
from desktop.store.faults import told
from desktop.store.guard import install_guard
from desktop.store.journal import Act, act_exists, write_act
from desktop.store.search_text import ON_SQLITE
from desktop.store.unit_of_work import JournalSession, Write
from desktop.system.clock import Clock

APPLICATION_ID = 0x53454154
_PRAGMAS = {
    "foreign_keys": 1,
    "busy_timeout": 10000,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 2,
    "mmap_size": 0,
}
_SECURE_DELETE_FAST = "FAST"
_OFF, _FULL, _EXTRA = 0, 2, 3
_WRITERS_LOCK = 0x53454154


StoreUrl: TypeAlias = URL


class AlreadyDoneError(Exception):
    """The act was recorded before: a double click, or a call repeated after a lost answer."""


class Kept(Protocol):
    """What is held as long as a store is open."""

    def release(self) -> None:
        """Let it go."""


class Store:
    """An open store. `read` and `write` are the only ways in."""

    def __init__(
        self,
        engine: Engine,
        place: str,
        clock: Clock,
        client_id: str,
        *,
        read_only: Message | None = None,
        part: Kept | None = None,
        fork: bool = False,
    ) -> None:
        """Keep what was opened; use `desktop.store.opening`."""
        self.engine = engine
        self.place = place
        self.clock = clock
        self.client_id = client_id
        self.read_only = read_only
        self.is_fork = fork
        self._part = part
        install_guard(engine)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one consistent state; it writes nothing."""
        # A file's snapshot lasts for the transaction by itself; on a server it must be asked for.
        reader = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        with told(), Session(reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, act: Act) -> Iterator[Write]:
        """One act as one transaction with its journal; nothing remains of it when the block raises.

        Raises AlreadyDoneError when an act of this id is recorded. An act that changed nothing is not recorded.
        """
        self.refuse_writing()
        with told(), self._writer() as session:
            connection = session.connection()
            take_turn(connection)
            if act_exists(connection, act.act_id):
                raise AlreadyDoneError(act.act_id)
            write = Write(session)
            yield write
            changes = write.changes()
            if changes:
                write_act(session, act, changes, self.client_id, self.now())
                session.commit()

    def refuse_writing(self) -> None:
        """Refuse whoever would write into a store that is only read."""
        if self.read_only is not None:
            raise UserError(msg("The store is open for reading only. {why}", why=self.read_only))

    def _writer(self) -> JournalSession:
        return JournalSession(self.engine.execution_options(write=True), expire_on_commit=False)

    def now(self) -> datetime:
        """The store's clock."""
        return self.clock.now()

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()
        if self._part is not None:
            self._part.release()
            self._part = None

    def rows_then(self, _session: Session, _table: str, _ids: Sequence[str]) -> Mapping[str, Mapping[str, Any] | None]:
        """Rows that differ on the day looked at from what is stored, in stored values: none, but in a look back."""
        return {}

    @property
    def present(self) -> Store:
        """The store as it is now: itself, unless it is a look at the past."""
        return self

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is a file of this machine."""
        return self.engine.dialect.name == "sqlite"


def take_turn(connection: Connection) -> None:
    """Wait until nobody else writes; a file's lock comes with its transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})


def client_id(machine_id: str, store_id: str) -> str:
    """The id of this machine's chain in this store: another machine's copy of the file gets another one."""
    return derived_id(store_id, machine_id)


def sqlite_engine(
    path: Path,
    *,
    read_only: bool = False,
    foreign_keys: bool = True,
    wal: bool = True,
    immutable: bool = False,
    disposable: bool = False,
) -> Engine:
    """An engine on a SQLite file with every setting of a connection set and read back.

    `immutable` reads a file that nobody writes, also where no file can be made beside it. Of a `disposable` one
    nothing has to outlive a crash.
    """
    import sqlcipher3.dbapi2 as driver

    uri = f"file:{_quoted(path)}?mode={'ro' if read_only else 'rw'}{'&immutable=1' if immutable else ''}"
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: driver.connect(uri, uri=True, check_same_thread=False, timeout=10),
        # SQLAlchemy sees no file in the URL and would give one connection to each thread, and close those of others.
        poolclass=QueuePool if wal else NullPool,
    )
    engine.dialect.statement_compiler = _WithIndexHints
    journal_mode = "wal" if wal and wal_is_safe(driver.sqlite_version_info) else "truncate"
    journal_mode = "memory" if disposable else journal_mode

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.create_function(ON_SQLITE, 1, folded, deterministic=True)
        wanted = {
            **_PRAGMAS,
            "foreign_keys": int(foreign_keys),
            "synchronous": _OFF if disposable else _FULL if journal_mode == "wal" else _EXTRA,
        }
        if not read_only:
            connection.execute(f"PRAGMA journal_mode = {journal_mode}")
        for name, value in wanted.items():
            connection.execute(f"PRAGMA {name} = {_SECURE_DELETE_FAST if name == 'secure_delete' else value}")
            got = connection.execute(f"PRAGMA {name}").fetchone()
            if got is None or got[0] != value:
                raise UserError(msg("SQLite did not accept the setting {name}; the store was not opened.", name=name))

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


LAID_OVER = "seatwise_laid_over"
"""Under which a session keeps the names of the tables that a look back shows otherwise than they are stored."""


def is_laid_over(session: Session, table: str) -> bool:
    """Whether the session reads a view in the place of the table: it has neither the table's indexes nor its places."""
    return table in session.info.get(LAID_OVER, ())


class _WithIndexHints(SQLiteCompiler):
    """Writes `INDEXED BY`, given as a hint; SQLAlchemy has hints of its own for other databases only."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002 - as it is called
        """The hint as it was given."""
        return text


def attachable(path: Path, *, written: bool) -> str:
    """How a store's file is named to read it beside another one; `written` where somebody may be writing it."""
    still = not written and not path.with_name(f"{path.name}-wal").exists()
    return f"file:{_quoted(path)}?mode=ro{'&immutable=1' if still else ''}"


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset fault of 3.7.0 to 3.51.2 (fixed in 3.44.6 and 3.50.7)."""
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version < (3, 7, 0) or version > (3, 51, 2)


def library_versions() -> tuple[str, str]:
    """The versions of SQLite and of SQLCipher that the driver brings."""
    import sqlcipher3.dbapi2 as driver

    memory = driver.connect(":memory:")
    try:
        sqlite, cipher = (
            memory.execute(ask).fetchone() for ask in ("SELECT sqlite_version()", "PRAGMA cipher_version")
        )
    finally:
        memory.close()
    return sqlite[0], cipher[0]


def postgresql_engine(url: URL) -> Engine:
    """An engine on a PostgreSQL database."""
    return create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="READ COMMITTED", pool_pre_ping=True)


def url_of(place: str | Path) -> URL:
    """The store's URL: a path is a SQLite file."""
    if isinstance(place, Path):
        return URL.create("sqlite", database=str(place))
    try:
        url = make_url(place) if "://" in place else URL.create("sqlite", database=place)
    except Exception as error:
        raise UserError(
            msg("“{store}” is not a store address. Use sqlite:///PATH or postgresql+psycopg://…", store=place)
        ) from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise UserError(
            msg("A store is a SQLite file or a PostgreSQL database, not “{kind}”.", kind=url.get_backend_name())
        )
    return url


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(path.absolute().as_posix(), safe="/:")


def fresh_name(path: Path, what: str) -> Path:
    """A name beside the store for a file in the making."""
    return path.with_name(f".{path.name}.{what}-{os.getpid()}-{uuid.uuid5(uuid.NAMESPACE_OID, str(path)).hex[:6]}")
