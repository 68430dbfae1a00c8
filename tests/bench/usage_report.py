"""P8: the detailed usage report of a million lines as CSV and Parquet, of 200,000 as XLSX."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.domain.periods import Month
from desktop.formats.reports.report import Batch, Column, Kind, Report, Table
from desktop.i18n import Translator, msg
from desktop.system.paths import resources
from tests.bench.pairs import Row, compared, process

ME = "tests.bench.usage_report"
_BATCH = 5_000
_START = datetime(2026, 1, 1, tzinfo=UTC)
_HEADS = (
    "month",
    "user_name",
    "user_email",
    "user_unique_id",
    "first_qualifying_activity",
    "learning_object",
    "source",
)


def report_rows(folder: Path, rows: int) -> list[Row]:
    """The lines of P8: each writer beside the plain one, on the same rows, whole processes."""
    cases = (
        ("csv", rows, "csv", "csv module", "≤ 0.8"),
        ("parquet", rows, "csv", "csv module", "≤ 1.2"),
        ("xlsx", rows // 5, "xlsx", "XlsxWriter, constant memory", "≤ 1.0 (goal 0.3)"),
    )
    found = []
    for kind, count, peer, peer_name, budget in cases:
        pairs = []
        for _ in range(3):
            for left in folder.glob("report*"):
                left.unlink()
            ours = process(ME, f"ours-{kind}", str(folder / f"report.{kind}"), str(count))
            pairs.append((ours, process(ME, f"plain-{peer}", str(folder / f"report-plain.{peer}"), str(count))))
        found.append(compared(f"P8 report of {count:,} rows to {kind.upper()}; peer: {peer_name}", pairs, budget))
    return found


def _batches(rows: int) -> Iterator[Batch]:
    month = Month.parse("2026-01")
    for start in range(0, rows, _BATCH):
        places = range(start, min(start + _BATCH, rows))
        yield [
            [month] * len(places),
            [f"Learner {place}" for place in places],
            [f"learner{place}@example.org" for place in places],
            [f"learner{place}@example.org" for place in places],
            [_START + timedelta(seconds=place) for place in places],
            [f"Course {place % 500}" for place in places],
            ["activity.csv"] * len(places),
        ]


def _report(rows: int) -> Report:
    kinds = (Kind.MONTH, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.INSTANT, Kind.TEXT, Kind.TEXT)
    columns = tuple(Column(head, msg("Column"), kind) for head, kind in zip(_HEADS, kinds, strict=True))
    return Report("bench", msg("Bench"), (), (Table("people", msg("People"), columns, _batches(rows), rows=rows),))


def _ours(kind: str, path: Path, rows: int) -> None:
    from desktop.formats.reports.csv_files import write_csv
    from desktop.formats.reports.parquet_files import write_parquet
    from desktop.formats.reports.xlsx_files import write_xlsx

    writers = {"csv": write_csv, "parquet": write_parquet, "xlsx": write_xlsx}
    writers[kind](_report(rows), path, Translator("en", resources() / "locale"))


def _lines(rows: int) -> Iterator[tuple[str, ...]]:
    for batch in _batches(rows):
        for line in zip(*batch, strict=True):
            yield tuple(cell.isoformat() if isinstance(cell, datetime) else str(cell) for cell in line)


def _plain_csv(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADS)
        writer.writerows(_lines(rows))


def _plain_xlsx(path: Path, rows: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, _HEADS)
        for place, line in enumerate(_lines(rows), 1):
            sheet.write_row(place, 0, line)


if __name__ == "__main__":
    what, target, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if what.startswith("ours-"):
        _ours(what.removeprefix("ours-"), target, count)
    else:
        {"plain-csv": _plain_csv, "plain-xlsx": _plain_xlsx}[what](target, count)
