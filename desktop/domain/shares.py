"""Shares as people type and read them: percentages, exact.

>>> read_share("2.5 %", "en"), read_share("−2,5", "fr"), share_percent(Fraction(1, 40))
(Fraction(1, 40), Fraction(-1, 40), Decimal('2.5'))
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from desktop.domain.errors import WrongUsage
from desktop.domain.typed_numbers import read_number, typed_number
from desktop.i18n import msg

DECIMALS = 6
"""Of a percentage."""
_MOST = 10**DECIMALS
_PERCENT = re.compile(r"\s*([+-]?)(.*?)\s*%?\s*", re.DOTALL)


def read_share(text: str, language: str) -> Fraction:
    """A percentage typed by somebody who writes this language, with or without its sign, as a share of 1."""
    match = _PERCENT.fullmatch(text.replace("\N{MINUS SIGN}", "-"))
    found = None if match is None else read_number(match[2], language, DECIMALS)
    if match is None or found is None or found >= _MOST:
        example = typed_number(Decimal("2.5"), language)
        raise WrongUsage(
            msg("“{text}” is not a percentage. Write it like 2% or {example}%.", text=text, example=example)
        )
    return Fraction(-found if match[1] == "-" else found) / 100


def share_percent(share: Fraction) -> Decimal:
    """A share in percent, with at most six decimals and no nought at their end."""
    millionths = round(share * 100 * 10**DECIMALS)
    digits = f"{abs(millionths) // _MOST}.{abs(millionths) % _MOST:06d}".rstrip("0").rstrip(".")
    return Decimal(f"-{digits}" if millionths < 0 else digits)
