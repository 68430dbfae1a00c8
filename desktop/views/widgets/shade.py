"""A shade over the window behind what floats above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_DARK = 70
"""How dark the window gets, of 255."""


class Shade(QWidget):
    """Darkens its window; a click on it is told."""

    def __init__(self, window: QWidget) -> None:
        """Hidden at first."""
        super().__init__(window)
        self._window = window
        self.pressed: Callable[[], object] = self.hide
        self.hide()

    def cover(self) -> None:
        """Lie over everything there is now."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whoever floats above it goes away."""
        event.accept()
        self.pressed()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken what is below."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, _DARK))
        painter.end()
