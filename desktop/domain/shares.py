"""Shares as people type and read them: percentages, exact.

>>> read_share("2.5 %"), share_text(Fraction(1, 40))
(Fraction(1, 40), '2.5')
"""

from __future__ import annotations

import re
from fractions import Fraction

from desktop.domain.errors import WrongUsage
from desktop.i18n import msg

_PERCENT = re.compile(r"\s*([+-]?\d{1,6}(?:[.,]\d{1,6})?)\s*%?\s*", re.ASCII)


def read_share(text: str) -> Fraction:
    """A percentage, with or without its sign, as a share of 1."""
    match = _PERCENT.fullmatch(text.replace("\N{MINUS SIGN}", "-"))
    if match is None:
        raise WrongUsage(msg("“{text}” is not a percentage. Write it like 2% or 2.5%.", text=text))
    return Fraction(match[1].replace(",", ".")) / 100


def share_text(share: Fraction) -> str:
    """A share in percent, in plain digits with at most six decimals."""
    sign, millionths = "-" if share < 0 else "", round(abs(share) * 100 * 10**6)
    whole, rest = divmod(millionths, 10**6)
    return f"{sign}{whole}" + (f".{rest:06d}".rstrip("0") if rest else "")
