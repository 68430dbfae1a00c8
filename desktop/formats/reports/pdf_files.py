"""PDF: a report to read, print and file, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.domain.progress import Step, silent
from desktop.formats.reports.files import landing
from desktop.formats.reports.pdf_pages import Pages
from desktop.formats.reports.report import Report
from desktop.i18n import Translator

TEMPLATE = Path(__file__).resolve().parents[3] / "resources" / "reports" / "report.typ"


def write_pdf(
    report: Report,
    path: Path,
    translator: Translator,
    *,
    overwrite: bool = False,
    step: Step = silent,
    template: Path = TEMPLATE,
) -> tuple[Path, ...]:
    """Write title, mark, facts, the picture with its words, and all rows of all tables, with numbered pages.

    Paper has its limits: 3,000 rows of eight columns take 2 s and half a GiB, 12,000 rows 10 s and 1.6 GiB; beyond
    a few thousand another format serves better, and beyond `pdf_pages.MOST_ROWS` the file is refused. Tables of more
    than six columns turn the pages. Where a text holds letters that no font of the system has, the file is tagged
    just the same but does not claim PDF/UA-1.

    Raises:
        UserError: There are too many rows for paper, or see `files.landing`.
    """
    with landing(path, overwrite=overwrite) as part, TemporaryDirectory(prefix=".seatwise-", dir=part.parent) as folder:
        pages = Pages(report, translator)
        content = pages.content(step)
        (Path(folder) / "report.json").write_text(json.dumps(content), encoding="utf-8")
        if report.picture is not None:
            (Path(folder) / "picture.svg").write_bytes(report.picture("svg"))
        timestamp = 0 if report.made_at is None else int(report.made_at.astimezone(UTC).timestamp())
        part.write_bytes(_compiled(template, Path(folder), timestamp))
    return (path,)


def _compiled(template: Path, folder: Path, timestamp: int) -> bytes:
    import typst

    source = template.read_bytes()
    try:
        made = typst.Compiler(source, root=folder).compile(format="pdf", pdf_standards="ua-1", timestamp=timestamp)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        made = typst.Compiler(source, root=folder).compile(format="pdf", timestamp=timestamp)
    if not isinstance(made, bytes):
        raise TypeError("one document is one PDF")
    return made
