"""store: looking after the store."""

from __future__ import annotations

import typer

from desktop.cli.session import session_of
from desktop.domain.errors import UserError
from desktop.i18n import msg, msgn


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    store = typer.Typer(help="Look after the store.", no_args_is_help=True)
    store.command("check")(check)
    store.command("migrate")(migrate)
    program.add_typer(store, name="store")


def check(context: typer.Context) -> None:
    """Verify the file, the journal's chain, every row against the journal, and every imported set."""
    session = session_of(context)
    with session.workspace() as workspace, session.output.progress(msg("Checking")) as step:
        answer = workspace.care.check(step)
    if session.output.json:
        session.output.document(answer)
    elif answer.ok:
        session.output.line(
            msg(
                "The store is sound: {acts}, {rows}, {sources}.",
                acts=msgn("{n} entry", "{n} entries", n=answer.acts),
                rows=msgn("{n} row", "{n} rows", n=answer.rows),
                sources=msgn("{n} source", "{n} sources", n=answer.sources),
            )
        )
    else:
        for finding in answer.findings:
            session.output.line(finding.what)
    if not answer.ok:
        raise UserError(msg("The store is damaged. Restore the latest backup beside it."))


def migrate(context: typer.Context) -> None:
    """Bring the store to this program's version, on a verified copy or in one transaction."""
    session = session_of(context)
    place = session.opener.migrate(session.choice)
    if session.output.json:
        session.output.document({"store": place})
    else:
        session.output.line(msg("The store is up to date: {place}", place=place))
