"""A short table inside a section: as high as its rows, so that nothing scrolls in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHeaderView, QSizePolicy

from desktop.i18n import Message
from desktop.models.answers import Answers, Column
from desktop.views.desk import Surroundings
from desktop.views.usage.dialogs import PlainTable


class SmallTable(PlainTable):
    """Answers under columns; the column `wide` takes what is left. Ctrl+C copies rows as TSV."""

    def __init__(self, around: Surroundings, columns: Sequence[Column], name: Message, wide: int = 1) -> None:
        """Begin without rows; `name` is what a screen reader calls it."""
        self.rows = Answers(columns, around.words.value)
        super().__init__(self.rows, around.looks, around.words.text(name))
        self.rows.setParent(self)
        self._around, self._title, self._wide = around, name, wide
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        self.show_rows(())

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows instead."""
        self.rows.show(rows)
        self.setAccessibleName(self._around.words.text(self._title))
        self.updateGeometry()

    def retranslate(self) -> None:
        """Say heads and values again."""
        self.rows.retranslate()
        self.setAccessibleName(self._around.words.text(self._title))

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
