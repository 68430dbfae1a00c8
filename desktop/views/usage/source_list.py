"""The imported files as a list: name, when and how many rows, the five counts as a bar and in words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.models.sources import SourcesModel, UnmappedModel
from desktop.services.usage.source_answers import SourceAnswer
from desktop.views.usage.counts import HEIGHT, counts_height, paint_bar, paint_counts
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.looks import Looks, Role

_SIDE = 24
_ABOVE = 6
_BELOW = 8
_MORE = 24


class FlatList(QListView):
    """A list as high as its rows: the page around it scrolls."""

    opened = Signal(int)
    wanted_menu = Signal(int, object)
    removed = Signal(int)

    def __init__(self, looks: Looks) -> None:
        """Begin without rows."""
        super().__init__()
        self._looks = looks
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)

    def fit(self) -> None:
        """Be as high as the rows."""
        model = self.model()
        height = 0
        if model is not None:
            height = sum(self.sizeHintForRow(row) for row in range(model.rowCount()))
        self.setFixedHeight(height)
        self.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other line breaks."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete removes."""
        row = self.currentIndex().row()
        if row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif row >= 0 and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the right edge of a row asks for its menu or opens it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.clicked_at(index.row(), event.position().toPoint())

    def clicked_at(self, row: int, place: QPoint) -> None:
        """A click on a row."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row."""
        index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        row = index.row() if index.isValid() else self.currentIndex().row()
        if row >= 0:
            self.wanted_menu.emit(row, event.globalPos())


class SourceList(FlatList):
    """Imported files; Enter shows how one was read, Delete takes it back."""

    def __init__(self, model: SourcesModel, looks: Looks, icons: Icons) -> None:
        """Show the model."""
        super().__init__(looks)
        self.setModel(model)
        self.setItemDelegate(_SourceRow(self, looks, icons))

    def clicked_at(self, row: int, place: QPoint) -> None:
        """The mark at the right edge opens the menu."""
        if place.x() > self.viewport().width() - _MORE - _SIDE:
            self.wanted_menu.emit(row, self.viewport().mapToGlobal(place))


class UnmappedList(FlatList):
    """Actions nothing maps; Enter or a click on "Map…" opens the map for one."""

    def __init__(self, model: UnmappedModel, looks: Looks) -> None:
        """Show the model."""
        super().__init__(looks)
        self.setModel(model)
        self.call = "Map…"
        self.setItemDelegate(_UnmappedRow(self, looks))

    def clicked_at(self, row: int, place: QPoint) -> None:
        """The words at the right edge open the map."""
        if place.x() > self.viewport().width() - _SIDE - self.fontMetrics().horizontalAdvance(self.call) - 8:
            self.opened.emit(row)


class _Row(QStyledItemDelegate):
    def __init__(self, view: FlatList, looks: Looks) -> None:
        super().__init__(view)
        self.view, self.looks = view, looks

    def ground(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """The soft fill and the accent bar of the current row while the list has the focus; the room inside."""
        rect: QRect = option.rect
        state = option.state
        if self.view.hasFocus() and state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, self.looks.color("selection"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self.looks.color("accent"))
        return rect.adjusted(_SIDE, _ABOVE, -_SIDE, 0)


class _SourceRow(_Row):
    def __init__(self, view: FlatList, looks: Looks, icons: Icons) -> None:
        super().__init__(view, looks)
        self._icons = icons

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        room = self.ground(painter, option)
        source = index.data(SourcesModel.SourceRole)
        removed = isinstance(source, SourceAnswer) and source.removed
        painter.setFont(self.looks.font(Role.NAME))
        painter.setPen(self.looks.color("text2" if removed else "text"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room.width() - _MORE)
        painter.drawText(room.left(), room.top() + metrics.ascent(), name)
        self._icons.icon("ellipsis").paint(painter, room.right() - 15, room.top(), 16, 16)
        y = room.top() + metrics.height() + 2
        painter.setFont(self.looks.font(Role.CAPTION))
        painter.setPen(self.looks.color("text2"))
        small = painter.fontMetrics()
        painter.drawText(room.left(), y + small.ascent(), str(index.data(SourcesModel.LineRole)))
        y += small.height() + 4
        counts, texts = index.data(SourcesModel.CountsRole), index.data(SourcesModel.CountTextsRole)
        paint_bar(painter, QRect(room.left(), y, room.width(), HEIGHT), counts, self.looks)
        rest = QRect(room.left(), y + HEIGHT + 4, room.width(), room.bottom() - y)
        paint_counts(painter, rest, texts, counts, self.looks)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        name, small = (QFontMetrics(self.looks.font(role)) for role in (Role.NAME, Role.CAPTION))
        width = self.view.viewport().width()
        written = counts_height(index.data(SourcesModel.CountTextsRole), small, width - 2 * _SIDE)
        height = _ABOVE + name.height() + 2 + small.height() + 4 + HEIGHT + 4 + written + _BELOW
        return QSize(width, height)


class _UnmappedRow(_Row):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        room = self.ground(painter, option)
        painter.setFont(self.looks.font(Role.BODY))
        metrics = painter.fontMetrics()
        view = self.view
        call = view.call if isinstance(view, UnmappedList) else ""
        flags = Qt.AlignmentFlag.AlignVCenter
        box = QRect(room.left(), room.top() - _ABOVE, room.width(), option.rect.height())
        wide = metrics.horizontalAdvance(call)
        painter.setPen(self.looks.color("accent"))
        painter.drawText(box, flags | Qt.AlignmentFlag.AlignRight, call)
        rows = str(index.data(UnmappedModel.RowsRole))
        painter.setPen(self.looks.color("text"))
        painter.drawText(box.adjusted(0, 0, -wide - 24, 0), flags | Qt.AlignmentFlag.AlignRight, rows)
        left = box.width() - wide - 24 - metrics.horizontalAdvance(rows) - 16
        action = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, left)
        painter.drawText(box, flags | Qt.AlignmentFlag.AlignLeft, action)
        rect = option.rect
        painter.fillRect(_SIDE, rect.bottom(), rect.width() - 2 * _SIDE, 1, self.looks.color("line"))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self.view.viewport().width(), QFontMetrics(self.looks.font(Role.BODY)).height() + 14)
