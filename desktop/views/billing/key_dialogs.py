"""Activating a key, and issuing one to rehearse with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.domain.errors import UserError
from desktop.domain.key_text import is_issued_here
from desktop.domain.keys import PLAN_LABELS, Plan
from desktop.i18n import Message, msg
from desktop.views.desk import Kind, Surroundings
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.number_fields import WholeField

if TYPE_CHECKING:
    from desktop.services.accounts.keys import KeyAnswer

MOST_SEATS = 100_000_000
WROTE: frozenset[str] = frozenset({Kind.KEYS, Kind.ACCOUNT, Kind.USAGE})


class KeyDialog(QDialog):
    """A form with a place for the refusal, and one verb. The act's id is given when it opens: a double click is one."""

    wrote: frozenset[str] = WROTE

    def __init__(self, parent: QWidget, around: Surroundings, title: Message, verb: Message, about: Message) -> None:
        """Fields are added by those who derive."""
        super().__init__(parent)
        self.around = around
        self.act_id = around.workspace.context.ids.new()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(around.words.text(title))
        self.setMinimumWidth(480)
        self.form = QFormLayout()
        self.fields: list[QWidget] = []
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.problem = Text(around.looks, color="err", wrap=True)
        self.problem.hide()
        self.buttons = DialogButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(around.words.text(verb))
        said = Text(around.looks, color="text2", wrap=True)
        said.setText(around.words.text(about))
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addWidget(said)
        column.addLayout(self.form)
        column.addWidget(self.problem)
        column.addWidget(self.buttons)
        self.buttons.rejected.connect(self.reject)

    def field(self, label: Message, hint: Message, widget: QWidget) -> None:
        """Add a field with its label and what it is for."""
        text = self.around.words.text
        self.form.addRow(text(label), widget)
        widget.setAccessibleName(text(label))
        widget.setAccessibleDescription(text(hint))
        widget.setToolTip(text(hint))
        self.fields.append(widget)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins in the first field, and reaches the buttons last."""
        super().showEvent(event)
        chain = [*self.fields, *self.buttons.buttons()]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)
        self.fields[0].setFocus()

    def do(self, title: Message, act: Callable[[], object]) -> None:
        """Do it in a job; a refusal is shown here, and the form stays."""
        self.ok.setEnabled(False)
        self.around.jobs.run(title, lambda _step: act(), partial(_did, self, self.around, self.wrote), self.refuse)

    def done_with(self, _answer: Any) -> None:
        """It is done: nothing more is asked."""
        self.accept()

    def refuse(self, refusal: UserError) -> None:
        """Say why not."""
        self.ok.setEnabled(True)
        self.problem.setText(self.around.words.text(refusal.message))
        self.problem.setAccessibleName(self.problem.text())
        self.problem.show()
        self.adjustSize()


def _did(dialog: KeyDialog, around: Surroundings, wrote: frozenset[str], answer: object) -> None:
    """Tell what was written, also when the dialog was closed meanwhile."""
    around.announce(wrote)
    if isValid(dialog):
        dialog.done_with(answer)


class ActivateDialog(KeyDialog):
    """The key as it stands in the mail; a vendor's key needs its seats and plan too."""

    def __init__(self, parent: QWidget, around: Surroundings, today: date) -> None:
        """Begin with an empty key and today."""
        about = msg("Enter the key as it stands in the mail. Its seats count from the day of activation on.")
        super().__init__(parent, around, msg("Activate"), msg("Activate"), about)
        self.key, self.seats, self.plan = QLineEdit(), seats_field(least=0), plan_field(around)
        # Nothing is taken for granted: what a vendor's mail says must be entered (R10).
        self.plan.insertItem(0, "–", None)
        self.plan.setCurrentIndex(0)
        self.day = day_field(today)
        self.day.setMaximumDate(qt_day(today))
        self.field(msg("Activation key"), msg("Letters, digits and dashes, as in the mail"), self.key)
        self.field(msg("Seats"), msg("The seats its mail names; a key issued by this desk knows its own"), self.seats)
        self.field(msg("Plan"), msg("The plan its mail names; a key issued by this desk knows its own"), self.plan)
        self.field(msg("Day"), msg("The day of activation, today at the latest"), self.day)
        self.key.textChanged.connect(self._look)
        self.buttons.accepted.connect(self._activate)
        self._look()

    def _look(self) -> None:
        typed = self.key.text().strip()
        own = is_issued_here(typed)
        self.seats.setEnabled(not own)
        self.plan.setEnabled(not own)
        self.ok.setEnabled(bool(typed))

    def _activate(self) -> None:
        keys, typed, day, act_id = self.around.workspace.keys, self.key.text(), read_day(self.day), self.act_id
        seats = self.seats.value() or None if self.seats.isEnabled() else None
        plan = self.plan.currentData() if self.plan.isEnabled() else None
        self.do(msg("Activate a key"), lambda: keys.activate(typed, seats=seats, plan=plan, on=day, act_id=act_id))


