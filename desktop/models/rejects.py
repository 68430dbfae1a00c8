"""Rows of a file as they stand in it: the first ones before an import, the ones that did not count after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.i18n import Message, Translator, msg

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """A small table of texts with column heads."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._rows: list[tuple[str, ...]] = []
        self.numeric: frozenset[int] = frozenset()
        """Columns of numbers, which stand at the right."""

    def show(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these rows; short ones are filled with nothing."""
        self.beginResetModel()
        self._heads = tuple(heads)
        self._rows = [(*row, *[""] * (len(self._heads) - len(row)))[: len(self._heads)] for row in rows]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """The rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The column heads."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        return self._heads[section] if section < len(self._heads) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, also as tooltip; a screen reader hears the column too."""
        if not index.isValid():
            return None
        text = self._rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return f"{self._heads[index.column()]}: {text or '–'}" if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self.numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def tsv(self, rows: Sequence[int] | None = None) -> str:
        """The rows as text with tabs, headed."""
        chosen = self._rows if rows is None else [self._rows[row] for row in rows]
        lines = [self._heads, *chosen]
        return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)


class RejectsModel(RowsModel):
    """Rows of a file that did not count: line, reason, and the start of the row."""

    HEADS: tuple[Message, ...] = (msg("Line"), msg("Reason"), msg("Row"))

    def show_examples(
        self, examples: Sequence[Mapping[str, Any]], reasons: Mapping[str, Message], translator: Translator
    ) -> None:
        """Show the examples an import kept; lines only where any is known, `reasons` as sentences."""
        first = 0 if any(one["line"] is not None for one in examples) else 1
        rows = [
            (
                translator.value(one["line"]),
                translator.text(reasons.get(one["reason"], Message(one["reason"]))),
                str(one["text"]),
            )[first:]
            for one in examples
        ]
        self.show([translator.text(head) for head in self.HEADS[first:]], rows)
