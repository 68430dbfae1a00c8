"""Words, kept apart from the numbers in them until somebody reads them (architecture.md, idea 6).

Below the window, the command line and the report writers nothing is translated. A text is a `Message`: the English
sentence and its parameters. Only these are stored and hashed, so a language switch or a report in the recipient's
language never changes what was recorded.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast, runtime_checkable

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

LANGUAGES = ("en", "fr", "nl")


@runtime_checkable
class Amount(Protocol):
    """An exact amount of money: integer minor units and an ISO 4217 code."""

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""

    @property
    def decimal(self) -> str:
        """The amount in major units as plain digits, such as `192.00`."""


@runtime_checkable
class CalendarMonth(Protocol):
    """A month of the calendar; as text it is `YYYY-MM`."""

    @property
    def first_day(self) -> date:
        """The first day of the month."""

    @property
    def end(self) -> date:
        """The first day after the month."""


Value: TypeAlias = (
    "str | int | Decimal | date | datetime | Amount | CalendarMonth | Message | tuple[Message, ...] | None"
)


@dataclass(frozen=True)
class Message:
    """An English sentence with named parameters, and its plural form where the number `n` decides."""

    text: str
    params: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None

    def english(self) -> str:
        """The sentence in plain English, with ISO dates and months and undecorated numbers: for logs and JSON."""
        text = self.text if self.plural is None or self.params.get("n") == 1 else self.plural
        return text.format_map({name: _plain(value) for name, value in self.params.items()})

    def as_json(self) -> dict[str, object]:
        """The English text and its parameters, as `--json` and the journal write them."""
        return {"text": self.english(), "params": {name: _plain(value) for name, value in self.params.items()}}

    def __str__(self) -> str:
        """The English sentence."""
        return self.english()


def msg(text: str, /, **params: Value) -> Message:
    """Mark an English sentence for translation, with `{named}` parameters."""
    return Message(text, params)


def msgn(singular: str, plural: str, /, *, n: int, **params: Value) -> Message:
    """Mark a sentence that depends on the count `n`."""
    return Message(singular, {"n": n, **params}, plural)


YES, NO = msg("Yes"), msg("No")


def yes_no(flag: bool) -> Message:  # noqa: FBT001 - the answer to a question
    """The one word or the other."""
    return YES if flag else NO


def _plain(value: Value) -> object:
    if isinstance(value, Message):
        return value.english()
    if isinstance(value, tuple):
        return ", ".join(part.english() for part in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Amount):
        return f"{value.decimal} {value.currency}"
    return str(value) if isinstance(value, CalendarMonth | Decimal) else value


class Translator:
    """Messages, numbers and dates in one language. Made from a language; there is no global one."""

    def __init__(self, language: str, catalogues: Path) -> None:
        """Read the catalogue of `language` below `catalogues`; English needs none."""
        self.language = language if language in LANGUAGES else "en"
        self._catalogue = _catalogue(self.language, catalogues)

    def text(self, message: Message) -> str:
        """The sentence in this language, its parameters formatted for it."""
        params = {name: self.value(value) for name, value in message.params.items()}
        if message.plural is None:
            pattern = self.pattern(message.text)
        else:
            count = message.params.get("n")
            pattern = self._catalogue.ngettext(message.text, message.plural, count if isinstance(count, int) else 2)
        return pattern.format_map(params)

    def pattern(self, text: str) -> str:
        """A sentence in this language, with its parameters still to be put in."""
        return self._catalogue.gettext(text) if text else ""

    def value(self, value: Value) -> str:  # noqa: PLR0911 - one case a kind of value
        """One value as a person of this language writes it."""
        if value is None:
            return "–"
        if isinstance(value, Message):
            return self.text(value)
        if isinstance(value, tuple):
            return ", ".join(self.text(part) for part in value)
        if isinstance(value, bool | str):
            return str(value)

        if isinstance(value, int | Decimal):
            return _number(value, self.language)
        if isinstance(value, datetime):
            return self._instant(value)
        if isinstance(value, date):
            return _day(value, self.language)
        if _is_month(type(value)):
            return self.month(cast("CalendarMonth", value).first_day)
        amount = cast("Amount", value)
        return _money(amount.decimal, amount.currency, self.language)

    def _instant(self, instant: datetime) -> str:
        """Day and time in the zone of the instant, to the minute."""
        from babel import dates

        day = dates.format_date(instant.date(), "medium", locale=_habits(self.language))
        clock = dates.format_time(instant, "short", tzinfo=instant.tzinfo, locale=_habits(self.language))
        return str(dates.get_datetime_format("medium", locale=_habits(self.language))).format(clock, day)

    def moment(self, instant: datetime) -> str:
        """Day and time without the year in the zone of the instant, such as `Sep 3, 14:05`."""
        return _moment(instant.replace(tzinfo=None), self.language)

    def month(self, first_day: date, *, style: str = "MMM y") -> str:
        """A month's name, such as `Sep 2019`; `style` is a Babel pattern."""
        from babel import dates

        return dates.format_date(first_day, style, locale=_habits(self.language))


