"""What is done with the order that is current in the list: everything about it is read as it is now, then asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QWidget

from desktop.i18n import msg
from desktop.models.documents import DocumentLine
from desktop.models.orders import ANNUAL, MONTHLY, UNIT_PRICE
from desktop.views.desk import Level, Surroundings
from desktop.views.export_dialog import ExportDialog

if TYPE_CHECKING:
    from desktop.domain.explanation import Explanation
    from desktop.domain.progress import Step
    from desktop.services.orders.details import OrderPaneAnswer
    from desktop.views.orders.rows import OrderRows

_AMOUNTS = (UNIT_PRICE, MONTHLY, ANNUAL)


class CurrentOrder:
    """The order of the row that the keyboard is on."""

    def __init__(self, parent: QWidget, around: Surroundings, rows: OrderRows) -> None:
        """Open dialogs over the parent."""
        self._parent, self._around, self._rows = parent, around, rows

    def answer(self) -> Any:
        """Its line, or None."""
        index = self._rows.currentIndex()
        return self._rows.paged.answer(index.row()) if index.isValid() else None

    def read(self, then: Callable[[OrderPaneAnswer], None]) -> None:
        """Do something with everything about it."""
        order = self.answer()
        if order is not None:
            details = self._around.workspace.order_details
            self._around.jobs.read(msg("Read the order"), lambda _step: details.pane(order.order), then)

    def edit(self, below: QWidget) -> None:
        """Ask what to edit: the payment method or the address."""
        menu = QMenu(self._parent)
        text = self._around.words.text
        menu.addAction(text(msg("Payment method…")), self.edit_payment)
        menu.addAction(text(msg("Address…")), self.edit_address)
        menu.exec(below.mapToGlobal(below.rect().bottomLeft()))
        menu.deleteLater()

    def edit_payment(self) -> None:
        """Edit its payment method."""
        from desktop.views.billing.subscription_dialogs import open_payment_method

        def ask(pane: OrderPaneAnswer) -> None:
            order = pane.detail.order
            open_payment_method(self._parent, self._around, [order.order], pane.payments, order.payment_method)

        self.read(ask)

    def edit_address(self) -> None:
        """Edit its address."""
        from desktop.views.billing.subscription_dialogs import open_address

        def ask(pane: OrderPaneAnswer) -> None:
            order = pane.detail.order
            open_address(self._parent, self._around, order.country, order.order, pane.detail.address)

        self.read(ask)

    def enter_outcome(self) -> None:
        """Ask what became of a charge."""
        from desktop.views.orders.dialogs import OutcomeDialog

        self.read(lambda pane: OutcomeDialog(self._parent, self._around, pane).open())

    def charge(self) -> None:
        """Ask whether to charge what it owes."""
        from desktop.views.billing.charge_dialog import open_charge_of

        order = self.answer()
        if order is not None:
            open_charge_of(self._parent, self._around, order.order)

    def import_outcomes(self) -> None:
        """Ask for a processor's list of charges."""
        from desktop.views.orders.outcome_list import import_outcomes

        import_outcomes(self._parent, self._around)

    def cancel(self) -> None:
        """Ask for the support team's cancellation."""
        from desktop.views.orders.dialogs import CancelDialog

        self.read(lambda pane: CancelDialog(self._parent, self._around, pane).open())

    def open_document(self, line: DocumentLine) -> None:
        """Open a letter in the mail program, or ask where a report is put."""
        if line.draft is not None:
            from desktop.views.mail.opening import open_letter

            open_letter(self._around, line.draft)
            return
        from desktop.views.orders.wares import wares_of

        order = self.answer()
        if order is not None:
            wares = wares_of(self._around.workspace, order)[line.ware :]
            ExportDialog(self._parent, self._around, msg("Export the order"), wares).open()

    def explain(self, row: int, column: int) -> None:
        """Say why an amount of the list is what it is."""
        order = self._rows.paged.answer(row)
        if order is None or column not in _AMOUNTS:
            self._around.show_message(msg("There is no explained amount here."), level=Level.INFO)
            return
        details = self._around.workspace.order_details

        def work(_step: Step) -> Explanation:
            detail = details.pane(order.order).detail
            month = detail.annual_reason.steps[0]
            return {UNIT_PRICE: detail.price_reason, MONTHLY: month, ANNUAL: detail.annual_reason}[column]

        self._around.jobs.read(msg("Read the order"), work, lambda why: self._rows.explain(row, column, why))
