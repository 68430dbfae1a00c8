"""Keeping a scenario, and the review before one is applied."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.domain.scenarios import BUYING_LABELS, LONGEST, Buying
from desktop.i18n import Message, msg, msgn
from desktop.models.answers import Answers, Column
from desktop.views.billing.key_dialogs import KeyDialog, day_field, read_day, seats_field
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.widgets.number_fields import PercentField, WholeField
from desktop.views.widgets.rows import Rows

if TYPE_CHECKING:
    from desktop.services.scenarios.answers import ScenarioAnswer, ScenarioWish
    from desktop.services.scenarios.orders import ChangeSetAnswer


class ScenarioDialog(KeyDialog):
    """So many users from a day on, growing, bought as seats or as active users; one that is kept is changed."""

    def __init__(self, parent: QWidget, around: Surroundings, today: date, kept: ScenarioAnswer | None = None) -> None:
        """Begin with a year of a hundred seats, or with what is kept."""
        title = msg("Add scenario") if kept is None else msg("Change scenario")
        about = msg("A what-if on this account’s own prices and rules. Nothing is ordered.")
        super().__init__(parent, around, title, msg("Keep"), about)
        self._kept = kept
        self.name, self.buying, self.users, self.day = QLineEdit(), QComboBox(), seats_field(), day_field(today)
        self.growth, self.share, self.months = PercentField(-99, 999), PercentField(0, 100), WholeField(1, LONGEST, 12)
        for one in Buying:
            self.buying.addItem(around.words.text(BUYING_LABELS[one]), one)
        self._fill(kept)
        for label, hint, widget in (
            (msg("Name"), msg("What to call it"), self.name),
            (msg("Buys"), msg("Seats by card, or active users of a key"), self.buying),
            (msg("From"), msg("The day it begins on"), self.day),
            (msg("Users"), msg("How many users it begins with"), self.users),
            (msg("Growth a month"), msg("How many more users each month, in percent"), self.growth),
            (msg("Active share"), msg("How many of the users are active in a month, in percent"), self.share),
            (msg("Months"), msg("How far it looks ahead"), self.months),
        ):
            self.field(label, hint, widget)
        self.name.textChanged.connect(self._look)
        self.buying.currentIndexChanged.connect(self._look)
        self.buttons.accepted.connect(self._keep)
        self._look()

    def wish(self) -> ScenarioWish:
        """What the form says."""
        from desktop.services.scenarios.answers import ScenarioWish

        return ScenarioWish(
            self.name.text(),
            Buying(self.buying.currentData()),
            self.users.value(),
            read_day(self.day),
            Fraction(self.growth.percent) / 100,
            Fraction(self.share.percent) / 100,
            self.months.value(),
        )

    def _fill(self, kept: ScenarioAnswer | None) -> None:
        if kept is None:
            self.users.setValue(100)
            self.share.setValue(100)
            return
        self.name.setText(kept.name)
        self.buying.setCurrentIndex(list(Buying).index(kept.buying))
        self.day.setDate(day_field(kept.starts_on).date())
        self.users.setValue(kept.users)
        self.growth.setValue(float(Fraction(kept.growth) * 100))
        self.share.setValue(float(Fraction(kept.active_share) * 100))
        self.months.setValue(kept.length)

    def _look(self) -> None:
        self.ok.setEnabled(bool(self.name.text().strip()))
        self.share.setEnabled(self.buying.currentData() == Buying.ACTIVE_USERS)

    def _keep(self) -> None:
        from desktop.services.scenarios.scenarios import Scenarios

        scenarios, wish, kept, act_id = Scenarios(self.around.workspace.context), self.wish(), self._kept, self.act_id
        if kept is None:
            self.do(msg("Add scenario"), lambda: scenarios.add(wish, act_id))
        else:
            self.do(msg("Change scenario"), lambda: scenarios.change(kept.scenario, wish, act_id))


_ORDERS = (
    Column(msg("Users"), lambda one: one.seats, numeric=True),
    Column(msg("Unit price"), lambda one: one.unit_price, numeric=True),
    Column(msg("Monthly total"), lambda one: one.monthly_total, numeric=True),
    Column(msg("Annual"), lambda one: one.annual, numeric=True),
    Column(msg("Why"), lambda one: one.price_reason),
)


class ApplyDialog(KeyDialog):
    """The orders that would be placed today, all or none, and what comes later only as a plan."""

    def __init__(self, parent: QWidget, around: Surroundings, shown: ChangeSetAnswer) -> None:
        """Show the change set, and ask for the payment provider's token."""
        super().__init__(parent, around, msg("Apply scenario"), msg("Place orders"), _about(shown))
        self.shown = shown
        self.setMinimumWidth(720)
        self.orders = Answers(_ORDERS, around.words.value, self)
        self.orders.show(shown.orders)
        rows = Rows("scenario-orders", self.orders, around.looks, around.settings)
        rows.setAccessibleName(around.words.text(msg("Orders it would place")))
        rows.setMinimumHeight(140)
        rows.setVisible(bool(shown.orders))
        self.form.addRow(rows)
        self.token = QLineEdit()
        self.field(msg("Payment token"), msg("What the payment provider calls the card; never its number"), self.token)
        self.later = Text(around.looks, Role.CAPTION, "text2", wrap=True)
        self.later.setText(around.words.text(_later(shown)))
        self.form.addRow(self.later)
        if shown.refusals:
            self.problem.setText("\n".join(around.words.text(one) for one in shown.refusals))
            self.problem.setAccessibleName(self.problem.text())
            self.problem.show()
        self.token.setEnabled(not shown.refusals)
        self.token.textChanged.connect(self._look)
        self.buttons.accepted.connect(self._apply)
        self._look()

    def _look(self) -> None:
        self.ok.setEnabled(not self.shown.refusals and bool(self.token.text().strip()))

    def _apply(self) -> None:
        from desktop.services.payments.payment_methods import CardWish
        from desktop.services.scenarios.orders import ScenarioOrders

        orders, shown, token, act_id = (
            ScenarioOrders(self.around.workspace.context),
            self.shown,
            self.token.text(),
            self.act_id,
        )
        title = msg("Apply scenario {name}", name=shown.name)
        self.do(title, lambda: orders.apply(shown.scenario, CardWish(token), act_id))


def _about(shown: ChangeSetAnswer) -> Message:
    if shown.refusals:
        return msg("“{name}” cannot be applied today.", name=shown.name)
    return msgn(
        "“{name}” places {n} order today, beside those the account has: {monthly} a month with tax.",
        "“{name}” places {n} orders today, beside those the account has: {monthly} a month with tax. All or none.",
        n=len(shown.orders),
        name=shown.name,
        monthly=shown.monthly,
    )


def _later(shown: ChangeSetAnswer) -> Message:
    if not shown.later:
        return msg("It plans no further orders.")
    return msgn(
        "{n} further order is only planned; the first one is for {users} on {day}.",
        "{n} further orders are only planned; the first one is for {users} on {day}.",
        n=len(shown.later),
        users=msgn("{n} user", "{n} users", n=shown.later[0].seats),
        day=shown.later[0].on,
    )
