"""Search and commands: actions, orders, people, the journal and the guide, by a few letters (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.i18n import Message, msg
from desktop.models.commands import MARKS, SECTION_LABELS, Entry, Section, Wanted, matching
from desktop.views.palette.lines import ENTRY, PaletteLines
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.key_caps import KeyHint, caps_of
from desktop.views.widgets.letters import Ground, Hairline, fill, selection_soft
from desktop.views.widgets.looks import Looks, Role
from desktop.views.widgets.shade import Shade
from desktop.views.words import Words

_WIDTH, _LEAST_HEIGHT, _TOP = 700, 220, 90
_MOST_SHOWN = 12
_ASK_AFTER_MILLISECONDS = 150
_LAST_KEPT = 8
_BETWEEN_HINTS, _HINT_EDGES = 14, 48

Ask = Callable[[Wanted, Callable[[list[Entry]], None]], None]
Name = Callable[[str], list[Entry]]


class CommandPalette(Ground):
    """A field and a list. Down and up move, Enter does it, Ctrl+I explains the amount of an order, Esc goes back."""

    def __init__(self, window: QWidget, looks: Looks, words: Words, icons: Icons, ask: Ask, name: Name) -> None:
        """`ask` looks in the store for what was typed, and answers later; `name` knows at once what it names."""
        super().__init__(looks, "base")
        self._shade = Shade(window)
        self.setParent(window)
        self._window, self._words, self._icons, self._ask, self._name = window, words, icons, ask, name
        self._entries: list[Entry] = []
        self._found: list[Entry] = []
        self._last: list[str] = []
        self._asked = 0
        self._before: QWidget | None = None
        self._looks = looks
        self.hide()
        self._field, self._list = QLineEdit(), QListView()
        self._model = QStandardItemModel(self)
        self._list.setModel(self._model)
        self._lines = PaletteLines(looks, self._list)
        self._hints = tuple(KeyHint(looks) for _ in range(3))
        self._marks = {mark: KeyHint(looks) for mark in MARKS}
        self._build()
        self._later = QTimer(self, singleShot=True, interval=_ASK_AFTER_MILLISECONDS)
        self._later.timeout.connect(self.ask)
        self._field.textChanged.connect(self._typed)
        self._list.clicked.connect(self._do)
        self._list.selectionModel().currentChanged.connect(self._hint)
        self._shade.pressed = self.put_away

    def open_with(self, entries: Sequence[Entry], typed: str = "") -> None:
        """Show the entries over the window's middle."""
        self._entries, self._found = list(entries), []
        self._say()
        self._field.setText(typed)
        self._typed()
        self._fit()
        self._hint(self._list.currentIndex())
        self._before = QApplication.focusWidget()
        self._shade.cover()
        self.show()
        self.raise_()
        self._field.setFocus()

    def shown(self) -> list[Entry]:
        """The entries listed now."""
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        return [item.data(ENTRY) for item in items if item.data(ENTRY) is not None]

    def put_away(self) -> None:
        """Hide, and give the focus back to where it was."""
        self._later.stop()
        self._vanish()
        if self._before is not None and isValid(self._before):
            self._before.setFocus()

    def ask(self) -> None:
        """Look in the store for what is typed now."""
        self._later.stop()
        self._asked += 1
        self._found, asked = [], self._asked

        def take(found: list[Entry]) -> None:
            if self.isVisible() and asked == self._asked:
                self._found = [*self._found, *found]
                self._show(keep=True)

        self._ask(Wanted.of(self._field.text()), take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys move in the list and do its current line."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._pressed(event):
                return True
        elif watched is self._field and event.type() == QEvent.Type.ShortcutOverride and _asks_why(event):
            event.accept()
            return True
        elif watched is self._field and isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            stays = event.reason() in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
            if not stays:
                self._vanish()
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        page = max(1, self._list.viewport().height() // max(1, self._list.sizeHintForRow(0)) - 1)
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        key = Qt.Key(event.key())
        if key in moves:
            self._move(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.put_away()
        elif _asks_why(event):
            self._explain(self._list.currentIndex())
        else:
            return False
        return True

    def _typed(self) -> None:
        self._found = []
        self._asked += 1
        self._show()
        self._later.start()

    def _show(self, *, keep: bool = False) -> None:
        """List what matches; `keep` stays at the current line, for what was found later comes between."""
        wanted = Wanted.of(self._field.text())
        current = self._list.currentIndex().data(ENTRY) if keep else None
        named = self._name(self._field.text()) if wanted.section is None else []
        lines = [*matching(self._entries, wanted, self._last), *named, *self._found]
        lines.sort(key=lambda entry: list(Section).index(entry.section))
        self._lines.mark(wanted.words)
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
        self._stand_at(current)
        self._fit()

    def _stand_at(self, entry: Entry | None) -> None:
        for row in range(self._model.rowCount()) if entry is not None else ():
            if self._model.item(row).data(ENTRY) is entry:
                self._list.setCurrentIndex(self._model.index(row, 0))
                return
        self._move(1)

    def _fit(self) -> None:
        """As wide as usual, and as high as what was found needs, within the window."""
        width = min(_WIDTH, self._window.width() - 80)
        lines = sum(self._list.sizeHintForRow(row) for row in range(min(self._model.rowCount(), _MOST_SHOWN)))
        around = self.sizeHint().height() - self._list.sizeHint().height()
        height = min(max(around + lines + 4, _LEAST_HEIGHT), self._window.height() - _TOP - 40)
        self.setGeometry((self._window.width() - width) // 2, _TOP, width, height)

    def _head(self, text: str) -> QStandardItem:
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _line(self, entry: Entry) -> QStandardItem:
        item = QStandardItem(entry.text)
        item.setData(entry, ENTRY)
        item.setToolTip(entry.detail)
        said = ", ".join(part for part in (entry.text, entry.detail, entry.keys) if part)
        item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
        if entry.icon:
            item.setIcon(self._icons.icon(entry.icon))
        return item

    def _move(self, by: int) -> None:
        """So many lines on, past heads; at the ends it stays at the last line there is."""
        step = 1 if by > 0 else -1
        row, left, reached = self._list.currentIndex().row(), abs(by), None
        while left and 0 <= row + step < self._model.rowCount():
            row += step
            if self._model.item(row).data(ENTRY) is not None:
                reached, left = row, left - 1
        if reached is not None:
            self._list.setCurrentIndex(self._model.index(reached, 0))
            first = reached == 1 and self._model.item(0).data(ENTRY) is None
            self._list.scrollTo(self._model.index(0 if first else reached, 0))

    def _do(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY) if index.isValid() else None
        if isinstance(entry, Entry) and entry.run is not None:
            self._last = [entry.key, *(key for key in self._last if key != entry.key)][:_LAST_KEPT]
            self.put_away()
            entry.run()

    def _explain(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY) if index.isValid() else None
        if isinstance(entry, Entry) and entry.why is not None:
            self.put_away()
            entry.why()

    def _hint(self, index: QModelIndex) -> None:
        """Say of an order that its amount explains itself; what there is no room for is left out from the right."""
        entry = index.data(ENTRY)
        self._hints[-1].setVisible(isinstance(entry, Entry) and entry.why is not None)
        left = self.width() - _HINT_EDGES - sum(_room(hint) for hint in self._hints if not hint.isHidden())
        for hint in self._marks.values():
            left -= _room(hint)
            hint.setVisible(left >= 0)

    def _vanish(self) -> None:
        self._shade.hide()
        self.hide()

    def _say(self) -> None:
        text, looks = self._words.text, self._looks
        selection_soft(self._list, looks)
        self.setAccessibleName(text(msg("Search or run a command")))
        letters = looks.font(Role.SECTION)
        letters.setWeight(QFont.Weight.Normal)
        self._field.setFont(letters)
        self._field.setPlaceholderText(text(msg("Search or run a command")))
        self._field.setAccessibleName(text(msg("Search or run a command")))
        for glass in self._field.findChildren(QAbstractButton):
            glass.setAccessibleName(text(msg("Search or run a command")))
        self._list.setAccessibleName(text(msg("What was found")))
        why = caps_of(QKeySequence("Ctrl+I").toString(QKeySequence.SequenceFormat.NativeText))
        keys: tuple[tuple[tuple[str, ...], Message], ...] = (
            (("↑", "↓"), msg("Move")),
            ((text(msg("Enter")),), msg("Open or run")),
            (why, msg("Why this amount")),
        )
        for hint, (caps, label) in zip(self._hints, keys, strict=True):
            hint.show_hint(caps, text(label))
        for mark, hint in self._marks.items():
            hint.show_hint((mark,), text(SECTION_LABELS[MARKS[mark]]).lower())
        self._field.setAccessibleDescription(", ".join(hint.accessibleName() for hint in self._marks.values()))

    def _build(self) -> None:
        self._list.setItemDelegate(self._lines)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setIconSize(QSize(18, 18))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._field.setFrame(False)
        self._field.addAction(self._icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._field.installEventFilter(self)
        fill(self._field, self._looks.color("base"))
        hints = QHBoxLayout()
        hints.setContentsMargins(8, 2, 8, 0)
        hints.setSpacing(_BETWEEN_HINTS)
        for hint in self._hints:
            hints.addWidget(hint)
        hints.addStretch(1)
        for hint in self._marks.values():
            hints.addWidget(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(Hairline(self._looks))
        column.addWidget(self._list, 1)
        column.addWidget(Hairline(self._looks))
        column.addLayout(hints)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge that sets it off from the page."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._looks.color("strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


def _room(hint: KeyHint) -> int:
    return hint.sizeHint().width() + _BETWEEN_HINTS


def _asks_why(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_I
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    )
