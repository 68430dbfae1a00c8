"""The page of an open workspace: top bar, tabs, message bar, and the tab shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout

from desktop.i18n import msg
from desktop.views.action import Tab
from desktop.views.ahead.frame import SimulatedFrame
from desktop.views.declared import Declared
from desktop.views.desk import Tools
from desktop.views.letters import Ground, Hairline
from desktop.views.message_bar import MessageBar
from desktop.views.tab_strip import TabStrip
from desktop.views.top_bar import TopBar


class Page(Ground):
    """Holds the tabs. `turned` when another one is shown, `closed` with the key of a tab put away."""

    turned = Signal()
    closed = Signal(str)

    def __init__(self, tools: Tools, top: TopBar) -> None:
        """Begin without tabs."""
        super().__init__(tools.looks, "base")
        self._tools, self.top = tools, top
        self._bar, self._stack = TabStrip(), QStackedWidget()
        self.messages = MessageBar(tools.looks, tools.words, tools.icons)
        self._tabs: list[Tab] = []
        self._declared: list[Declared] = []
        strip = Ground(tools.looks, "window")
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self._bar)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (top, strip, Hairline(tools.looks, color="border"), self.messages):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.frame = SimulatedFrame(self, tools.looks)
        self._bar.currentChanged.connect(self._turn)

    def show_tabs(self, tabs: list[Tab], key: str) -> None:
        """Show these tabs instead of those before, the one of that key in front."""
        blocked = self._bar.blockSignals(True)
        for tab in list(self._tabs):
            self._take_out(tab)
        for tab in tabs:
            self._put_in(tab, closable=False)
        self._bar.blockSignals(blocked)
        self.show_tab(key if key in [tab.key for tab in tabs] else tabs[0].key)

    def add_tab(self, tab: Tab) -> None:
        """Add a tab that can be closed, and show it."""
        self._put_in(tab, closable=True)
        self.show_tab(tab.key)

    def show_tab(self, key: str) -> bool:
        """Show the tab of that key; False when there is none."""
        keys = [tab.key for tab in self._tabs]
        if key not in keys:
            return False
        self._bar.setCurrentIndex(keys.index(key))
        self._turn(keys.index(key))
        return True

    def close_tab(self, key: str) -> None:
        """Put a closable tab away."""
        tab = next((one for one in self._tabs if one.key == key), None)
        if tab is not None:
            self._take_out(tab)
            self.closed.emit(key)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The tabs in their order."""
        return tuple(self._tabs)

    @property
    def current(self) -> Tab | None:
        """The tab shown."""
        place = self._bar.currentIndex()
        return self._tabs[place] if 0 <= place < len(self._tabs) else None

    def declared(self, tab: Tab) -> Declared:
        """The actions of a tab."""
        return self._declared[self._tabs.index(tab)]

    def refresh_actions(self) -> None:
        """Only the tab shown takes its shortcuts."""
        for tab, declared in zip(self._tabs, self._declared, strict=True):
            declared.live(tab is self.current)

    def reload(self, kinds: frozenset[str]) -> None:
        """Tell every tab what was written."""
        for tab in self._tabs:
            tab.reload(kinds)
        self.refresh_actions()

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._tools.words.text
        self.top.retranslate()
        self._bar.setAccessibleName(text(msg("Tabs")))
        for place, tab in enumerate(self._tabs):
            self._bar.setTabText(place, text(tab.title))
            tab.setAccessibleName(text(tab.title))
            tab.retranslate()
            self._name_close(place)
        self.refresh_actions()

    def _put_in(self, tab: Tab, *, closable: bool) -> None:
        tools = self._tools
        self._tabs.append(tab)
        self._declared.append(Declared(tab.declared_actions(), tools.words, tools.icons, tab))
        self._stack.addWidget(tab)
        place = self._bar.addTab(tools.words.text(tab.title))
        tab.setAccessibleName(tools.words.text(tab.title))
        if closable:
            button = QToolButton(autoRaise=True)
            button.setIcon(tools.icons.icon("x"))
            button.clicked.connect(lambda: self.close_tab(tab.key))
            self._bar.setTabButton(place, QTabBar.ButtonPosition.RightSide, button)
            self._name_close(place)

    def _name_close(self, place: int) -> None:
        button = self._bar.tabButton(place, QTabBar.ButtonPosition.RightSide)
        if button is not None:
            name = self._tools.words.text(msg("Close {tab}", tab=self._tabs[place].title))
            button.setAccessibleName(name)
            button.setToolTip(name)

    def _take_out(self, tab: Tab) -> None:
        place = self._tabs.index(tab)
        del self._tabs[place], self._declared[place]
        self._stack.removeWidget(tab)
        self._bar.removeTab(place)
        tab.hide()
        tab.deleteLater()

    def _turn(self, place: int) -> None:
        if 0 <= place < len(self._tabs):
            self._stack.setCurrentWidget(self._tabs[place])
            self.refresh_actions()
            self.turned.emit()
