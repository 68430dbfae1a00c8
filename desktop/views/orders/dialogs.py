"""What is done to one order: the support team cancels it, its provider says what became of a charge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QLineEdit, QWidget

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.money import Money, exponent
from desktop.domain.orders.order import CHARGE_STATUS_LABELS, FEE, FEE_WAITS, OWED, ChargeStatus
from desktop.domain.orders.refusals import refuse_partial, refuse_removal
from desktop.domain.payments import OUTCOME_LABELS, Outcome
from desktop.domain.typed_numbers import read_amount
from desktop.i18n import Message, msg, msgn
from desktop.views.amounts import Amount
from desktop.views.billing.key_dialogs import KeyDialog, day_field, qt_day, read_day
from desktop.views.desk import Surroundings
from desktop.views.widgets.looks import Role
from desktop.views.widgets.number_fields import WholeField

if TYPE_CHECKING:
    from desktop.services.orders.details import OrderPaneAnswer


def said_by(refuse: object) -> Message:
    """The sentence of a refusal."""
    try:
        refuse()  # type: ignore[operator]
    except UserError as refusal:
        return refusal.message
    raise AssertionError(refuse)


class CancelDialog(KeyDialog):
    """R7: the support team cancels a single order; the fee is typed as it is shown, and all users go (R8)."""

    def __init__(self, parent: QWidget, around: Surroundings, pane: OrderPaneAnswer) -> None:
        """Begin with the sentence of R7; the rest waits until the support team was asked."""
        order = pane.detail.order
        title, verb = msg("Cancel order {number}", number=order.number), msg("Cancel the order")
        super().__init__(parent, around, title, verb, said_by(refuse_removal))
        self._order = order
        self.fee = Amount(around, Role.SECTION)
        keep = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        keep.setText(around.words.text(msg("Keep the order")))
        self.recorded = QCheckBox(around.words.text(msg("Record support request: the support team cancels it")))
        self.users, self.typed = WholeField(1, order.seats, order.seats), QLineEdit()
        leaving = pane.leaving
        self._fee = leaving.fee if leaving is not None else Money(0, order.monthly.currency)
        about = msg("Early termination fee; the order ends on {day}", day=leaving.ends_on if leaving else None)
        self.fee.show_amount(self._fee, about, leaving.explanation if leaving is not None else None)
        self.form.addRow(self.recorded)
        self.fields.append(self.recorded)
        self.field(msg("Users to cancel"), msgn("All of {n}", "All of {n}", n=order.seats), self.users)
        self.form.addRow(self.fee)
        self.field(msg("Accept this fee"), msg("Type exactly the fee that is shown"), self.typed)
        self.recorded.toggled.connect(self.look)
        self.users.valueChanged.connect(self.look)
        self.typed.textChanged.connect(self.look)
        self.buttons.accepted.connect(self.cancel)
        self.look()

    def look(self) -> None:
        """Say at once what would be refused."""
        asked = self.recorded.isChecked()
        for field in (self.users, self.typed):
            field.setEnabled(asked)
        partial = self.users.value() < self._order.seats
        self.problem.setText(self.around.words.text(said_by(refuse_partial)) if partial else "")
        self.problem.setVisible(partial)
        self.ok.setEnabled(asked and not partial and self._typed() == self._fee)

    def _typed(self) -> Money | None:
        """The fee somebody typed; None where it is none, or may as well be another."""
        currency, language = self._fee.currency, self.around.words.language
        with suppress(UserError):
            found = read_amount(self.typed.text(), currency, language, exponent(currency))
            return None if found is None else Money.of(Fraction(found), currency)
        return None

    def cancel(self) -> None:
        """Cancel it, accepting the fee."""
        orders, order, fee, act_id = self.around.workspace.orders, self._order.order, self._fee, self.act_id
        self.do(msg("Cancel order {number}", number=self._order.number), lambda: orders.cancel(order, fee, act_id))


class OutcomeDialog(KeyDialog):
    """What the provider says of an order's charge, on the day it says so."""

    def __init__(self, parent: QWidget, around: Surroundings, pane: OrderPaneAnswer) -> None:
        """Begin with accepted, today."""
        order = pane.detail.order
        about = msg(
            "What the payment provider says. Accepted settles all that is owed and confirms the months that counted as "
            "paid; any other word is said of the newest charge. A late word stands at its own day."
        )
        super().__init__(parent, around, msg("Enter outcome"), msg("Enter outcome"), about)
        self._order = order
        self.outcome, self.of, self.day = QComboBox(), QComboBox(), day_field(pane.today)
        for outcome, label in OUTCOME_LABELS.items():
            self.outcome.addItem(around.words.text(label), outcome)
        self.day.setMinimumDate(qt_day(order.placed_on))
        self.day.setMaximumDate(qt_day(pane.today))
        self.of.addItem(around.words.text(msg("The newest charge, or all that is owed")))
        for label, number in _charges(pane):
            self.of.addItem(around.words.text(label), number)
        self.field(msg("Outcome"), msg("What became of the charge"), self.outcome)
        self.field(msg("Charge"), msg("Of which charge it is said"), self.of)
        self.field(msg("Day"), msg("The day the provider says so, today at the latest"), self.day)
        self.buttons.accepted.connect(self.enter)

    def enter(self) -> None:
        """Enter it."""
        outcomes, order, act_id = self.around.workspace.outcomes, self._order.order, self.act_id
        outcome, day, of = Outcome(self.outcome.currentData()), read_day(self.day), self.of.currentData()
        self.do(msg("Enter outcome"), lambda: outcomes.enter(order, outcome, day, act_id, of=of))


def _charges(pane: OrderPaneAnswer) -> Iterator[tuple[Message, int]]:
    """The charges that a word can be said of, the newest first; one entered as paid may have to be corrected."""
    fee = pane.detail.fee
    if fee is not None and fee.status in FEE_WAITS:
        yield msg("Early termination fee, {status}", status=CHARGE_STATUS_LABELS[fee.status]), FEE
    told = {*OWED, ChargeStatus.EXPECTED} | ({ChargeStatus.PAID} if pane.payments is Payments.RECORDED else set())
    for one in reversed(pane.detail.instalments):
        if one.status in told:
            status = CHARGE_STATUS_LABELS[one.status]
            yield (
                msg("Instalment {number}, due on {day}: {status}", number=one.number, day=one.due_on, status=status),
                one.number,
            )
