"""Months as a person types them: `2026-03`, or a month's name and a year in the person's language."""

from __future__ import annotations

import re

from desktop.domain.periods import MONTHS_A_YEAR, Month

_NUMBERS = re.compile(r"(\d{4})[-/. ](\d{1,2})|(\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(r"([^\W\d]{3,})\.?\s+(\d{4})|(\d{4})\s+([^\W\d]{3,})\.?")
_YEARS = range(1900, 2200)


def months_named(typed: str, language: str) -> list[Month]:
    """The months the text names: one by numbers, every one whose name begins so by words; nothing else names any.

    >>> [str(one) for one in months_named("ma 2026", "en")], [str(one) for one in months_named("mar 2026", "en")]
    ([], ['2026-03'])
    """
    text = typed.strip().casefold()
    by_numbers = _NUMBERS.fullmatch(text)
    if by_numbers is not None:
        year, month = by_numbers[1] or by_numbers[4], by_numbers[2] or by_numbers[3]
        return _month(int(year), int(month))
    named = _NAMED.fullmatch(text)
    if named is None:
        return []
    name, year = named[1] or named[4], int(named[2] or named[3])
    return [month for number in _numbers(name, language) for month in _month(year, number)]


def _month(year: int, number: int) -> list[Month]:
    return [Month(year * MONTHS_A_YEAR + number - 1)] if year in _YEARS and 1 <= number <= MONTHS_A_YEAR else []


def _numbers(begin: str, language: str) -> list[int]:
    """The numbers of the months whose names, whole or short, begin so."""
    from babel import Locale

    names = Locale.parse(language).months["stand-alone"]
    return [
        number
        for number in range(1, MONTHS_A_YEAR + 1)
        if any(names[width][number].casefold().startswith(begin) for width in ("wide", "abbreviated"))
    ]
