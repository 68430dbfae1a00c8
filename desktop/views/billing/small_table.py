"""A short table inside a section: as high as its rows, so that nothing scrolls in it, and long texts are broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QMenu, QSizePolicy

from desktop.i18n import Message, msg
from desktop.models.answers import Answers, Column
from desktop.views.desk import Level, Surroundings
from desktop.views.usage.dialogs import PlainTable
from desktop.views.widgets.explained_rows import Why

_ROOM, _NARROWEST = 16, 110


class SmallTable(PlainTable):
    """Answers under columns; the column `wide` takes what is left. Ctrl+C copies rows as TSV.

    `opened` with the row number on Enter.
    """

    opened = Signal(int)

    def __init__(
        self, around: Surroundings, columns: Sequence[Column], name: Message, wide: int = 1, why: Why | None = None
    ) -> None:
        """Begin without rows; `name` is what a screen reader calls it, and `why` explains the amount of a row."""
        self.rows = Answers(columns, around.words.value)
        super().__init__(self.rows, around.looks, around.words.text(name))
        self.rows.setParent(self)
        self._around, self._title, self._wide, self._why = around, name, wide, why
        if why is not None:
            self.doubleClicked.connect(lambda _: self.explain_here())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(True)
        self.verticalHeader().setMinimumSectionSize(self.verticalHeader().defaultSectionSize())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.show_rows(())

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows instead."""
        self.rows.show(rows)
        self.setAccessibleName(self._around.words.text(self._title))
        self.updateGeometry()
        self._fit()

    def show_under(self, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        """Show these rows under other columns instead."""
        self.rows.show_under(columns, rows)
        self.retranslate()

    def explain_here(self) -> None:
        """Open "Why this amount?" for the current row, else for the first one that has a reason."""
        current = self.currentIndex()
        rows = [self.rows.answer(current.row())] if current.isValid() else self.rows.all()
        found = next((why for why in map(self._why, rows) if why is not None), None) if self._why is not None else None
        if found is None:
            self._around.show_message(msg("There is no explained amount here."), level=Level.INFO)
        else:
            self._around.explain(self, found)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the row."""
        menu = QMenu(self)
        text = self._around.words.text
        if self._why is not None:
            menu.addAction(text(msg("Why this amount?")), self.explain_here)
        menu.addAction(text(msg("Copy rows")), self.copy)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def copy(self) -> None:
        """Put the selected rows, else all, on the clipboard as TSV."""
        columns = range(self.rows.columnCount())
        chosen = sorted({index.row() for index in self.selectedIndexes()}) or range(self.rows.rowCount())
        lines = ("\t".join(str(self.rows.index(row, one).data()) for one in columns) for row in chosen)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def retranslate(self) -> None:
        """Say heads and values again."""
        self.rows.retranslate()
        self.setAccessibleName(self._around.words.text(self._title))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The wide column takes what the others leave."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Numbers and days never elide; the wide column gives way, and its texts take as many lines as they need."""
        head, columns = self.horizontalHeader(), range(self.rows.columnCount())
        needed = [max(self.sizeHintForColumn(one), head.sectionSizeHint(one)) for one in columns]
        left = self.viewport().width() - sum(needed) + needed[self._wide] - _NARROWEST
        room = min(_ROOM, max(0, left // len(needed)))
        wanted = [width + room for width in needed]
        wanted[self._wide] = max(_NARROWEST, self.viewport().width() - sum(wanted) + wanted[self._wide])
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, width)
        self.resizeRowsToContents()
        never, always = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setHorizontalScrollBarPolicy(always if sum(wanted) > self.viewport().width() + 1 else never)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as all rows."""
        head, bar = self.horizontalHeader().sizeHint().height(), self.horizontalScrollBar()
        scrolled = self.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        return QSize(200, head + self.verticalHeader().length() + 2 + (bar.sizeHint().height() if scrolled else 0))

    def minimumSizeHint(self) -> QSize:
        """Never less than all rows."""
        return QSize(80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies, "=" explains, and Enter opens."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.text() == "=" and self._why is not None:
            self.explain_here()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
