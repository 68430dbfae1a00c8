"""One way in to all writers: the file's name says the format."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.errors import UserError
from desktop.domain.progress import Step, silent
from desktop.formats.reports.csv_files import CsvProfile, write_csv
from desktop.formats.reports.json_files import write_json
from desktop.formats.reports.parquet_files import write_parquet
from desktop.formats.reports.pdf_files import write_pdf
from desktop.formats.reports.report import Report
from desktop.formats.reports.xlsx_files import write_xlsx
from desktop.i18n import Translator, msg

_WRITERS = {".xlsx": write_xlsx, ".json": write_json, ".parquet": write_parquet, ".pdf": write_pdf}
SUFFIXES = (".csv", *_WRITERS)


def write_report(
    report: Report,
    path: Path,
    translator: Translator,
    *,
    profile: CsvProfile = CsvProfile.MACHINE,
    overwrite: bool = False,
    step: Step = silent,
) -> tuple[Path, ...]:
    """Write `report` in the format that the suffix of `path` names; returns the files written.

    Args:
        report: What to write; its tables are read once.
        path: Where; CSV and Parquet put further tables beside it.
        translator: The reader's language.
        profile: For whom a CSV file is; other formats do not ask.
        overwrite: Whether a file of that name is replaced.
        step: Told the rows written; it may raise `Canceled`, then nothing is left.

    Raises:
        UserError: The suffix names no format, the name is taken, or the system refuses; nothing is left then.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return write_csv(report, path, translator, profile=profile, overwrite=overwrite, step=step)
    if suffix not in _WRITERS:
        known = ", ".join(SUFFIXES)
        raise UserError(
            msg("“{name}” names no format of a report. End it with one of {known}.", name=path.name, known=known)
        )
    return _WRITERS[suffix](report, path, translator, overwrite=overwrite, step=step)
