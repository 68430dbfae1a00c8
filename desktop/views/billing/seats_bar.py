"""A labelled bar: how much of a whole is taken, and what is left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.models.standing import Parts
from desktop.views.desk import Surroundings
from desktop.views.widgets.looks import Role

_PADDING, _GAP = 10, 4


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
            said = [parts.taken_text, parts.left_text, *([parts.mark_text] if parts.mark_text else [])]
            self.setAccessibleName(", ".join(text(one) for one in said))
            self.setToolTip(self.accessibleName())
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of text with room around it, and one more for the mark."""
        return QSize(320, self._bar_height() + (self._mark_height() if self._marked() else 0))

    def _bar_height(self) -> int:
        return self.fontMetrics().height() + 12

    def _mark_height(self) -> int:
        return self.fontMetrics().height() + _GAP

    def _marked(self) -> bool:
        return self._parts is not None and self._parts.mark is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The part taken, then what is left; more than the whole is written in red."""
        parts, looks = self._parts, self._around.looks
        if parts is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(looks.color("track"))
        bar = QRect(0, 0, self.width(), self._bar_height())
        painter.drawRoundedRect(bar, 4, 4)
        share = min(1.0, parts.taken / parts.whole) if parts.whole else float(parts.taken > 0)
        taken = QRect(0, 0, round(self.width() * share), bar.height())
        painter.setBrush(looks.color("err" if parts.over else "accent"))
        painter.drawRoundedRect(taken, 4, 4)
        painter.setFont(looks.font(Role.TOTAL))
        self._write(painter, taken)
        self._draw_mark(painter)

    def _draw_mark(self, painter: QPainter) -> None:
        """A dashed line where the alert is, with its words below."""
        parts, looks = self._parts, self._around.looks
        if parts is None or parts.mark is None or parts.mark_text is None or not parts.whole:
            return
        place = round(self.width() * min(1.0, parts.mark / parts.whole))
        pen = QPen(looks.color("text2"))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(place, 1, place, self._bar_height() + _GAP)
        painter.setFont(looks.font(Role.CAPTION))
        words = self._around.words.text(parts.mark_text)
        width = painter.fontMetrics().horizontalAdvance(words)
        left = max(0, min(self.width() - width, place - width // 2))
        below = QRect(left, self._bar_height() + _GAP, width + 1, self._mark_height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)

    def _write(self, painter: QPainter, taken: QRect) -> None:
        parts, looks, text = self._parts, self._around.looks, self._around.words.text
        if parts is None:
            return
        left, right = text(parts.taken_text), text(parts.left_text)
        bar = QRect(0, 0, self.width(), self._bar_height())
        room, size = bar.adjusted(_PADDING, 0, -_PADDING, 0), painter.fontMetrics().horizontalAdvance
        place = Qt.AlignmentFlag.AlignVCenter
        inside = size(left) + 2 * _PADDING <= taken.width()
        painter.setPen(looks.color("on_accent" if inside else "text"))
        start = room if inside else room.adjusted(taken.width(), 0, 0, 0)
        painter.drawText(start, place | Qt.AlignmentFlag.AlignLeft, left)
        free = self.width() - (taken.width() if inside else taken.width() + size(left) + _PADDING)
        if size(right) + 2 * _PADDING <= free:
            painter.setPen(looks.color("text"))
            # Beside the mark of the alert the words stand where the free part begins.
            free_part = room.adjusted(taken.width(), 0, 0, 0) if inside and self._marked() else room
            side = Qt.AlignmentFlag.AlignLeft if inside and self._marked() else Qt.AlignmentFlag.AlignRight
            painter.drawText(free_part, place | side, right)
