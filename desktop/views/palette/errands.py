"""What the command palette lists in this window, and where each line leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.domain.explanation import Explanation
from desktop.domain.periods import Month
from desktop.i18n import Message, msg
from desktop.models.commands import Entry, Section, Wanted
from desktop.views.history.tab import HistoryTab
from desktop.views.orders.tab import OrdersTab
from desktop.views.palette.entries import account_entries, action_entries, guide_entries, month_entries
from desktop.views.palette.finds import find_entries, find_orders, find_people
from desktop.views.palette.palette import CommandPalette
from desktop.views.usage.tab import UsageTab

if TYPE_CHECKING:
    from desktop.services.accounts.users import UserAnswer
    from desktop.services.orders.answers import OrderAnswer
    from desktop.views.frame.errands import Errands
    from desktop.views.frame.window import MainWindow


class PaletteErrands:
    """Opens the palette, and goes where its lines lead."""

    def __init__(self, window: MainWindow, errands: Errands) -> None:
        """Work for this window."""
        self._window, self._errands = window, errands
        self._tools = window.tools
        self._words = window.tools.words
        self._palette = CommandPalette(
            window, window.tools.looks, self._words, window.tools.icons, self._find, self._name
        )

    def open(self, typed: str = "") -> None:
        """Show everything that can be done now, or what matches what is typed already."""
        window, tools = self._window, self._tools
        self._palette.open_with(
            [
                *action_entries(window.declared.actions, self._words),
                *(entry for tab in window.page.tabs for entry in self._entries_of(tab.key)),
                *self._accounts(),
                *guide_entries(tools, self._errands.open_guide_page),
            ],
            typed,
        )

    def _entries_of(self, key: str) -> list[Entry]:
        page = self._window.page
        tab = next(one for one in page.tabs if one.key == key)
        found = action_entries(page.declared(tab).actions, self._words, tab.title, partial(page.show_tab, key))
        turn = Entry(
            Section.COMMANDS,
            self._words.text(_go(tab.title)),
            icon="table",
            run=partial(_go_to, page.show_tab, key),
            key=key,
        )
        return [turn, *found]

    def _find(self, wanted: Wanted, found: Callable[[list[Entry]], None]) -> None:
        around = self._window.around
        if around is not None:
            find_orders(around, wanted, found, self._show_order, self._explain_order)
            find_people(around, wanted, found, self._show_person, self._show_learner)
            find_entries(around, wanted, found, self._show_entry)

    def _show_order(self, order: OrderAnswer) -> None:
        """The order in Order History, with everything about it."""
        tab = next((one for one in self._window.page.tabs if isinstance(one, OrdersTab)), None)
        if tab is not None:
            self._window.page.show_tab(tab.key)
            tab.open_order(order.number)

    def _explain_order(self, order: OrderAnswer) -> None:
        """The order, and why it costs what it costs a month."""
        around, page = self._window.around, self._window.page
        self._show_order(order)
        if around is not None and page.current is not None:
            details, anchor = around.workspace.order_details, page.current

            def work(_step: object) -> Explanation:
                return details.pane(order.order).detail.annual_reason.steps[0]

            around.jobs.read(msg("Read the order"), work, lambda why: self._errands.show_explanation(anchor, why))

    def _show_entry(self, number: int) -> None:
        """The entry in History."""
        self._errands.open_history()
        tab = self._window.page.current
        if isinstance(tab, HistoryTab):
            tab.open_entry(number)

    def _accounts(self) -> list[Entry]:
        sitting = self._window.sitting
        if sitting.opened is None:
            return []
        words, current = self._words, sitting.opened.account.account
        return account_entries(sitting.opened.accounts, current, words, sitting.choose_account)

    def _name(self, typed: str) -> list[Entry]:
        usage, opened = self._usage(), self._window.sitting.opened
        if usage is None or opened is None:
            return []
        newest = Month.of(opened.today)
        return month_entries(typed, self._words, partial(self._open_month, usage), newest)

    def _usage(self) -> UsageTab | None:
        tabs = self._window.page.tabs if self._errands.is_open() else ()
        return next((tab for tab in tabs if isinstance(tab, UsageTab)), None)

    def _open_month(self, usage: UsageTab, month: Month, text: str = "") -> None:
        self._window.page.show_tab(usage.key)
        usage.open_month(month, text)

    def _show_learner(self, identifier: str) -> None:
        """The people of the newest month the learner is active in, filtered to the learner."""
        usage, around = self._usage(), self._window.around
        if usage is None or around is None:
            return
        from desktop.services.usage.person import MonthPerson

        people, shown = MonthPerson(around.workspace.context), usage

        def show(month: Month | None) -> None:
            if month is None:
                shown.acts.learners_of(identifier, never=True)
            else:
                self._open_month(shown, month, identifier)

        around.jobs.read(msg("Find {typed}", typed=identifier), lambda _step: people.last_month(identifier), show)

    def _show_person(self, user: UserAnswer) -> None:
        from desktop.views.palette.person_card import PersonCard

        card = PersonCard(self._window, self._tools, user)
        card.months_wanted.connect(self._show_learner)
        card.open()


def _go(title: Message) -> Message:
    return msg("Go to {tab}", tab=title)


def _go_to(show: Callable[[str], object], key: str) -> None:
    show(key)
