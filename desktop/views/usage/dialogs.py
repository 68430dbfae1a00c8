"""What the dialogs of this page share: buttons with a verb, and plain tables."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.models.answers import TONE
from desktop.models.rejects import RowsModel
from desktop.views.usage.heads import FlatHead
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.looks import Looks
from desktop.views.widgets.rows import write_in

_EDGE, _ROOM = 4, 10
_MEASURED = 40
"""Rows that decide how wide a column begins."""


def ask_buttons(dialog: QDialog, verb: str, description: str) -> tuple[QDialogButtonBox, QPushButton]:
    """Cancel and a verb, in the platform's order; the verb is the default."""
    box = DialogButtons(dialog)
    act = box.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
    box.addButton(QDialogButtonBox.StandardButton.Cancel)
    act.setDefault(True)
    act.setAccessibleName(verb)
    act.setAccessibleDescription(description)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box, act


def close_buttons(dialog: QDialog) -> QDialogButtonBox:
    """Close alone, and not by Enter: that belongs to the field a person types in."""
    box = DialogButtons(QDialogButtonBox.StandardButton.Close, dialog)
    button = box.button(QDialogButtonBox.StandardButton.Close)
    button.setAutoDefault(False)
    button.setDefault(False)
    box.rejected.connect(dialog.reject)
    return box


class PlainTable(QTableView):
    """A flat table with hairlines; Ctrl+C copies the selected rows, or all."""

    def __init__(self, model: QAbstractItemModel, looks: Looks, name: str) -> None:
        """Show the model; `name` is what a screen reader calls the table."""
        super().__init__()
        self._looks = looks
        self.setModel(model)
        self.setItemDelegate(_Lined(looks, self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(26, self.fontMetrics().height() + 10))
        head = FlatHead(looks, self, wide=False)
        self.setHorizontalHeader(head)
        head.setStretchLastSection(True)
        head.setResizeContentsPrecision(_MEASURED)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Highlight, looks.color("selection"))
        palette.setColor(QPalette.ColorRole.HighlightedText, looks.color("text"))
        self.setPalette(palette)

    def fit_columns(self, most: int = 260) -> None:
        """Columns as wide as their texts, none wider than `most`."""
        self.resizeColumnsToContents()
        for column in range(self.model().columnCount()):
            self.setColumnWidth(column, min(most, self.columnWidth(column) + 12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies."""
        model = self.model()
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(model, RowsModel):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            QGuiApplication.clipboard().setText(model.tsv(rows or None))
        else:
            super().keyPressEvent(event)


class _Lined(QStyledItemDelegate):
    def __init__(self, looks: Looks, view: QTableView) -> None:
        super().__init__(view)
        self._looks = looks

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        write_in(option, index.data(TONE), self._looks)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        option.rect.setWidth(option.rect.width() - 2 * _EDGE)
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * _EDGE, hint.height() + _ROOM)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        rect = QRect(option.rect)
        option.rect = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        super().paint(painter, option, index)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._looks.color("line"))
        if focused:
            painter.setPen(self._looks.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
            painter.drawRect(rect.adjusted(1, 1, -2, -3))
