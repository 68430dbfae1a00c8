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
from desktop.views.looks import Role
from desktop.views.usage.heads import INNER, SIDE, FlatHead

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
_WHOLE = {Column.FIRST: "30 sept., 00:00"}
"""Columns whose texts are never cut: dates."""
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
        head.sectionHandleDoubleClicked.connect(self.resizeColumnToContents)
        head.sectionMoved.connect(self._remember)
        head.sectionResized.connect(self._resized)
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
        if not self._kept:
            whole = {column: self.fontMetrics().horizontalAdvance(text) + 40 for column, text in _WHOLE.items()}
            shared = {column: share for column, share in _WIDTHS.items() if column not in whole}
            room = max(0, self.viewport().width() - sum(whole.values()))
            for column, width in whole.items():
                self.setColumnWidth(column, width)
            for column, share in shared.items():
                self.setColumnWidth(column, room * share // sum(shared.values()))

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
