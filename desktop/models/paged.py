"""A table of any length of which only what is looked at is in memory: pages are asked for by signal."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from desktop.i18n import Value
from desktop.models.answers import ALIGNMENT, ANSWER, DISPLAY, TOOL_TIP, Answers, Column, Place

PAGE = 200
_KEPT = 60
"""So many pages stay; the one that was not looked at for the longest goes first."""
_WAITING = "…"
_ALOUD = int(Qt.ItemDataRole.AccessibleTextRole)
_SAID = frozenset({DISPLAY, TOOL_TIP, _ALOUD, ANSWER})
"""What a column says of an answer; for each cell Qt asks for seven things more."""


class PagedTableModel(Answers):
    """As many rows as there are, a page of them at a time. `wanted(page)` asks; `add_page` answers, later.

    One page is asked for at a time, the newest wish first: what was scrolled past is not read. `sort_wanted(column,
    descending)` asks for another order; whoever answers begins a new listing with `restart`.
    """

    wanted = Signal(int)
    sort_wanted = Signal(int, bool)

    def __init__(
        self,
        columns: Sequence[Column],
        say: Callable[[Value], str],
        decorate: Callable[[Any, int, int], Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin without rows; `decorate(answer, column, role)` gives icons and colors, where the view has any."""
        super().__init__(columns, say, parent)
        self._decorate = decorate
        self._total = 0
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._wish: int | None = None
        self._asked: int | None = None
        self.listing = 0
        self.sorted_by: tuple[int, bool] = (-1, False)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def restart(self, total: int, first: Sequence[Any] = ()) -> None:
        """Begin another listing of `total` rows, its first page given where it is known."""
        self.beginResetModel()
        self._pages.clear()
        self._total, self._wish, self._asked = total, None, None
        self.listing += 1
        if first:
            self._pages[0] = first
        self.endResetModel()

    def grow(self, total: int) -> None:
        """There are more rows than were known."""
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()

    def add_page(self, rows: Sequence[Any], page: int = 0, listing: int | None = None) -> None:
        """Take the page that was asked for; one of an earlier listing is dropped."""
        if listing is not None and listing != self.listing:
            return
        self._asked = None
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        first = page * PAGE
        if rows:
            self.dataChanged.emit(self.index(first, 0), self.index(first + len(rows) - 1, self.columnCount() - 1))
        if self._wish is not None:
            self._soon.start()

    def head(self, column: int) -> str:
        """The name of a column."""
        return self._say(self._columns[column].head)

    def written(self, answer: Any, column: int) -> str:
        """What a cell of the answer says, in one line."""
        return " ".join(self._say(self._columns[column].value(answer)).split())

    def held(self, first: int, last: int) -> list[Any] | None:
        """The answers of these rows, where all are in memory."""
        pages = range(first // PAGE, last // PAGE + 1)
        if any(page not in self._pages for page in pages):
            return None
        return [self._pages[row // PAGE][row % PAGE] for row in range(first, last + 1)]

    def missed(self) -> None:
        """The page asked for could not be read: it may be asked for again."""
        self._asked = None

    def answer(self, row: int) -> Any:
        """The answer of a row; None while its page is not here, which is then asked for."""
        page = self._pages.get(row // PAGE)
        if page is not None:
            self._pages.move_to_end(row // PAGE)
            return page[row % PAGE] if row % PAGE < len(page) else None
        if 0 <= row < self._total:
            self._wish = row // PAGE
            if self._asked is None:
                self._soon.start()
        return None

    @property
    def loaded(self) -> int:
        """How many rows are in memory."""
        return sum(len(page) for page in self._pages.values())

    def retranslate(self) -> None:
        """Say heads and values again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, self.columnCount() - 1))

    def rowCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows there are, in memory or not."""
        return 0 if parent.isValid() else self._total

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' heads; that of the order has an arrow."""
        said = super().headerData(section, orientation, role)
        if role == DISPLAY and section == self.sorted_by[0] and said is not None:
            return f"{said} {'↓' if self.sorted_by[1] else '↑'}"
        return said

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, how it is aligned, decorated, and read aloud."""
        if role == ALIGNMENT:
            return self._alignment(index.column()) if index.isValid() else None
        if self._decorate is None and role not in _SAID:
            return None
        row = index.row()
        if not 0 <= row < self._total:
            return None
        answer = self.answer(row)
        if answer is None:
            return _WAITING if role == DISPLAY else None
        return self._further(answer, index.column(), role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order."""
        self.sort_wanted.emit(column, order == Qt.SortOrder.DescendingOrder)

    def _further(self, answer: Any, place: int, role: int) -> Any:
        if role not in _SAID:
            return self._decorate(answer, place, role) if self._decorate is not None else None
        column = self._columns[place]
        if role == DISPLAY:
            return self._say(column.value(answer))
        if role == TOOL_TIP:
            return self._say((column.tooltip or column.value)(answer))
        return answer if role == ANSWER else f"{self._say(column.head)}: {self._say(column.value(answer))}"

    def _ask(self) -> None:
        if self._wish is not None and self._asked is None and self._wish not in self._pages:
            self._asked, self._wish = self._wish, None
            self.wanted.emit(self._asked)
