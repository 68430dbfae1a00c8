"""Months and days as a person types them: `2026-03`, `18/4/2019`, or with a month's name in the person's language."""

from __future__ import annotations

import re
from datetime import date, timedelta

from desktop.domain.periods import MONTHS_A_YEAR, Month
from desktop.domain.search_text import folded

_NUMBERS = re.compile(r"(\d{4})[-/. ](\d{1,2})|(\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(r"([^\W\d]{3,})\.?\s+(\d{4})|(\d{4})\s+([^\W\d]{3,})\.?")
_NAME = re.compile(r"([^\W\d]{3,})\.?")
_YEAR = re.compile(r"\d{4}")
_YEARS = range(1900, 2200)
_DAY = re.compile(r"(\d{1,2})\.?\s+([^\W\d]{3,})\.?\s+(\d{4})|([^\W\d]{3,})\.?\s+(\d{1,2}),?\s+(\d{4})")
_YEARLESS = re.compile(r"\d{1,2}\.?\s+[^\W\d]{3,}\.?|[^\W\d]{3,}\.?\s+\d{1,2}")
_YEARS_BACK = 10
_NUMBERED_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}")


def months_named(typed: str, language: str, newest: Month | None = None) -> list[Month]:
    """The months the text names: one by numbers, every one whose name begins so by words; nothing else names any.

    Where the newest month there is is known, a year alone names its months up to that one, and a month's name alone
    the last two so called, the newest first.

    >>> [str(one) for one in months_named("ma 2026", "en")], [str(one) for one in months_named("mar 2026", "en")]
    ([], ['2026-03'])
    >>> [str(one) for one in months_named("mar", "en", Month.parse("2026-05"))]
    ['2026-03', '2025-03']
    >>> [str(one) for one in months_named("2026", "en", Month.parse("2026-02"))]
    ['2026-02', '2026-01']
    """
    text = folded(typed.strip())
    by_numbers = _NUMBERS.fullmatch(text)
    if by_numbers is not None:
        year, month = by_numbers[1] or by_numbers[4], by_numbers[2] or by_numbers[3]
        return _month(int(year), int(month))
    named = _NAMED.fullmatch(text)
    if named is None:
        return _incomplete(text, language, newest) if newest is not None else []
    name, year = named[1] or named[4], int(named[2] or named[3])
    return [month for number in _numbers(name, language) for month in _month(year, number)]


def days_named(typed: str, language: str, year: int | None = None) -> list[tuple[date, date]]:
    """The day, month or year that the text names, as its first and last day; nothing else names any.

    Where the newest year there is is known, a day without its year is that day of ten years, the newest first.

    >>> days_named("18 avr 2019", "fr") == days_named("18/04/2019", "fr") == days_named("2019-4-18", "nl")
    True
    >>> [(str(first), str(last)) for first, last in days_named("april 2019", "en")]
    [('2019-04-01', '2019-04-30')]
    >>> [str(first) for first, _ in days_named("apr 18", "en", 2019)][:2]
    ['2019-04-18', '2018-04-18']
    """
    text = folded(typed.strip())
    if year is not None and _YEARLESS.fullmatch(text):
        return [span for back in range(_YEARS_BACK) for span in days_named(f"{text} {year - back}", language)]
    if _YEAR.fullmatch(text) and int(text) in _YEARS:
        return [(date(int(text), 1, 1), date(int(text), 12, 31))]
    day = _numbered_day(text, language) if _NUMBERED_DAY.fullmatch(text) else None
    named = _DAY.fullmatch(text)
    if named is not None:
        number, name = named[1] or named[5], named[2] or named[4]
        months = _numbers(name, language)
        day = _day(int(named[3] or named[6]), months[0], int(number)) if months else None
    if day is not None:
        return [(day, day)]
    return [(month.first_day, month.end - timedelta(days=1)) for month in months_named(typed, language)]


def _numbered_day(text: str, language: str) -> date | None:
    """Three numbers: beginning with the year, else in the language's own order."""
    from babel.dates import parse_date

    year, month, number = (int(part) for part in re.split(r"\D", text))
    if year in _YEARS:
        return _day(year, month, number)
    try:
        return parse_date(re.sub(r"[ .]", "/", text), locale=language, format="short")
    except ValueError:
        return None


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if year in _YEARS else None
    except ValueError:
        return None


def _incomplete(text: str, language: str, newest: Month) -> list[Month]:
    """The months of a year, or the last two of a name."""
    if _YEAR.fullmatch(text):
        wanted = [month for number in range(1, MONTHS_A_YEAR + 1) for month in _month(int(text), number)]
        return [month for month in reversed(wanted) if month <= newest]
    name = _NAME.fullmatch(text)
    numbers = _numbers(name[1], language) if name is not None else []
    last = [newest + -back for back in range(2 * MONTHS_A_YEAR)]
    return [month for month in last if month.ordinal % MONTHS_A_YEAR + 1 in numbers]


def _month(year: int, number: int) -> list[Month]:
    return [Month(year * MONTHS_A_YEAR + number - 1)] if year in _YEARS and 1 <= number <= MONTHS_A_YEAR else []


def _numbers(begin: str, language: str) -> list[int]:
    """The numbers of the months whose names, whole or short, begin so."""
    from babel import Locale

    names = Locale.parse(language).months["stand-alone"]
    return [
        number
        for number in range(1, MONTHS_A_YEAR + 1)
        if any(folded(names[width][number]).startswith(begin) for width in ("wide", "abbreviated"))
    ]
