"""Asking before a deactivation is taken back: which orders go on, and what they are charged next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.i18n import Message, msg, msgn
from desktop.models.answers import Column
from desktop.views.billing.key_dialogs import KeyDialog
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Kind, Surroundings

if TYPE_CHECKING:
    from desktop.services.leaving.reactivation import ReactivationAnswer

_ORDERS = (
    Column(msg("Number"), lambda one: one.number, numeric=True),
    Column(msg("Users"), lambda one: one.seats, numeric=True),
    Column(msg("Status"), lambda one: ORDER_STATE_LABELS[one.state]),
    Column(msg("Fee dropped"), lambda one: one.fee_dropped, numeric=True),
    Column(msg("Next charge"), lambda one: one.charge_on),
    Column(msg("Amount"), lambda one: one.charge, numeric=True),
)
_MOST_SHOWN = 500


class ReactivateDialog(KeyDialog):
    """Shows what goes on; nothing does until the person agrees."""

    wrote = frozenset({Kind.ACCOUNT, Kind.ORDERS})

    def __init__(self, parent: QWidget, around: Surroundings, found: ReactivationAnswer) -> None:
        """Show what reactivating brings."""
        super().__init__(parent, around, msg("Reactivate the account"), msg("Reactivate"), _about(found))
        self.orders = SmallTable(around, _ORDERS, msg("Orders that go on"))
        self.orders.show_rows(found.orders[:_MOST_SHOWN])
        if found.orders:
            scroll = QScrollArea(widgetResizable=True)
            scroll.setWidget(self.orders)
            self.form.addRow(scroll)
            self.fields.append(self.orders)
            self.resize(640, 360)
        self.buttons.accepted.connect(self._agree)

    def _agree(self) -> None:
        deactivations, act_id = self.around.workspace.deactivations, self.act_id
        self.do(msg("Reactivate the account"), lambda: deactivations.reactivate(act_id))


def _about(found: ReactivationAnswer) -> Message:
    """What goes on in a sentence, and what does not."""
    goes_on = msg("No order goes on; keys and received seats do.")
    if found.orders:
        goes_on = msgn(
            "{n} order goes on. Its next charge is {amount}.",
            "{n} orders go on. Their next charges are {amount}.",
            n=len(found.orders),
            amount=found.charges,
        )
    if not found.still_leaving:
        return goes_on
    leaving = msgn(
        "{n} order was leaving before and still ends.",
        "{n} orders were leaving before and still end.",
        n=len(found.still_leaving),
    )
    return msg("{goes_on} {leaving}", goes_on=goes_on, leaving=leaving)
