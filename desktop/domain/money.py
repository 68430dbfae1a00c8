"""Money: integer minor units and a currency, exact until the one place that rounds (rules.md 0.3.5).

>>> round_half_away(Fraction("4.995"), 2), round_half_away(Fraction("-4.995"), 2)
(500, -500)
>>> Money.of(Fraction(545, 2), "JPY")
Money(minor=273, currency='JPY')
>>> Money.of(3 * Fraction("1.2345"), "KWD").decimal
'3.704'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from desktop.domain.errors import UserError
from desktop.i18n import msg

Exact: TypeAlias = "int | Fraction"

MINOR_BOUND = 2**53 - 1

# ISO 4217, the currencies whose minor unit is not a hundredth.
_EXPONENTS = (
    dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    )
    | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
    | dict.fromkeys(("CLF", "UYW"), 4)
)


def exponent(currency: str) -> int:
    """How many decimals the currency has (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


def minor_units(currency: str) -> int:
    """How many minor units make one of the currency."""
    return int(10 ** exponent(currency))


def round_half_away(value: Exact, decimals: int) -> int:
    """`value` in units of 10**-decimals, rounded to the nearest whole unit, halves away from zero."""
    numerator, denominator = value.as_integer_ratio()
    return round_ratio(numerator * 10**decimals, denominator)


def round_ratio(numerator: int, denominator: int) -> int:
    """The whole number nearest to the ratio, halves away from zero; the denominator is positive."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -size if numerator < 0 else size


@lru_cache(maxsize=8192)
def _decimal(minor: int, currency: str) -> str:
    """So many minor units as plain digits of major ones."""
    places = exponent(currency)
    digits = f"{abs(minor):0{places + 1}d}"
    sign = "-" if minor < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


@dataclass(frozen=True, order=False, slots=True)
class Money:
    """An amount of one currency in minor units. Two currencies never mix."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse amounts that other programs could not hold exactly: beyond 2^53 - 1 a JSON reader rounds."""
        if abs(self.minor) > MINOR_BOUND:
            raise UserError(msg("The amount is too large to be kept exactly."))

    @classmethod
    def of(cls, value: Exact, currency: str) -> Money:
        """The exact `value` in major units, rounded once."""
        return cls(round_half_away(value, exponent(currency)), currency)

    @property
    def exact(self) -> Fraction:
        """The amount in major units."""
        return Fraction(self.minor, minor_units(self.currency))

    def is_exactly(self, value: Exact) -> bool:
        """Whether the value in major units is a whole number of minor units, and this one."""
        numerator, denominator = value.as_integer_ratio()
        return self.minor * denominator == numerator * minor_units(self.currency)

    @property
    def decimal(self) -> str:
        """The amount in major units as plain digits."""
        return _decimal(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        """The sum of two amounts of the same currency."""
        if self.currency != other.currency:
            raise UserError(
                msg("Amounts in {one} and {other} cannot be added up.", one=self.currency, other=other.currency)
            )
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        """The difference of two amounts of the same currency."""
        return self + -other

    def __neg__(self) -> Money:
        """The amount with its sign turned."""
        return Money(-self.minor, self.currency)


def allot(total: int, weights: Sequence[Exact]) -> list[int]:
    """Part a whole number of minor units by `weights`, by largest remainder: the parts always add up to the whole.

    Ties go to the earlier part. Weights are not negative and not all zero.

    >>> allot(100000, [1] * 12) == [8334] * 4 + [8333] * 8
    True
    >>> allot(602, [1003, 1003, 1003])
    [201, 201, 200]
    """
    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative, nor all zero")
    size, sign = abs(total), -1 if total < 0 else 1
    shares = [Fraction(weight) * size / whole for weight in weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in by_remainder[: size - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]
