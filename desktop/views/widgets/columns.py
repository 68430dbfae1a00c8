"""Columns of sections that scroll together: side by side where there is room, else one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.views.widgets.letters import Ground, Hairline
from desktop.views.widgets.looks import Looks

Part = QWidget | QLayout


class Columns(QScrollArea):
    """Never scrolls sideways. `letters` of width are what all columns side by side need."""

    def __init__(self, looks: Looks, columns: Sequence[tuple[Sequence[Part], int]], *, letters: int) -> None:
        """Each column has its parts and its share of the width."""
        super().__init__(widgetResizable=True)
        self._letters = letters
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._between: list[Hairline] = []
        content = Ground(looks, "base")
        content.setLayout(self._row)
        for parts, share in columns:
            if self._row.count():
                line = Hairline(looks, standing=True)
                self._between.append(line)
                self._row.addWidget(line)
            self._row.addWidget(_column(parts), share)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, or letters are large, the columns stand one below the other."""
        super().resizeEvent(event)
        wide = self.width() >= self._letters * self.fontMetrics().averageCharWidth()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        for line in self._between:
            line.setVisible(wide)


def _column(parts: Sequence[Part]) -> QWidget:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(24, 12, 24, 12)
    column.setSpacing(12)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    column.addStretch(1)
    return content
