"""Buttons of the welcome page: a ring shows the one with the keyboard, and Enter presses it as Space does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCommandLinkButton, QPushButton

from desktop.views.widgets.looks import Looks

_ROUND = 4


class Door(QCommandLinkButton):
    """A way into the program with what is behind it."""

    def __init__(self, looks: Looks) -> None:
        """Without words yet."""
        super().__init__()
        self._looks = looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's door, with a ring when it has the keyboard."""
        super().paintEvent(event)
        _ring(self, self._looks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it."""
        if not _pressed(self, event):
            super().keyPressEvent(event)


class PlainDoor(QPushButton):
    """A way in without a frame, on one line."""

    def __init__(self, looks: Looks) -> None:
        """Without words yet."""
        super().__init__(flat=True)
        self._looks = looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's button, with a ring when it has the keyboard."""
        super().paintEvent(event)
        _ring(self, self._looks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it."""
        if not _pressed(self, event):
            super().keyPressEvent(event)


def _ring(button: QAbstractButton, looks: Looks) -> None:
    if not button.hasFocus():
        return
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(looks.tokens.accent), 2))
    painter.drawRoundedRect(QRectF(button.rect()).adjusted(1, 1, -1, -1), _ROUND, _ROUND)
    painter.end()


def _pressed(button: QAbstractButton, event: QKeyEvent) -> bool:
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    button.click()
    return True
