"""Price and next charges: what one user costs and why, and every charge of the next two months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.accounts import Payments
from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.i18n import Message, Value, msg, msgn
from desktop.models.answers import Column
from desktop.models.charging import waiting_words
from desktop.models.standing import Standing
from desktop.views.action import Action
from desktop.views.amounts import Amount
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Surroundings
from desktop.views.frame.declared import show_on
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.services.billing.page import BillingAnswer
    from desktop.services.payments.charge_preview import ToCharge
    from desktop.services.payments.coming_charges import ChargeAnswer

_MOST_PRICES = 3


def _what(charge: ChargeAnswer) -> Message:
    if charge.instalment is None:
        return msg("Order of {day}, early termination fee", day=charge.placed_on)
    said = msg("Order of {day}, instalment {number} of 12", day=charge.placed_on, number=charge.instalment)
    return msg("{what}, card expired", what=said) if charge.card_expired else said


def _tooltip(charge: ChargeAnswer) -> Value:
    if charge.card_expired:
        return msg("The card that pays this order will have expired by then.")
    return _what(charge)


def _tone(charge: ChargeAnswer) -> str | None:
    """Days on which the charge would fail stand out."""
    return "warn" if charge.card_expired else None


_COLUMNS = (
    Column(msg("Due"), lambda one: one.due_on, tooltip=_tooltip, tone=_tone),
    Column(msg("Order"), _what, tooltip=_tooltip),
    Column(msg("Users"), lambda one: one.seats, numeric=True),
    Column(msg("Unit price"), lambda one: one.unit_price, numeric=True),
    Column(msg("Tax"), lambda one: one.tax, numeric=True),
    Column(msg("Charge"), lambda one: one.total, numeric=True),
)


class ChargesSection(QWidget):
    """Hidden where the account has no orders."""

    def __init__(self, around: Surroundings, charge: Action) -> None:
        """Begin empty."""
        super().__init__()
        self._around, self._act = around, charge
        self.to_charge: ToCharge | None = None
        self.waiting, self.charge = Text(around.looks, wrap=True), QPushButton()
        self.charge.clicked.connect(charge.run)
        looks = around.looks
        self._title, self._note = Text(looks, Role.SECTION), Text(looks, color="text2", wrap=True)
        self.none = Text(looks, color="text2", wrap=True)
        self._prices = [Amount(around, Role.FIGURE) for _ in range(_MOST_PRICES)]
        self.table = SmallTable(around, _COLUMNS, msg("Next charges"), why=lambda one: one.explanation)
        self._total = Amount(around, Role.TOTAL)
        row = QHBoxLayout()
        row.setSpacing(32)
        for price in self._prices:
            row.addWidget(price)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(row)
        for widget in (self._note, self.none, self.table, self._total):
            column.addWidget(widget)
        column.addLayout(self._charging())

    def show_standing(self, standing: Standing | None) -> None:
        """Show prices and charges."""
        page = standing.page if standing is not None else None
        stripe = standing is not None and standing.account.payments is Payments.STRIPE
        waits = self.to_charge is not None and bool(self.to_charge.lines)
        shown = page is not None and (waits or bool(page.orders or page.coming.charges))
        self._show_waiting(stripe=stripe)
        self.setVisible(shown)
        self._title.setText(self._around.words.text(msg("Price and next charges")))
        self.table.retranslate()
        if page is not None and shown:
            self._show(page)

    def _charging(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.waiting, 1)
        row.addWidget(self.charge)
        return row

    def _show_waiting(self, *, stripe: bool) -> None:
        """What waits to be charged, and the button; where Stripe does not charge, neither."""
        words = waiting_words(self.to_charge) if self.to_charge is not None else None
        said = words or self._act.enabled()
        self.waiting.setText(self._around.words.text(said) if said is not None else "")
        show_on(self.charge, self._act, self._around.words, self._around.icons)
        for widget in (self.waiting, self.charge):
            widget.setVisible(stripe)

    def _show(self, page: BillingAnswer) -> None:
        text = self._around.words.text
        for place, amount in enumerate(self._prices):
            amount.setVisible(place < len(page.prices))
            if place < len(page.prices):
                one = page.prices[place]
                caption = msgn("per user and month, {n} user", "per user and month, {n} users", n=one.seats)
                amount.show_amount(one.unit_price, caption, one.reason)
        self._note.setText(text(_why(page)) if page.prices else "")
        self._note.setVisible(bool(page.prices))
        coming = page.coming
        self.table.show_rows(coming.charges)
        self.none.setText(text(msg("Nothing falls due until {day}.", day=coming.until)))
        self.none.setVisible(not coming.charges)
        for part in (self.table, self._total):
            part.setVisible(bool(coming.charges))
        if coming.total is None:
            more = msgn(
                "The first charge until {day}.",
                "The first {n} charges until {day}.",
                n=len(coming.charges),
                day=coming.until,
            )
            self._total.show_amount(len(coming.charges), more)
        else:
            said = msg("until {day}, all taxes included", day=coming.until)
            self._total.show_amount(coming.total, said, _summed(coming.charges, coming.total, coming.until))


def _summed(charges: Sequence[ChargeAnswer], total: Money, until: date) -> Explanation:
    steps = tuple(Explanation(_what(one), one.total, (one.explanation,), "F2") for one in charges)
    return Explanation(msg("Charged until {day}", day=until), total, steps, "F2")


def _why(page: BillingAnswer) -> Message:
    if len(page.prices) == 1:
        return msg("{reason}.", reason=page.prices[0].reason.text)
    return msgn(
        "Each order keeps its own price until it is canceled; {n} price is paid.",
        "Each order keeps its own price until it is canceled; {n} prices are paid.",
        n=len(page.prices),
    )
