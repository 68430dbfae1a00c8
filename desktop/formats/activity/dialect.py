"""How a table's text is laid out: delimiter, header, and a sample of its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop.domain.errors import UserError
from desktop.formats.activity.columns import known_roles
from desktop.formats.activity.records import Records
from desktop.i18n import msg

DELIMITERS = (",", ";", "\t", "|")
_HEAD = 1 << 16
SAMPLE_ROWS = 5_000
_JUDGED_ROWS = 200
_SEPARATOR_LINE = "sep="


@dataclass(frozen=True)
class Dialect:
    """A table of delimited text: `skip` lines stand before the header (1 when the file names its own delimiter).

    `newline` is the line end of the beginning; whether the whole file has it, the survey says.
    """

    delimiter: str
    skip: int
    newline: str
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    """The first rows that have as many fields as the header."""


def sniff(path: Path, name: str) -> Dialect:
    """The dialect of a UTF-8 file; `name` is what the person calls the file."""
    skip, given, newline = _beginning(path)
    delimiters = [given] if given else DELIMITERS
    tables = {delimiter: _rows(path, delimiter, skip, _JUDGED_ROWS) for delimiter in delimiters}
    delimiter = max(tables, key=lambda one: _merit(tables[one]))
    if not tables[delimiter] and _says_something(path):
        raise UserError(msg("“{file}” is not a table. Import it without a format, and it is recognized.", file=name))
    if not tables[delimiter]:
        raise UserError(msg("“{file}” is empty. Export the activity again and import that file.", file=name))
    header, *rows = _rows(path, delimiter, skip, SAMPLE_ROWS)
    sample = tuple(tuple(row) for row in rows if len(row) == len(header))
    return Dialect(delimiter, skip, newline, tuple(header), sample)


def _beginning(path: Path) -> tuple[int, str | None, str]:
    """How many lines stand before the header, the delimiter the file names itself, and the line end."""
    with path.open("rb") as file:
        text = file.read(_HEAD).decode("utf-8", "replace").removeprefix("\ufeff")
    newline = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    first = text.partition(newline)[0]
    if first.lower().startswith(_SEPARATOR_LINE) and len(first.strip()) <= len(_SEPARATOR_LINE) + 1:
        return 1, first[len(_SEPARATOR_LINE) :].strip(" ") or None, newline
    return 0, None, newline


def _says_something(path: Path) -> bool:
    with path.open("rb") as file:
        return bool(file.read(_HEAD).decode("utf-8", "replace").strip("\ufeff \t\r\n"))


def _rows(path: Path, delimiter: str, skip: int, most: int) -> list[list[str]]:
    """The first records, leaving out what is broken."""
    records = islice(Records(path, delimiter, skip=skip), most)
    return [record.fields for record in records if record.fault is None]


def _merit(rows: list[list[str]]) -> tuple[int, float, int]:
    """How well a delimiter fits: known column names first, then rows as wide as the header, then columns."""
    if not rows or len(rows[0]) == 1:
        return (0, 0.0, 0)
    widths = Counter(len(row) for row in rows[1:])
    fitting = widths[len(rows[0])] / max(1, sum(widths.values()))
    return (len(known_roles(rows[0])), fitting, len(rows[0]))
