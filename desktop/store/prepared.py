"""Statements that are asked over and over: compiled once, run with plain values, answered with plain rows (P6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Row
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import SelectBase


class Prepared:
    """A statement compiled for one kind of database.

    The values it is given and the rows it answers with are as they are stored: text, whole numbers and None. What the
    statement itself holds, such as the days and states of a filter, is written once, when it is compiled.
    """

    def __init__(self, statement: SelectBase, dialect: Dialect) -> None:
        """Compile it; each parameter that is given later is a `bindparam` with a type, and None for a value."""
        expanded = statement.compile(dialect=dialect).construct_expanded_state()
        self._text = expanded.statement
        self._order = expanded.positiontup
        self._fixed = {
            name: expanded.processors[name](value) if name in expanded.processors and value is not None else value  # type: ignore[operator]
            for name, value in expanded.parameters.items()
        }

    def rows(self, session: Session, **given: Any) -> Sequence[Row[Any]]:
        """The rows for these parameters."""
        values = {**self._fixed, **given}
        asked = values if self._order is None else tuple(values[name] for name in self._order)
        return session.connection().exec_driver_sql(self._text, asked).all()
