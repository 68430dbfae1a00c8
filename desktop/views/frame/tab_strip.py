"""The strip of tabs: each as high as its letters need, with or without a button to close it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QTabBar

_ROOM = 18
"""Pixels above and below the letters: the style lowers a tab that is not in front, and cut its letters otherwise."""


class TabStrip(QTabBar):
    """Tabs of one height."""

    def __init__(self) -> None:
        """An empty strip."""
        super().__init__()
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def tabSizeHint(self, index: int) -> QSize:
        """As wide as the style says, as high as any other tab."""
        return QSize(super().tabSizeHint(index).width(), self.fontMetrics().height() + _ROOM)
