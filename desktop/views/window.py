"""The window: assembles the frame and hands everything on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from desktop.i18n import Message
from desktop.views.action import Action
from desktop.views.declared import Declared
from desktop.views.desk import EVERYTHING, Level, Surroundings, Tools
from desktop.views.errands import Errands
from desktop.views.frame_actions import frame_actions
from desktop.views.leaving import Leaving
from desktop.views.menus import Menus
from desktop.views.opening import Opened
from desktop.views.page import Page
from desktop.views.sitting import Sitting
from desktop.views.status import Status
from desktop.views.top_bar import TopBar
from desktop.views.welcome import Welcome, fault_of_start
from desktop.views.why import Why

_SMALLEST = (1024, 680)
_FIRST_SIZE = (1280, 820)


class MainWindow(QMainWindow):
    """Doors first, then the page of the workspace."""

    def __init__(self, tools: Tools) -> None:
        """Assemble the frame; nothing is opened yet."""
        super().__init__()
        self.tools = tools
        self.around: Surroundings | None = None
        self.sitting = Sitting(tools, self)
        self.errands = Errands(self)
        self.declared = Declared(frame_actions(self.errands), tools.words, tools.icons, self)
        self.welcome = Welcome(tools)
        undo, redo = self.declared.of("undo"), self.declared.of("redo")
        self.page = Page(tools, TopBar(tools.looks, tools.words, tools.icons, undo, redo))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.page)
        self.setCentralWidget(self._stack)
        self.status = Status(tools.looks, tools.words, tools.icons, tools.jobs)
        self.setStatusBar(self.status)
        self.menus = Menus(self.menuBar(), self.declared, tools.words)
        self.why = Why(self, tools.looks, tools.words, tools.icons)
        self.leaving = Leaving(self, tools.jobs, tools.words)
        self.setMinimumSize(*_SMALLEST)
        self.setAcceptDrops(True)
        self._connect()
        self._restore()
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
        self.sitting.freshness.own_write()
        self.errands.read_accounts()
        if kinds == EVERYTHING:
            self.page.messages.put_away_notes()
        self.page.reload(kinds)
        self.sitting.undoing.look()

    def reload_all(self) -> None:
        """Something was written elsewhere, or the person asks: read everything again."""
        self.announce(EVERYTHING)

    def show_message(self, message: Message, action: Action | None = None, level: Level = Level.ERROR) -> None:
        """Show a message where the person looks."""
        shown = self.welcome.messages if self._stack.currentWidget() is self.welcome else self.page.messages
        shown.show_message(message, action, level)

    def take_files(self, files: list[Path]) -> None:
        """Come to the front, and begin the import of files that were dropped or handed over."""
        self.raise_()
        self.activateWindow()
        if files:
            self.errands.import_files(files)

    def refresh(self) -> None:
        """Say what can be done now."""
        self.declared.declare_again(frame_actions(self.errands))
        self.page.refresh_actions()
        tab = self.page.current
        self.menus.show_tab(tab, self.page.declared(tab) if tab is not None else None)
        if tab is not None:
            self.tools.settings.keep(tab=tab.key)

    def retranslate(self) -> None:
        """Say everything again: the language, the scheme or the size of letters is another one."""
        self.errands.say_place()
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

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where something is being done; then keep the window as it is and let the store go."""
        if not self.leaving.may_close():
            event.ignore()
            return
        settings = self.tools.settings
        settings.keep(window=bytes(self.saveGeometry().toHex().data()).decode())
        settings.write()
        self.sitting.freshness.attend(None)
        self.tools.jobs.close()
        self.sitting.end()
        super().closeEvent(event)

    def _begin(self, opened: Opened) -> None:
        self.errands.set_up(opened)
        self.show_page()
        self.retranslate()

    def _not_begun(self, place: str, reason: Message) -> None:
        if self.around is None:
            self.show_welcome()
        self.show_message(fault_of_start(place, reason))

    def _restore(self) -> None:
        kept = self.tools.settings.current.window
        if not (kept and self.restoreGeometry(QByteArray.fromHex(kept.encode()))):
            self.resize(*_FIRST_SIZE)

    def _connect(self) -> None:
        tools, page, sitting, errands = self.tools, self.page, self.sitting, self.errands
        self.leaving.decided.connect(self.close)
        tools.words.changed.connect(self.retranslate)
        tools.looks.changed.connect(self.retranslate)
        tools.jobs.idle.connect(self.refresh)
        tools.jobs.refused_by_rule.connect(self.show_message)
        sitting.begun.connect(self._begin)
        sitting.failed.connect(self._not_begun)
        sitting.called.connect(self.take_files)
        sitting.undoing.changed.connect(self.refresh)
        sitting.freshness.outdated.connect(self.reload_all)
        page.turned.connect(self.refresh)
        page.turned.connect(self.why.put_away)
        page.top.searched.connect(errands.open_palette)
        page.top.chosen.connect(sitting.choose_account)
        page.top.as_of.chosen.connect(sitting.look_at)
        self.welcome.demo.connect(sitting.open_demo)
        self.welcome.own.connect(errands.start_own)
        self.welcome.chosen.connect(sitting.open_place)
