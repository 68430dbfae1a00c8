"""A list that is read page by page: asked for by signal, answered by `add_page`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal

from desktop.i18n import Value
from desktop.models.answers import Answers, Column, Place


class Pages(Answers):
    """Answers of which more are read as the list is scrolled; `wanted` asks for the page after the last row."""

    wanted = Signal()

    def __init__(
        self, columns: Sequence[Column], say: Callable[[Value], str], size: int, parent: QObject | None = None
    ) -> None:
        """Begin empty; a page has `size` rows, the last one fewer."""
        super().__init__(columns, say, parent)
        self.size = size
        self._more = False
        self._waiting = False

    def show(self, rows: Sequence[Any]) -> None:
        """Show the first page instead of what was there."""
        self._more, self._waiting = len(rows) == self.size, False
        super().show(rows)

    def add_page(self, rows: Sequence[Any]) -> None:
        """Add the page asked for."""
        self._more, self._waiting = len(rows) == self.size, False
        super().add_page(rows)

    def last(self) -> Any:
        """The answer of the last row."""
        return self.answer(self.rowCount() - 1)

    @property
    def complete(self) -> bool:
        """Whether every row is here."""
        return not self._more

    def canFetchMore(self, parent: Place) -> bool:
        """Whether there are more pages, and none is awaited."""
        return not parent.isValid() and self._more and not self._waiting

    def fetchMore(self, parent: Place = QModelIndex()) -> None:  # noqa: B008 - Qt's own default
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self._waiting = True
            self.wanted.emit()
