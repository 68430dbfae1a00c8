"""A list as a person uses it: hairlines, remembered columns, Ctrl+C copies rows as TSV, Enter opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QByteArray, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.models.answers import TONE, Answers
from desktop.views.preferences.settings import Settings
from desktop.views.widgets.looks import Looks, Role

_PADDING = 9
_NARROWEST = 60
_NEVER_CUT = 13
"""Letters that a number or a day may take: a column gives way no further, then the list scrolls sideways."""
_USUAL, _COMPACT = 34, 28


class Rows(QTableView):
    """A table of answers. `opened` with the row number on Enter or a double click."""

    opened = Signal(int)

    def __init__(self, name: str, model: Answers, looks: Looks, settings: Settings) -> None:
        """Show the model; `name` is the one its columns are remembered by."""
        super().__init__()
        self._name, self._settings, self._looks = f"{name}/{model.columnCount()}", settings, looks
        self._most: tuple[int, ...] = ()
        self._rest = -1
        self._spare: tuple[int, ...] = ()
        self._least = _USUAL
        self._fitting = False
        self.setModel(model)
        self.setHorizontalHeader(_Heads(self))
        # Heads show no selection. Were they told of it, they would ask of each row whether it is selected.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self.horizontalHeader().setSectionsClickable(True)
        self.setItemDelegate(_Lined(looks, self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsMovable(True)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSortIndicatorShown(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        looks.changed.connect(self._paint)
        self._paint()
        self._restore()

    def compact(self) -> None:
        """Lower rows, for a list inside a pane."""
        self._least = _COMPACT
        self._paint()

    def columns_wide(self, *most: int, rest: int = -1) -> None:
        """The most letters each column takes for itself where no widths are remembered; `rest` takes what is left."""
        self._most, self._rest = most, rest
        self._fit()

    def may_hide(self, *columns: int) -> None:
        """Columns that say what others say too: where the room is narrow they go first, in this order."""
        self._spare = columns
        self._fit()

    def wrap(self) -> None:
        """Share the width among the columns and break long texts: nothing is cut off."""
        self.setWordWrap(True)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.sectionResized.connect(lambda *_: self.resizeRowsToContents())

    def _fit(self) -> None:
        """As wide as heads and cells want to be, up to the most; what the person chose stays."""
        if self._restored:
            return
        self._fitting = True
        letter = self.fontMetrics().horizontalAdvance("0")
        wanted = {column: self._capped(column, letter) + _PADDING for column in self._told()}
        shown = self._without_spare(wanted)
        shared = shared_out(
            [wanted[column] for column in shown], self.viewport().width(), _NEVER_CUT * letter + 2 * _PADDING
        )
        if sum(shared) > self.viewport().width() > 0:
            # What scrolls sideways anyway needs to cut nothing.
            shared = [wanted[column] for column in shown]
        rest = range(self.model().columnCount())[self._rest]
        shared[shown.index(rest)] += max(0, self.viewport().width() - sum(shared))
        self.horizontalHeader().setStretchLastSection(False)
        for column, width in zip(shown, shared, strict=True):
            self.setColumnWidth(column, width)
        self._fitting = False

    def _told(self) -> list[int]:
        """The columns that tell something, also those for which there was no room."""
        every = range(self.model().columnCount())
        return [column for column in every if column in self._spare or not self.isColumnHidden(column)]

    def _without_spare(self, wanted: Mapping[int, int]) -> list[int]:
        """Hide as many of the spare columns as it takes for the others to be whole; the columns shown."""
        room, hidden = self.viewport().width(), set[int]()
        sorted_by = getattr(self.model(), "sorted_by", (-1, False))[0]
        for column in self._spare:
            if sum(width for one, width in wanted.items() if one not in hidden) > room and column != sorted_by:
                hidden.add(column)
        for column in self._spare:
            self.setColumnHidden(column, column in hidden)
        return [column for column in wanted if column not in hidden]

    def _capped(self, column: int, letter: int) -> int:
        """What a column wants, up to its most letters."""
        width = self._wanted(column)
        if column >= len(self._most):
            return width
        return max(self._head_width(column), min(width, self._most[column] * letter + 2 * _PADDING))

    def show_column(self, column: int, *, shown: bool) -> None:
        """Show a column only where it tells something; that is nobody's choice, and not remembered."""
        self._fitting = True
        self.setColumnHidden(column, not shown)
        self._fitting = False
        self._fit()

    def _wanted(self, column: int) -> int:
        return max(self.sizeHintForColumn(column), self._head_width(column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the widest column gives way first, so that none is out of sight."""
        super().resizeEvent(event)
        if self._most:
            self._fit()

    def _head_width(self, column: int) -> int:
        head = self.horizontalHeader()
        return head.fontMetrics().horizontalAdvance(str(self.model().headerData(column, head.orientation()))) + 24

    def current_answer(self) -> object:
        """The answer of the current row, or None."""
        index = self.currentIndex()
        model = self.model()
        return model.answer(index.row()) if index.isValid() and isinstance(model, Answers) else None

    def remember(self) -> None:
        """Keep the columns as they are."""
        self._settings.keep_layout(self._name, bytes(self.horizontalHeader().saveState().toHex().data()).decode())

    def copied(self) -> str:
        """The selected rows as TSV, in the order shown."""
        model, head = self.model(), self.horizontalHeader()
        columns = [head.logicalIndex(place) for place in range(model.columnCount())]
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return "\n".join("\t".join(str(model.index(row, column).data()) for column in columns) for row in rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected rows, Enter opens the current one."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def sizeHintForRows(self) -> int:
        """The height that shows every row without scrolling."""
        return self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 2

    def _restore(self) -> None:
        kept = self._settings.layout(self._name)
        self._restored = bool(kept) and self.horizontalHeader().restoreState(QByteArray.fromHex((kept or "").encode()))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().sectionResized.connect(self._resized)
        self.horizontalHeader().sectionMoved.connect(self.remember)
        self.model().modelReset.connect(self._fit)
        self.model().headerDataChanged.connect(self._fit)

    def _resized(self, column: int) -> None:
        """Only what the person does is remembered, not how the last column follows the window."""
        if not self._fitting and column != self.horizontalHeader().logicalIndex(self.model().columnCount() - 1):
            self._restored = True
            self.horizontalHeader().setStretchLastSection(True)
            self.remember()

    def _paint(self) -> None:
        tokens = self._looks
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, tokens.color("base"))
        palette.setColor(QPalette.ColorRole.Highlight, tokens.color("selection"))
        palette.setColor(QPalette.ColorRole.HighlightedText, tokens.color("text"))
        self.setPalette(palette)
        self.setFont(tokens.font(Role.BODY))
        head = self.horizontalHeader()
        head.setFont(tokens.font(Role.HEAD))
        colors = QPalette(head.palette())
        colors.setColor(QPalette.ColorRole.WindowText, tokens.color("text2"))
        head.setPalette(colors)
        height = max(self._least, self.fontMetrics().height() + self._least - 20)
        self.verticalHeader().setDefaultSectionSize(height)


def shared_out(wanted: Sequence[int], room: int, narrowest: int = _NARROWEST) -> list[int]:
    """Widths that fit in the room: the widest give way first, all to the same width, none below the narrowest.

    >>> shared_out([50, 300, 80], 400)
    [50, 270, 80]
    >>> shared_out([50, 300, 80], 500)
    [50, 300, 80]
    >>> shared_out([50, 300, 80], 100, 70)
    [50, 70, 70]
    """
    most = max(wanted, default=0)
    while sum(min(width, most) for width in wanted) > room > 0 and most > narrowest:
        most -= 1
    return [min(width, most) for width in wanted]


def write_in(option: QStyleOptionViewItem, tone: str | None, looks: Looks) -> None:
    """Write a cell in another colour than the usual one, chosen or not."""
    if tone is not None:
        option.palette.setColor(QPalette.ColorRole.Text, looks.color(tone))
        option.palette.setColor(QPalette.ColorRole.HighlightedText, looks.color(tone))


class _Heads(QHeaderView):
    """Column heads whose text keeps the same distance from the edge as the cells below."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)

    def sectionSizeFromContents(self, section: int) -> QSize:
        hint = super().sectionSizeFromContents(section)
        return QSize(hint.width() + 2 * _PADDING, hint.height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        option = QStyleOptionHeader()
        self.initStyleOption(option)
        option.rect, option.section = rect, section
        painter.save()
        self.style().drawControl(QStyle.ControlElement.CE_HeaderSection, option, painter, self)
        side = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(room, side, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
        painter.restore()


class _Lined(QStyledItemDelegate):
    """Cells with a hairline below, and a bar of the accent at the current row."""

    def __init__(self, looks: Looks, view: QTableView) -> None:
        super().__init__(view)
        self._looks, self._view = looks, view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._looks.color("selection"))
            option.state &= ~QStyle.StateFlag.State_Selected
        option.rect = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        super().paint(painter, option, index)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._looks.color("line"))
        first = self._view.horizontalHeader().visualIndex(index.column()) == 0
        if first and index.row() == self._view.currentIndex().row():
            painter.fillRect(rect.left(), rect.top(), 3, rect.height() - 1, self._looks.color("accent"))
        if focused:
            painter.setPen(self._looks.color("accent"))
            painter.drawRect(rect.adjusted(1, 1, -2, -3))
            painter.drawRect(rect.adjusted(2, 2, -3, -4))

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        write_in(option, index.data(TONE), self._looks)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if self._view.wordWrap():
            option.rect = QRect(0, 0, self._view.columnWidth(index.column()) - 2 * _PADDING, option.rect.height())
            return QSize(option.rect.width(), super().sizeHint(option, index).height() + 2 * _PADDING)
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * _PADDING, hint.height())
