"""Payment Details and Confirmation: your order with its tax, the card, contact and address; then what was placed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.pricing.tax import percent
from desktop.i18n import Message, Value, msg, msgn
from desktop.models.answers import Column
from desktop.views.billing.address_form import AddressForm
from desktop.views.billing.card_form import CardForm
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Surroundings
from desktop.views.widgets.facts import Facts
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.domain.pricing.differences import Difference
    from desktop.services.orders.answers import OrderDetailAnswer
    from desktop.services.orders.estimates import EstimateAnswer, OrderForm

_LINES = (
    Column(msg("Your Order"), lambda line: line[0]),
    Column(msg("Monthly"), lambda line: line[1], numeric=True),
)
_MOVED = (
    Column(msg("What moved"), lambda one: one.field),
    Column(msg("Quoted"), lambda one: one.before),
    Column(msg("Charged"), lambda one: one.after),
)


class PaymentPage(QWidget):
    """The card on the left, contact and address on the right, your order above them."""

    changed = Signal()

    def __init__(self, around: Surroundings, form: OrderForm) -> None:
        """Begin with what the account already has."""
        super().__init__()
        self.card = CardForm(around, form.payments, form.method)
        self.address = AddressForm(around, form.country, form.address)
        self.lines = SmallTable(around, _LINES, msg("Your Order"), wide=0)
        halves = QHBoxLayout()
        halves.setSpacing(32)
        note = msg("No card number is typed here: the desk keeps the provider’s token and what its page shows.")
        halves.addLayout(_headed(around, msg("Payment method"), self.card, note), 1)
        halves.addLayout(_headed(around, msg("Contact Information"), self.address, None), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.lines)
        column.addLayout(halves)
        column.addStretch(1)
        self.card.changed.connect(self.changed)
        self.address.changed.connect(self.changed)

    def show_estimate(self, estimate: EstimateAnswer) -> None:
        """Show the order's lines, its tax and its sum."""
        rating = estimate.quote.rating
        rows: list[tuple[Value, Value]] = [(line.item.text, line.net) for line in rating.lines]
        rows.append((msg("Tax ({rate} %)", rate=percent(rating.tax_rate)), rating.tax))
        rows.append((msg("Total"), rating.total))
        self.lines.show_rows(rows)

    def missing(self) -> Message | None:
        """What must still be said, or None."""
        if not self.card.complete():
            return msg("A payment method is required.")
        return self.address.missing()

    def wrong(self, refusal: Message) -> QWidget:
        """The field that a refusal is about: the one it names, else the card."""
        return self.card.wrong() or self.address.named(refusal) or self.card.first()


class ConfirmationPage(QWidget):
    """What was placed, and what moved since the quote where something did."""

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        self.title, self.told = Text(around.looks, Role.TITLE, wrap=True), Text(around.looks, wrap=True)
        self.facts = Facts(around.looks)
        self.moved = SmallTable(around, _MOVED, msg("What moved since the quote"), wide=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (self.title, self.facts, self.told, self.moved):
            column.addWidget(widget)
        column.addStretch(1)

    def show_order(self, placed: OrderDetailAnswer, moved: Sequence[Difference]) -> None:
        """Show the order; the differences are listed where there are any."""
        words, order = self._around.words, placed.order
        text = words.text
        self.title.setText(text(msg("Order {number} was placed.", number=order.number)))
        first = placed.instalments[0]
        self.facts.show_facts(
            (text(msg("Order Details")), text(msgn("{n} user", "{n} users", n=order.seats))),
            (text(msg("First charge")), words.value(first.total)),
            (text(msg("Next charge")), words.value(order.next_billing_on)),
            (text(msg("Term ends on")), words.value(order.term_ends_on)),
            (text(msg("Quote")), first.sha256[:8]),
        )
        same = msg("The first charge is exactly what was quoted.")
        other = msg("The account changed between the quote and the order. The charge follows the rules of today:")
        self.told.setText(text(other if moved else same))
        self.moved.show_rows(moved)
        self.moved.setVisible(bool(moved))


def _headed(around: Surroundings, title: Message, body: QWidget, note: Message | None) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    head = Text(around.looks, Role.SECTION)
    head.setText(around.words.text(title))
    column.addWidget(head)
    column.addWidget(body)
    if note is not None:
        line = Text(around.looks, Role.CAPTION, "text2", wrap=True)
        line.setText(around.words.text(note))
        column.addWidget(line)
    column.addStretch(1)
    return column
