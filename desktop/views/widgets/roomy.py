"""Lines of a list with room around their text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

ROOM = 10
"""Pixels a line is higher than its text."""


class Roomy(QStyledItemDelegate):
    """Draws as the style does, in higher lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The style's size, and room."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), hint.height() + ROOM)
