"""The five counts of a file as one labelled bar: counted, ignored, unmapped, rejected, duplicate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter

from desktop.views.widgets.looks import Looks

HEIGHT = 6
GAP = 6
_LINE_GAP = 2
_COLORS = ("accent", "track", "warn", "err", "border")
_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.Dense4Pattern,
)
_TEXT_COLORS = ("text", "text2", "warn", "err", "text2")
_LEAST = 4


def paint_bar(painter: QPainter, rect: QRect, counts: Sequence[int], looks: Looks) -> None:
    """Draw the shares of the counts; what is not nothing is seen."""
    painter.fillRect(rect, looks.color("track"))
    total = sum(counts)
    if not total:
        return
    shown = [max(_LEAST, round(rect.width() * count / total)) if count else 0 for count in counts]
    largest = shown.index(max(shown))
    shown[largest] -= sum(shown) - rect.width()
    left = rect.left()
    for width, color, pattern in zip(shown, _COLORS, _PATTERNS, strict=True):
        if width > 0:
            part = QRect(left, rect.top(), width, rect.height())
            painter.fillRect(part, looks.color("base" if pattern is not Qt.BrushStyle.SolidPattern else color))
            painter.fillRect(part, QBrush(looks.color(color), pattern))
        left += width


def count_lines(texts: Sequence[str], metrics: QFontMetrics, width: int) -> list[list[int]]:
    """Which of the texts stand in which line below the bar, so that none is cut."""
    widest = max(metrics.horizontalAdvance(text) for text in texts) + GAP
    for a_line in (5, 3, 2):
        if widest * a_line <= width + GAP:
            break
    else:
        a_line = 1
    return [list(range(start, min(start + a_line, len(texts)))) for start in range(0, len(texts), a_line)]


def paint_counts(painter: QPainter, rect: QRect, texts: Sequence[str], counts: Sequence[int], looks: Looks) -> None:
    """Write the counts below the bar; what needs no attention in the colour of labels."""
    metrics = painter.fontMetrics()
    y = rect.top()
    lines = count_lines(texts, metrics, rect.width())
    column = rect.width() // len(lines[0])
    for line in lines:
        for nth, place in enumerate(line):
            painter.setPen(looks.color(_TEXT_COLORS[place] if counts[place] else "text2"))
            box = QRect(rect.left() + nth * column, y, column, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, texts[place])
        y += metrics.height() + _LINE_GAP


def counts_height(texts: Sequence[str], metrics: QFontMetrics, width: int) -> int:
    """How high the written counts are."""
    return len(count_lines(texts, metrics, width)) * (metrics.height() + _LINE_GAP)
