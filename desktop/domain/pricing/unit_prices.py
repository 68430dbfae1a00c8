"""A price of one unit: exact, with up to six decimals (rules.md 0.3.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from desktop.domain.errors import UserError
from desktop.domain.explanation import StepValue
from desktop.domain.money import Money, exponent
from desktop.domain.typed_numbers import read_amount, typed_number
from desktop.i18n import msg

DECIMALS = 6
_TOO_LARGE, _EXAMPLE = 10**9, Decimal("4.00")


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
            raise _no_price(text, "en")
        return cls(Fraction(text), currency)

    @classmethod
    def typed(cls, text: str, currency: str, language: str) -> UnitPrice:
        """Read what a person typed who writes this language, also with the currency beside it.

        >>> UnitPrice.typed("1 234,50 €", "EUR", "fr").decimal
        '1234.50'
        """
        if not text.strip():
            raise UserError(msg("Give a price, such as {example}.", example=typed_number(_EXAMPLE, language)))
        found = read_amount(text, currency, language, DECIMALS)
        if found is None or found >= _TOO_LARGE:
            raise _no_price(text, language)
        return cls(Fraction(found), currency)

    @property
    def decimal(self) -> str:
        """The price as plain digits, with at least the decimals of its currency."""
        return _digits(self.exact.numerator, self.exact.denominator, self.currency)

    @property
    def as_step(self) -> StepValue:
        """What a step of an explanation shows: money where it is a whole number of minor units, else the fraction."""
        money = Money.of(self.exact, self.currency)
        return money if money.is_exactly(self.exact) else self.exact


def _no_price(text: str, language: str) -> UserError:
    example = typed_number(_EXAMPLE, language)
    return UserError(
        msg("“{text}” is not a price. Write it with at most six decimals: {example}.", text=text, example=example)
    )


@lru_cache(maxsize=1024)
def _digits(numerator: int, denominator: int, currency: str) -> str:
    whole, rest = divmod(numerator * 10**DECIMALS // denominator, 10**DECIMALS)
    places = exponent(currency)
    digits = f"{rest:0{DECIMALS}d}"
    kept = digits[:places] + digits[places:].rstrip("0")
    return f"{whole}.{kept}" if kept else str(whole)
