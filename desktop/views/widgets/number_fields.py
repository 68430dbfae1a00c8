"""Fields for whole numbers and percentages, typed by the habits of the language spoken."""

from __future__ import annotations

import re
from decimal import Decimal

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from desktop.domain.typed_numbers import read_number, typed_number

_BEGUN = re.compile(r"[-+\N{MINUS SIGN}]?[\d.,\s]*", re.ASCII)
"""What may still become a number."""
_DECIMALS = 2


class WholeField(QSpinBox):
    """A whole number; groups of three digits may be typed or pasted as the language parts them."""

    def __init__(self, least: int, most: int, value: int) -> None:
        """Begin with a value."""
        super().__init__()
        self.setRange(least, most)
        self.setValue(value)
        self.setGroupSeparatorShown(True)

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """Whether it is a number within bounds already, may become one, or not."""
        found = read_number(text, _language(), 0)
        if found is None:
            return super().validate(text, at)
        return _state(found, self.minimum(), self.maximum()), text, at

    def valueFromText(self, text: str) -> int:
        """The number typed."""
        found = read_number(text, _language(), 0)
        return super().valueFromText(text) if found is None else int(found)


class PercentField(QDoubleSpinBox):
    """A percentage with at most two decimals, shown with its sign."""

    def __init__(self, least: int, most: int) -> None:
        """Begin with the least value that is not negative."""
        super().__init__()
        self.setRange(least, most)
        self.setDecimals(_DECIMALS)
        self.setValue(max(0, least))

    @property
    def percent(self) -> Decimal:
        """What is shown, exactly."""
        return Decimal(f"{self.value():.{_DECIMALS}f}")

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """Whether it is a percentage within bounds already, may become one, or not."""
        found = _percent(text)
        if found is not None:
            return _state(found, int(self.minimum()), int(self.maximum())), text, at
        begun = _BEGUN.fullmatch(text.replace("%", "").strip()) is not None
        return QValidator.State.Intermediate if begun else QValidator.State.Invalid, text, at

    def valueFromText(self, text: str) -> float:
        """The percentage typed."""
        found = _percent(text)
        return self.value() if found is None else float(found)

    def textFromValue(self, value: float) -> str:
        """The percentage as the language writes it, without noughts at its end."""
        digits = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
        return f"{typed_number(Decimal(digits), _language())} %"


def _percent(text: str) -> Decimal | None:
    plain = text.replace("%", "").strip()
    sign = -1 if plain[:1] in ("-", "\N{MINUS SIGN}") else 1
    found = read_number(plain.lstrip("-+\N{MINUS SIGN}"), _language(), _DECIMALS)
    return None if found is None else sign * found


def _state(found: Decimal, least: int, most: int) -> QValidator.State:
    """A number that is too small may grow while it is typed, one that is too large may not."""
    if found > most:
        return QValidator.State.Invalid
    return QValidator.State.Acceptable if found >= least else QValidator.State.Intermediate


def _language() -> str:
    """The language that the window speaks."""
    return QLocale.languageToCode(QLocale().language())
