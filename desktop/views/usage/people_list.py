"""The list of people: hairlines, remembered columns, late ones marked with a word and an icon, rows copy as TSV."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.i18n import msg
from desktop.models.people import Column, PeopleModel
from desktop.views.desk import Surroundings
from desktop.views.usage.heads import INNER, SIDE, FlatHead
from desktop.views.widgets.looks import Role

_NAME = "usage.people"
_WIDTHS = {
    Column.NAME: 22,
    Column.EMAIL: 30,
    Column.FIRST: 14,
    Column.KIND: 15,
    Column.ACTION: 16,
    Column.OBJECT: 26,
    Column.SOURCE: 26,
    Column.BILLING: 18,
}
_WHOLE = (Column.FIRST, Column.KIND, Column.BILLING)
"""Columns whose texts are never cut: dates, kinds and states."""
_LEAST = {Column.NAME: 16, Column.EMAIL: 18, Column.ACTION: 9, Column.OBJECT: 15, Column.SOURCE: 13}
"""The digits each of the other columns has room for; where that is too much, columns are left out."""
_LEFT_OUT = (Column.SOURCE, Column.ACTION, Column.EMAIL)
_BESIDE = (Column.EMAIL, Column.SOURCE, Column.ACTION)
"""What is left out first; beside the person's details, what stands in them."""
_LOOKED_AT = 200
_SECOND = (Column.EMAIL, Column.FIRST, Column.ACTION, Column.SOURCE)


class PeopleList(QTableView):
    """Shows the model; further pages come as the list is scrolled."""

    def __init__(self, model: PeopleModel, surroundings: Surroundings) -> None:
        """Show the model."""
        super().__init__()
        self._people, self._surroundings = model, surroundings
        self.setModel(model)
        self.setItemDelegate(_Cells(self, surroundings))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = FlatHead(surroundings.looks, self)
        self.setHorizontalHeader(head)
        head.setSectionsClickable(False)
        head.setSectionsMovable(True)
        head.setStretchLastSection(True)
        self._kept = bool(surroundings.settings.layout(_NAME))
        if self._kept:
            head.restoreState(QByteArray.fromHex((surroundings.settings.layout(_NAME) or "").encode()))
            for column in Column:
                self.setColumnHidden(column, False)
        self.beside = False
        head.sectionHandleDoubleClicked.connect(self.resizeColumnToContents)
        head.sectionMoved.connect(self._remember)
        head.sectionResized.connect(self._resized)
        model.rowsInserted.connect(self.share)
        self.retranslate()

    def retranslate(self) -> None:
        """Fonts, heights and colours of the moment."""
        looks = self._surroundings.looks
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, looks.color("base"))
        palette.setColor(QPalette.ColorRole.Highlight, looks.color("selection"))
        palette.setColor(QPalette.ColorRole.HighlightedText, looks.color("text"))
        self.setPalette(palette)
        self.setFont(looks.font(Role.BODY))
        self.verticalHeader().setDefaultSectionSize(max(34, self.fontMetrics().height() + 14))
        self.share()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The selected rows as text with tabs."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        QGuiApplication.clipboard().setText(self._people.tsv(rows))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the rows."""
        menu = QMenu(self)
        menu.addAction(self._surroundings.words.text(msg("Copy rows")), self.copy)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns until a person has chosen their own."""
        super().resizeEvent(event)
        self.share()

    def stand_beside(self, beside: bool) -> None:
        """Whether the person's details stand beside the list."""
        if beside != self.beside:
            self.beside = beside
            self.share()

    def share(self) -> None:
        """Share the width among the columns; where it is little, leave out what a person misses least."""
        if self._kept:
            return
        least = {column: self._least(column) for column in Column}
        room = self.viewport().width()
        for column in _BESIDE if self.beside else _LEFT_OUT:
            if sum(least.values()) > room:
                del least[column]
        shared = {column: share for column, share in _WIDTHS.items() if column in least and column not in _WHOLE}
        rest = max(0, room - sum(least.values()))
        for column in Column:
            self.setColumnHidden(column, column not in least)
            if column in least:
                more = rest * shared.get(column, 0) // sum(shared.values())
                self.setColumnWidth(column, least[column] + more)

    def _least(self, column: Column) -> int:
        """The width in which the head stands whole, and each text of a column that is never cut."""
        metrics, head, widths = self.fontMetrics(), self.horizontalHeader(), [0]
        if column in _WHOLE:
            rows = range(min(self._people.rowCount(), _LOOKED_AT))
            texts = {str(self._people.index(row, column).data()) for row in rows}
            widths += [metrics.horizontalAdvance(text) for text in texts]
        else:
            widths.append(_LEAST[column] * metrics.horizontalAdvance("0"))
        mark = 26 if column is Column.BILLING else 0
        margins = INNER + (SIDE if head.visualIndex(column) == 0 else INNER)
        return max(max(widths) + margins + mark, head.sectionSizeFromContents(column).width()) + 2

    def _resized(self) -> None:
        """Only what a person did with the pointer is remembered."""
        if self.horizontalHeader().underMouse() and QGuiApplication.mouseButtons():
            self._remember()

    def _remember(self) -> None:
        self._kept = True
        state = bytes(self.horizontalHeader().saveState().toHex().data()).decode()
        self._surroundings.settings.keep_layout(_NAME, state)


class _Cells(QStyledItemDelegate):
    def __init__(self, view: PeopleList, surroundings: Surroundings) -> None:
        super().__init__(view)
        self._view, self._surroundings = view, surroundings

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        looks, rect = self._surroundings.looks, option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        column, late = Column(index.column()), bool(index.data(PeopleModel.LateRole))
        if selected:
            painter.fillRect(rect, looks.color("selection"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, looks.color("line"))
        first = self._view.horizontalHeader().visualIndex(index.column()) == 0
        if first and index.row() == self._view.currentIndex().row():
            painter.fillRect(rect.left(), rect.top(), 3, rect.height() - 1, looks.color("accent"))
        painter.setFont(looks.font(Role.NAME if column is Column.NAME else Role.BODY))
        painter.setPen(looks.color(_color(column, late=late)))
        room = rect.adjusted(SIDE if first else INNER, 0, -INNER, 0)
        if column is Column.BILLING and index.data():
            self._mark(painter, index, room.left(), rect.center().y() - 8)
            room = room.adjusted(22, 0, 0, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _mark(self, painter: QPainter, index: QModelIndex | QPersistentModelIndex, x: int, y: int) -> None:
        person = index.data(PeopleModel.PersonRole)
        billed = getattr(person, "billed", None)
        name, token = ("hourglass", "text2") if billed is None else ("check", "ok") if billed else ("clock", "warn")
        self._surroundings.icons.icon(name, token).paint(painter, x, y, 16, 16)


def _color(column: Column, *, late: bool) -> str:
    if column is Column.BILLING and late:
        return "warn"
    return "text2" if column in _SECOND or column is Column.BILLING else "text"
