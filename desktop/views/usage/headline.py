"""The headline of Monthly Usage: what remains, what is used, and the acts of the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton

from desktop.i18n import Message, msg, msgn
from desktop.services.usage.page import UsagePage
from desktop.views.action import Action
from desktop.views.amounts import Amount
from desktop.views.desk import Surroundings
from desktop.views.frame.declared import Declared, show_on
from desktop.views.widgets.letters import Ground, Hairline
from desktop.views.widgets.primary import PrimaryButton
from desktop.views.words import Words


class Headline(Ground):
    """Two numbers with their reasons; Actions, Close month, and the report as the primary act."""

    def __init__(self, surroundings: Surroundings, actions: Sequence[Action]) -> None:
        """Show no numbers yet."""
        super().__init__(surroundings.looks, "base")
        self._surroundings = surroundings
        self._page: UsagePage | None = None
        self._actions = {action.id: action for action in actions}
        self.declared = Declared(actions, surroundings.words, surroundings.icons, self)
        self.remaining, self.used = Amount(surroundings), Amount(surroundings)
        self.parting = Hairline(surroundings.looks, standing=True)
        self.more, self.close_month, self.report = QPushButton(), QPushButton(), PrimaryButton(surroundings.looks)
        self._build()

    def show_page(self, page: UsagePage) -> None:
        """Show this page's numbers."""
        self._page = page
        self._numbers(page)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again."""
        words, icons = self._surroundings.words, self._surroundings.icons
        self.declared.refresh()
        self.more.setText(words.text(msg("Actions")))
        self.more.setAccessibleName(self.more.text())
        self.more.setAccessibleDescription(words.text(msg("Everything else that can be done with usage.")))
        self.more.menu().setAccessibleName(self.more.text())
        show_on(self.report, self._actions["usage.report"], words, icons, color=self.report.ink)
        show_on(self.close_month, self._actions["usage.close-month"], words, icons)
        if self._page is not None:
            self.close_month.setVisible(bool(self._page.closable))
            self._name_close(self._page, words)
            self._numbers(self._page)

    def _name_close(self, page: UsagePage, words: Words) -> None:
        if page.closable:
            month = words.month(page.closable[0].first_day, style="MMMM y")
            self.close_month.setText(words.text(msg("Close {month}", month=month)))
            self.close_month.setAccessibleName(self.close_month.text())

    def _numbers(self, page: UsagePage) -> None:
        words = self._surroundings.words
        used = page.used.value if isinstance(page.used.value, int) else 0
        self.used.show_amount(used, _used_label(page, words), page.used)
        self.remaining.setVisible(page.remaining is not None)
        self.parting.setVisible(page.remaining is not None)
        if page.remaining is None or not isinstance(page.remaining.value, int):
            return
        left, bought = page.remaining.value, page.purchased or 0
        over = left < 0
        label = msg("overage, {purchased} purchased", purchased=bought)
        if not over:
            label = msgn("unit remaining of {purchased}", "units remaining of {purchased}", n=left, purchased=bought)
        self.remaining.show_amount(abs(left), label, page.remaining)
        self.remaining.color("err" if over else "text")

    def _build(self) -> None:
        menu = QMenu(self.more)
        self.declared.menu(menu, [*(one for one in self._actions if one not in ("usage.report", "usage.back"))])
        for action in menu.actions():
            # The window takes the shortcuts; here they are only shown.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.more.setMenu(menu)
        self.report.clicked.connect(self._actions["usage.report"].run)
        self.close_month.clicked.connect(self._actions["usage.close-month"].run)
        self.close_month.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 12, 24, 12)
        line.setSpacing(20)
        line.addWidget(self.remaining)
        line.addWidget(self.parting)
        line.addWidget(self.used)
        line.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.more, self.close_month, self.report):
            button.setMinimumHeight(32)
            buttons.addWidget(button)
        line.addLayout(buttons)


def _used_label(page: UsagePage, words: Words) -> Message:
    if page.in_period and page.until is not None and page.used.steps:
        first = page.until + (1 - len(page.used.steps))
        if page.today < page.until.end:
            start = words.month(first.first_day, style="MMMM y")
            return msg("used, {first} to {day}", first=start, day=page.today)
        last = words.month(page.until.first_day, style="MMMM y")
        return msg("used, {first} to {last}", first=words.month(first.first_day, style="MMMM y"), last=last)
    return msg("used in the months shown")