class IssueDialog(KeyDialog):
    """A key to rehearse with; only in a rehearsal store."""

    def __init__(self, parent: QWidget, around: Surroundings, today: date) -> None:
        """Begin with a key that never expires."""
        about = msg(
            "For rehearsal only: a key issued here works in this store alone, and the vendor knows nothing of it."
        )
        super().__init__(parent, around, msg("Issue a key"), msg("Issue"), about)
        self.seats, self.plan = seats_field(), plan_field(around)
        self.limited, self.day = QCheckBox(around.words.text(msg("May be activated only until"))), day_field(today)
        self.day.setMinimumDate(qt_day(today))
        self.day.setEnabled(False)
        self.field(msg("Seats"), msg("How many seats it brings"), self.seats)
        self.field(msg("Plan"), msg("What its seats are"), self.plan)
        self.form.addRow(self.limited, self.day)
        self.day.setAccessibleName(around.words.text(msg("Last day of activation")))
        self.limited.toggled.connect(self.day.setEnabled)
        self.buttons.accepted.connect(self._issue)
        self.shown, self.told = (
            Text(around.looks, Role.SECTION, wrap=True, selectable=True),
            Text(around.looks, color="text2", wrap=True),
        )
        self.copy = QPushButton(around.icons.icon("copy"), around.words.text(msg("Copy")))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.shown.text()))
        self.form.addRow(self.shown)
        self.form.addRow(self.copy)
        self.form.addRow(self.told)
        for widget in (self.shown, self.copy, self.told):
            self.form.setRowVisible(widget, False)

    def _issue(self) -> None:
        keys, seats, plan, act_id = self.around.workspace.keys, self.seats.value(), self.plan.currentData(), self.act_id
        last = read_day(self.day) if self.limited.isChecked() else None
        self.do(msg("Issue a key"), lambda: keys.issue(seats, plan, last, act_id))

    def done_with(self, answer: KeyAnswer) -> None:
        """Show the key, which lists shorten to its end, until the dialog is closed."""
        text = self.around.words.text
        for widget in self.fields:
            self.form.setRowVisible(widget, False)
        self.form.setRowVisible(self.limited, False)
        self.shown.setText(answer.key)
        self.shown.setAccessibleName(text(msg("Activation key")))
        self.told.setText(text(msg("Copy the key now: from here on only its end is shown.")))
        for shown in (self.shown, self.copy, self.told):
            self.form.setRowVisible(shown, True)
        self.ok.hide()
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(text(msg("Close")))
        self.copy.setFocus()
        self.adjustSize()


def seats_field(*, least: int = 1) -> WholeField:
    """A field for a number of seats; with 0 as the least it begins without one."""
    field = WholeField(least, MOST_SEATS, 10 if least else 0)
    field.setSpecialValueText("" if least else "–")
    return field


def plan_field(around: Surroundings) -> QComboBox:
    """A field for a plan."""
    field = QComboBox()
    for plan in Plan:
        field.addItem(around.words.text(PLAN_LABELS[plan]), plan)
    return field


def qt_day(day: date) -> QDate:
    """A day as Qt knows it."""
    return QDate(day.year, day.month, day.day)


def day_field(today: date) -> QDateEdit:
    """A field for a day."""
    field = QDateEdit(qt_day(today))
    field.setCalendarPopup(True)
    return field


def read_day(field: QDateEdit) -> date:
    """The day a field shows."""
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
