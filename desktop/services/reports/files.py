"""Reports and charts as files: what is wanted of a file, and the one way to write it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import UserError
from desktop.domain.progress import Step, silent
from desktop.i18n import Translator, msg

if TYPE_CHECKING:
    from desktop.formats.reports.csv_files import CsvProfile
    from desktop.formats.reports.report import Picture, Report

PAGE_ROWS = 5_000
"""Rows of a long table that are read at once."""

CHART_KINDS = ("png", "svg", "pdf")
REPORT_KINDS = ("csv", "xlsx", "pdf", "parquet", "json")


@dataclass(frozen=True)
class FileWritten:
    """The files a report or chart became."""

    files: list[str]
    rows: int


@dataclass(frozen=True)
class FileWish:
    """A file that is wanted: where, in whose language, for whom a CSV is, and whether one that is there is replaced."""

    path: Path
    translator: Translator
    profile: str = "machine"
    overwrite: bool = False
    step: Step = silent

    def refuse(self) -> None:
        """Refuse a file that names no format of a report, before anything is read for it."""
        report_kind(self.path)
        csv_profile(self.profile)


def report_kind(path: Path) -> str:
    """The format of a report that the file's name says; refused where it says none."""
    return _kind_of(path, REPORT_KINDS)


def is_chart(path: Path) -> bool:
    """Whether the file's name says a picture and nothing else: a PDF may be a report."""
    return path.suffix.lower() in (".png", ".svg")


def csv_profile(text: str) -> CsvProfile:
    """For whom a CSV file is."""
    from desktop.formats.reports.csv_files import CsvProfile

    try:
        return CsvProfile(text)
    except ValueError:
        raise UserError(msg("A CSV profile is one of: {choices}.", choices=", ".join(CsvProfile))) from None


def write_file(report: Report, wish: FileWish, rows: int | None = None) -> FileWritten:
    """Write a report as CSV, XLSX, PDF, Parquet or JSON by the file's name; `rows` says how many it has."""
    from desktop.formats.reports.writing import write_report

    wish.refuse()
    written = write_report(
        report,
        wish.path,
        wish.translator,
        profile=csv_profile(wish.profile),
        overwrite=wish.overwrite,
        step=wish.step,
    )
    return FileWritten([str(one) for one in written], report.tables[0].rows if rows is None else rows)


def write_chart(picture: Picture, wish: FileWish, rows: int) -> FileWritten:
    """Write a chart as PNG, SVG or PDF by the file's name; `rows` says how many things it shows."""
    from desktop.formats.reports.files import landing

    kind = _kind_of(wish.path, CHART_KINDS)
    with landing(wish.path, overwrite=wish.overwrite) as part:
        part.write_bytes(picture(kind))  # type: ignore[arg-type]
    return FileWritten([str(wish.path)], rows)


def _kind_of(path: Path, kinds: tuple[str, ...]) -> str:
    kind = path.suffix.lower().removeprefix(".")
    if kind not in kinds:
        raise UserError(msg("Name a file that ends in {kinds}.", kinds=", ".join(f".{one}" for one in kinds)))
    return kind
