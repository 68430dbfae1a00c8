"""The list of orders: a million rows long, sorted by its heads, each amount with its reason one keystroke away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu

from desktop.models.orders import EDIT, SORTS
from desktop.models.paged import PagedTableModel
from desktop.views.desk import Surroundings
from desktop.views.widgets.explained_rows import ExplainedRows


class OrderRows(ExplainedRows):
    """The list itself. `copy_wanted` with first and last row where rows to copy are not in memory.

    `edit_wanted` at a click on Edit.
    """

    copy_wanted = Signal(int, int)
    edit_wanted = Signal()
    menu_wanted = Signal(QMenu)

    def __init__(self, model: PagedTableModel, around: Surroundings) -> None:
        """Show the model; its heads sort."""
        super().__init__("orders", model, around)
        self.paged = model
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().sectionClicked.connect(self._sort)
        self.clicked.connect(self._clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected rows, read where they are not here."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected rows on the clipboard as TSV."""
        rows = self.selected()
        if rows is None:
            return
        here = self.paged.held(*rows)
        if here is None:
            self.copy_wanted.emit(*rows)
        else:
            QGuiApplication.clipboard().setText(self.tsv(here))

    def selected(self) -> tuple[int, int] | None:
        """The first and the last row selected."""
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.count())]
        return (min(one.top() for one in ranges), max(one.bottom() for one in ranges)) if ranges else None

    def tsv(self, answers: Sequence[object]) -> str:
        """Orders as text with tabs, in the order of the columns."""
        columns = self.columns_shown()
        return "\n".join([self.heads(columns), *(self.line(answer, columns) for answer in answers)])

    def columns_shown(self) -> list[int]:
        """The columns that say something of an order, as they are arranged."""
        head = self.horizontalHeader()
        shown = (head.logicalIndex(place) for place in range(self.paged.columnCount()))
        return [column for column in shown if column != EDIT]

    def heads(self, columns: Sequence[int]) -> str:
        """The names of columns, with tabs between them."""
        return "\t".join(self.paged.head(column) for column in columns)

    def line(self, answer: object, columns: Sequence[int]) -> str:
        """An order in one line, with tabs between its columns; a job may ask too."""
        return "\t".join(self.paged.written(answer, column) for column in columns)

    def go_to(self, row: int, column: int = 0) -> None:
        """Make a row the current one."""
        index = self.paged.index(row, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the row."""
        menu = QMenu(self)
        self.menu_wanted.emit(menu)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def sort_by_current(self) -> None:
        """Sort by the column of the current cell, for who works without a mouse."""
        self._sort(max(0, self.currentIndex().column()))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == EDIT and index.data():
            self.edit_wanted.emit()

    def _sort(self, column: int) -> None:
        if column >= len(SORTS):
            return
        before, descending = self.paged.sorted_by
        down = not descending if column == before else True
        self.paged.sort(column, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
