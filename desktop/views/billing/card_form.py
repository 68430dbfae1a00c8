"""The fields of a payment method: a card of the test provider, or what a provider's page shows of a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from desktop.domain.accounts import Payments
from desktop.domain.payments import Outcome, card_of_test_token, cards_for_tests
from desktop.i18n import Message, msg
from desktop.views.desk import Surroundings

if TYPE_CHECKING:
    from desktop.services.payments.payment_methods import CardWish, PaymentMethodAnswer

_BRANDS = ("", "Visa", "Mastercard", "American Express", "Discover")
_BECOMES = {
    Outcome.ACCEPTED: msg("Test card {card}: every charge is accepted"),
    Outcome.DECLINED: msg("Test card {card}: every charge is declined"),
    Outcome.EXPIRED: msg("Test card {card}: expired"),
    Outcome.INSUFFICIENT_FUNDS: msg("Test card {card}: insufficient funds"),
    Outcome.LATE: msg("Test card {card}: accepted three days later"),
}
_SHORTEST = 16
_FIRST_YEAR, _LAST_YEAR, _LAST_MONTH = 2000, 2099, 12


def card_name(brand: str, last4: str) -> Message:
    """A card as people call it."""
    if not last4:
        return msg("{brand}", brand=brand) if brand else msg("Card without a number")
    return msg("{brand} ending {last4}", brand=brand or msg("Card"), last4=last4)


class CardForm(QWidget):
    """Asks for a payment method. Neither the number nor the security code of a card is ever typed here."""

    changed = Signal()

    def __init__(self, around: Surroundings, payments: Payments, current: PaymentMethodAnswer | None) -> None:
        """Begin with the payment method in use, where there is one."""
        super().__init__()
        self._around, self._test = around, payments is Payments.TEST
        self.tokens, self.token, self.brand = QComboBox(), QLineEdit(), QComboBox()
        self.last4, self.month, self.year, self.holder = QLineEdit(), QSpinBox(), QSpinBox(), QLineEdit()
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        if self._test:
            self._build_test()
        else:
            self._build_recorded()
        self._row(msg("Cardholder"), msg("Whose name is on the card"), self.holder)
        self.show_method(current)
        for field in (self.token, self.last4, self.holder):
            field.textChanged.connect(self.changed)
        self.tokens.currentIndexChanged.connect(self.changed)

    def show_method(self, current: PaymentMethodAnswer | None) -> None:
        """Fill the fields with a payment method."""
        if current is None:
            return
        self.holder.setText(current.holder)
        if self._test:
            self.tokens.setCurrentIndex(max(0, self.tokens.findData(current.token)))
            return
        self.token.setText(current.token)
        self.brand.setCurrentText(current.brand)
        self.last4.setText(current.last4)
        self.month.setValue(current.exp_month or 0)
        self.year.setValue(current.exp_year or _FIRST_YEAR - 1)

    def first(self) -> QWidget:
        """The field the keyboard begins in."""
        return self.tokens if self._test else self.token

    def complete(self) -> bool:
        """Whether enough is said to try."""
        return self._test or bool(self.token.text().strip())

    def wrong(self) -> QWidget | None:
        """The field of the last four digits, where it holds something else."""
        typed = self.last4.text().strip()
        fits = not typed or (typed.isascii() and typed.isdecimal() and len(typed) == self.last4.maxLength())
        return None if self._test or fits else self.last4

    def wish(self) -> CardWish:
        """What was said."""
        from desktop.services.payments.payment_methods import CardWish

        holder = self.holder.text()
        if self._test:
            return CardWish(self.tokens.currentData(), holder=holder)
        month, year = self.month.value() or None, self.year.value()
        known = month is not None and year >= _FIRST_YEAR
        return CardWish(
            self.token.text(),
            self.brand.currentText(),
            self.last4.text().strip(),
            month if known else None,
            year if known else None,
            holder,
        )

    def said(self) -> str:
        """The payment method in a few words."""
        if self._test:
            card = card_of_test_token(self.tokens.currentData())
            return self._around.words.text(card_name(card.brand, card.last4))
        return self._around.words.text(card_name(self.brand.currentText(), self.last4.text().strip()))

    def _build_test(self) -> None:
        text = self._around.words.text
        # The list is as wide as its texts when it opens; the field itself may be narrower.
        self.tokens.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.tokens.setMinimumContentsLength(_SHORTEST)
        for card, outcome in cards_for_tests():
            self.tokens.addItem(
                text(Message(_BECOMES[outcome].text, {"card": f"{card.brand} {card.last4}"})), card.token
            )
        self._row(msg("Test card"), msg("The test provider charges nothing; each card has its own answer"), self.tokens)

    def _build_recorded(self) -> None:
        text = self._around.words.text
        self.brand.addItems(list(_BRANDS))
        self.brand.setEditable(True)
        self.last4.setMaxLength(4)
        self.month.setRange(0, _LAST_MONTH)
        self.year.setRange(_FIRST_YEAR - 1, _LAST_YEAR)
        self.month.setSpecialValueText(text(msg("Month")))
        self.year.setSpecialValueText(text(msg("Year")))
        self.month.setValue(0)
        self.year.setValue(_FIRST_YEAR - 1)
        self._row(msg("Token"), msg("The provider’s name for the card, never its number"), self.token)
        self._row(msg("Brand"), msg("The card’s brand, as its provider shows it"), self.brand)
        self._row(msg("Last four digits"), msg("The last four digits of the card, never more"), self.last4)
        expiry = QWidget()
        row = QHBoxLayout(expiry)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.month)
        row.addWidget(self.year)
        row.addStretch(1)
        self._row(msg("Expires"), msg("Month and year on the card"), expiry)
        self._name(self.month, msg("Expiry month"), msg("Month and year on the card"))
        self._name(self.year, msg("Expiry year"), msg("Month and year on the card"))

    def _row(self, label: Message, hint: Message, field: QWidget) -> None:
        self.form.addRow(self._around.words.text(label), field)
        self._name(field, label, hint)

    def _name(self, field: QWidget, label: Message, hint: Message) -> None:
        text = self._around.words.text
        field.setAccessibleName(text(label))
        field.setAccessibleDescription(text(hint))
        field.setToolTip(text(hint))
