"""XLSX: a sheet of facts, a sheet a table with live totals, and the spreadsheet's own chart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from desktop.domain.progress import Step, silent
from desktop.formats.reports.files import landing
from desktop.formats.reports.report import Report
from desktop.formats.reports.workbook import ReportBook
from desktop.i18n import Translator


def write_xlsx(
    report: Report, path: Path, translator: Translator, *, overwrite: bool = False, step: Step = silent
) -> tuple[Path, ...]:
    """Write an About sheet with the facts, then each table on a sheet of its own.

    Texts are string cells whatever they hold; longer than 32,767 UTF-16 units they are cut with an ellipsis, the only
    loss. Counts beyond 2**53 and days before 1 March 1900, which Excel cannot hold, are texts. Instants are in the
    report's zone. Sums are formulas with their values beside them. Beyond 1,048,576 rows a table goes on on the next
    sheet, its sums on its last one.

    Raises:
        UserError: See `files.landing`.
    """
    with landing(path, overwrite=overwrite) as part, _workbook(part) as workbook:
        book = ReportBook(workbook, report, translator)
        book.about()
        done, total = 0, sum(table.rows for table in report.tables)
        for table in report.tables:
            for rows in book.table(table):
                done += rows
                step(done, total)
    return (path,)


@contextmanager
def _workbook(part: Path) -> Iterator[Any]:
    """A workbook in constant memory, closed when the block ends; its temporary files go in any case."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(prefix=".seatwise-", dir=part.parent, ignore_cleanup_errors=True) as folder:
        settings = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        book = Workbook(str(part), settings)
        book.use_zip64()
        try:
            yield book
            book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else error
            raise cause if isinstance(cause, OSError) else error from error
        finally:
            for sheet in book.worksheets():
                sheet._opt_close()  # noqa: SLF001 - open files cannot be removed on every system
