"""What the frame does for a person: from the palette to the guide; the actions of the frame end here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.explanation import Explanation
from desktop.i18n import Message, msg
from desktop.views.action import Action, Tab
from desktop.views.amounts import explainer
from desktop.views.desk import Level, Surroundings
from desktop.views.start.opening import Opened

if TYPE_CHECKING:
    from desktop.services.time.leaps import LeapAnswer
    from desktop.views.frame.window import MainWindow
    from desktop.views.palette.errands import PaletteErrands


class Errands(QObject):
    """Runs the window's errands; dialogs are imported when they are wanted first."""

    def __init__(self, window: MainWindow) -> None:
        """Work for this window."""
        super().__init__(window)
        self._window = window
        self._tools = window.tools
        self.undoing = window.sitting.undoing
        self._palette: PaletteErrands | None = None

    def is_open(self) -> bool:
        """Whether a workspace is open."""
        return self._window.around is not None

    def only_read(self) -> Message | None:
        """Why nothing can be changed in the store that is open, or None."""
        around = self._window.around
        return None if around is None else around.only_read()

    def explain(self) -> None:
        """Explain the amount with the focus, else the first one shown."""
        found = explainer(QApplication.focusWidget(), self._window.page.current)
        if found is not None:
            found()
        else:
            self._window.show_message(msg("There is no explained amount here."), level=Level.INFO)

    def show_explanation(self, anchor: QWidget, explanation: Explanation) -> None:
        """Open the derivation beside its amount."""
        self._window.why.explain(anchor, explanation)

    def lead(self, tab: str, action: str) -> None:
        """Show a tab and run one of its actions."""
        page = self._window.page
        if page.show_tab(tab) and page.current is not None:
            next(one for one in page.current.declared_actions() if one.id == action).run()

    def set_up(self, opened: Opened) -> None:
        """Give a workspace its tabs and its watchers."""
        from desktop.views.frame.tabs import fixed_tabs

        window, tools = self._window, self._tools
        context = opened.workspace.context
        context.leaps.ask = context.chosen.simulated_from is None
        around = Surroundings(
            opened.workspace,
            tools.jobs,
            tools.words,
            tools.looks,
            tools.icons,
            tools.settings,
            window.announce,
            window.show_message,
            self.show_explanation,
            window.page.messages.withdraw,
            self.lead,
        )
        window.around = around
        window.page.messages.clear()
        window.page.show_tabs(fixed_tabs(around), tools.settings.current.tab)
        window.page.top.show_accounts(opened.accounts, opened.account.account)
        window.signs.say_opened(opened)
        tools.settings.keep(names={**tools.settings.current.names, opened.place: opened.account.name})
        window.sitting.undoing.attend(around)
        window.sitting.freshness.attend(around)

    def ask_of_leap(self, refused: Message) -> None:
        """An act was refused because much has fallen due: show it, over the form that waits for it."""
        around, window = self._window.around, self._window
        if around is None:
            return

        def show(leap: LeapAnswer | None) -> None:
            from desktop.views.billing.leap_dialog import open_leap

            if leap is not None:
                over = QApplication.activeModalWidget() or window
                open_leap(over, around, leap, partial(window.page.messages.withdraw, refused))

        leaps = around.workspace.leaps
        around.jobs.read(msg("Read what has fallen due"), lambda _step: leaps.coming(), show)

    def read_accounts(self) -> None:
        """Read again which accounts there are."""
        opened = self._window.sitting.opened
        if opened is not None:
            accounts, show = opened.workspace.accounts, self._window.page.top.show_accounts
            self._tools.jobs.read(
                msg("Read the accounts"),
                lambda _step: accounts.list(),
                lambda found: show(found, opened.account.account),
            )

    def import_files(self, files: list[Path]) -> None:
        """Begin the import of activity files where usage is shown."""
        tab, refused = (
            next((one for one in self._window.page.tabs if hasattr(one, "import_files")), None),
            self.only_read(),
        )
        if refused is not None:
            self._window.show_message(refused, level=Level.WARNING)
        elif tab is not None:
            self._window.show_page()
            self._window.page.show_tab(tab.key)
            tab.import_files(files)
        else:
            self._window.show_message(msg("Open a workspace first, then drop the file again."), level=Level.WARNING)

    def close(self) -> bool:
        """Close the window."""
        return self._window.close()

    def show_welcome(self) -> None:
        """Show the doors."""
        self._window.show_welcome()

    def ask_for_store(self) -> None:
        """Choose a store."""
        self._window.welcome.ask_for_store()

    def start_own(self) -> None:
        """Ask for the first account, and make a store for it."""
        from desktop.views.start.new_account import NewAccountDialog

        dialog = NewAccountDialog(self._window, self._tools.words, msg("Start with my own data"))
        dialog.said.connect(self._window.sitting.begin_own)
        dialog.open()

    def add_account(self) -> None:
        """Ask for another account of this store."""
        from desktop.views.start.new_account import NewAccountDialog

        dialog = NewAccountDialog(self._window, self._tools.words, msg("Add account"))
        dialog.said.connect(self._window.sitting.add_account)
        dialog.open()

    def reload_all(self) -> None:
        """Read everything again, and show what was put away but still waits."""
        self._window.page.messages.bring_back()
        self._window.reload_all()

    def turn(self, by: int) -> None:
        """Turn to another tab."""
        page = self._window.page
        keys = page.keys
        if page.current is not None:
            page.show_tab(keys[(keys.index(page.current.key) + by) % len(keys)])

    def open_palette(self) -> None:
        """Search and commands."""
        self.search("")

    def search(self, typed: str) -> None:
        """Search and commands, with this typed already."""
        from desktop.views.palette.errands import PaletteErrands

        if self._palette is None:
            self._palette = PaletteErrands(self._window, self)
        self._palette.open(typed)

    def open_history(self) -> None:
        """The journal, in a tab that can be closed."""
        from desktop.views.history.tab import HistoryTab

        self._open_tab(HistoryTab.key, HistoryTab)

    def open_mail(self) -> None:
        """The mail drafts, in a tab that can be closed."""
        from desktop.views.mail.tab import MailTab

        self._open_tab(MailTab.key, MailTab)

    def open_scenarios(self) -> None:
        """The scenario board, in a tab that can be closed."""
        from desktop.views.scenarios.tab import ScenarioTab

        self._open_tab(ScenarioTab.key, ScenarioTab)

    def _open_tab(self, key: str, make: Callable[[Surroundings], Tab]) -> None:
        around, page = self._window.around, self._window.page
        if around is not None and not page.show_tab(key):
            page.add_tab(make(around))

    def open_statement(self) -> None:
        """The statement of the plan period."""
        from desktop.views.statement_dialog import StatementDialog

        if self._window.around is not None:
            StatementDialog(self._window, self._window.around).open()

    def open_preferences(self) -> None:
        """Language, appearance, account rules."""
        from desktop.views.preferences.dialog import Preferences

        Preferences(self._window, self._tools, self._window.around).open()

    def open_guide(self) -> None:
        """The guide's page of what is shown."""
        tab = self._window.page.current if self.is_open() else None
        self.open_guide_page(tab.key if tab is not None else "welcome")

    def open_guide_page(self, key: str) -> None:
        """A page of the guide."""
        from desktop.views.frame.guide import Guide

        Guide.open_at(self._window, self._tools, key)

    def open_shortcuts(self) -> None:
        """Every shortcut on one page."""
        from desktop.views.frame.shortcuts import Shortcuts

        page = self._window.page
        groups: list[tuple[Message, Sequence[Action]]] = [(msg("Everywhere"), self._window.declared.actions)]
        groups += [(tab.title, page.declared(tab).actions) for tab in page.tabs]
        Shortcuts(self._window, self._tools, groups).open()
