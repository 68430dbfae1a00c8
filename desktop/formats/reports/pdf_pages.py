"""What the pages of a PDF show, as plain values in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.errors import UserError
from desktop.domain.money import exponent
from desktop.domain.progress import Step
from desktop.formats.reports.plain import heading
from desktop.formats.reports.report import Cell, Column, Kind, Report, Table
from desktop.formats.reports.totals import Totals
from desktop.i18n import Amount, Translator, msg

MOST_ROWS = 25_000
"""Of one table on paper: setting them takes 130 KiB of memory a row, and nobody reads a thousand pages."""

_RIGHT = {Kind.INT, Kind.MONEY}
_WIDE = 6
_LONG_WORD = 18
_PIECE = 10
_BREAKS = re.compile(r"(?<=[@._/\\=&?-])(?=[^\s@._/\\=&?-])")
_PIECES = re.compile("[ \u200b]")
_EMPTY = "–"


class Pages:
    """What the template shows, as plain values in the reader's language."""

    def __init__(self, report: Report, translator: Translator) -> None:
        self._report = report
        self._translator = translator
        self._zone = ZoneInfo(report.zone)

    def content(self, step: Step) -> dict[str, object]:
        """Everything the template asks for; reads the tables."""
        report, text = self._report, self._translator.text
        total, tables = sum(table.rows for table in report.tables), []
        done = 0
        for table in report.tables:
            shown, rows = self._table(table, partial(_told, step, done, total))
            tables.append(shown)
            done += rows
        return {
            "title": _shown(text(report.title)),
            "author": "Seatwise",
            "description": "" if report.mark is None else _shown(text(report.mark)),
            "language": self._translator.language,
            "mark": None if report.mark is None else _shown(text(report.mark)),
            "wide": any(len(table.columns) > _WIDE for table in report.tables),
            "facts": [
                {"name": _shown(text(name)), "value": _shown(self._translator.value(value))}
                for name, value in report.facts
            ],
            "dated": report.made_at is not None,
            "picture": report.picture is not None,
            "picture_text": _shown(report.picture_text) or _shown(text(report.title)),
            "tables": tables,
        }

    def _table(self, table: Table, told: Callable[[int], None]) -> tuple[dict[str, object], int]:
        totals, rows = Totals(table), []
        writes = [self._writing(column) for column in table.columns]
        for batch in table.batches:
            totals.add(batch)
            columns = [_column(write, cells) for write, cells in zip(writes, batch, strict=True)]
            rows += [list(row) for row in zip(*columns, strict=True)]
            told(len(rows))
            if len(rows) > MOST_ROWS:
                raise _too_long(table, self._translator)
        titles = [_broken(heading(column, self._translator, self._report.zone)) for column in table.columns]
        summed = self._totals(table, totals) if totals.values and rows else None
        return {
            "name": _shown(self._translator.text(table.name)),
            "titles": titles,
            "aligns": ["right" if column.kind in _RIGHT else "left" for column in table.columns],
            "widths": _widths(table, titles, [*rows, *([summed] if summed else [])]),
            "rows": rows,
            "totals": summed,
            "empty": self._translator.text(msg("No rows.")),
        }, len(rows)

    def _totals(self, table: Table, totals: Totals) -> list[str]:
        cells: list[str] = []
        for column in table.columns:
            value = totals.values.get(column.key)
            cells.append("" if value is None else self._writing(column)(value))
        return [self._translator.text(msg("Total")) if not cells[0] else cells[0], *cells[1:]]

    def _writing(self, column: Column) -> Callable[[Any], str]:
        value = self._translator.value
        writings: dict[Kind, Callable[[Any], str]] = {
            Kind.TEXT: _broken,
            Kind.MESSAGE: lambda message: _broken(value(message)),
            Kind.INT: lru_cache(maxsize=4096)(value),
            Kind.MONTH: lru_cache(maxsize=4096)(lambda month: self._translator.month(month.first_day)),
            Kind.DATE: lru_cache(maxsize=4096)(value),
            Kind.INSTANT: lambda instant: value(instant.astimezone(self._zone)),
            Kind.MONEY: lambda amount: self._money(amount, column.currency),
        }
        return writings[column.kind]

    def _money(self, amount: Amount, currency: str | None) -> str:
        from babel import numbers

        if currency is None:
            return self._translator.value(amount)
        if amount.currency != currency:
            raise ValueError(f"{amount.currency} in a column of {currency}")
        places = exponent(currency)
        pattern = f"#,##0.{'0' * places}" if places else "#,##0"
        return numbers.format_decimal(Decimal(amount.decimal), format=pattern, locale=self._translator.language)


def _told(step: Step, before: int, total: int, rows: int) -> None:
    step(before + rows, total)


def _column(write: Callable[[Any], str], cells: Sequence[Cell]) -> list[str]:
    return [_EMPTY if cell is None else write(cell) for cell in cells]


def _too_long(table: Table, translator: Translator) -> UserError:
    name = translator.text(table.name)
    return UserError(
        msg(
            "“{name}” has more than {most} rows, too many for a PDF. Choose CSV, XLSX or Parquet.",
            name=name,
            most=MOST_ROWS,
        )
    )


def _widths(table: Table, titles: list[str], rows: list[list[str]]) -> list[float]:
    """Columns of numbers and days as wide as their longest text, in letters; the others' shares are negative."""
    widths: list[float] = []
    for i, column in enumerate(table.columns):
        lengths = [len(row[i]) for row in rows] or [1]
        if column.kind in (Kind.TEXT, Kind.MESSAGE):
            longest = max((len(piece) for row in rows for piece in _PIECES.split(row[i])), default=0)
            widths.append(-float(min(26, max(14, longest, sum(lengths) / len(lengths)))))
        else:
            widths.append(float(max(*lengths, *map(len, titles[i].split()), 1)))
    return widths


def _shown(text: str) -> str:
    """Without what has no shape on paper: control characters, and halves of surrogate pairs."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _broken(text: str) -> str:
    """The text, with places where a word too long for its column may be broken."""
    shown = _shown(text)
    if len(shown) <= _LONG_WORD:
        return shown
    return " ".join(_word(word) if len(word) > _LONG_WORD else word for word in shown.split(" "))


def _word(word: str) -> str:
    parts = _BREAKS.split(word)
    pieces = [part[i : i + _PIECE] for part in parts for i in range(0, len(part), _PIECE)]
    return "\u200b".join(pieces)
