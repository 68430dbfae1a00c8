"""Lines of a list with room around their text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

ROOM = 10
"""Pixels a line is higher than its text."""
_HIGHEST = 10_000


class Roomy(QStyledItemDelegate):
    """Draws as the style does, in higher lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The style's size, and room."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), hint.height() + ROOM)


class Wrapped(Roomy):
    """The same in a tree, with the texts of one column broken into as many lines as its width asks for."""

    def __init__(self, view: QTreeView, column: int) -> None:
        """Break the texts of this column."""
        super().__init__(view)
        self._view, self._column = view, column

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the broken text, and room."""
        hint = super().sizeHint(option, index)
        if index.column() != self._column:
            return hint
        self.initStyleOption(option, index)
        width = max(1, self._view.columnWidth(self._column) - 2 * ROOM)
        wrap = int(Qt.TextFlag.TextWordWrap)
        lines = option.fontMetrics.boundingRect(QRect(0, 0, width, _HIGHEST), wrap, index.data())
        return QSize(width, max(hint.height(), lines.height() + ROOM))
