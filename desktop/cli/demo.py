"""demo: a workspace to look around in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.session import session_of
from desktop.cli.usage import print_months
from desktop.domain.periods import Month
from desktop.i18n import msg


def add_to(program: typer.Typer) -> None:
    """Add the command."""
    program.command("demo")(demo)


def demo(
    context: typer.Context,
    show: Annotated[bool, typer.Option("--show", help="Also write its chart and report into a folder.")] = False,
    folder: Annotated[Path, typer.Option(help="The folder for --show.")] = Path("seatwise-demo"),
) -> None:
    """Make the demo workspace in its own store, and show its months."""
    session = session_of(context)
    with session.output.progress(msg("Making the demo workspace")) as step:
        workspace = session.opener.demo(session.choice, step)
    try:
        months = workspace.usage.monthly()
        place = workspace.store_place()
        files: list[str] = []
        if show and months:
            folder.mkdir(parents=True, exist_ok=True)
            translator, span = session.output.translator, (Month.parse(months[0].month), Month.parse(months[-1].month))
            for name in ("usage.png", "usage.svg"):
                files += workspace.usage_reports.chart(folder / name, translator, *span, overwrite=True).files
            for name in ("usage-report.xlsx", "usage-report.pdf", "usage-report.csv"):
                files += workspace.usage_reports.report(folder / name, translator, *span, overwrite=True).files
    finally:
        workspace.close()
    if session.output.json:
        session.output.document({"store": place, "months": months, "files": files})
        return
    session.output.line(msg("Demo workspace: {store}", store=place))
    print_months(session, months)
    for file in files:
        session.output.line(msg("Wrote {file}", file=str(Path(file).resolve())))
