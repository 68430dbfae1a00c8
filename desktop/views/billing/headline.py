"""The two or three numbers that matter, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import msg
from desktop.models.standing import Standing
from desktop.views.action import Action
from desktop.views.amounts import Amount
from desktop.views.desk import Surroundings
from desktop.views.frame.declared import show_on
from desktop.views.widgets.flow import SideBySide
from desktop.views.widgets.letters import Hairline
from desktop.views.widgets.primary import PrimaryButton

_MOST = 3


class Headline(QWidget):
    """Up to three figures at the left; Actions and the primary action at the right."""

    def __init__(self, around: Surroundings, actions: Sequence[Action]) -> None:
        """The first action is the primary one until another one leads; the others are in Actions."""
        super().__init__()
        self._around, self._actions, self._primary = around, tuple(actions), actions[0]
        self._amounts = [Amount(around) for _ in range(_MOST)]
        self._lines = [Hairline(around.looks, standing=True) for _ in range(_MOST)]
        self._more, self._button = QPushButton(), PrimaryButton(around.looks)
        self.setFocusProxy(self._button)
        self._button.clicked.connect(self._run)
        self._more.setMenu(QMenu(self._more))
        parts = [part for pair in zip(self._lines, self._amounts, strict=True) for part in pair]
        buttons = SideBySide((self._more, self._button), spacing=8)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(SideBySide(parts, spacing=20, last=buttons, margins=(24, 12, 24, 12)))

    def lead(self, action_id: str) -> None:
        """Make another action the primary one."""
        self._primary = next(action for action in self._actions if action.id == action_id)

    def show_standing(self, standing: Standing | None) -> None:
        """Show the figures."""
        figures = standing.headline if standing is not None else ()
        for place, (amount, line) in enumerate(zip(self._amounts, self._lines, strict=True)):
            amount.setVisible(place < len(figures))
            line.setVisible(0 < place < len(figures))
            if place < len(figures):
                figure = figures[place]
                amount.show_amount(figure.value, figure.caption, figure.why)
                amount.color(figure.color)
        show_on(self._button, self._primary, self._around.words, self._around.icons, color=self._button.ink)
        self._list_others()

    def _list_others(self) -> None:
        words = self._around.words
        self._more.setText(words.text(msg("Actions")))
        self._more.setAccessibleName(words.text(msg("Actions")))
        self._more.setAccessibleDescription(words.text(msg("What else can be done here")))
        menu = self._more.menu()
        menu.clear()
        menu.setToolTipsVisible(True)
        for action in self._actions:
            if action is self._primary:
                continue
            entry = QAction(self._around.icons.icon(action.icon or "plus"), words.text(action.text), menu)
            entry.setEnabled(action.enabled() is None)
            entry.setToolTip(words.text(action.enabled() or action.tooltip or action.text))
            entry.triggered.connect(action.run)
            menu.addAction(entry)

    def _run(self) -> None:
        self._primary.run()
