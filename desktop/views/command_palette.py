"""Search and commands: every declared action, the people, and the guide, by a few letters (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.i18n import msg
from desktop.models.commands import SECTION_LABELS, Entry, Section, Wanted, matching
from desktop.views.icons import Icons
from desktop.views.letters import Ground, Hairline, Text, selection_soft
from desktop.views.looks import Looks, Role
from desktop.views.words import Words

_ENTRY = int(Qt.ItemDataRole.UserRole)
_WIDTH, _HEIGHT = 700, 460
_ASK_AFTER_MILLISECONDS = 150
_SHORTEST = 2
_LAST_KEPT = 8
_BESIDE_TEXT = 76
"""What icon, margins and the room before the keys take."""

Ask = Callable[[str, Callable[[list[Entry]], None]], None]
Name = Callable[[str], list[Entry]]


class CommandPalette(Ground):
    """A field and a list. Down and up move, Enter does it, Esc goes back."""

    def __init__(self, window: QWidget, looks: Looks, words: Words, icons: Icons, ask: Ask, name: Name) -> None:
        """`ask` finds people for what was typed, and answers later; `name` knows at once what it names."""
        super().__init__(looks, "base")
        self.setParent(window)
        self._window, self._words, self._icons, self._ask, self._name = window, words, icons, ask, name
        self._entries: list[Entry] = []
        self._found: list[Entry] = []
        self._last: list[str] = []
        self._before: QWidget | None = None
        self.hide()
        self._field, self._list = QLineEdit(), QListView()
        self._hint = Text(looks, Role.CAPTION, "text2")
        self._model = QStandardItemModel(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Lines(looks, self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setIconSize(QSize(18, 18))
        self._list.setUniformItemSizes(True)
        self._field.setFont(looks.font(Role.BODY))
        self._looks = looks
        self._field.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        for widget in (self._field, self._list, Hairline(looks), self._hint):
            column.addWidget(widget)
        self._later = QTimer(self, singleShot=True, interval=_ASK_AFTER_MILLISECONDS)
        self._later.timeout.connect(self._ask_people)
        self._field.textChanged.connect(self._typed)
        self._list.clicked.connect(self._do)

    def open_with(self, entries: Sequence[Entry], typed: str = "") -> None:
        """Show the entries over the window's middle."""
        words = self._words
        self._entries, self._found = list(entries), []
        selection_soft(self._list, self._looks)
        self.setAccessibleName(words.text(msg("Search or run a command")))
        self._field.setPlaceholderText(words.text(msg("Search or run a command")))
        self._field.setAccessibleName(words.text(msg("Search or run a command")))
        self._list.setAccessibleName(words.text(msg("What was found")))
        self._hint.setText(words.text(msg("↑ ↓ move, Enter does it.  > commands only, @ people, ? guide")))
        self._field.setText(typed)
        self._typed()
        width = min(_WIDTH, self._window.width() - 80)
        self.setGeometry((self._window.width() - width) // 2, 90, width, min(_HEIGHT, self._window.height() - 120))
        self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        self._field.setFocus()

    def shown(self) -> list[Entry]:
        """The entries listed now."""
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        return [item.data(_ENTRY) for item in items if item.data(_ENTRY) is not None]

    def put_away(self) -> None:
        """Hide, and give the focus back to where it was."""
        self._later.stop()
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's arrows move in the list; Enter does the current line."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in moves:
                self._move(moves[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self._list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.put_away()
                return True
        if watched is self._field and isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            elsewhere = event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
            self.setVisible(self.isVisible() and not elsewhere)
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._show()
        self._found = []
        self._later.start()

    def _ask_people(self) -> None:
        typed = self._field.text()
        wanted = Wanted.of(typed)
        text = typed.lstrip("@").strip()
        if wanted.section in (None, Section.PEOPLE) and len(text) >= _SHORTEST:
            self._ask(text, lambda found: self._take(typed, found))

    def _take(self, typed: str, found: list[Entry]) -> None:
        if self.isVisible() and typed == self._field.text():
            self._found = found
            self._show()

    def _show(self) -> None:
        wanted = Wanted.of(self._field.text())
        named = self._name(self._field.text()) if wanted.section is None else []
        lines = [*matching(self._entries, wanted, self._last), *named, *self._found]
        lines.sort(key=lambda entry: list(Section).index(entry.section))
        self._model.clear()
        section = None
        for entry in lines:
            if entry.section is not section:
                section = entry.section
                self._model.appendRow(self._head(self._words.text(SECTION_LABELS[entry.section])))
            self._model.appendRow(self._line(entry))
        if not lines:
            self._model.appendRow(self._head(self._words.text(msg("Nothing matches what you typed."))))
        self._list.setCurrentIndex(QModelIndex())
        self._move(1)

    def _head(self, text: str) -> QStandardItem:
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _line(self, entry: Entry) -> QStandardItem:
        item = QStandardItem(entry.text)
        item.setData(entry, _ENTRY)
        item.setToolTip(entry.detail)
        said = ", ".join(part for part in (entry.text, entry.detail, entry.keys) if part)
        item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
        if entry.run is None:
            item.setForeground(self._looks.color("text3"))
        if entry.icon:
            item.setIcon(self._icons.icon(entry.icon))
        return item

    def _move(self, by: int) -> None:
        row = self._list.currentIndex().row() + by
        while 0 <= row < self._model.rowCount():
            if self._model.item(row).data(_ENTRY) is not None:
                self._list.setCurrentIndex(self._model.index(row, 0))
                return
            row += by

    def _do(self, index: QModelIndex) -> None:
        entry = index.data(_ENTRY) if index.isValid() else None
        if isinstance(entry, Entry) and entry.run is not None:
            self._last = [entry.key, *(key for key in self._last if key != entry.key)][:_LAST_KEPT]
            self.put_away()
            entry.run()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge that sets it off from the page."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._looks.color("strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class _Lines(QStyledItemDelegate):
    """A line with its detail beside it and its keys at the right; section heads are smaller."""

    def __init__(self, looks: Looks, view: QListView) -> None:
        super().__init__(view)
        self._looks = looks

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """A text gives way to the keys at its right."""
        super().initStyleOption(option, index)
        entry = index.data(_ENTRY)
        if isinstance(entry, Entry):
            room = option.rect.width() - _BESIDE_TEXT - option.fontMetrics.horizontalAdvance(entry.keys)
            option.text = option.fontMetrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, max(room, 60))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(34, hint.height() + 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(_ENTRY)
        super().paint(painter, option, index)
        if not isinstance(entry, Entry):
            return
        painter.save()
        painter.setPen(self._looks.color("text2"))
        rect = option.rect.adjusted(12, 0, -12, 0)
        keys = painter.fontMetrics().horizontalAdvance(entry.keys)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.keys)
        left = 46 + option.fontMetrics.horizontalAdvance(entry.text)
        room = rect.width() - left - keys - 24
        if room > 40:
            detail = painter.fontMetrics().elidedText(entry.detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(rect.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, detail)
        painter.restore()
