"""Rows of a sheet as XML, a batch at a time: setting cell by cell takes several times as long (P8).

Everything else of the workbook is XlsxWriter's. Only the lines between header and totals, which XlsxWriter in constant
memory would write to the same file, are put there directly. Text is always a string cell, never a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from itertools import count, repeat
from operator import itemgetter
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from desktop.formats.reports.plain import Plain
from desktop.formats.reports.report import Batch, Cell, Column, Kind

Style: TypeAlias = Callable[[Kind, str | None], int]

_LONGEST_TEXT = 32_767
"""UTF-16 units in a cell of Excel."""
_EXACT = 2**53
_FIRST_DAY = date(1900, 3, 1)
"""Before it, Excel counts a day that never was."""
_ZERO_DAY = date(1899, 12, 30).toordinal()
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_FIRST, _LAST = itemgetter(slice(0, 1)), itemgetter(slice(-1, None))
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def column_name(index: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    name = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        name, index = chr(65 + letter) + name, index - 1
    return name


class RowWriter:
    """Turns batches into rows of XML."""

    def __init__(self, columns: Sequence[Column], style: Style, plain: Plain, zone: str) -> None:
        """Write `columns`; `style` gives the number of the cell style of a column, for money in a currency."""
        self._columns = columns
        self._style = style
        self._plain = plain
        self._zone = ZoneInfo(zone)

    def rows(self, batch: Batch, first: int) -> str:
        """The rows of a batch; `first` is the number of its first row, counted from 1."""
        columns = [
            self._cells(i, column, cells, first)
            for i, (column, cells) in enumerate(zip(self._columns, batch, strict=True))
        ]
        starts = [f'<row r="{number}">' for number in range(first, first + len(batch[0]))]
        return "</row>".join(map("".join, zip(starts, *columns, strict=True))) + "</row>"

    def _cells(self, index: int, column: Column, cells: Sequence[Cell], first: int) -> list[str]:
        name, style = column_name(index), self._style(column.kind, column.currency)
        if column.kind in (Kind.TEXT, Kind.MESSAGE):
            return _text_cells(name, self._plain.column(column, cells), style, first)
        styles = self._styles(column, cells) if column.kind is Kind.MONEY and column.currency is None else repeat(style)
        number = self._numbers(column)
        out = []
        for row, cell, look in zip(count(first), cells, styles, strict=False):
            value = None if cell is None else number(cell)
            if value is not None:
                out.append(f'<c r="{name}{row}" s="{look}"><v>{value}</v></c>')
            elif cell is None:
                out.append("")
            else:
                out.append(_text_cell(name, row, look, self._plain.column(column, [cell])[0]))
        return out

    def _styles(self, column: Column, cells: Sequence[Any]) -> list[int]:
        return [self._style(column.kind, None if amount is None else amount.currency) for amount in cells]

    def _numbers(self, column: Column) -> Callable[[Any], object]:
        """What Excel keeps as a number; None for what it would not keep exactly."""
        if column.kind is Kind.INT:
            return lambda number: number if abs(number) <= _EXACT else None
        if column.kind is Kind.MONTH:
            return lru_cache(maxsize=4096)(lambda month: _serial(month.first_day))
        if column.kind is Kind.DATE:
            return lru_cache(maxsize=4096)(_serial)
        if column.kind is Kind.INSTANT:
            return self._instant
        return lambda amount: self._plain.column(column, [amount])[0].split(" ")[0]

    def _instant(self, instant: datetime) -> str | None:
        if instant.tzinfo is None:
            raise ValueError("an instant without a zone")
        local = instant.astimezone(self._zone).replace(tzinfo=None)
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        day = _serial(local.date())
        return None if day is None else f"{day + seconds / 86_400:.9f}"


def shortened(text: str) -> str:
    """The text, cut with an ellipsis where a cell of Excel cannot hold it."""
    if len(text) <= _LONGEST_TEXT // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _LONGEST_TEXT:
        return text
    return units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _serial(day: date) -> int | None:
    return day.toordinal() - _ZERO_DAY if day >= _FIRST_DAY else None


def _text_cells(name: str, texts: list[str], style: int, first: int) -> list[str]:
    if _plain_text(texts):
        return [
            f'<c r="{name}{row}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>' if text else ""
            for row, text in enumerate(texts, first)
        ]
    return [_text_cell(name, row, style, text) for row, text in enumerate(texts, first)]


def _plain_text(texts: list[str]) -> bool:
    """Whether no text has anything that XML, Excel or its length asks to be written otherwise."""
    together = "".join(texts)
    if not together.isprintable() or any(sign in together for sign in ("&", "<", ">", "_x")):
        return False
    return " " not in {*map(_FIRST, texts), *map(_LAST, texts)} and max(map(len, texts)) <= _LONGEST_TEXT // 2


def _text_cell(name: str, row: int, style: int, text: str) -> str:
    if not text:
        return ""
    text = _ESCAPED.sub(lambda match: f"_x005F{match[0]}", shortened(text))
    text = _CONTROL.sub(_hidden, escape(text, quote=False))
    return f'<c r="{name}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _hidden(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_" if match[0] < " " else "\N{REPLACEMENT CHARACTER}"
