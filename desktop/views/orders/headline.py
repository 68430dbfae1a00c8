"""What the running orders come to, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import Message, Value, msg, msgn
from desktop.views.action import Action
from desktop.views.amounts import Amount
from desktop.views.desk import Surroundings
from desktop.views.frame.declared import show_on
from desktop.views.widgets.flow import SideBySide
from desktop.views.widgets.letters import Hairline
from desktop.views.widgets.primary import PrimaryButton

if TYPE_CHECKING:
    from desktop.services.orders.totals import OrderTotals, SumAnswer


class Headline(QWidget):
    """Running orders and users, per month, committed per year; Actions, Export, and the primary action."""

    def __init__(
        self, around: Surroundings, primary: Action, others: Sequence[Action], exports: Sequence[Action]
    ) -> None:
        """Begin without numbers."""
        super().__init__()
        self._around, self._primary = around, primary
        self._totals: OrderTotals | None = None
        self._menus = ((QPushButton(), msg("Actions"), others), (QPushButton(), msg("Export"), exports))
        self.orders, self.monthly, self.annual = (Amount(around) for _ in range(3))
        self._button = PrimaryButton(around.looks)
        self.setFocusProxy(self._button)
        self._button.clicked.connect(primary.run)
        parts: list[QWidget] = []
        for amount in (self.orders, self.monthly, self.annual):
            parts += [*([Hairline(around.looks, standing=True)] if parts else []), amount]
        buttons = SideBySide((*(button for button, _, _ in self._menus), self._button), spacing=8)
        for button, _, _ in self._menus:
            button.setMenu(QMenu(button))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(SideBySide(parts, spacing=20, last=buttons, margins=(24, 12, 24, 12)))

    def show_totals(self, totals: OrderTotals | None) -> None:
        """Show the sums, the last ones again without any."""
        totals = self._totals = totals or self._totals
        if totals is not None:
            users = msgn("{n} user", "{n} users", n=totals.users)
            caption = msgn("running order, {users}", "running orders, {users}", n=totals.running, users=users)
            self.orders.show_amount(totals.running, caption, totals.users_reason)
            self._sum(self.monthly, totals.monthly, msg("per month, net"))
            self._sum(self.annual, totals.annual, msg("committed per year, net"))
        text = self._around.words.text
        for button, name, actions in self._menus:
            button.setText(text(name))
            button.setAccessibleName(text(name))
            self._fill(button.menu(), actions)
        show_on(self._button, self._primary, self._around.words, self._around.icons, color=self._button.ink)

    def _sum(self, amount: Amount, sums: Sequence[SumAnswer], caption: Message) -> None:
        """One currency as an amount; of several each is named, and the first explains itself."""
        shown: Value = sums[0].amount
        if len(sums) > 1:
            shown = tuple(msg("{amount}", amount=one.amount) for one in sums)
        amount.show_amount(shown, caption, sums[0].explanation)

    def _fill(self, menu: QMenu, actions: Sequence[Action]) -> None:
        words = self._around.words
        menu.clear()
        menu.setToolTipsVisible(True)
        for action in actions:
            entry = QAction(self._around.icons.icon(action.icon or "plus"), words.text(action.text), menu)
            entry.setEnabled(action.enabled() is None)
            entry.setToolTip(words.text(action.enabled() or action.tooltip or action.text))
            entry.triggered.connect(action.run)
            menu.addAction(entry)
