"""Statements that are asked over and over: compiled once, run with plain values, answered with plain rows (P6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import SelectBase

from desktop.store.faults import told

PlainRow: TypeAlias = "tuple[Any, ...]"
"""A row as it is stored: text, whole numbers and None."""


class Prepared:
    """A statement that reads, compiled for one kind of database, and run by the driver itself.

    The values it is given are as they are stored, and so are its rows. What the statement itself holds, such as the
    days and states of a filter, is written once, when it is compiled. It cannot write, so the guard need not look.
    """

    def __init__(self, statement: SelectBase, dialect: Dialect) -> None:
        """Compile it; each parameter that is given later is a `bindparam` with a type, and None for a value."""
        expanded = statement.compile(dialect=dialect).construct_expanded_state()
        self._text = expanded.statement
        self._order = expanded.positiontup
        self._fixed = {
            name: value if value is None or name not in expanded.processors else expanded.processors[name](value)
            for name, value in expanded.parameters.items()
        }
        self._fault: type[Exception] = dialect.loaded_dbapi.Error

    def rows(self, source: Session | Engine, **given: Any) -> Sequence[PlainRow]:
        """The rows for these parameters, in the session's transaction; of an engine, as they are at this moment."""
        values = {**self._fixed, **given}
        asked = values if self._order is None else [values[name] for name in self._order]
        if isinstance(source, Session):
            return self._run(source.connection().connection, asked)
        with told():
            connection = source.raw_connection()
            try:
                return self._run(connection, asked)
            finally:
                connection.close()

    def _run(self, connection: PoolProxiedConnection, asked: Any) -> Sequence[PlainRow]:
        cursor = connection.cursor()
        try:
            cursor.execute(self._text, asked)
            return cursor.fetchall()
        except self._fault as fault:
            raise DBAPIError(self._text, None, fault) from fault
        finally:
            cursor.close()
