"""A labelled bar: how much of a whole is taken, and what is left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.models.standing import Parts
from desktop.views.desk import Surroundings
from desktop.views.looks import Role

_PADDING = 10


class SeatsBar(QWidget):
    """Draws the parts with their texts; a screen reader hears the same."""

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        self._parts: Parts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        around.looks.changed.connect(self.updateGeometry)

    def show_parts(self, parts: Parts | None) -> None:
        """Draw these."""
        self._parts = parts
        self.setVisible(parts is not None)
        if parts is not None:
            text = self._around.words.text
            self.setAccessibleName(f"{text(parts.taken_text)}, {text(parts.left_text)}")
            self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of text with room around it."""
        return QSize(320, self.fontMetrics().height() + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The part taken, then what is left; more than the whole is written in red."""
        parts, looks = self._parts, self._around.looks
        if parts is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(looks.color("track"))
        painter.drawRoundedRect(self.rect(), 4, 4)
        share = min(1.0, parts.taken / parts.whole) if parts.whole else float(parts.taken > 0)
        taken = QRect(0, 0, round(self.width() * share), self.height())
        painter.setBrush(looks.color("err" if parts.over else "accent"))
        painter.drawRoundedRect(taken, 4, 4)
        painter.setFont(looks.font(Role.TOTAL))
        self._write(painter, taken)

    def _write(self, painter: QPainter, taken: QRect) -> None:
        parts, looks, text = self._parts, self._around.looks, self._around.words.text
        if parts is None:
            return
        left, right = text(parts.taken_text), text(parts.left_text)
        room, size = self.rect().adjusted(_PADDING, 0, -_PADDING, 0), painter.fontMetrics().horizontalAdvance
        place = Qt.AlignmentFlag.AlignVCenter
        inside = size(left) + 2 * _PADDING <= taken.width()
        painter.setPen(looks.color("on_accent" if inside else "text"))
        start = room if inside else room.adjusted(taken.width(), 0, 0, 0)
        painter.drawText(start, place | Qt.AlignmentFlag.AlignLeft, left)
        free = self.width() - (taken.width() if inside else taken.width() + size(left) + _PADDING)
        if size(right) + 2 * _PADDING <= free:
            painter.setPen(looks.color("text"))
            painter.drawText(room, place | Qt.AlignmentFlag.AlignRight, right)
