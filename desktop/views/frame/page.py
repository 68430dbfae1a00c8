"""The page of an open workspace: top bar, tabs, message bar, and the tab shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout

from desktop.i18n import msg
from desktop.views.action import Tab, TabToCome
from desktop.views.ahead.frame import SimulatedFrame
from desktop.views.desk import Tools
from desktop.views.frame.declared import Declared
from desktop.views.frame.message_bar import MessageBar
from desktop.views.frame.tab_strip import TabStrip
from desktop.views.frame.top_bar import TopBar
from desktop.views.widgets.letters import Ground, Hairline


@dataclass
class _Place:
    """A place in the row of tabs: who stands or will stand there, and once made, the tab with its actions."""

    listed: Tab | TabToCome
    tab: Tab | None = None
    declared: Declared | None = None


class Page(Ground):
    """Holds the tabs, each made when it is shown first or its turn comes.

    `turned` when another one is shown, `closed` with the key of a tab put away.
    """

    turned = Signal()
    closed = Signal(str)

    def __init__(self, tools: Tools, top: TopBar) -> None:
        """Begin without tabs."""
        super().__init__(tools.looks, "base")
        self._tools, self.top = tools, top
        self._bar, self._stack = TabStrip(), QStackedWidget()
        self.messages = MessageBar(tools.looks, tools.words, tools.icons)
        self._places: list[_Place] = []
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

    def show_tabs(self, tabs: Sequence[TabToCome], key: str) -> None:
        """Show these tabs instead of those before, the one of that key in front; only that one is made now."""
        blocked = self._bar.blockSignals(True)
        for place in reversed(range(len(self._places))):
            self._take_out(place)
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
        if key not in self.keys:
            return False
        place = self.keys.index(key)
        self._bar.setCurrentIndex(place)
        self._turn(place)
        return True

    def close_tab(self, key: str) -> None:
        """Put a closable tab away."""
        if key in self.keys:
            self._take_out(self.keys.index(key))
            self.closed.emit(key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the tabs in their order."""
        return tuple(place.listed.key for place in self._places)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The tabs in their order; those to come are made now."""
        return tuple(self._made(place) for place in self._places)

    @property
    def to_come(self) -> tuple[TabToCome, ...]:
        """The tabs that are not made yet, the next one first."""
        listed = (place.listed for place in self._places if place.tab is None)
        return tuple(tab for tab in listed if isinstance(tab, TabToCome))

    def make_tab(self, coming: TabToCome) -> None:
        """Make a tab, where it is still to come."""
        for place in self._places:
            if place.listed == coming:
                self._made(place)

    @property
    def current(self) -> Tab | None:
        """The tab shown."""
        index = self._bar.currentIndex()
        return self._places[index].tab if 0 <= index < len(self._places) else None

    def declared(self, tab: Tab) -> Declared:
        """The actions of a tab."""
        return next(place.declared for place in self._places if place.tab is tab and place.declared is not None)

    def refresh_actions(self) -> None:
        """Only the tab shown takes its shortcuts."""
        for place in self._places:
            if place.declared is not None:
                place.declared.live(place.tab is self.current)

    def reload(self, kinds: frozenset[str]) -> None:
        """Tell every tab what was written; one to come reads when it is made."""
        for place in self._places:
            if place.tab is not None:
                place.tab.reload(kinds)
        self.refresh_actions()

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._tools.words.text
        self.top.retranslate()
        self._bar.setAccessibleName(text(msg("Tabs")))
        for index, place in enumerate(self._places):
            self._bar.setTabText(index, text(place.listed.title))
            if place.tab is not None:
                place.tab.setAccessibleName(text(place.listed.title))
                place.tab.retranslate()
            self._name_close(index)
        self.refresh_actions()

    def _put_in(self, tab: Tab | TabToCome, *, closable: bool) -> None:
        tools = self._tools
        self._places.append(_Place(tab))
        index = self._bar.addTab(tools.words.text(tab.title))
        if closable:
            button = QToolButton(autoRaise=True)
            button.setIcon(tools.icons.icon("x"))
            button.clicked.connect(lambda: self.close_tab(tab.key))
            self._bar.setTabButton(index, QTabBar.ButtonPosition.RightSide, button)
            self._name_close(index)

    def _made(self, place: _Place) -> Tab:
        if place.tab is None:
            words = self._tools.words
            tab = place.tab = place.listed.make() if isinstance(place.listed, TabToCome) else place.listed
            place.declared = Declared(tab.declared_actions(), words, self._tools.icons, tab, live=False)
            tab.setAccessibleName(words.text(tab.title))
            self._stack.addWidget(tab)
        return place.tab

    def _name_close(self, index: int) -> None:
        button = self._bar.tabButton(index, QTabBar.ButtonPosition.RightSide)
        if button is not None:
            name = self._tools.words.text(msg("Close {tab}", tab=self._places[index].listed.title))
            button.setAccessibleName(name)
            button.setToolTip(name)

    def _take_out(self, index: int) -> None:
        tab = self._places.pop(index).tab
        self._bar.removeTab(index)
        if tab is not None:
            self._stack.removeWidget(tab)
            tab.hide()
            tab.deleteLater()

    def _turn(self, index: int) -> None:
        if 0 <= index < len(self._places):
            self._stack.setCurrentWidget(self._made(self._places[index]))
            self.refresh_actions()
            self.turned.emit()
