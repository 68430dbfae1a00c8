"""What commands that write files share: their options, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.session import Session
from desktop.domain.progress import Step, silent
from desktop.i18n import msg, msgn
from desktop.services.reports.files import FileWish, FileWritten

OutFile = Annotated[Path, typer.Option("--output", "-o", help="The file to write; its ending says the format.")]
AlsoFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Also write it to this file: .csv, .xlsx, .pdf, .parquet or .json."),
]
AlsoPicture = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="Also write it to this file: .csv, .xlsx, .pdf, .parquet, .json, .png or .svg.",
    ),
]
ChartFile = Annotated[
    Path | None, typer.Option("--chart", help="Also write the chart alone to this file: .png, .svg or .pdf.")
]
Profile = Annotated[str, typer.Option(help="CSV for: machine, excel-en, excel-fr or excel-nl.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the file where there is one.")]

Write = Callable[[FileWish], FileWritten]


def wished(session: Session, path: Path, profile: str = "machine", *, overwrite: bool, step: Step = silent) -> FileWish:
    """The file a person asks for, in the language of the command."""
    return FileWish(path, session.output.translator, profile, overwrite, step)


def also_write(session: Session, path: Path | None, write: Write, profile: str, *, overwrite: bool) -> None:
    """Write the file where one is asked for beside the answer, and say so; with --json the answer is all.

    Done before the answer is shown: where the file is refused, nothing is said but that.
    """
    if path is None:
        return
    with session.output.progress(msg("Writing the file")) as step:
        answer = write(wished(session, path, profile, overwrite=overwrite, step=step))
    if not session.output.json:
        say_written(session, answer)


def say_written(session: Session, answer: FileWritten) -> None:
    """Say which files were written."""
    if session.output.json:
        session.output.document(answer)
    else:
        session.output.line(
            msgn("Wrote {n} row to {files}", "Wrote {n} rows to {files}", n=answer.rows, files=", ".join(answer.files))
        )
