"""Users and Pricing Estimate: the number of users, what it costs step by step, and what it changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import msg, msgn
from desktop.models.answers import Column
from desktop.models.derivation import as_text
from desktop.models.estimate import computed, effects, first_charge, why_this_price
from desktop.views.amounts import Amount
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Surroundings
from desktop.views.export_dialog import ExportDialog, listed
from desktop.views.widgets.flow import SideBySide
from desktop.views.widgets.letters import Ground, Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.number_fields import WholeField

if TYPE_CHECKING:
    from desktop.services.orders.estimates import EstimateAnswer, OrderForm

_MOST_USERS = 100_000_000
_HOW = (
    Column(msg("Step"), lambda one: one.step),
    Column(msg("How"), lambda one: one.how),
    Column(msg("Amount"), lambda one: one.amount, numeric=True),
)
_EFFECTS = (
    Column(msg("Effect on the account"), lambda one: one.what),
    Column(msg("Now"), lambda one: one.now, numeric=True),
    Column(msg("After"), lambda one: one.after, numeric=True),
    Column(msg("Difference"), lambda one: one.difference, numeric=True),
)


class UsersHead(QWidget):
    """How many users, and at once what they cost; shown on the first two steps."""

    changed = Signal()

    def __init__(self, around: Surroundings, form: OrderForm) -> None:
        """Begin with the least users that may be ordered."""
        super().__init__()
        self._around, self._form = around, form
        text, looks = around.words.text, around.looks
        self.users = WholeField(1, _MOST_USERS, max(1, form.least))
        self.users.setMinimumWidth(112)
        self.users.setAccessibleName(text(msg("Users")))
        self.users.setAccessibleDescription(text(msg("How many users to order")))
        self.annual, self.monthly = Amount(around), Amount(around)
        self.first, self.problem = Text(looks, Role.NAME, wrap=True), Text(looks, color="err", wrap=True)
        self._label, self._when = QLabel(text(msg("Users"))), Text(looks, Role.CAPTION, "text2")
        self._label.setBuddy(self.users)
        asked, first = _stacked(self._label, self.users), _stacked(self.first, self._when)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._row = SideBySide((asked, self.annual, self.monthly, first), spacing=24)
        column.addWidget(self._row)
        column.addWidget(self.problem)
        self.problem.hide()
        self.users.valueChanged.connect(self.changed)
        self._when.setText(text(msg("First charge")))

    def show_estimate(self, estimate: EstimateAnswer) -> None:
        """Show what so many users cost."""
        quote = estimate.quote
        self.annual.show_amount(quote.annual, msg("Annual Subscription Price"), quote.explanation)
        self.monthly.show_amount(
            quote.rating.total, msg("Monthly charge on your credit card"), quote.rating.explanation
        )
        self.first.setText(self._around.words.text(first_charge(quote.on, self._form.today)))
        self._row.settle()


class UsersPage(QWidget):
    """What to know before choosing a number."""

    def __init__(self, around: Surroundings, form: OrderForm) -> None:
        """Say what the rules ask for."""
        super().__init__()
        text, looks = around.words.text, around.looks
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        told = [
            msg("An order is an annual subscription, charged once a month on the day it was placed."),
            msg("Its users are available at once. To have more of them later, place another order."),
        ]
        if form.least > 1:
            told.insert(
                0,
                msgn(
                    "Your first order must be for at least {n} user.",
                    "Your first order must be for at least {n} users.",
                    n=form.least,
                ),
            )
        for message in told:
            line = Text(looks, color="text2", wrap=True)
            line.setText(text(message))
            column.addWidget(line)
        self.seats = Text(looks, wrap=True)
        column.addWidget(self.seats)
        column.addStretch(1)
        self._around = around

    def show_estimate(self, estimate: EstimateAnswer) -> None:
        """Say what the seats would come to."""
        after = estimate.available.after if estimate.available is not None else None
        left = estimate.remaining.after if estimate.remaining is not None else None
        said = msgn(
            "With this order {n} seat is available, and {left} remain.",
            "With this order {n} seats are available, and {left} remain.",
            n=after or 0,
            left=left,
        )
        self.seats.setText(self._around.words.text(said) if after is not None else "")


class EstimatePage(QWidget):
    """How it is computed, why this price, and the effect on the account."""

    def __init__(self, around: Surroundings) -> None:
        """Begin empty."""
        super().__init__()
        self._around = around
        text, looks = around.words.text, around.looks
        self._estimate: EstimateAnswer | None = None
        title = Text(looks, Role.SECTION)
        title.setText(text(msg("How this is computed")))
        self.copy = QPushButton(text(msg("Copy as text")))
        self.copy.setIcon(around.icons.icon("copy"))
        self.copy.setAccessibleDescription(text(msg("Copies every step with its rule")))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self.export = QPushButton(text(msg("Export…")))
        self.export.setIcon(around.icons.icon("file-down"))
        self.export.setAccessibleDescription(text(msg("Writes the estimate with every step to a file")))
        self.export.setAutoDefault(False)
        self.export.clicked.connect(self._export)
        self.how = SmallTable(around, _HOW, msg("How this is computed"), why=lambda one: one.explanation)
        self.effects = SmallTable(
            around, _EFFECTS, msg("Effect on the account"), wide=0, why=lambda one: one.explanation
        )
        self.notice = Ground(looks, "accent_soft")
        self.why, self.foot = Text(looks, wrap=True, selectable=True), Text(looks, Role.CAPTION, "text2", wrap=True)
        inside = QHBoxLayout(self.notice)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.why)
        acts = SideBySide((self.copy, self.export), spacing=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(SideBySide((title,), spacing=12, last=acts))
        for widget in (self.how, self.notice, self.effects):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.foot)

    def show_estimate(self, estimate: EstimateAnswer, country: str) -> None:
        """Show the steps and the effect; `country` is the name of the one that taxes."""
        text = self._around.words.text
        self._estimate = estimate
        self.how.show_rows(computed(estimate, country))
        self.why.setText(text(why_this_price(estimate)))
        self.effects.show_rows(effects(estimate))
        self.effects.setVisible(bool(effects(estimate)))
        foot = msg(
            "Estimate in {currency}, good for today. Quote {quote}: the first charge is computed by the same rule and "
            "compared with it.",
            currency=estimate.quote.rating.currency,
            quote=estimate.quote.rating.sha256[:8],
        )
        self.foot.setText(text(foot))

    def _export(self) -> None:
        """Ask in which format the estimate becomes a file."""
        if self._estimate is None:
            return
        from desktop.services.orders.orders import quote_answer
        from desktop.services.orders.quote_report import write_quote

        answer, context = quote_answer(self._estimate.quote), self._around.workspace.context
        label = msgn(
            "The estimate of {n} user, step by step", "The estimate of {n} users, step by step", n=answer.seats
        )
        ware = listed(label, f"estimate-{answer.seats}-users", partial(write_quote, context, answer))
        ExportDialog(self, self._around, msg("Export the estimate"), (ware,)).open()

    def _copy(self) -> None:
        if self._estimate is not None:
            words = self._around.words
            parts = (self._estimate.quote.rating.explanation, self._estimate.quote.explanation)
            QGuiApplication.clipboard().setText("\n\n".join(as_text(one, words.text, words.value) for one in parts))


def _stacked(above: QWidget, below: QWidget) -> QWidget:
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(above)
    column.addWidget(below)
    return both
