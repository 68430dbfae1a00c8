"""Many payload rows at once, past the ORM: the driver's own executemany."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from desktop.store.schema import Payload

_BLOCK = 20_000


def insert_payload(
    connection: Connection, table: type[Payload], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert tuples in the order of `columns` into a payload table, a block at a time."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    statement = f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names come from the schema
    source = iter(rows)
    while block := list(islice(source, _BLOCK)):
        connection.exec_driver_sql(statement, block)
