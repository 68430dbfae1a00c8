"""Numbers as people type them, read by the habits of their language: exactly, and in one way only.

A language has its own sign before the decimals, and another between groups of three digits; spaces part groups in all
of them. Where only the other sign makes sense, it is read: `4.50` means in Paris what it means in Boston, and `4,50` in
Boston what it means in Paris. Digits with a point, which files and scripts have, are never taken for another number:
what the language's own habit would read otherwise is refused.

>>> read_number("1 234,50", "fr", 2), read_number("1.234,5", "nl", 2), read_number("4.50", "fr", 2)
(Decimal('1234.50'), Decimal('1234.5'), Decimal('4.50'))
>>> read_number("1,234", "en", 6), read_number("1.000", "nl", 0), read_number("4,5,0", "en", 2)
(Decimal('1234'), Decimal('1000'), None)
>>> typed_number(Decimal("1234.50"), "nl")
'1234,50'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from desktop.domain.errors import UserError
from desktop.i18n import msg

_SPACES = r"[ \u00a0\u2009\u202f]"
MOST_DIGITS = 30
"""More than any rule allows: the rule then says how many it does."""
_SHAPES: Mapping[str, re.Pattern[str]] = {
    sign: re.compile(
        rf"(\d{{1,{MOST_DIGITS}}}|\d{{1,3}}(?:{group}\d{{3}}){{1,9}}|\d{{1,3}}(?:{_SPACES}\d{{3}}){{1,9}})"
        rf"(?:{re.escape(sign)}(\d{{1,{MOST_DIGITS}}}))?",
        re.ASCII,
    )
    for sign, group in ((".", ","), (",", r"\."))
}
"""How a number is written whose decimals follow the one sign or the other."""


def readings(text: str, places: int) -> dict[str, Decimal | None]:
    """What a text means by the sign before the decimals; None where it has more decimals than there can be."""
    found: dict[str, Decimal | None] = {}
    for sign, shape in _SHAPES.items():
        match = shape.fullmatch(text.strip())
        if match is not None:
            whole, decimals = re.sub(r"\D", "", match[1]), match[2] or ""
            found[sign] = Decimal(f"{whole}.{decimals}" if decimals else whole) if len(decimals) <= places else None
    return found


def read_number(text: str, language: str, places: int) -> Decimal | None:
    """The number somebody typed who writes this language, with at most so many decimals; None where it is none.

    Raises:
        UserError: It may as well be another number.
    """
    found, own = readings(text, places), decimal_sign(language)
    mine, plain = found.get(own), found.get(".")
    if "." in text and mine is not None and plain is not None and mine != plain:
        raise UserError(
            msg(
                "“{text}” can be read as {one} or as {other}. Write one of these.",
                text=text.strip(),
                one=typed_number(plain, language),
                other=str(mine),
            )
        )
    return mine if own in found else next(iter(found.values()), None)


def typed_number(value: Decimal, language: str) -> str:
    """A number as somebody types it who writes this language, without a sign between groups."""
    return format(value, "f").replace(".", decimal_sign(language))


@lru_cache(maxsize=8)
def decimal_sign(language: str) -> str:
    """What the language writes before the decimals: a point or a comma."""
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(language)


def read_amount(text: str, currency: str, language: str, places: int) -> Decimal | None:
    """An amount somebody typed, also with the currency's code or sign beside it; None where it is none.

    >>> read_amount("4,50 €", "EUR", "fr", 2), read_amount("$9", "USD", "en", 6), read_amount("9 EUR", "USD", "en", 2)
    (Decimal('4.50'), Decimal('9'), None)
    """
    plain = text.strip()
    for sign in _currency_signs(currency, language):
        if plain.upper().startswith(sign) or plain.upper().endswith(sign):
            plain = plain[len(sign) :] if plain.upper().startswith(sign) else plain[: -len(sign)]
            break
    return read_number(plain, language, places)


@lru_cache(maxsize=64)
def _currency_signs(currency: str, language: str) -> tuple[str, ...]:
    """The currency's code and signs, the longest first."""
    from babel.numbers import get_currency_symbol

    signs = {currency, *(get_currency_symbol(currency, locale) for locale in (language, "en"))}
    return tuple(sorted((sign.upper() for sign in signs), key=len, reverse=True))
