"""The window: its frame is painted first, then put together, and hands everything on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

if TYPE_CHECKING:
    from desktop.i18n import Message
    from desktop.views.action import Action
    from desktop.views.desk import Level, Surroundings, Tools
    from desktop.views.frame.parts import Parts
    from desktop.views.start.one_window import OneWindow
    from desktop.views.start.opening import Opened

_SMALLEST = (1024, 680)
_FIRST_SIZE = (1280, 820)


class MainWindow(QMainWindow):
    """Doors first, then the page of the workspace. `framed` once, when its frame was painted."""

    framed = Signal()

    def __init__(self, tools: Tools | None = None, geometry: str = "") -> None:
        """A frame as it was left, put together at once where the tools are there; nothing is opened yet.

        `geometry` is the platform's own, in hexadecimal, for a frame that is shown before its tools are there.
        """
        super().__init__()
        self.around: Surroundings | None = None
        self._parts: Parts | None = None
        self._framed = False
        self.setMinimumSize(*_SMALLEST)
        self._restore(tools.settings.current.window if tools is not None else geometry)
        if tools is not None:
            self.put_together(tools)

    def put_together(self, tools: Tools, one: OneWindow | None = None) -> None:
        """Give the frame its parts; `one` holds the store to be opened already."""
        from desktop.views.frame.next_tabs import NextTabs
        from desktop.views.frame.parts import Parts

        self.tools = tools
        parts = self._parts = Parts.of(self, tools, one)
        self.sitting, self.errands, self.declared = parts.sitting, parts.errands, parts.declared
        self.welcome, self.page, self.status = parts.welcome, parts.page, parts.status
        self.menus, self.why, self.leaving, self.signs = parts.menus, parts.why, parts.leaving, parts.signs
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.page)
        self.setCentralWidget(self._stack)
        self.setStatusBar(self.status)
        self.setAcceptDrops(True)
        self._connect()
        self.next_tabs = NextTabs(self)
        self.retranslate()

    def show_welcome(self) -> None:
        """Show the doors."""
        self.welcome.retranslate()
        self._stack.setCurrentWidget(self.welcome)
        self.welcome.focus_first()

    def show_page(self) -> None:
        """Show the workspace that is open, or is just being opened."""
        self._stack.setCurrentWidget(self.page)

    def announce(self, kinds: frozenset[str]) -> None:
        """Something was written here: tabs and undo look again."""
        from desktop.views.desk import EVERYTHING

        self.sitting.freshness.own_write()
        self.errands.read_accounts()
        if kinds == EVERYTHING:
            self.page.messages.put_away_notes()
        self.page.reload(kinds)
        self.sitting.undoing.look()

    def reload_all(self) -> None:
        """Something was written elsewhere, or the person asks: read everything again."""
        from desktop.views.desk import EVERYTHING

        self.announce(EVERYTHING)

    def show_message(self, message: Message, action: Action | None = None, level: Level | None = None) -> None:
        """Show a message where the person looks; without a level it is an error."""
        from desktop.views.desk import Level

        shown = self.welcome.messages if self._stack.currentWidget() is self.welcome else self.page.messages
        shown.show_message(message, action, level or Level.ERROR)

    def take_files(self, files: list[Path]) -> None:
        """Come to the front, and begin the import of files that were dropped or handed over."""
        self.raise_()
        self.activateWindow()
        if files:
            self.errands.import_files(files)

    def refresh(self) -> None:
        """Say what can be done now."""
        from desktop.views.frame.actions import frame_actions

        self.declared.declare_again(frame_actions(self.errands))
        self.page.refresh_actions()
        tab = self.page.current
        self.menus.show_tab(tab, self.page.declared(tab) if tab is not None else None)
        if tab is not None:
            self.tools.settings.keep(tab=tab.key)

    def retranslate(self) -> None:
        """Say everything again: the language, the scheme or the size of letters is another one."""
        self.signs.say_place()
        self.welcome.retranslate()
        self.page.retranslate()
        self.menus.retranslate()
        self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on an open workspace."""
        if self.around is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin to import the files dropped."""
        event.acceptProposedAction()
        self.take_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the frame was painted."""
        super().paintEvent(event)
        if not self._framed:
            self._framed = True
            QTimer.singleShot(0, self.framed.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where something is being done; then keep the window as it is and let the store go."""
        if self._parts is not None:
            if not self.leaving.may_close():
                event.ignore()
                return
            self._end()
        super().closeEvent(event)

    def _end(self) -> None:
        settings = self.tools.settings
        settings.keep(window=bytes(self.saveGeometry().toHex().data()).decode())
        settings.write()
        self.sitting.freshness.attend(None)
        self.tools.jobs.close()
        self.sitting.end()

    def _begin(self, opened: Opened) -> None:
        with self.tools.jobs.held():
            self.errands.set_up(opened)
            self.show_page()
            self.signs.say_place()
            self.refresh()

    def _not_begun(self, place: str, reason: Message) -> None:
        if self.around is None:
            self.show_welcome()
        from desktop.views.start.welcome import fault_of_start

        self.show_message(fault_of_start(place, reason))

    def _restore(self, kept: str) -> None:
        if not (kept and self.restoreGeometry(QByteArray.fromHex(kept.encode()))):
            self.resize(*_FIRST_SIZE)

    def _connect(self) -> None:
        tools, page, sitting, errands = self.tools, self.page, self.sitting, self.errands
        self.leaving.decided.connect(self.close)
        tools.words.changed.connect(self.retranslate)
        tools.looks.changed.connect(self.retranslate)
        tools.jobs.idle.connect(self.refresh)
        tools.jobs.refused_by_rule.connect(self.show_message)
        tools.jobs.due_first.connect(errands.ask_of_leap)
        sitting.begun.connect(self._begin)
        sitting.failed.connect(self._not_begun)
        sitting.stayed.connect(self.signs.say_day)
        sitting.called.connect(self.take_files)
        sitting.undoing.changed.connect(self.refresh)
        sitting.freshness.outdated.connect(self.reload_all)
        page.turned.connect(self.refresh)
        page.turned.connect(self.why.put_away)
        page.top.searched.connect(errands.open_palette)
        page.top.chosen.connect(sitting.choose_account)
        page.top.as_of.chosen.connect(sitting.look_at)
        page.top.as_of.refused.connect(self.show_message)
        self.welcome.demo.connect(sitting.open_demo)
        self.welcome.own.connect(errands.start_own)
        self.welcome.chosen.connect(sitting.open_place)