@lru_cache(maxsize=8)
def _catalogue(language: str, catalogues: Path) -> gettext.NullTranslations:
    return gettext.translation("seatwise", str(catalogues), languages=[language], fallback=True)


@lru_cache(maxsize=64)
def _is_month(kind: type) -> bool:
    """Whether values of the kind are months; asked once of each kind, because asking a Protocol takes long."""
    return hasattr(kind, "first_day")


@lru_cache(maxsize=8)
def _habits(language: str) -> Locale:
    """How the language writes numbers and days; given its code alone, Babel looks it up for each value."""
    from babel import Locale

    return Locale.parse(language)


# A list says the same few numbers, days and amounts over and over, each time it is painted.
_KEPT = 8192


@lru_cache(maxsize=_KEPT)
def _number(value: int | Decimal, language: str) -> str:
    """A number with every decimal it has."""
    from babel import numbers

    return numbers.format_decimal(value, locale=_habits(language), decimal_quantization=False)


@lru_cache(maxsize=_KEPT)
def _day(value: date, language: str) -> str:
    from babel import dates

    return dates.format_date(value, "medium", locale=_habits(language))


@lru_cache(maxsize=_KEPT)
def _moment(local: datetime, language: str) -> str:
    """Of a time as the clock on the wall says it: instants of two zones that are one would be one key."""
    from babel import dates

    habits = _habits(language)
    return f"{dates.format_skeleton('MMMd', local, locale=habits)}, {dates.format_time(local, 'HH:mm', locale=habits)}"


@lru_cache(maxsize=_KEPT)
def _money(decimal: str, currency: str, language: str) -> str:
    """An amount with exactly the decimals it has, whatever the language's habit for its currency."""
    whole, point, places = decimal.removeprefix("-").partition(".")
    before, group, sign, after = _habit_of(currency, language, len(places), negative=decimal.startswith("-"))
    grouped = f"{int(whole):,}".replace(",", group)
    return f"{before}{grouped}{sign}{places}{after}" if point else f"{before}{grouped}{after}"


@lru_cache(maxsize=256)
def _habit_of(currency: str, language: str, places: int, *, negative: bool) -> tuple[str, str, str, str]:
    """What stands before an amount, between its thousands, before its decimals, and after it: as Babel writes one."""
    from decimal import Decimal

    digits = "8" * places
    written = _pattern(places, language).apply(
        Decimal(f"{'-' * negative}1234567.{digits}"), _habits(language), currency=currency, currency_digits=False
    )
    before, thousands = written.split("1", 1)
    group = thousands.partition("234")[0]
    sign, _, after = (
        thousands.partition("567")[2].partition(digits) if places else ("", "", thousands.partition("567")[2])
    )
    return before, group, sign, after


@lru_cache(maxsize=64)
def _pattern(places: int, language: str) -> NumberPattern:
    pattern: NumberPattern = copy(_habits(language).currency_formats["standard"])
    pattern.frac_prec = (places, places)
    return pattern
