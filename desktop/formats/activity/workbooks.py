"""Spreadsheets as tables: the values of one sheet, never formulas, macros or links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import UserError
from desktop.formats.activity.records import NUL, Record
from desktop.i18n import msg

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_WHOLE = 1e15
_HALF_A_SECOND = timedelta(milliseconds=500)
"""Times in sheets are fractions of a day, a little off a whole second."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's header and the rows under it, as text."""

    name: str
    header: tuple[str, ...]
    records: Iterator[Record]
    hidden: tuple[str, ...]
    names: tuple[str, ...]


def read_sheet(path: Path, name: str, wanted: str | None) -> Sheet:
    """The wanted sheet, else the first that is not hidden; `name` is what the person calls the file."""
    from python_calamine import SheetVisibleEnum

    book = _opened(path, name)
    hidden = tuple(one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible)
    names = tuple(book.sheet_names)
    if not names:
        raise _no_workbook(name)
    chosen = wanted or next((one for one in names if one not in hidden), names[0] if names else "")
    if chosen not in names:
        raise UserError(
            msg(
                "“{file}” has no sheet “{sheet}”. Its sheets are: {sheets}.",
                file=name,
                sheet=chosen,
                sheets=", ".join(names),
            )
        )
    rows = _rows(book, chosen, name)
    first = next(rows, None)
    if first is None:
        raise UserError(
            msg("The sheet “{sheet}” of “{file}” is empty. Choose another.", sheet=chosen, file=name),
            msg("Use --sheet NAME."),
        )
    header = first.fields
    while header and not header[-1].strip():
        header.pop()
    return Sheet(chosen, tuple(header), (_fitted(row, len(header)) for row in rows), hidden, names)


def _opened(path: Path, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError:
        raise UserError(
            msg("“{file}” is locked with a password. Save it without one and import that.", file=name)
        ) from None
    except (CalamineError, OSError, ValueError):
        raise _no_workbook(name) from None


def _no_workbook(name: str) -> UserError:
    return UserError(
        msg("“{file}” is not a workbook that can be read. Save it again as .xlsx or CSV and import that.", file=name)
    )


def _rows(book: CalamineWorkbook, sheet: str, name: str) -> Iterator[Record]:
    from python_calamine import CalamineError

    try:
        found = book.get_sheet_by_name(sheet)
        start = found.start[0] if found.start else 0
        for place, row in enumerate(found.iter_rows(), start + 1):
            cells = [_text(cell) for cell in row]
            if any(cell.strip() for cell in cells):
                fault = NUL if any("\0" in cell for cell in cells) else None
                yield Record(place, cells, fault, " | ".join(cells)[:200] if fault else "")
    except (CalamineError, ValueError):
        raise UserError(
            msg(
                "The sheet “{sheet}” of “{file}” cannot be read. Save it again as .xlsx or CSV and import that.",
                sheet=sheet,
                file=name,
            )
        ) from None


def _fitted(row: Record, width: int) -> Record:
    """The row without empty cells right of the header, and with those it lacks."""
    fields = row.fields
    while len(fields) > width and not fields[-1].strip():
        fields.pop()
    return Record(row.line, fields + [""] * (width - len(fields)), row.fault, row.text)


def _text(cell: object) -> str:
    """A cell as a table of text would have it; a number is written without a point where it is whole."""
    match cell:
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer() and abs(cell) < _WHOLE:
            return str(int(cell))
        case datetime():
            return (cell + _HALF_A_SECOND).isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta() | int() | float() | str():
            return str(cell)
        case _:
            return ""
