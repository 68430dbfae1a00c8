"""What the beginning of a file shows, before anybody decides how to read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.domain.errors import UserError
from desktop.domain.progress import silent
from desktop.domain.qualification import QualificationMap
from desktop.formats.activity.characters import as_utf8
from desktop.formats.activity.columns import signature
from desktop.formats.activity.dialect import SAMPLE_ROWS, Dialect, sniff
from desktop.formats.activity.intake import Intake, take_in
from desktop.formats.activity.json_stream import looks_like_json, read_json
from desktop.formats.activity.layouts import format_of, plain_layout
from desktop.formats.activity.moments import YEAR_FIRST, YEAR_LAST, tidied
from desktop.formats.activity.moodle import moodle_layout
from desktop.formats.activity.reading import Columns, DateOrder, Format, ReadOptions
from desktop.formats.activity.report import check_report
from desktop.formats.activity.statements import COLUMNS as STATEMENT_COLUMNS
from desktop.formats.activity.statements import statement_row
from desktop.formats.activity.workbooks import read_sheet
from desktop.i18n import Message

ROWS = 20
_UNPACKED = 4 << 20
_ZONE = re.compile(r".*\d(?: ?(?:Z|z|UTC|GMT)|[+-]\d{2}(?::?\d{2})?)$")


@dataclass(frozen=True)
class Preview:
    """The format found, the header and the first rows as text, and what they say about columns, zone and dates."""

    format: Format
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: Columns
    """The columns found so far; None where one has to be chosen."""
    zone_seen: bool
    """Whether times carry their zone."""
    date_orders: tuple[DateOrder, ...]
    """The orders of day and month the sampled dates allow: more than one has to be asked, none has no such dates."""
    sheets: tuple[str, ...]
    member: str | None
    header_signature: str | None
    problem: Message | None
    """Why the file cannot be read as it stands, where the header already shows it."""


def inspect_activity(path: Path, options: ReadOptions) -> Preview:
    """Look at the beginning of a file; a `UserError` where it cannot be read whatever is chosen."""
    with TemporaryDirectory(prefix="activity-") as folder:
        intake = take_in(path, Path(folder), silent, most=_UNPACKED)
        if intake.workbook:
            return _of_workbook(intake, options)
        plain = as_utf8(intake.path, Path(folder), intake.name, silent, most=_UNPACKED)
        if options.format in (Format.AUTO, Format.XAPI) and looks_like_json(plain):
            return _of_statements(plain, intake)
        return _of_table(sniff(plain, intake.name), options, intake.member, ())


def _of_workbook(intake: Intake, options: ReadOptions) -> Preview:
    sheet = read_sheet(intake.path, intake.name, options.sheet)
    sample = tuple(tuple(row.fields) for row in islice(sheet.records, SAMPLE_ROWS))
    return _of_table(Dialect(",", 0, "\n", sheet.header, sample), options, sheet.name, sheet.names)


def _of_statements(plain: Path, intake: Intake) -> Preview:
    rows = [statement_row(item.value) for item in islice(read_json(plain, intake.name), ROWS)]
    texts = tuple(tuple(part or "" for part in row) for row in rows if row is not None)
    times = [row[1] for row in texts]
    return Preview(
        Format.XAPI, STATEMENT_COLUMNS, texts, Columns(), _zone_seen(times), (), (), intake.member, None, None
    )


def _of_table(dialect: Dialect, options: ReadOptions, member: str | None, sheets: tuple[str, ...]) -> Preview:
    form = format_of(dialect.header, options.format)
    columns, problem, times = _columns(dialect, form, options)
    return Preview(
        format=form,
        header=dialect.header,
        rows=dialect.sample[:ROWS],
        columns=columns,
        zone_seen=_zone_seen(times),
        date_orders=_orders(times),
        sheets=sheets,
        member=member,
        header_signature=signature(dialect.header),
        problem=problem,
    )


def _columns(dialect: Dialect, form: Format, options: ReadOptions) -> tuple[Columns, Message | None, list[str]]:
    """The columns, what keeps the table from being read, and its sampled times."""
    try:
        if form is Format.LEARNING_MANAGER:
            check_report(dialect.header)
            return Columns(), None, []
        if form is Format.MOODLE:
            layout = moodle_layout(dialect, QualificationMap(()))
        else:
            layout = plain_layout(dialect, options)
    except UserError as error:
        if not options.count_all:
            columns, _, times = _columns(dialect, form, replace(options, count_all=True))
            return columns, error.message, times
        return Columns(), error.message, []
    return layout.columns, None, [row[layout.time] for row in dialect.sample]


def _zone_seen(times: Sequence[str]) -> bool:
    return any(_ZONE.match(tidied(time)) and ":" in time for time in times)


def _orders(times: Sequence[str]) -> tuple[DateOrder, ...]:
    """The orders that make every sampled date of three numbers possible."""
    dates = [match.groups()[:3] for time in times if (match := re.fullmatch(YEAR_LAST, tidied(time), re.ASCII))]
    if not dates:
        return (DateOrder.YMD,) if any(re.fullmatch(YEAR_FIRST, tidied(time), re.ASCII) for time in times) else ()
    places = {DateOrder.DMY: (1, 0), DateOrder.MDY: (0, 1)}
    found = [
        order for order, (month, day) in places.items() if all(_possible(parts[month], parts[day]) for parts in dates)
    ]
    dashed = all("-" in tidied(time)[:6] for time in times)
    short = all(len(year_or_day) < len("2026") for _, _, year_or_day in dates)
    if dashed and short and all(_possible(month, day) for _, month, day in dates):
        found.append(DateOrder.YMD)
    return tuple(found)


def _possible(month: str, day: str) -> bool:
    return int(month) in range(1, 13) and int(day) in range(1, 32)
