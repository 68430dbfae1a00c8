"""What ends when the account is deactivated: orders with their fees, and keys that run to the end of their periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.keys import PLAN_LABELS
from desktop.i18n import Message, msg, msgn
from desktop.models.answers import Column
from desktop.services.leaving.words import NO_ORDERS, left_of_term
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.services.leaving.answers import EndingAnswer, PreviewAnswer

FEE = 5
"""The column of an order's fee."""


def _order(one: EndingAnswer) -> Message:
    return msgn("{day}, {n} user", "{day}, {n} users", n=one.seats, day=one.placed_on)


_ORDERS = (
    Column(msg("Order"), _order),
    Column(msg("Last charge"), lambda one: one.charged_on),
    Column(msg("Ends on"), lambda one: one.ends_on),
    Column(msg("Left"), left_of_term),
    Column(msg("How"), lambda one: one.fee_formula),
    Column(msg("Fee"), lambda one: one.fee, numeric=True),
)
_OWED = Column(msg("Owed"), lambda one: one.owes, numeric=True)
_KEYS = (
    Column(msg("Key"), lambda one: one.key),
    Column(msg("Plan"), lambda one: PLAN_LABELS[one.plan]),
    Column(msg("Seats"), lambda one: one.seats, numeric=True),
    Column(msg("Activated"), lambda one: one.activated_on),
    Column(msg("Last day"), lambda one: one.ends_on - timedelta(days=1)),
)


class EndingsSection(QWidget):
    """Two tables; one without rows is not there, and without orders a sentence says so."""

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        looks = around.looks
        self.titles = [Text(looks, Role.SECTION), Text(looks, Role.SECTION)]
        self.no_orders = Text(looks, color="text2", wrap=True)
        self.orders = SmallTable(around, _ORDERS, msg("Orders and fee"), wide=0, why=lambda one: one.fee_explanation)
        self.keys = SmallTable(around, _KEYS, msg("Activation keys"), wide=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.titles[0], self.orders, self.no_orders, self.titles[1], self.keys):
            column.addWidget(widget)

    def show_preview(self, preview: PreviewAnswer) -> None:
        """Show what ends."""
        text = self._around.words.text
        self.titles[0].setText(text(msg("Orders and fee")))
        self.titles[1].setText(text(msg("Activation keys")))
        self.no_orders.setText(text(NO_ORDERS))
        self.no_orders.setVisible(not preview.endings)
        self.orders.setVisible(bool(preview.endings))
        for widget in (self.titles[1], self.keys):
            widget.setVisible(bool(preview.keys))
        owed: Sequence[Column] = (_OWED,) if preview.arrears.minor else ()
        self.orders.show_under((*_ORDERS, *owed), preview.endings)
        self.keys.show_rows(preview.keys)
        self.keys.retranslate()
