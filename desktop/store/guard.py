"""Nothing writes a journaled table but the unit of work (architecture.md, idea 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from desktop.store.schema import Table

# Wherever it stands: after a comment, a common table expression or another statement.
_WRITES = re.compile(
    r"\b(?:INSERT|(?<!FOR )UPDATE|DELETE|REPLACE\s+INTO|MERGE|TRUNCATE|COPY)\b", re.IGNORECASE | re.DOTALL
)
_NAMES = re.compile(r"[a-z_]+")
_OPEN = "seatwise_open_kind"


class UnjournaledWriteError(RuntimeError):
    """A statement tried to write a journaled table past the unit of work: a mistake in the program."""


def guarded_tables(kind: str) -> frozenset[str]:
    """The names of all tables of the kind."""
    return frozenset(name for name, table in Table.metadata.tables.items() if table.info.get("kind") == kind)


def install_guard(engine: Engine) -> None:
    """Refuse every INSERT, UPDATE or DELETE on journaled and journal tables outside `opened`."""
    journaled, journal = guarded_tables("journaled"), guarded_tables("journal")

    @event.listens_for(engine, "before_cursor_execute")
    def _refuse(conn: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if not _WRITES.search(statement):
            return
        named = set(_NAMES.findall(statement.lower()))
        opened_kind = conn.info.get(_OPEN)
        for kind, tables in (("journaled", journaled), ("journal", journal)):
            if kind != opened_kind and named & tables:
                raise UnjournaledWriteError(f"only the unit of work writes {', '.join(sorted(named & tables))}")


@contextmanager
def opened(connection: Connection, kind: str) -> Iterator[None]:
    """Let the connection write tables of the kind for the length of the block, whatever happens in it."""
    before = connection.info.get(_OPEN)
    connection.info[_OPEN] = kind
    try:
        yield
    finally:
        if before is None:
            connection.info.pop(_OPEN, None)
        else:
            connection.info[_OPEN] = before
