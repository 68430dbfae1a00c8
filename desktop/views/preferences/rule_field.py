"""The field for a rule's new value: its choices by name, numbers to step, a day to pick, else a line to type in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QSizePolicy, QStackedWidget, QWidget

from desktop.domain.rules import CHOICE_LABELS, NONE, RULES, AccountRule, Kind, written
from desktop.domain.typed_numbers import typed_number
from desktop.i18n import Message, msg
from desktop.views.billing.key_dialogs import qt_day, read_day
from desktop.views.widgets.number_fields import PercentField, WholeField
from desktop.views.words import Words

_MOST = 1_000_000
_KINDS: tuple[tuple[str, Message], ...] = (
    ("q1,q2,q3,q5", msg("Q1, Q2, Q3 and Q5: not social activity")),
    ("q1,q2,q3,q4,q5", msg("Q1 to Q5: social activity too")),
)


class RuleField(QStackedWidget):
    """Shows one rule's value at a time, in the field that suits it; `entered` when Enter is pressed in it."""

    entered = Signal()

    def __init__(self, words: Words) -> None:
        """Begin with an empty line."""
        super().__init__()
        self._words = words
        self._rule: AccountRule = next(iter(RULES.values()))
        self.line, self.choice, self.day = QLineEdit(), QComboBox(), QDateEdit()
        self.number, self.percent = WholeField(0, _MOST, 0), PercentField(0, 100)
        self.day.setCalendarPopup(True)
        for part in (self.line, self.choice, self.day, self.number, self.percent):
            self.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, rule: AccountRule, value: Any) -> None:
        """Show a rule and its value."""
        self._rule = rule
        part = self._part(rule)
        if part is self.choice:
            self._offer(rule, written(value).replace(" ", ""))
        elif part is self.day:
            self.day.setLocale(QLocale())
            self.day.setDate(qt_day(date.fromisoformat(value)))
        elif part is self.number:
            self.number.setMinimum(rule.minimum or 0)
            self.number.setValue(value)
        elif part is self.percent:
            self.percent.setValue(float(Decimal(value) * 100))
        else:
            self.line.setText(self._typed(value))
            self.line.setPlaceholderText(self._words.text(msg("none")) if rule.kind is not Kind.NUMBERS else "")
        self.setCurrentWidget(part)
        self.setFocusProxy(part)

    def plain(self) -> str:
        """What is entered, as commands take it.

        Raises:
            UserError: It is no value of the rule.
        """
        part = self.currentWidget()
        if part is self.choice:
            return str(self.choice.currentData())
        if part is self.day:
            return read_day(self.day).isoformat()
        if part is self.number:
            self.number.interpretText()
            return str(self.number.value())
        if part is self.percent:
            self.percent.interpretText()
            return str(self.percent.percent / 100)
        return self._rule.plain(self._line_text(), self._words.language)

    def name(self, text: str) -> None:
        """Name every part for who cannot see it."""
        for part in (self.line, self.choice, self.day, self.number, self.percent):
            part.setAccessibleName(text)
            part.setToolTip(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes; it does not close the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def _part(self, rule: AccountRule) -> QWidget:
        if rule.choices or rule.name == "po_kinds":
            return self.choice
        if rule.kind is Kind.SHARE:
            return self.percent
        if isinstance(rule.default, int):
            return self.number
        is_day = isinstance(rule.default, str) and rule.kind is None
        return self.day if is_day else self.line

    def _offer(self, rule: AccountRule, value: str) -> None:
        self.choice.clear()
        offered = [(one, CHOICE_LABELS[one]) for one in rule.choices] or _KINDS
        for one, label in offered:
            self.choice.addItem(self._words.text(label), one)
        self.choice.setCurrentIndex(self.choice.findData(value))

    def _typed(self, value: Any) -> str:
        """A value as the language types it; none is an empty line."""
        language = self._words.language
        if value in (NONE, {}):
            return ""
        if isinstance(value, dict):
            rates = [f"{country}={typed_number(Decimal(rate), language)}" for country, rate in value.items()]
            return "; ".join(rates)
        return typed_number(Decimal(value), language) if isinstance(value, str) else written(value)

    def _line_text(self) -> str:
        typed = self.line.text().strip()
        nothing = self._words.text(msg("none")).casefold()
        may_be_none = self._rule.kind is not Kind.NUMBERS
        return NONE if may_be_none and typed.casefold() in ("", nothing) else typed
