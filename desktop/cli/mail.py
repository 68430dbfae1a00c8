"""mail: the drafts of notices, shown and written as files; the desk sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import AlsoFile, Overwrite, Profile, also_write
from desktop.cli.session import Session, session_of
from desktop.domain.errors import WrongUsage
from desktop.i18n import msg, msgn, yes_no

if TYPE_CHECKING:
    from desktop.services.mail.drafts import DraftAnswer
    from desktop.services.reports.files import FileWritten

Draft = Annotated[str, typer.Argument(metavar="ID", help="Its id, the beginning of it, or a name such as dunning-1.")]


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    mail = typer.Typer(help="Mail drafts of notices. Seatwise sends nothing.", no_args_is_help=True)
    mail.command("list")(list_drafts)
    mail.command("show")(show)
    mail.command("write")(write)
    program.add_typer(mail, name="mail")


def list_drafts(
    context: typer.Context, output: AlsoFile = None, profile: Profile = "machine", overwrite: Overwrite = False
) -> None:
    """List the drafts, newest first."""
    from desktop.services.mail.report import write_drafts

    session = session_of(context)
    with session.workspace() as workspace:
        drafts = workspace.drafts.list()
        also_write(session, output, partial(write_drafts, workspace.context, drafts), profile, overwrite=overwrite)
        _show_list(session, drafts)


def _show_list(session: Session, drafts: Sequence[DraftAnswer]) -> None:
    from desktop.domain.life.letters import NOTICE_LABELS

    if session.output.json:
        session.output.document({"drafts": drafts})
        return
    if not drafts:
        session.output.line(msg("There are no mail drafts."))
        return
    heads = (msg("Draft"), msg("Date"), msg("Kind"), msg("What"), msg("Order"), msg("To"), msg("Late"))
    rows = [
        (one.draft[:8], one.on, NOTICE_LABELS[one.notice], one.text, one.order, one.to, yes_no(one.late))
        for one in drafts
    ]
    session.output.table(heads, rows)


def show(context: typer.Context, draft: Draft) -> None:
    """Show a draft: subject and text, in the language of --lang, else that of the account's country."""
    session = session_of(context)
    with session.workspace() as workspace:
        found = workspace.drafts.show(draft, *_languages(session))
    if session.output.json:
        session.output.document(found)
        return
    to = found.to or msg("No e-mail address is known")
    rows = ((msg("To"), to), (msg("Date"), found.draft.on), (msg("Subject"), found.subject))
    session.output.table((msg("What"), msg("Value")), rows)
    session.output.line(msg("{text}", text=found.text))


def write(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file (.eml) to write; with --all a folder.")],
    draft: Annotated[
        str | None, typer.Argument(metavar="ID", help="Its id, the beginning of it, or a name such as dunning-1.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Write every draft into the folder.")] = False,
    overwrite: Overwrite = False,
) -> None:
    """Write a draft as a mail file that your mail program opens; you look at it and send it there."""
    session = session_of(context)
    if (draft is None) == (not every):
        raise WrongUsage(msg("Name one draft, or write all of them with --all."))
    with session.workspace() as workspace:
        if draft is None:
            answer = workspace.drafts.write_all(output, *_languages(session), overwrite=overwrite)
        else:
            answer = workspace.drafts.write(draft, output, *_languages(session), overwrite=overwrite)
    say_written(session, answer)


def say_written(session: Session, answer: FileWritten) -> None:
    """Say how many drafts were written."""
    if session.output.json:
        session.output.document(answer)
        return
    session.output.line(
        msgn(
            "Wrote {n} mail draft to {files}",
            "Wrote {n} mail drafts to {files}",
            n=answer.rows,
            files=", ".join(answer.files),
        )
        if answer.files
        else msg("There are no mail drafts.")
    )


def _languages(session: Session) -> tuple[str | None, str]:
    """The language asked for, and the desk's."""
    return session.choice.language, session.output.language
