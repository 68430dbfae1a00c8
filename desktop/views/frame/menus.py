"""The menu bar, made from the declared actions; the tab shown has a menu of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QMenuBar

from desktop.views.action import Tab
from desktop.views.frame.actions import HELP, MENUS
from desktop.views.frame.declared import Declared
from desktop.views.words import Words


class Menus:
    """Fills the bar."""

    def __init__(self, bar: QMenuBar, declared: Declared, words: Words) -> None:
        """The frame's menus, and one for the tab between View and Help."""
        self._words = words
        self._tab: Tab | None = None
        self._menus: list[QMenu] = []
        for _, ids in MENUS:
            self._add(bar, declared, ids)
        self._of_tab = bar.addMenu("")
        self._of_tab.setToolTipsVisible(True)
        self._add(bar, declared, HELP[1])
        self.retranslate()

    def show_tab(self, tab: Tab | None, declared: Declared | None) -> None:
        """Offer what the tab shown can do."""
        self._of_tab.menuAction().setVisible(bool(declared is not None and declared.actions))
        if tab is not self._tab:
            self._of_tab.clear()
            self._tab = tab
            if declared is not None:
                declared.menu(self._of_tab, [action.id for action in declared.actions])
        self.retranslate()

    def retranslate(self) -> None:
        """Say the titles again."""
        titles = [title for title, _ in MENUS] + [HELP[0]]
        for menu, title in zip(self._menus, titles, strict=True):
            menu.setTitle(self._words.text(title))
        self._of_tab.setTitle(self._words.text(self._tab.title) if self._tab is not None else "")

    def _add(self, bar: QMenuBar, declared: Declared, ids: tuple[str | None, ...]) -> None:
        menu = bar.addMenu("")
        declared.menu(menu, ids)
        self._menus.append(menu)
