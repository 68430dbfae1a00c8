"""The documents of an order: each a link to the file that is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import Message, msg
from desktop.models.documents import DocumentLine
from desktop.views.billing.links import LinkButton
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role


class Documents(QWidget):
    """`wanted` with the line that a person opens."""

    wanted = Signal(object)

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        self._title = Text(around.looks, Role.SECTION)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.links: list[LinkButton] = []
        self._days: list[Text] = []
        self._lines: tuple[DocumentLine, ...] = ()
        self._said: list[tuple[str, str, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._grid)

    def show_lines(self, lines: Sequence[DocumentLine], after: QWidget) -> None:
        """Show these instead; the keyboard comes to them from the widget they stand `after`."""
        text, value = self._around.words.text, self._around.words.value
        self._title.setText(text(msg("Documents")))
        said = [(text(line.title), text(_hint(line)), value(line.on)) for line in lines]
        self._lines = tuple(lines)
        # Read again and still the same: whoever has the keyboard keeps it.
        if said != self._said:
            self._said = said
            self._list_again(after)

    def _list_again(self, after: QWidget) -> None:
        for cell in (*self.links, *self._days):
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self.links, self._days = [], []
        for row, (title, hint, on) in enumerate(self._said):
            link = LinkButton(self._around)
            link.say(title, hint)
            link.clicked.connect(partial(self._open, row))
            day = Text(self._around.looks, Role.CAPTION, "text2")
            day.setText(on)
            self._grid.addWidget(link, row, 0, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(day, row, 1, Qt.AlignmentFlag.AlignVCenter)
            # What is made later would be at the end of the keyboard's way round.
            QWidget.setTabOrder(self.links[-1] if self.links else after, link)
            self.links.append(link)
            self._days.append(day)

    def _open(self, row: int) -> None:
        self.wanted.emit(self._lines[row])


def _hint(line: DocumentLine) -> Message:
    return msg("Asks where the file is put") if line.draft is None else msg("Opens it in your mail program")
