"""The month grid under the chart: its columns stand under the chart's months, one column is marked in both."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.domain.usage import MonthState
from desktop.models.months import Measure, MonthsModel
from desktop.views.usage.heads import FlatHead
from desktop.views.widgets.looks import Looks, Role

_ROW = 28
_SMALLEST = 0.7
"""Of the usual letters: the smallest that states are written in where columns are narrow."""
_STATES = {MonthState.OPEN: "warn", MonthState.RUNNING: "accent"}


class MonthGrid(QTableView):
    """The months as columns, or as rows where there are more than fit under a chart.

    `pointed` tells the month of the current cell or under the pointer, `opened` the one to look into, `wanted_menu`
    where a person asks what can be done with it.
    """

    pointed = Signal(int)
    opened = Signal(int)
    wanted_menu = Signal(object)

    def __init__(self, model: MonthsModel, looks: Looks) -> None:
        """Show the model."""
        super().__init__()
        self._months, self._looks, self._marked = model, looks, -1
        self._margins = (0.0, 0.0)
        self.current_month = -1
        """The place of the as-of month, filled pale as in the chart."""
        self.setModel(model)
        self.setHorizontalHeader(FlatHead(looks, self))
        self.setVerticalHeader(LineNames(looks, self))
        self.setItemDelegate(_Cells(self, looks))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if model.across:
            self.horizontalHeader().hide()
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(8)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.position(index)))
        looks.changed.connect(self.repaint_all)
        self.repaint_all()

    @property
    def across(self) -> bool:
        """Whether months are columns."""
        return self._months.across

    @property
    def marked(self) -> int:
        """The month marked, in step with the chart."""
        return self._marked

    def label_width(self) -> int:
        """How wide the names of the lines are, with their margins."""
        metrics = self.verticalHeader().fontMetrics()
        heads = (self._months.headerData(place, Qt.Orientation.Vertical) for place in range(self._months.rowCount()))
        return max((metrics.horizontalAdvance(str(head)) for head in heads), default=0) + 24 + 24

    def align(self, left: float, right: float) -> None:
        """Let the columns stand under a chart whose panels begin at `left` and end `right` before the edge."""
        self._margins = (left, right)
        self.verticalHeader().setFixedWidth(round(left))
        if self._months.across:
            self.setFixedHeight(self._months.rowCount() * _ROW + 1)
        self._place_columns()

    def _place_columns(self) -> None:
        """Share the width between the margins among the columns, to the pixel."""
        count, (left, right) = self._months.columnCount(), self._margins
        width = (self.width() if self._months.across else self.viewport().width() + left) - left - right
        if not self._months.across:
            self._share(width)
            return
        for place in range(count):
            edges = [round(left + width * edge / count) for edge in (place, place + 1)]
            self.setColumnWidth(place, max(8, edges[1] - edges[0]))

    def _share(self, width: float) -> None:
        """Measures beside each other: each as wide as its head and texts, and an equal share of what is left."""
        columns = range(self._months.columnCount())
        wanted = [self._wanted(column) for column in columns]
        more = (width - sum(wanted)) / max(1, len(wanted))
        for column in columns:
            given = wanted[column] + more if more >= 0 else wanted[column] * width / sum(wanted)
            self.setColumnWidth(column, max(8, int(given)))

    def _wanted(self, column: int) -> int:
        texts = {str(self._months.index(row, column).data()) for row in range(self._months.rowCount())}
        letters = QFontMetrics(self._looks.font(Role.TOTAL))
        widest = max((letters.horizontalAdvance(text) for text in texts), default=0) + 20
        return max(widest, self.horizontalHeader().sectionSizeFromContents(column).width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        self._place_columns()

    def mark(self, position: int) -> None:
        """Mark a month, without telling anybody; the current cell stays in its line."""
        if position == self._marked:
            return
        self._marked = position
        if position >= 0 and not self.hasFocus():
            self.follow(position)
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def follow(self, position: int) -> None:
        """Bring the month into sight."""
        line = self.currentIndex().row() if self._months.across else self.currentIndex().column()
        cell = (max(0, line), position) if self._months.across else (position, max(0, line))
        index = self._months.index(*cell)
        was = self.blockSignals(True)
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
        self.blockSignals(was)
        if not self._months.across:
            self.scrollTo(index)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The mark follows the keyboard."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self._point(self._months.position(current))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The mark follows the pointer where the chart is above; in a long list it follows clicks."""
        super().mouseMoveEvent(event)
        if self._months.across:
            self._point(self._months.position(self.indexAt(event.position().toPoint())))

    def updateGeometries(self) -> None:
        """As any table, without a button in the corner."""
        super().updateGeometries()
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            corner.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the table, Enter opens the month; the arrows are the table's."""
        position = self._months.position(self.currentIndex())
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._months.tsv())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and position >= 0:
            self.opened.emit(position)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the month."""
        position = self._months.position(self.indexAt(self.viewport().mapFromGlobal(event.globalPos())))
        if position >= 0:
            self._point(position)
        self.wanted_menu.emit(event.globalPos())

    def repaint_all(self) -> None:
        """Fonts and colours of the moment."""
        self.setFont(self._looks.font(Role.BODY))
        self.verticalHeader().setFont(self._looks.font(Role.BODY))
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.viewport().update()

    def _point(self, position: int) -> None:
        if position >= 0 and position != self._marked:
            self._marked = position
            self.viewport().update()
            self.verticalHeader().viewport().update()
            self.pointed.emit(position)


class LineNames(QHeaderView):
    """The names of the grid's lines: flat, with the grid's hairlines."""

    def __init__(self, looks: Looks, parent: QTableView) -> None:
        """Stand at the left of a grid."""
        super().__init__(Qt.Orientation.Vertical, parent)
        self._looks = looks

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """A name in the colour of labels."""
        grid = self.parent()
        marked = isinstance(grid, MonthGrid) and not grid.across and section == grid.marked
        painter.fillRect(rect, self._looks.color("selection" if marked else "base"))
        if marked:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self._looks.color("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._looks.color("line"))
        painter.setPen(self._looks.color("text" if marked else "text2"))
        text = str(self.model().headerData(section, Qt.Orientation.Vertical))
        painter.drawText(rect.adjusted(24, 0, -8, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class _Cells(QStyledItemDelegate):
    """Numbers of one column under each other; the marked and the as-of month filled; states in their colour."""

    def __init__(self, grid: MonthGrid, looks: Looks) -> None:
        super().__init__(grid)
        self._grid, self._looks = grid, looks

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, rect = self._grid.model(), option.rect
        if not isinstance(model, MonthsModel):
            return
        position, measure = model.position(index), model.measure(index)
        if position == self._grid.marked:
            painter.fillRect(rect, self._looks.color("selection"))
            if model.across and index.row() == 0:
                painter.fillRect(rect.left(), rect.top(), rect.width(), 2, self._looks.color("accent"))
        elif position == self._grid.current_month:
            painter.fillRect(rect, self._looks.color("pane"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._looks.color("line"))
        painter.setFont(self._looks.font(Role.TOTAL if measure is Measure.BILLED else Role.BODY))
        painter.setPen(self._looks.color(self._color(index)))
        text = str(index.data())
        inner = rect.adjusted(4, 0, -self._padding(rect.width(), painter.fontMetrics().horizontalAdvance("8")), 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if measure is Measure.STATE and model.across:
            inner, flags = rect.adjusted(1, 0, -1, 0), Qt.AlignmentFlag.AlignCenter
            painter.setFont(self._fitting(painter.font()))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, flags, shown if measure is Measure.STATE else text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._looks.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
            painter.drawRect(rect.adjusted(1, 1, -2, -3))

    def _fitting(self, font: QFont) -> QFont:
        """The letters in which the longest state of the months shown stands whole in a column, smaller if need be."""
        model, fitting = self._grid.model(), QFont(font)
        row, columns = model.rowCount() - 1, range(model.columnCount())
        room = min((self._grid.columnWidth(column) for column in columns), default=0) - 6
        states = {str(model.index(row, column).data()) for column in columns}
        size = fitting.pointSizeF()
        while size > _SMALLEST * font.pointSizeF() and any(
            QFontMetrics(fitting).horizontalAdvance(state) > room for state in states
        ):
            size -= 0.5
            fitting.setPointSizeF(size)
        return fitting

    def _color(self, index: QModelIndex | QPersistentModelIndex) -> str:
        state = index.data(MonthsModel.StateRole)
        if index.data(MonthsModel.MarkRole):
            return "err" if index.data(MonthsModel.MeasureRole) is Measure.REMAINING else "warn"
        if index.data(MonthsModel.MeasureRole) is Measure.STATE:
            return _STATES.get(state, "text2")
        return "text2" if state is MonthState.FUTURE else "text"

    def _padding(self, width: int, digit: int) -> int:
        """What keeps numbers near the middle of their month and in line under each other."""
        return max(4, min(24, (width - 6 * digit) // 2)) if self._grid.horizontalHeader().isHidden() else 16
