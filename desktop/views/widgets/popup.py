"""What stands over a window beside a widget: its edge, its place, Esc, and the focus given back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.views.widgets.letters import Ground
from desktop.views.widgets.looks import Looks


class Popup(Ground):
    """Hidden until it is shown beside an anchor, which gets the focus back."""

    def __init__(self, looks: Looks, anchor: QWidget | None = None) -> None:
        """Belong to this anchor at first."""
        super().__init__(looks, "base")
        self._looks = looks
        self._anchor = anchor

    def put_away(self) -> None:
        """Hide, and give the focus back to the anchor."""
        if self.isVisible():
            self.hide()
            if self._anchor is not None:
                self._anchor.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge that sets it off from the page."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._looks.color("strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def beside(anchor: QWidget, host: QWidget, size: QSize, *, gap: int, left: int = 0) -> QRect:
    """Where something of a size stands in the host: below the anchor where there is room, else above, never over it.

    It begins so many pixels `left` of the anchor, and stays inside the host.
    """
    at, area = anchor.mapTo(host, QPoint(0, 0)), host.rect()
    below = at.y() + anchor.height() + gap
    fits = below + size.height() <= area.height() - gap
    top = below if fits else max(gap, at.y() - size.height() - gap)
    x = min(max(at.x() - left, gap), max(gap, area.width() - size.width() - gap))
    return QRect(QPoint(x, top), size)
