"""CSV, for machines and for the spreadsheets of three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from pathlib import Path

from desktop.domain.progress import Step, silent
from desktop.formats.reports.files import landing
from desktop.formats.reports.guard import SUSPECTS, guard
from desktop.formats.reports.plain import Plain, heading
from desktop.formats.reports.report import Batch, Cell, Column, Kind, Report, Table, marked
from desktop.i18n import Translator

_FIRST = itemgetter(slice(0, 1))
_FREE = frozenset({Kind.TEXT, Kind.MESSAGE})
"""The kinds whose cells may hold anything; the others never need quotes nor the guard."""


class CsvProfile(StrEnum):
    """For whom the file is."""

    MACHINE = "machine"
    EXCEL_EN = "excel-en"
    EXCEL_FR = "excel-fr"
    EXCEL_NL = "excel-nl"


@dataclass(frozen=True)
class Dialect:
    """How a profile writes: what parts and ends, how decimals and days look, whether titles are keys."""

    delimiter: str = ","
    line_end: str = "\r\n"
    encoding: str = "utf-8-sig"
    decimal: str = "."
    day: str | None = None
    keys: bool = False


DIALECTS = {
    CsvProfile.MACHINE: Dialect(line_end="\n", encoding="utf-8", keys=True),
    # ISO days are the only ones that every English spreadsheet takes for the same day.
    CsvProfile.EXCEL_EN: Dialect(),
    CsvProfile.EXCEL_FR: Dialect(delimiter=";", decimal=",", day="/"),
    CsvProfile.EXCEL_NL: Dialect(delimiter=";", decimal=",", day="-"),
}


def write_csv(
    report: Report,
    path: Path,
    translator: Translator,
    *,
    profile: CsvProfile = CsvProfile.MACHINE,
    overwrite: bool = False,
    step: Step = silent,
) -> tuple[Path, ...]:
    """Write the first table to `path` and each further one beside it as `NAME.KEY.csv`; returns their paths.

    `machine`: UTF-8 without BOM, comma, LF, ISO 8601 in UTC, English keys. `excel-*`: BOM, CRLF, the language's
    delimiter, decimals and days, titles in the reader's language, instants in the report's zone. Totals and facts
    are left out; the mark is a last column. Texts are guarded in all profiles: read them with `guard.unguard`.

    Raises:
        UserError: See `files.landing`; none of the files is there then.
    """
    dialect = DIALECTS[profile]
    paths = [path, *(path.with_name(f"{path.stem}.{table.key}{path.suffix}") for table in report.tables[1:])]
    total, done = sum(table.rows for table in report.tables), 0
    with ExitStack() as stack:
        for table, target in zip(report.tables, paths, strict=True):
            part = stack.enter_context(landing(target, overwrite=overwrite))
            with part.open("w", encoding=dialect.encoding, errors="replace", newline="") as file:
                for text, rows in _blocks(marked(table, report.mark), report, translator, dialect):
                    file.write(text)
                    done += rows
                    if rows:
                        step(done, total)
    return tuple(paths)


def _blocks(table: Table, report: Report, translator: Translator, dialect: Dialect) -> Iterator[tuple[str, int]]:
    plain = Plain(translator, decimal=dialect.decimal, day=dialect.day, zone=None if dialect.keys else report.zone)
    lines = Lines(table.columns, dialect, plain)
    zone = None if dialect.keys else report.zone
    titles = [column.key if dialect.keys else heading(column, translator, zone) for column in table.columns]
    yield dialect.delimiter.join(lines.cells([title])[0] for title in titles) + dialect.line_end, 0
    for batch in table.batches:
        if batch[0]:
            yield lines.text(batch), len(batch[0])


class Lines:
    """Batches as the lines of a CSV file. Whole columns are looked at once; most need neither quotes nor guard."""

    def __init__(self, columns: tuple[Column, ...], dialect: Dialect, plain: Plain) -> None:
        """Write `columns` in `dialect`."""
        self._columns = columns
        self._dialect = dialect
        self._plain = plain
        self._quoted = re.compile(f'[{dialect.delimiter}"\r\n]')

    def text(self, batch: Batch) -> str:
        """The lines of one batch, the last one ended too."""
        columns = [self._column(column, cells) for column, cells in zip(self._columns, batch, strict=True)]
        if len(columns) == 1:
            # A line with nothing on it would be no row.
            columns = [[cell or '""' for cell in columns[0]]]
        end = self._dialect.line_end
        return end.join(map(self._dialect.delimiter.join, zip(*columns, strict=True))) + end

    def cells(self, texts: list[str], *, guarded: bool = True) -> list[str]:
        """Texts as they stand between delimiters, guarded and quoted where they must be."""
        starts = set(map(_FIRST, texts))
        if guarded and not starts.isdisjoint(SUSPECTS):
            texts = [guard(text) for text in texts]
        together = "".join(texts)
        if any(sign in together for sign in (self._dialect.delimiter, '"', "\n", "\r")):
            search = self._quoted.search
            texts = ['"' + text.replace('"', '""') + '"' if search(text) else text for text in texts]
        return texts

    def _column(self, column: Column, cells: Sequence[Cell]) -> list[str]:
        texts = self._plain.column(column, cells)
        return self.cells(texts, guarded=column.guard) if column.kind in _FREE else texts
