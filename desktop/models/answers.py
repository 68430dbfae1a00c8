"""A table of answers from a service, for lists that are read whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.i18n import Message, Value

Place: TypeAlias = QModelIndex | QPersistentModelIndex
ANSWER = int(Qt.ItemDataRole.UserRole)
DISPLAY, ALIGNMENT, TOOL_TIP = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ToolTipRole,
    )
)
_SIDES = {
    numeric: side | Qt.AlignmentFlag.AlignVCenter
    for numeric, side in ((True, Qt.AlignmentFlag.AlignRight), (False, Qt.AlignmentFlag.AlignLeft))
}
TONE = ANSWER + 1
"""The token of the colour that a cell is written in, where it is not the usual one."""


@dataclass(frozen=True)
class Column:
    """One column: its head, what it shows of an answer, whether it is a number, and the colour it is written in."""

    head: Message
    value: Callable[[Any], Value]
    numeric: bool = False
    tooltip: Callable[[Any], Value] | None = None
    tone: Callable[[Any], str | None] | None = None


class Answers(QAbstractTableModel):
    """Rows of answers under columns; `say` writes values in the person's language."""

    def __init__(self, columns: Sequence[Column], say: Callable[[Value], str], parent: QObject | None = None) -> None:
        """Begin without rows."""
        super().__init__(parent)
        self._columns, self._say = tuple(columns), say
        self._rows: list[Any] = []

    def show(self, rows: Sequence[Any]) -> None:
        """Show these answers instead."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def show_under(self, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        """Show these answers under other columns instead."""
        self.beginResetModel()
        self._columns, self._rows = tuple(columns), list(rows)
        self.endResetModel()

    def add_page(self, rows: Sequence[Any]) -> None:
        """Add answers at the end."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def answer(self, row: int) -> Any:
        """The answer a row shows."""
        return self._rows[row]

    def all(self) -> Sequence[Any]:
        """Every answer, in order."""
        return tuple(self._rows)

    def retranslate(self) -> None:
        """Say heads and values again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def rowCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many answers."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' heads."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == DISPLAY:
            return self._say(self._columns[section].head)
        return self._alignment(section) if role == ALIGNMENT else None

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        answer, column = self._rows[index.row()], self._columns[index.column()]
        if role == DISPLAY:
            return self._say(column.value(answer))
        if role == TOOL_TIP:
            return self._say((column.tooltip or column.value)(answer))
        if role == ALIGNMENT:
            return self._alignment(index.column())
        if role == TONE:
            return column.tone(answer) if column.tone is not None else None
        return answer if role == ANSWER else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        return _SIDES[self._columns[column].numeric]
