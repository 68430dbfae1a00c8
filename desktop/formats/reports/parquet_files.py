"""Parquet, written by DuckDB from lines on the disk, so that memory stays small whatever the rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from desktop.domain.money import exponent
from desktop.domain.progress import Step, silent
from desktop.formats.reports.files import landing
from desktop.formats.reports.plain import Plain
from desktop.formats.reports.report import Cell, Column, Kind, Report, Table, marked
from desktop.i18n import Amount, Translator

_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.MESSAGE: "VARCHAR",
    Kind.MONTH: "VARCHAR",
    Kind.INT: "BIGINT",
    Kind.DATE: "DATE",
    Kind.INSTANT: "TIMESTAMPTZ",
}
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "256MB",
    "threads": 1,
}
_ROW_GROUP = 61_440
_LINE_ROOM = 1024 * 1024


def write_parquet(
    report: Report, path: Path, translator: Translator, *, overwrite: bool = False, step: Step = silent
) -> tuple[Path, ...]:
    """Write the first table to `path` and each further one beside it as `NAME.KEY.parquet`; returns their paths.

    Columns have their English keys: texts and months (`YYYY-MM`) as VARCHAR, counts as BIGINT, days as DATE, instants
    as TIMESTAMPTZ in UTC, money as DECIMAL with, where currencies differ, a column `KEY_currency`. Missing is NULL.
    `title`, `language`, `zone`, `mark` and `facts` (JSON) are in the file's metadata; the mark is a last column too.

    Raises:
        UserError: See `files.landing`; none of the files is there then.
    """
    paths = [path, *(path.with_name(f"{path.stem}.{table.key}{path.suffix}") for table in report.tables[1:])]
    total, done = sum(table.rows for table in report.tables), 0
    with ExitStack() as stack:
        for table, target in zip(report.tables, paths, strict=True):
            part = stack.enter_context(landing(target, overwrite=overwrite))
            folder = stack.enter_context(TemporaryDirectory(prefix=".seatwise-", dir=part.parent))
            lines, whole = Path(folder) / "lines.csv", marked(table, report.mark)
            longest = 0
            with lines.open("w", encoding="utf-8", errors="replace", newline="") as file:
                for batch in _lines(whole, translator):
                    file.write("\n".join(batch) + "\n")
                    longest = max(longest, *map(len, batch))
                    done += len(batch)
                    step(done, total)
            _convert(lines, part, whole, _facts(report, translator), longest)
    return tuple(paths)


def _lines(table: Table, translator: Translator) -> Iterator[list[str]]:
    plain = Plain(translator)
    for batch in table.batches:
        columns: list[list[str]] = []
        for column, cells in zip(table.columns, batch, strict=True):
            columns += _texts(column, cells, plain)
        if batch[0]:
            yield list(map(",".join, zip(*columns, strict=True)))


def _texts(column: Column, cells: Sequence[Cell], plain: Plain) -> list[list[str]]:
    """The cells as they stand between commas: what is missing is bare, an empty text is quoted."""
    if column.kind is Kind.MONEY:
        amounts = cast("Sequence[Amount | None]", cells)
        digits = ["" if amount is None else amount.decimal for amount in amounts]
        codes = ["" if amount is None else amount.currency for amount in amounts]
        if column.currency is None:
            return [digits, codes]
        if not set(codes) <= {column.currency, ""}:
            raise ValueError(f"another currency in a column of {column.currency}")
        return [digits]
    texts = plain.column(column, cells)
    if column.kind not in (Kind.TEXT, Kind.MESSAGE):
        return [texts]
    if '"' in "".join(texts):
        texts = [text.replace('"', '""') for text in texts]
    if None in cells:
        return [["" if cell is None else f'"{text}"' for text, cell in zip(texts, cells, strict=True)]]
    return [[f'"{text}"' for text in texts]]


def _types(table: Table) -> dict[str, str]:
    types: dict[str, str] = {}
    for column in table.columns:
        if column.kind is not Kind.MONEY:
            types[column.key] = _TYPES[column.kind]
        elif column.currency is not None:
            types[column.key] = f"DECIMAL(18, {exponent(column.currency)})"
        else:
            types |= {column.key: "DECIMAL(20, 4)", f"{column.key}_currency": "VARCHAR"}
    return types


def _facts(report: Report, translator: Translator) -> dict[str, str]:
    facts = {"title": translator.text(report.title), "language": translator.language, "zone": report.zone}
    if report.mark is not None:
        facts["mark"] = translator.text(report.mark)
    said = {translator.text(name): translator.value(value) for name, value in report.facts}
    return {**facts, "facts": json.dumps(said, ensure_ascii=False)}


def _convert(lines: Path, target: Path, table: Table, facts: dict[str, str], longest: int) -> None:
    import duckdb

    # A character takes up to four bytes; the buffers grow with the longest line allowed.
    room = max(_LINE_ROOM, 4 * longest + 16)
    columns = ", ".join(f"{_quoted(key)}: {_quoted(kind)}" for key, kind in _types(table).items())
    metadata = ", ".join(f"{_quoted(name)}: {_quoted(value)}" for name, value in facts.items())
    options = (
        "auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n', "
        f"allow_quoted_nulls = false, max_line_size = {room}, buffer_size = {4 * room}, columns = {{{columns}}}"
    )
    read = f"read_csv({_quoted(str(lines))}, {options})"
    try:
        with duckdb.connect(config=_SETTINGS) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(
                f"COPY (FROM {read}) TO {_quoted(str(target))} "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}, KV_METADATA {{{metadata}}})"
            )
    except duckdb.IOException as error:
        raise _full_disk(error) from error


def _full_disk(error: Exception) -> OSError:
    """DuckDB tells a full disk only in words."""
    import errno

    return OSError(errno.ENOSPC if "No space left" in str(error) else errno.EIO, str(error))


def _quoted(text: str) -> str:
    # NUL ends a statement early, wherever it stands.
    return "'" + text.replace("\0", " ").replace("'", "''") + "'"
