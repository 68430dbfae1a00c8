"""A chart with a cursor: pointer and keys move it from place to place, a click or Enter opens one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.widgets.looks import Looks

RING = 2


class PointedChart(QWidget):
    """`pointed` tells the place under the cursor as a person moves it, `opened` the one they want to look into."""

    pointed = Signal(int)
    opened = Signal(int)
    opens = True
    """Whether a place can be looked into."""

    def __init__(self, looks: Looks) -> None:
        """Begin without a cursor, which is at -1."""
        super().__init__()
        self.position = -1
        self._looks = looks
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def count(self) -> int:
        """How many places there are: none until there is something to point at."""
        return 0

    def place_at(self, at: QPointF) -> int | None:
        """The place at a point of the widget; None beside the panels."""
        return self.position if self.position >= 0 and self.rect().contains(at.toPoint()) else None

    def copy_here(self) -> None:
        """Put what the cursor marks on the clipboard; its description where nothing else is said."""
        QGuiApplication.clipboard().setText(self.accessibleDescription())

    def point(self, position: int) -> None:
        """Put the cursor on a place, or away with -1, without telling anybody."""
        self.position = position

    def move_to(self, position: int) -> None:
        """The person moves the cursor; -1 puts it away."""
        position = max(-1, min(self.count() - 1, position))
        if position != self.position:
            self.point(position)
            self.pointed.emit(position)

    def moves(self) -> dict[Qt.Key, int]:
        """Where each key leads."""
        return {
            Qt.Key.Key_Left: max(0, self.position - 1),
            Qt.Key.Key_Right: self.position + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.count() - 1,
        }

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cursor follows the pointer."""
        place = self.place_at(event.position())
        hand = self.opens and place is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        if place is not None:
            self.move_to(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the place."""
        place = self.place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.move_to(place)
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right, Home and End move the cursor; Enter opens its place; Ctrl+C copies."""
        moves = self.moves()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_here()
        elif event.key() in moves:
            self.move_to(moves[Qt.Key(event.key())])
        elif self.opens and self.position >= 0 and event.key() in _OPENING:
            self._open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paint_ring(self, painter: QPainter) -> None:
        """Draw the ring of the focus around the chart."""
        if self.hasFocus():
            painter.setPen(QPen(self._looks.color("accent"), RING))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _open(self) -> None:
        if self.opens and self.position >= 0:
            self.opened.emit(self.position)


_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
