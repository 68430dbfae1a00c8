"""Lists whose amounts explain themselves: Ctrl+I, "=", a double click where nothing opens, or the context menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.explanation import Explanation
from desktop.i18n import msg
from desktop.models.answers import Answers
from desktop.views.desk import Level, Surroundings
from desktop.views.widgets.rows import Rows

Why = Callable[[Any], Explanation | None]


class ExplainedRows(Rows):
    """`why_wanted` with row and column, answered by `explain`; rows with a `why` of their own answer by themselves."""

    why_wanted = Signal(int, int)

    def __init__(self, name: str, model: Answers, around: Surroundings, why: Why | None = None) -> None:
        """Show the model; `why` explains the amount of a row."""
        super().__init__(name, model, around.looks, around.settings)
        self._around, self._why = around, why
        self._anchor = QWidget(self.viewport())
        self._anchor.setFocusProxy(self)
        self._anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def explain_here(self) -> None:
        """Say why the amount of the current row or cell is what it is."""
        index = self.currentIndex()
        if self._why is None and index.isValid():
            self.why_wanted.emit(index.row(), index.column())
            return
        found = self._why(self.current_answer()) if self._why is not None and index.isValid() else None
        if found is None:
            self._around.show_message(msg("There is no explained amount here."), level=Level.INFO)
        else:
            self.explain(index.row(), index.column(), found)

    def explain(self, row: int, column: int, explanation: Explanation) -> None:
        """Open the derivation beside the cell."""
        self._anchor.setGeometry(self.visualRect(self.model().index(row, column)))
        self._anchor.show()
        self._around.explain(self._anchor, explanation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As in every list; "=" asks why."""
        if event.text() == "=":
            self.explain_here()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the row."""
        menu = QMenu(self)
        text = self._around.words.text
        menu.addAction(text(msg("Why this amount?")), self.explain_here)
        menu.addAction(text(msg("Copy rows")), lambda: QGuiApplication.clipboard().setText(self.copied()))
        menu.exec(event.globalPos())
        menu.deleteLater()
