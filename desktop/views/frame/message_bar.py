"""The bar under the tabs: what went wrong or needs attention, with the action that helps."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.i18n import Message, msg, msgn
from desktop.views.action import Action
from desktop.views.desk import Level
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.letters import Ground, Text
from desktop.views.widgets.looks import Looks
from desktop.views.words import Words

_WORST = (Level.ERROR, Level.WARNING, Level.INFO)
_FACES = {
    Level.ERROR: ("err_soft", "err", "circle-alert"),
    Level.WARNING: ("warn_soft", "warn", "triangle-alert"),
    Level.INFO: ("accent_soft", "accent", "info"),
}
_SAYS = {Level.ERROR: msg("Error"), Level.WARNING: msg("Warning"), Level.INFO: msg("Note")}


@dataclass(frozen=True)
class _Entry:
    message: Message
    action: Action | None
    level: Level
    lasting: bool = False


class MessageBar(Ground):
    """Shows the worst message; the others follow as it is put away."""

    def __init__(self, looks: Looks, words: Words, icons: Icons) -> None:
        """Begin hidden: there is nothing to say."""
        super().__init__(looks, "warn_soft")
        self._words, self._icons = words, icons
        self._entries: list[_Entry] = []
        self._away: list[_Entry] = []
        self._icon, self._more = QLabel(), Text(looks, color="text2")
        self._text = Text(looks, wrap=True, selectable=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._act, self._close = QPushButton(), QToolButton(autoRaise=True)
        self._close.setIconSize(QSize(16, 16))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 16, 6)
        row.setSpacing(12)
        for widget in (self._icon, self._text, self._more, self._act, self._close):
            row.addWidget(widget, 1 if widget is self._text else 0, Qt.AlignmentFlag.AlignVCenter)
        self._act.clicked.connect(self._run)
        self._close.clicked.connect(self.put_away)
        words.changed.connect(self._say)
        looks.changed.connect(self._say)
        self.hide()

    def show_message(
        self, message: Message, action: Action | None = None, level: Level = Level.ERROR, *, lasting: bool = False
    ) -> None:
        """Show it, unless one that is worse stands there; a lasting one cannot be put away."""
        entry = _Entry(message, action, level, lasting)
        self._forget(message)
        self._take([entry, *self._entries])

    def put_away(self) -> None:
        """Put the message shown away unless it lasts; the next one comes."""
        if self._entries and not self._lasts():
            away = self._entries.pop(0)
            if _waits(away):
                self._away.append(away)
        self._say()

    def bring_back(self) -> None:
        """Show again what was put away and still waits for its action."""
        away, self._away = self._away, []
        self._take([*self._entries, *away])

    def put_away_notes(self) -> None:
        """Put away what was only said of an act, which may no longer hold; warnings and errors stay."""
        self._entries = [one for one in self._entries if one.level is not Level.INFO]
        self._say()

    def withdraw(self, message: Message) -> None:
        """Take back what no longer holds."""
        self._forget(message)
        self._say()

    def clear(self) -> None:
        """Put all of them away."""
        self._entries, self._away = [], []
        self._say()

    def said(self) -> str:
        """The text shown, or nothing."""
        return self._text.text() if self._entries else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the message away."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _lasts(self) -> bool:
        return bool(self._entries) and self._entries[0].lasting

    def _take(self, entries: list[_Entry]) -> None:
        self._entries = sorted(entries, key=lambda one: (one.lasting, _WORST.index(one.level)))
        self._say()

    def _forget(self, message: Message) -> None:
        self._entries = [one for one in self._entries if one.message != message]
        self._away = [one for one in self._away if one.message != message]

    def _run(self) -> None:
        """Do what helps. A warning stays until it is solved: who looks and changes nothing is asked again."""
        shown = self._entries[0]
        if not _waits(shown):
            self.put_away()
        if shown.action is not None:
            shown.action.run()

    def _say(self) -> None:
        self.setVisible(bool(self._entries))
        if not self._entries:
            return
        shown, words = self._entries[0], self._words
        ground, color, icon = _FACES[shown.level]
        self.color(ground)
        self._icon.setPixmap(self._icons.pixmap(icon, color, scale=self.devicePixelRatioF()))
        self._text.setText(words.text(shown.message))
        more = len(self._entries) - 1
        self._more.setText(words.text(msgn("{n} more", "{n} more", n=more)) if more else "")
        self._more.setVisible(bool(more))
        self._act.setVisible(shown.action is not None)
        if shown.action is not None:
            self._act.setText(words.text(shown.action.text))
        self._close.setVisible(not shown.lasting)
        self._close.setIcon(self._icons.icon("x"))
        _name(self._close, words.text(msg("Put this message away")))
        self.setAccessibleName(words.text(_SAYS[shown.level]))
        self.setAccessibleDescription(words.text(shown.message))


def _waits(entry: _Entry) -> bool:
    """Whether somebody takes it back once its action has helped."""
    return entry.action is not None and entry.level is Level.WARNING


def _name(widget: QWidget, text: str) -> None:
    widget.setAccessibleName(text)
    widget.setToolTip(text)
