"""Edit Subscription: another payment method, another address; also the account's own address and details."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.domain.accounts import Payments
from desktop.i18n import Message, msg, msgn
from desktop.views.billing.address_form import AddressForm
from desktop.views.billing.card_form import CardForm
from desktop.views.billing.key_dialogs import KeyDialog
from desktop.views.desk import Kind, Surroundings

if TYPE_CHECKING:
    from desktop.services.accounts.addresses import Address
    from desktop.services.payments.payment_methods import PaymentMethodAnswer

_WROTE: frozenset[str] = frozenset({Kind.ORDERS, Kind.ACCOUNT})


class SubscriptionDialog(KeyDialog):
    """A form about a subscription."""

    wrote = _WROTE


class PaymentMethodDialog(SubscriptionDialog):
    """Update Payment Method, for one order or several."""

    def __init__(
        self,
        parent: QWidget,
        around: Surroundings,
        orders: Sequence[str],
        payments: Payments,
        current: PaymentMethodAnswer | None,
    ) -> None:
        """Begin with the payment method in use."""
        about = msgn(
            "It pays this order from now on. What the order owes is charged to it at once.",
            "It pays {n} orders from now on. What they owe is charged to it at once.",
            n=len(orders),
        )
        super().__init__(parent, around, msg("Update Payment Method"), msg("Update Payment Method"), about)
        self._orders = tuple(orders)
        self.card = CardForm(around, payments, current)
        self.form.addRow(self.card)
        self.fields.append(self.card.first())
        self.card.changed.connect(self._look)
        self.buttons.accepted.connect(self._change)
        self._look()

    def _look(self) -> None:
        self.ok.setEnabled(self.card.complete())

    def _change(self) -> None:
        cards, orders, wish, act_id = self.around.workspace.order_cards, self._orders, self.card.wish(), self.act_id
        self.do(msg("Update the payment method"), lambda: cards.change(orders, wish, act_id))


class AddressDialog(SubscriptionDialog):
    """The address of one order, or of new orders where none is named."""

    def __init__(
        self, parent: QWidget, around: Surroundings, country: str, order: str | None, current: Address | None
    ) -> None:
        """Begin with the address in use."""
        of_order = msg("The order is billed to this address from now on.")
        of_account = msg("New orders are billed to this address. Orders placed before keep theirs.")
        about = of_account if order is None else of_order
        super().__init__(parent, around, msg("Address"), msg("Save"), about)
        self._order = order
        self.address = AddressForm(around, country, current)
        self.form.addRow(self.address)
        self.fields.append(self.address.country)
        self.address.changed.connect(self._look)
        self.buttons.accepted.connect(self._change)
        self._look()

    def _look(self) -> None:
        missing = self.address.missing()
        self.ok.setEnabled(missing is None)
        self.ok.setToolTip("" if missing is None else self.around.words.text(missing))

    def _change(self) -> None:
        workspace, order, said, act_id = self.around.workspace, self._order, self.address.address(), self.act_id
        if order is None:
            self.do(msg("Change the address"), lambda: workspace.account_details.address(said, act_id))
        else:
            self.do(msg("Change the address"), lambda: workspace.orders.change_address(order, said, act_id))


class ImsOrgDialog(SubscriptionDialog):
    """Link IMS Org."""

    def __init__(self, parent: QWidget, around: Surroundings) -> None:
        """Begin empty."""
        about = msg(
            "The IMS Org ID stands in the Admin Console of your organization. It is kept here and sent nowhere."
        )
        super().__init__(parent, around, msg("Link IMS Org"), msg("Link IMS Org"), about)
        self.ims_org = QLineEdit()
        self.field(msg("IMS Org ID"), msg("As the Admin Console shows it"), self.ims_org)
        self.ims_org.textChanged.connect(self._look)
        self.buttons.accepted.connect(self._link)
        self._look()

    def _look(self) -> None:
        self.ok.setEnabled(bool(self.ims_org.text().strip()))

    def _link(self) -> None:
        from desktop.services.accounts.details import DetailsWish

        details, typed, act_id = self.around.workspace.account_details, self.ims_org.text(), self.act_id
        self.do(msg("Link IMS Org"), lambda: details.change(DetailsWish(ims_org=typed), act_id))


def open_payment_method(
    parent: QWidget,
    around: Surroundings,
    orders: Sequence[str],
    payments: Payments,
    current: PaymentMethodAnswer | None = None,
) -> PaymentMethodDialog:
    """Ask for another payment method of these orders (ids or numbers); they change as one act, all or none."""
    dialog = PaymentMethodDialog(parent, around, orders, payments, current)
    dialog.open()
    return dialog


def open_address(
    parent: QWidget, around: Surroundings, country: str, order: str | None = None, current: Address | None = None
) -> AddressDialog:
    """Ask for another address of an order, or of new orders where `order` is None; `country` is the one to offer."""
    dialog = AddressDialog(parent, around, country, order, current)
    dialog.open()
    return dialog


def open_ims_org(parent: QWidget, around: Surroundings) -> ImsOrgDialog:
    """Ask for the IMS Org to link."""
    dialog = ImsOrgDialog(parent, around)
    dialog.open()
    return dialog


def unlink_ims_org(around: Surroundings) -> None:
    """Unlink the IMS Org; undone like every act."""
    from desktop.services.accounts.details import DetailsWish

    details, act_id = around.workspace.account_details, around.workspace.context.ids.new()
    title: Message = msg("Unlink IMS Org")
    around.jobs.run(
        title, lambda _step: details.change(DetailsWish(ims_org=""), act_id), lambda _answer: around.announce(_WROTE)
    )
