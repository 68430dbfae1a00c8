"""How an order came to be what it is, and what comes of it: days with what befell it and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import Value
from desktop.models.orders import TimelineLine
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role


class StatesSection(QWidget):
    """A line for each thing: filled what was, hollow what is to come."""

    def __init__(self, around: Surroundings, role: Role = Role.TOTAL) -> None:
        """Begin empty; what was is written in the role."""
        super().__init__()
        self._around, self._role = around, role
        self._title = Text(around.looks, Role.SECTION)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        self._cells: list[Text] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._grid)

    def show_lines(self, title: str, lines: list[TimelineLine]) -> None:
        """Show these instead."""
        self._title.setText(title)
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._cells.clear()
        for row, line in enumerate(lines):
            self._line(2 * row, line)

    def _line(self, row: int, line: TimelineLine) -> None:
        color = "text2" if line.coming else "text"
        mark = "○" if line.coming else "●"
        self._cell(row, 0, line.on, "text2", Role.BODY)
        self._cell(row, 1, mark, line.color, Role.BODY)
        title = self._cell(row, 2, line.title, color, Role.BODY if line.coming else self._role)
        title.setToolTip("" if line.rule is None else self._around.words.text(line.rule))
        if line.about is not None:
            self._cell(row + 1, 2, line.about, "text2", Role.CAPTION)

    def _cell(self, row: int, column: int, value: Value, color: str, role: Role) -> Text:
        cell = Text(self._around.looks, role, color, wrap=column == 2)
        cell.setText(self._around.words.value(value))
        self._grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
        cell.show()
        self._cells.append(cell)
        return cell
