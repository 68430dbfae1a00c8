"""Days with what befell on them and what will: filled what was, hollow what is to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import Value, msg
from desktop.models.timeline import TimelineLine
from desktop.views.amounts import Amount
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

_RING, _BETWEEN = 2, 4
_ROWS = 4
"""Of the grid, for each line: what it is, more of it, an amount, and a space."""


class Timeline(QWidget):
    """A line for each thing; with the keyboard on it, Ctrl+C copies all of them."""

    def __init__(self, around: Surroundings, role: Role = Role.TOTAL) -> None:
        """Begin empty; what was is written in the role."""
        super().__init__()
        self._around, self._role = around, role
        self.lines: Sequence[TimelineLine] = ()
        self._title = Text(around.looks, Role.SECTION)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        self._cells: list[QWidget] = []
        self._newest: QWidget = self
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._grid)

    def show_lines(self, title: str, lines: Sequence[TimelineLine]) -> None:
        """Show these instead."""
        self.lines = lines
        self._title.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(self.told())
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells.clear()
        self._newest = self
        for row, line in enumerate(lines):
            self._line(_ROWS * row, line)
            self._grid.setRowMinimumHeight(_ROWS * row + _ROWS - 1, _BETWEEN)

    def told(self) -> str:
        """Every line as text, with tabs between day, what it is, more of it, and what is charged."""
        say = self._around.words.value
        told = (
            (say(line.on), say(line.title), self._said(line.about, "; "), say(line.amount or "")) for line in self.lines
        )
        return "\n".join("\t".join(one).rstrip() for one in told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.told())
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring of the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self._around.looks.color("accent"), _RING))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _line(self, row: int, line: TimelineLine) -> None:
        color = "text2" if line.coming else "text"
        mark = "○" if line.coming else "●"
        self._cell(row, 0, line.on, "text2", Role.BODY)
        self._cell(row, 1, mark, line.color, Role.BODY)
        title = self._cell(row, 2, line.title, color, Role.BODY if line.coming else self._role)
        title.setToolTip("" if line.rule is None else self._around.words.text(line.rule))
        if line.about is not None:
            self._cell(row + 1, 2, line.about, "text2", Role.CAPTION)
        if line.amount is not None:
            amount = Amount(self._around, Role.BODY)
            amount.show_amount(line.amount, msg("charged on this day"), line.why)
            self._put(row + 2, 2, amount)
            # What is made later would be at the end of the keyboard's way round.
            QWidget.setTabOrder(self._newest, amount.button)
            self._newest = amount.button

    def _cell(self, row: int, column: int, value: Value, color: str, role: Role) -> Text:
        cell = Text(self._around.looks, role, color, wrap=column == 2)
        cell.setText(self._said(value, "\n"))
        self._put(row, column, cell)
        return cell

    def _said(self, value: Value, between: str) -> str:
        """A value as text; of several messages each is a sentence of its own."""
        words = self._around.words
        if isinstance(value, tuple):
            return between.join(map(words.text, value))
        return "" if value is None else words.value(value)

    def _put(self, row: int, column: int, cell: QWidget) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(cell, row, column, top if isinstance(cell, Text) else top | Qt.AlignmentFlag.AlignLeft)
        cell.show()
        self._cells.append(cell)
