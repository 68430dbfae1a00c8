"""demo: a workspace to look around in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import wished
from desktop.cli.session import Session, session_of
from desktop.cli.usage import print_months
from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.i18n import msg

if TYPE_CHECKING:
    from desktop.services.usage.usage import MonthAnswer
    from desktop.services.workspace import Workspace


def add_to(program: typer.Typer) -> None:
    """Add the command."""
    program.command("demo")(demo)


def demo(
    context: typer.Context,
    show: Annotated[
        bool, typer.Option("--show", help="Also write its chart, its report and pictures of the window into a folder.")
    ] = False,
    folder: Annotated[Path, typer.Option(help="The folder for --show.")] = Path("seatwise-demo"),
    screenshots: Annotated[
        Path | None, typer.Option(help="Write a picture of each screen of the window into this folder.")
    ] = None,
) -> None:
    """Make the demo workspace in its own store, and show its months."""
    session = session_of(context)
    with session.output.progress(msg("Making the demo workspace")) as step:
        workspace = session.opener.demo(session.choice, step)
    try:
        months = workspace.usage.monthly()
        place = workspace.store_place()
        files = _written(session, workspace, months, folder) if show and months else []
    finally:
        workspace.close()
    if screenshots is not None:
        files += _pictures(session, screenshots)
    elif show:
        files += _pictures_if_possible(session, folder)
    if session.output.json:
        session.output.document({"store": place, "months": months, "files": files})
        return
    session.output.line(msg("Demo workspace: {store}", store=place))
    print_months(session, months)
    for file in files:
        session.output.line(msg("Wrote {file}", file=str(Path(file).resolve())))


def _written(session: Session, workspace: Workspace, months: Sequence[MonthAnswer], folder: Path) -> list[str]:
    """The chart and the report of all months, as files."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[str] = []
    reports, span = workspace.usage_reports, (Month.parse(months[0].month), Month.parse(months[-1].month))
    for name in ("usage.png", "usage.svg"):
        files += reports.chart(wished(session, folder / name, overwrite=True), *span).files
    for name in ("usage-report.xlsx", "usage-report.pdf", "usage-report.csv"):
        files += reports.report(wished(session, folder / name, overwrite=True), *span).files
    return files


def _pictures(session: Session, folder: Path) -> list[str]:
    with session.output.progress(msg("Taking pictures of the window")) as step:
        return [str(file) for file in session.opener.pictures(session.choice, folder, step)]


def _pictures_if_possible(session: Session, folder: Path) -> list[str]:
    """Pictures are extra here: without them the rest stands, and stderr says why."""
    try:
        return _pictures(session, folder)
    except UserError as refusal:
        sys.stderr.write(session.output.translator.text(refusal.message) + "\n")
        return []
