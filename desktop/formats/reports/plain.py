"""Cells as plain text: column by column, because most of a column is alike (P8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.periods import Month
from desktop.formats.reports.report import Cell, Column, Kind
from desktop.i18n import Amount, Message, Translator

_KEPT = 16_384
_MESSAGES = {Message}
_TWO = tuple(f"{number:02d}" for number in range(60))


def utc_text(instant: datetime) -> str:
    """An aware instant as ISO 8601 in UTC, such as `2019-03-04T10:00:00Z`."""
    return _utc(instant).isoformat()[:-6] + "Z"


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


class Plain:
    """How cells of each kind are written as plain text."""

    def __init__(
        self, translator: Translator, *, decimal: str = ".", day: str | None = None, zone: str | None = None
    ) -> None:
        """Take what differs between profiles.

        Args:
            translator: The language of messages.
            decimal: The decimal sign of money.
            day: The sign between day, month and year; without it days are as in ISO 8601.
            zone: The IANA zone of instants, written without one; without it they are in UTC and end in Z.
        """
        self._translator = translator
        self._decimal = decimal
        self._day = day
        self._zone = None if zone is None else ZoneInfo(zone)
        self._messages: dict[int, tuple[Message, str]] = {}
        self._patterns: dict[str, str] = {}
        self._months: dict[int, str] = {}

    def column(self, column: Column, cells: Sequence[Cell]) -> list[str]:
        """The cells as text, empty where there is none."""
        if None not in cells:
            return self._written(column, cells)
        texts = iter(self._written(column, [cell for cell in cells if cell is not None]))
        return ["" if cell is None else next(texts) for cell in cells]

    def _written(self, column: Column, cells: Sequence[Any]) -> list[str]:
        if column.kind is Kind.MONEY:
            return self._amounts(cells, column.currency)
        writings: dict[Kind, Callable[[Sequence[Any]], list[str]]] = {
            Kind.TEXT: list,
            Kind.INT: lambda counts: list(map(str, counts)),
            Kind.MONTH: self._month_texts,
            Kind.DATE: self._days,
            Kind.INSTANT: self._instants,
            Kind.MESSAGE: lambda messages: list(map(self._message, messages)),
        }
        return writings[column.kind](cells)

    def _month_texts(self, cells: Sequence[Month]) -> list[str]:
        known = self._months
        for month in cells:
            if month.ordinal not in known:
                known[month.ordinal] = str(month)
        return [known[month.ordinal] for month in cells]

    def _message(self, message: Message) -> str:
        # By identity: a column repeats few messages, and comparing their parameters costs more than it saves.
        # The message is kept too, so that no other takes its place in memory.
        found = self._messages.get(id(message))
        if found is not None:
            return found[1]
        if message.plural is None and message.params and set(map(type, message.params.values())) == _MESSAGES:
            # Its parts repeat, it does not.
            return self._joined(message)
        if len(self._messages) >= _KEPT:
            self._messages.clear()
        text = self._translator.text(message)
        self._messages[id(message)] = (message, text)
        return text

    def _joined(self, message: Message) -> str:
        """A sentence made of sentences."""
        pattern = self._patterns.get(message.text)
        if pattern is None:
            pattern = self._patterns[message.text] = self._translator.pattern(message.text)
        return pattern.format_map({name: self._message(part) for name, part in message.params.items()})  # type: ignore[arg-type]

    def _days(self, cells: Sequence[date]) -> list[str]:
        texts = map(date.isoformat, cells)
        return list(texts if self._day is None else map(self._date, texts))

    def _instants(self, cells: Sequence[datetime]) -> list[str]:
        if {instant.tzinfo for instant in cells} - {UTC}:
            cells = [_utc(instant) for instant in cells]
        if self._zone is None:
            if any(instant.microsecond for instant in cells):
                return [utc_text(instant) for instant in cells]
            # A third of the time isoformat takes, and a table of instants is mostly that.
            two = _TWO
            return [
                f"{at.year:04d}-{two[at.month]}-{two[at.day]}T{two[at.hour]}:{two[at.minute]}:{two[at.second]}Z"
                for at in cells
            ]
        zone = self._zone
        texts = [instant.astimezone(zone).isoformat(" ")[:19] for instant in cells]
        return [self._date(text[:10]) + text[10:] for text in texts]

    def _date(self, iso: str) -> str:
        if self._day is None:
            return iso
        return f"{iso[8:]}{self._day}{iso[5:7]}{self._day}{iso[:4]}"

    def _amounts(self, cells: Sequence[Amount], currency: str | None) -> list[str]:
        if currency is None:
            texts = [f"{amount.decimal} {amount.currency}" for amount in cells]
        else:
            if others := {amount.currency for amount in cells} - {currency}:
                raise ValueError(f"{', '.join(sorted(others))} in a column of {currency}")
            texts = [amount.decimal for amount in cells]
        return texts if self._decimal == "." else [text.replace(".", self._decimal) for text in texts]


def heading(column: Column, translator: Translator, zone: str | None = None) -> str:
    """The column's title for people, with the currency or the zone of all its cells."""
    title = translator.text(column.title)
    if column.kind is Kind.MONEY and column.currency is not None:
        return f"{title} ({column.currency})"
    if column.kind is Kind.INSTANT and zone is not None:
        return f"{title} ({zone})"
    return title
