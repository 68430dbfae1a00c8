"""The bar at the top: the account, the day looked at, search and commands, undo and redo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton

from desktop.i18n import msg
from desktop.views.frame.as_of import AsOf
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.letters import Ground
from desktop.views.widgets.looks import Looks, Role
from desktop.views.words import Words

_MOST_OF_ACT = 200
ROOMY = 1200
"""Below this width, in pixels, the page says less and its right pane is a sheet."""

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import AccountAnswer


class TopBar(Ground):
    """Says whose books are open, and is the way to everything else. `chosen` with an account's id."""

    chosen = Signal(str)
    searched = Signal()

    def __init__(self, looks: Looks, words: Words, icons: Icons, undo: QAction, redo: QAction) -> None:
        """Show no account yet."""
        super().__init__(looks, "window")
        self._words, self._icons, self._looks = words, icons, looks
        self._accounts: Sequence[AccountAnswer] = ()
        self._current = ""
        self._switch, self._search = QToolButton(autoRaise=True), QPushButton()
        self._switch.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._switch.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._switch.setMenu(QMenu(self._switch))
        self._switch.setIconSize(QSize(18, 18))
        self.as_of = AsOf(looks, words, icons)
        self._search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 24)
        self._search.setCursor(Qt.CursorShape.IBeamCursor)
        self._undo, self._redo = (self._button(one) for one in (undo, redo))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(self._switch)
        row.addWidget(self.as_of)
        row.addStretch(1)
        row.addWidget(self._search)
        row.addStretch(1)
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        self._search.clicked.connect(self.searched)
        looks.changed.connect(self.retranslate)
        self.retranslate()

    def show_accounts(self, accounts: Sequence[AccountAnswer], current: str) -> None:
        """Say which account is open, and offer the others."""
        self._accounts, self._current = accounts, current
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again."""
        words = self._words
        narrow = self.width() < ROOMY
        short = msg("Search") if narrow else msg("Search or run a command")
        self._search.setText(words.text(short) + "      Ctrl+K")
        beside = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self._undo.setToolButtonStyle(beside)
        self._search.setIcon(self._icons.icon("search"))
        self._search.setToolTip(words.text(msg("Search people and run any command (Ctrl+K)")))
        self._search.setAccessibleName(words.text(msg("Search or run a command")))
        self._switch.setIcon(self._icons.icon("building-2"))
        self._switch.setFont(self._looks.font(Role.TOTAL))
        self.as_of.retranslate()
        self._list_accounts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room; tooltips and names still say all."""
        super().resizeEvent(event)
        if (event.oldSize().width() < ROOMY) != (event.size().width() < ROOMY):
            self.retranslate()

    def _list_accounts(self) -> None:
        words, menu = self._words, self._switch.menu()
        menu.clear()
        group = QActionGroup(menu)
        shown = next((one for one in self._accounts if one.account == self._current), None)
        for one in self._accounts:
            entry = menu.addAction(one.name)
            entry.setCheckable(True)
            entry.setChecked(one.account == self._current)
            entry.setData(one.account)
            group.addAction(entry)
        group.triggered.connect(lambda entry: self.chosen.emit(entry.data()))
        name = shown.name if shown else ""
        demo = words.text(msg("{account} (demo data)", account=name)) if shown and shown.demo else name
        self._switch.setText(demo)
        self._switch.setVisible(shown is not None)
        tip = msg("Choose the account") if len(self._accounts) > 1 else msg("The account")
        self._switch.setToolTip(words.text(tip))
        self._switch.setAccessibleName(words.text(msg("Account {name}", name=demo)))

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setDefaultAction(action)
        button.setIconSize(QSize(16, 16))
        action.changed.connect(lambda: self._say_act(button, action))
        return button

    def _say_act(self, button: QToolButton, action: QAction) -> None:
        """What is undone, shortened so that the search keeps its room; the tooltip says all of it."""
        button.setText(self.fontMetrics().elidedText(action.text(), Qt.TextElideMode.ElideRight, _MOST_OF_ACT))
        button.setAccessibleName(action.text())
