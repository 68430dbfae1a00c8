"""The statement of a plan period: its months, what they charge, as a file, and issued for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.explanation import Explanation
from desktop.domain.periods import Month
from desktop.i18n import Message, Value, msg, msgn
from desktop.models.answers import Answers, Column
from desktop.views.amounts import explainable
from desktop.views.desk import Kind, Surroundings
from desktop.views.export_dialog import ExportDialog, listed
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.explained_rows import ExplainedRows
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.domain.errors import UserError
    from desktop.services.usage.statements import MonthChargeAnswer, StatementAnswer

_WROTE: frozenset[str] = frozenset({Kind.USAGE, Kind.ACCOUNT})


def _state(one: MonthChargeAnswer) -> Value:
    from desktop.domain.usage import MONTH_STATE_LABELS

    return MONTH_STATE_LABELS[one.state]


_COLUMNS = (
    Column(msg("Month"), lambda one: Month.parse(one.month)),
    Column(msg("Units"), lambda one: one.users, numeric=True),
    Column(msg("State"), _state),
    Column(msg("Net"), lambda one: one.net, numeric=True),
)


class StatementDialog(QDialog):
    """The running or last period, issued only after the person has said that they know it is for good."""

    def __init__(self, parent: QWidget, around: Surroundings) -> None:
        """Build the dialog and read the statement."""
        super().__init__(parent)
        self._around = around
        self._answer: StatementAnswer | None = None
        self._today = date.min
        self.act_id = around.workspace.context.ids.new()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        looks, words = around.looks, around.words
        self.setWindowTitle(words.text(msg("Statement")))
        self.resize(620, 640)
        self.heading = Text(looks, Role.TITLE, wrap=True)
        self.amount, self.basis = Text(looks, wrap=True, selectable=True), Text(looks, Role.CAPTION, "text2", wrap=True)
        self.problem, self.when = Text(looks, color="err", wrap=True), Text(looks, color="text2", wrap=True)
        self.problem.hide()
        self.when.hide()
        self.months = Answers(_COLUMNS, words.value, self)
        self.list = ExplainedRows("statement", self.months, around, self._why_month)
        self.list.columns_wide(14, 14, 22)
        self.list.setAccessibleName(words.text(msg("Months of the statement")))
        self.sure = QCheckBox(words.text(msg("I know that issuing closes these months for good")))
        self.issue = QPushButton(words.text(msg("Issue the statement")))
        self.save = QPushButton(around.icons.icon("file-down"), words.text(msg("Save as file…")))
        self.why = QPushButton(words.text(msg("Why this amount?")))
        self._build()
        self.sure.toggled.connect(self._allow)
        self.issue.clicked.connect(self._issue)
        self.save.clicked.connect(self._save)
        self.why.setIcon(around.icons.icon("equal"))
        self.why.setAutoDefault(False)
        self.why.clicked.connect(self.explain_here)
        explainable(self)
        self._allow()
        self.read()

    def read(self) -> None:
        """Read the statement of the running or last period."""
        workspace = self._around.workspace

        def work(_step: object) -> tuple[StatementAnswer, date]:
            from desktop.views.billing.reading import read_today

            return workspace.statements.show(), read_today(workspace)

        self._around.jobs.read(msg("Read the statement"), work, lambda read: self._show(*read), self._refuse)

    def _show(self, answer: StatementAnswer, today: date) -> None:
        from desktop.domain.statements import BASIS_LABELS

        self._answer, self._today = answer, today
        text = self._around.words.text
        span = {"first": Month.parse(answer.first), "last": Month.parse(answer.last)}
        if answer.number is None:
            self.heading.setText(text(msg("Not issued: {first} to {last}", **span)))
        else:
            self.heading.setText(text(msg("Statement {number}: {first} to {last}", number=answer.number, **span)))
        self.amount.setText(text(_amount(answer)))
        self.basis.setText(text(BASIS_LABELS[answer.basis]))
        self.months.show(answer.months)
        self._allow()

    def explain_here(self) -> None:
        """Say why the whole statement comes to what it does."""
        if self._answer is not None:
            self._around.explain(self.why, self._answer.explanation)

    def _why_month(self, one: MonthChargeAnswer) -> Explanation | None:
        """The month's own step of the statement, else the whole derivation."""
        answer = self._answer
        if answer is None:
            return None
        month = Month.parse(one.month)
        steps = (step for _, step in answer.explanation.walk())
        own = (step for step in steps if month in step.text.params.values())
        return next(own, answer.explanation)

    def _allow(self) -> None:
        why = self._why_not()
        self.issue.setEnabled(why is None and self.sure.isChecked())
        self.sure.setEnabled(why is None)
        self.save.setEnabled(self._answer is not None)
        said = why or msg("The statement gets the next number; undo does not take it back")
        waits = self._waits()
        self.when.setText("" if waits is None else self._around.words.text(waits))
        self.when.setVisible(waits is not None)
        self.issue.setToolTip(self._around.words.text(said))
        self.sure.setToolTip(self.issue.toolTip())

    def _why_not(self) -> Message | None:
        """Why the statement cannot be issued now, or None."""
        answer = self._answer
        if answer is None:
            return msg("There is no plan period to make a statement of.")
        if answer.number is not None:
            return msg("It was issued on {day}.", day=answer.issued_on)
        return self._waits() or self._around.only_read()

    def _waits(self) -> Message | None:
        """From when it can be issued, where its period still runs."""
        answer = self._answer
        if answer is None or answer.number is not None or answer.can_be_issued_from <= self._today:
            return None
        return msg("It can be issued from {day} on.", day=answer.can_be_issued_from)

    def _issue(self) -> None:
        answer, statements = self._answer, self._around.workspace.statements
        if answer is None:
            return
        first, basis, act_id = Month.parse(answer.first), answer.basis, self.act_id
        self._around.jobs.run(
            msg("Issue the statement"), lambda _step: statements.issue(first, basis, act_id), self._issued, self._refuse
        )

    def _issued(self, answer: StatementAnswer) -> None:
        self.problem.hide()
        self.sure.setChecked(False)
        self._show(answer, self._today)
        self._around.announce(_WROTE)

    def _save(self) -> None:
        answer = self._answer
        if answer is None:
            return
        from desktop.services.usage.statement_report import write_statement

        span = {"first": Month.parse(answer.first), "last": Month.parse(answer.last)}
        label = msg("The statement of {first} to {last}", **span)
        write = partial(write_statement, self._around.workspace.context, answer)
        ware = replace(listed(label, f"statement-{answer.first}-{answer.last}", write), dated=False)
        ExportDialog(self, self._around, msg("Save the statement"), (ware,)).open()

    def _refuse(self, refusal: UserError) -> None:
        said = [refusal.message] if refusal.hint is None else [refusal.message, refusal.hint]
        self.problem.setText(" ".join(map(self._around.words.text, said)))
        self.problem.show()

    def _build(self) -> None:
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addWidget(self.why)
        foot.addStretch(1)
        foot.addWidget(self.issue)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        for widget in (self.heading, self.amount, self.basis, self.problem):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.when)
        column.addWidget(self.sure)
        column.addLayout(foot)
        column.addWidget(buttons)


def _amount(answer: StatementAnswer) -> Message:
    if answer.total is None:
        return msgn(
            "{n} unit. There is no amount: no price of a unit is set.",
            "{n} units. There is no amount: no price of a unit is set.",
            n=answer.units,
        )
    return msgn(
        "{n} unit at {price}: net {net}, tax {tax}, total {total}",
        "{n} units at {price}: net {net}, tax {tax}, total {total}",
        n=answer.units,
        price=answer.unit_price,
        net=answer.net,
        tax=answer.tax,
        total=answer.total,
    )
