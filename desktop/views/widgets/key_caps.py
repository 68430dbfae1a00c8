"""Keys as caps: a small frame round each, drawn in a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.widgets.looks import Looks, Role

_PADDING, _BETWEEN, _ROUND = 6, 4, 4


def caps_of(keys: str) -> tuple[str, ...]:
    """The keys of a shortcut as the platform writes it, one by one where it joins them with a plus.

    >>> caps_of("Ctrl+Shift+Z"), caps_of("Ctrl++"), caps_of("⌘K"), caps_of("")
    (('Ctrl', 'Shift', 'Z'), ('Ctrl', '+'), ('⌘K',), ())
    """
    if not keys:
        return ()
    head, plus, _ = keys[:-1].rpartition("+")
    return (*head.split("+"), keys[len(head) + 1 :]) if plus else (keys,)


def caps_width(metrics: QFontMetrics, caps: Sequence[str]) -> int:
    """How much room they take in a row."""
    return sum(_cap_width(metrics, cap) + _BETWEEN for cap in caps)


def draw_caps(painter: QPainter, looks: Looks, left: int, middle: int, caps: Sequence[str]) -> int:
    """Draw them from the left on, and answer where they end; the painter has the font of a caption."""
    metrics = painter.fontMetrics()
    height = metrics.height() + 4
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for cap in caps:
        box = QRect(left, middle - height // 2, _cap_width(metrics, cap), height)
        painter.setPen(looks.color("border"))
        painter.setBrush(looks.color("base"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        painter.setPen(looks.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        left = box.right() + 1 + _BETWEEN
    painter.restore()
    return left


def _cap_width(metrics: QFontMetrics, cap: str) -> int:
    return max(metrics.horizontalAdvance(cap) + 2 * _PADDING, metrics.height() + 4)


class KeyHint(QWidget):
    """Keys, and what they do in a word."""

    def __init__(self, looks: Looks) -> None:
        """Begin empty."""
        super().__init__()
        self._looks = looks
        self._caps: tuple[str, ...] = ()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        looks.changed.connect(self._measure)

    def show_hint(self, caps: Sequence[str], text: str) -> None:
        """Say what the keys do."""
        self._caps, self._text = tuple(caps), text
        self.setAccessibleName(f"{' '.join(caps)}: {text}")
        self._measure()

    def sizeHint(self) -> QSize:
        """As wide as the caps and the word."""
        metrics = self.fontMetrics()
        return QSize(caps_width(metrics, self._caps) + metrics.horizontalAdvance(self._text) + 6, metrics.height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw caps and word."""
        del event
        painter = QPainter(self)
        left = draw_caps(painter, self._looks, 0, self.height() // 2, self._caps)
        painter.setPen(self._looks.color("text2"))
        painter.drawText(self.rect().adjusted(left + 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()

    def _measure(self) -> None:
        self.setFont(self._looks.font(Role.CAPTION))
        self.updateGeometry()
        self.update()
