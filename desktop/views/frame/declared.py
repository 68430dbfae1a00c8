"""Qt's actions, made from the declared ones and kept in step with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton

from desktop.i18n import msg
from desktop.views.action import Action
from desktop.views.widgets.icons import Icons
from desktop.views.words import Words


class Declared(QObject):
    """One QAction for each declared action. While `live` is off none of them takes its shortcut."""

    def __init__(
        self, actions: Sequence[Action], words: Words, icons: Icons, parent: QObject, *, live: bool = True
    ) -> None:
        """Make them; `parent` owns them."""
        super().__init__(parent)
        self.actions = tuple(actions)
        self._words = words
        self._made = {action.id: QAction(self) for action in self.actions}
        for action in self.actions:
            if action.icon:
                self._made[action.id].setIcon(icons.icon(action.icon))
        self._live = live
        for action in self.actions:
            self._made[action.id].triggered.connect(self._runner(action.id))
        self.refresh()

    def of(self, action_id: str) -> QAction:
        """The QAction of a declared one."""
        return self._made[action_id]

    def declare_again(self, actions: Sequence[Action]) -> None:
        """The same actions, which are called otherwise by now."""
        self.actions = tuple(actions)
        self.refresh()

    def live(self, live: bool) -> None:
        """Take shortcuts and clicks, or not: only the tab shown does."""
        self._live = live
        self.refresh()

    def refresh(self) -> None:
        """Say again what each is called, and whether it can be done now."""
        for action in self.actions:
            made = self._made[action.id]
            why_not = action.enabled()
            made.setText(self._words.text(action.text))
            made.setShortcut(QKeySequence(action.shortcut or ""))
            made.setEnabled(self._live and why_not is None)
            made.setToolTip(tooltip(action, self._words))
            made.setStatusTip(self._words.text(why_not or action.tooltip or action.text))

    def menu(self, menu: QMenu, ids: Sequence[str | None]) -> None:
        """Fill a menu; None is a separator."""
        menu.setToolTipsVisible(True)
        for action_id in ids:
            if action_id is None:
                menu.addSeparator()
            else:
                menu.addAction(self.of(action_id))

    def _runner(self, action_id: str) -> Callable[[], None]:
        return lambda: next(action for action in self.actions if action.id == action_id).run()


def tooltip(action: Action, words: Words) -> str:
    """What an action's button says under the pointer: what it does or why it cannot, and its shortcut."""
    text = words.text(action.enabled() or action.tooltip or action.text)
    keys = QKeySequence(action.shortcut or "").toString(QKeySequence.SequenceFormat.NativeText)
    return words.text(msg("{text} ({shortcut})", text=text, shortcut=keys)) if keys else text


def show_on(button: QPushButton, action: Action, words: Words, icons: Icons, *, color: str = "text2") -> None:
    """Let a button say what its action is called and whether it can be done now."""
    button.setText(words.text(action.text))
    button.setToolTip(tooltip(action, words))
    button.setAccessibleName(words.text(action.text))
    button.setAccessibleDescription(words.text(action.enabled() or action.tooltip or action.text))
    button.setEnabled(action.enabled() is None)
    if action.icon:
        button.setIcon(icons.icon(action.icon, color))
