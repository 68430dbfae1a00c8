"""Charging through the provider: what would be charged first, then how far it is, then what became of each charge."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.domain.errors import UserError
from desktop.domain.payments import NOTHING_WAITS
from desktop.domain.progress import Step
from desktop.i18n import Message, msg
from desktop.models.answers import Column
from desktop.models.charging import asked_rows, told_rows, told_words
from desktop.models.jobs import Job
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Kind, Surroundings
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.letters import Text

if TYPE_CHECKING:
    from desktop.services.payments.charge_preview import ToCharge
    from desktop.services.payments.charging import DueCharged

WROTE: frozenset[str] = frozenset({Kind.ACCOUNT, Kind.ORDERS})
Charge = Callable[[Step], "DueCharged"]
_SAID = 3


def _columns(last: Message) -> tuple[Column, ...]:
    return (
        Column(msg("Order"), lambda one: one.order),
        Column(msg("What"), lambda one: one.what),
        Column(msg("Amount"), lambda one: one.amount or "", numeric=True),
        Column(last, lambda one: one.said, tone=lambda one: one.color),
    )


class ChargeDialog(QDialog):
    """Nothing is asked before the button; while it charges, Cancel stops before the next order."""

    def __init__(self, parent: QWidget, around: Surroundings, found: ToCharge, charge: Charge) -> None:
        """Show what would be charged."""
        super().__init__(parent)
        self._around, self._charge = around, charge
        self._job: Job | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = around.words.text
        self.setWindowTitle(text(msg("Charge through Stripe")))
        self.setMinimumSize(620, 320)
        self.about, self.problem = Text(around.looks, wrap=True), Text(around.looks, color="err", wrap=True)
        self.about.setText(text(msg("Stripe is asked for {total} now. A charge cannot be undone.", total=found.total)))
        self.table = SmallTable(around, _columns(msg("Card")), msg("What is charged"))
        self.table.show_rows(asked_rows(found))
        self.told = SmallTable(around, _columns(msg("Outcome")), msg("What became of it"), wide=_SAID)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(text(msg("Charging")))
        self.buttons = DialogButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.ok.setText(text(msg("Charge {total}", total=found.total)))
        self._build()
        around.jobs.progressed.connect(self._progressed)
        around.jobs.finished.connect(self._ended)

    def charge(self) -> None:
        """Ask for the charges, once."""
        self.ok.setEnabled(False)
        self.bar.show()
        self.about.setText(self._around.words.text(msg("Charging. Cancel stops before the next order.")))
        did = partial(_did, self, self._around)
        self._job = self._around.jobs.run(
            msg("Charge through Stripe"), self._charge, did, partial(_refused, self, self._around)
        )

    def reject(self) -> None:
        """Cancel: while it charges, stop before the next order; what was asked for is told all the same."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self.cancel.setEnabled(False)
        self.about.setText(self._around.words.text(msg("It stops before the next order.")))

    def show_charged(self, charged: DueCharged) -> None:
        """Say what became of each charge."""
        self._over(told_words(charged))
        self.table.hide()
        self.told.show_rows(list(told_rows(charged)))
        self.told.show()

    def refuse(self, refusal: UserError) -> None:
        """Say why not. To try again, what is owed is read again first."""
        self._over(msg("Nothing was charged."))
        self.problem.setText(self._around.words.text(refusal.message))
        self.problem.setAccessibleName(self.problem.text())
        self.problem.show()

    def _over(self, said: Message) -> None:
        self._job = None
        self.bar.hide()
        self.about.setText(self._around.words.text(said))
        self.about.setAccessibleName(self.about.text())
        self.ok.hide()
        self.cancel.setEnabled(True)
        self.cancel.setText(self._around.words.text(msg("Close")))
        self.cancel.setFocus()

    def _progressed(self, job: Job, done: int, total: int) -> None:
        if job is self._job:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _ended(self, job: Job) -> None:
        """It was stopped before anything was asked for."""
        if job is self._job:
            self._over(msg("Nothing was charged."))

    def _build(self) -> None:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        for table in (self.table, self.told):
            rows.addWidget(table)
        rows.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(content)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addWidget(self.about)
        column.addWidget(scroll, 1)
        for widget in (self.bar, self.problem, self.buttons):
            column.addWidget(widget)
        self.bar.setRange(0, 0)
        for hidden in (self.bar, self.problem, self.told):
            hidden.hide()
        self.buttons.accepted.connect(self.charge)
        self.buttons.rejected.connect(self.reject)


def _did(dialog: ChargeDialog, around: Surroundings, charged: DueCharged) -> None:
    """Tell what was written, also when the dialog is gone."""
    around.announce(WROTE)
    if isValid(dialog):
        dialog.show_charged(charged)


def _refused(dialog: ChargeDialog, around: Surroundings, refusal: UserError) -> None:
    """A refusal may have settled an open charge, or left one open: what is shown is read again."""
    around.announce(WROTE)
    if isValid(dialog):
        dialog.refuse(refusal)


def open_charges(parent: QWidget, around: Surroundings) -> None:
    """Ask whether to charge every order that waits to be charged."""
    previews, charging = around.workspace.charge_previews, around.workspace.charging
    _ask(parent, around, lambda _step: previews.due(), charging.charge_due)


def open_charge_of(parent: QWidget, around: Surroundings, order: str) -> None:
    """Ask whether to charge what one order owes."""
    previews, charging = around.workspace.charge_previews, around.workspace.charging
    _ask(parent, around, lambda _step: previews.of(order), lambda step: charging.charge_one(order, step))


def _ask(parent: QWidget, around: Surroundings, read: Callable[[Step], ToCharge], charge: Charge) -> None:
    def show(found: ToCharge) -> None:
        if not isValid(parent):
            return
        if found.refused is not None or not found.lines:
            around.show_message(found.refused or NOTHING_WAITS)
        else:
            ChargeDialog(parent, around, found, charge).open()

    around.jobs.read(msg("Look at what would be charged"), read, show)
