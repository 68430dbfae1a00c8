"""usage chart, usage report: files a person can hand on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import OutFile, Overwrite, Profile, say_written, wished
from desktop.cli.session import Session, read_month, session_of
from desktop.domain.periods import Month
from desktop.i18n import msg

if TYPE_CHECKING:
    from desktop.services.usage.people_wishes import PeopleWishes

From = Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM.")]
To = Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM.")]


def add_to(usage: typer.Typer) -> None:
    """Add the commands."""
    usage.command("report")(report)
    usage.command("chart")(chart)


def report(
    context: typer.Context,
    output: OutFile,
    first: Annotated[str, typer.Option("--from", help="First month, YYYY-MM.")],
    last: Annotated[str, typer.Option("--to", help="Last month, YYYY-MM.")],
    profile: Profile = "machine",
    overwrite: Overwrite = False,
    draft_mail: Annotated[
        bool, typer.Option("--draft-mail", help="Also draft a mail to the owner that it is ready.")
    ] = False,
) -> None:
    """Write the detailed usage report: CSV, XLSX, PDF, Parquet or JSON."""
    session = session_of(context)
    start, end = Month.parse(first), Month.parse(last)
    with session.workspace() as workspace, session.output.progress(msg("Writing the report")) as step:
        wish = wished(session, output, profile, overwrite=overwrite, step=step)
        answer = workspace.usage_reports.report(wish, start, end)
        if draft_mail:
            workspace.drafts.announce_report(start, end, output)
    say_written(session, answer)


def write_people(
    session: Session, output: Path, month: Month, wishes: PeopleWishes, *, profile: str, overwrite: bool
) -> None:
    """Write the people of a month who fit the wishes."""
    from desktop.services.usage.people_report import PeopleReports

    with session.workspace() as workspace, session.output.progress(msg("Writing the people")) as step:
        wish = wished(session, output, profile, overwrite=overwrite, step=step)
        answer = PeopleReports(workspace.context).write(wish, month, wishes)
    say_written(session, answer)


def chart(
    context: typer.Context,
    output: OutFile,
    first: From = None,
    last: To = None,
    year_before: Annotated[bool, typer.Option("--year-before", help="Add the year before as a thin line.")] = False,
    overwrite: Overwrite = False,
) -> None:
    """Draw the months as PNG, SVG or PDF."""
    session = session_of(context)
    with session.workspace() as workspace:
        wish = wished(session, output, overwrite=overwrite)
        answer = workspace.usage_reports.chart(wish, read_month(first), read_month(last), year_before=year_before)
    if session.output.json:
        session.output.document(answer)
    else:
        session.output.line(msg("Wrote the chart to {files}", files=", ".join(answer.files)))
