"""A price of one unit: exact, with up to six decimals (rules.md 0.3.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from desktop.domain.errors import UserError
from desktop.domain.explanation import StepValue
from desktop.domain.money import Money, exponent
from desktop.i18n import msg

DECIMALS = 6


@dataclass(frozen=True)
class UnitPrice:
    """The price of one unit in one currency; only a line that multiplies it is rounded.

    >>> UnitPrice.read("4", "USD").decimal, UnitPrice.read("1.2345", "KWD").decimal
    ('4.00', '1.2345')
    """

    exact: Fraction
    currency: str

    @classmethod
    def read(cls, text: str, currency: str) -> UnitPrice:
        """Read plain digits with a point, such as `4.00`; signs and more than six decimals are refused."""
        if re.fullmatch(rf"\d{{1,9}}(\.\d{{1,{DECIMALS}}})?", text, re.ASCII) is None:
            raise UserError(msg("“{text}” is not a price. Write it with at most six decimals: 4.00.", text=text))
        return cls(Fraction(text), currency)

    @property
    def decimal(self) -> str:
        """The price as plain digits, with at least the decimals of its currency."""
        return _digits(self.exact.numerator, self.exact.denominator, self.currency)

    @property
    def as_step(self) -> StepValue:
        """What a step of an explanation shows: money where it is a whole number of minor units, else the fraction."""
        money = Money.of(self.exact, self.currency)
        return money if money.is_exactly(self.exact) else self.exact


@lru_cache(maxsize=1024)
def _digits(numerator: int, denominator: int, currency: str) -> str:
    whole, rest = divmod(numerator * 10**DECIMALS // denominator, 10**DECIMALS)
    places = exponent(currency)
    digits = f"{rest:0{DECIMALS}d}"
    kept = digits[:places] + digits[places:].rstrip("0")
    return f"{whole}.{kept}" if kept else str(whole)
