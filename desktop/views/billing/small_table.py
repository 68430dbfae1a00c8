"""A short table inside a section: as high as its rows, so that nothing scrolls in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QSizePolicy

from desktop.i18n import Message
from desktop.models.answers import Answers, Column
from desktop.views.desk import Surroundings
from desktop.views.usage.dialogs import PlainTable

_ROOM, _NARROWEST = 16, 80


class SmallTable(PlainTable):
    """Answers under columns; the column `wide` takes what is left. Ctrl+C copies rows as TSV."""

    def __init__(self, around: Surroundings, columns: Sequence[Column], name: Message, wide: int = 1) -> None:
        """Begin without rows; `name` is what a screen reader calls it."""
        self.rows = Answers(columns, around.words.value)
        super().__init__(self.rows, around.looks, around.words.text(name))
        self.rows.setParent(self)
        self._around, self._title, self._wide = around, name, wide
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
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
        """Numbers and days never elide; the wide column gives way."""
        head, columns = self.horizontalHeader(), range(self.rows.columnCount())
        wanted = [max(self.sizeHintForColumn(one), head.sectionSizeHint(one)) + _ROOM for one in columns]
        wanted[self._wide] = max(_NARROWEST, self.viewport().width() - sum(wanted) + wanted[self._wide])
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, width)

    def sizeHint(self) -> QSize:
        """As high as all rows."""
        head = self.horizontalHeader().sizeHint().height()
        return QSize(200, head + self.verticalHeader().defaultSectionSize() * self.rows.rowCount() + 2)

    def minimumSizeHint(self) -> QSize:
        """Never less than all rows."""
        return QSize(80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            columns = range(self.rows.columnCount())
            chosen = sorted({index.row() for index in self.selectedIndexes()}) or range(self.rows.rowCount())
            lines = ("\t".join(str(self.rows.index(row, one).data()) for one in columns) for row in chosen)
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)
