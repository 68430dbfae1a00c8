"""history, undo: the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import AlsoFile, Overwrite, Profile, also_write
from desktop.cli.output import local_time
from desktop.cli.session import Session, session_of
from desktop.domain.errors import WrongUsage
from desktop.i18n import Message, msg, msgn

if TYPE_CHECKING:
    from desktop.services.journal.entries import ActEntry
    from desktop.services.journal.history import ActAnswer, UndoAnswer
    from desktop.services.workspace import Workspace

_MOST_LINES = 200


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    program.command("history")(history)
    program.command("undo")(undo)


def history(
    context: typer.Context,
    entity: Annotated[
        str | None,
        typer.Option(help="Only entries about orders, payments, prices, rules or another kind, or about this id."),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(metavar="ORDER", help="Only what happened to this order, by its number or id, and nothing else."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many entries.")] = 200,
    output: AlsoFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Show the journal, newest first: who did what, when, and what it changed. A file has every entry."""
    from desktop.services.journal.report import write_history

    session = session_of(context)
    if of is not None and (entity is not None or output is not None):
        raise WrongUsage(msg("The journal of one order is shown by itself: leave out --entity and --output."))
    with session.workspace() as workspace:
        if of is not None:
            journals = workspace.order_journals
            _show(session, workspace, lambda: journals.of(of, limit), lambda: journals.in_full(of, limit))
            return
        also_write(
            session,
            output,
            lambda wish: write_history(workspace.context, wish, entity),
            profile,
            overwrite=overwrite,
        )
        read = workspace.history
        _show(session, workspace, lambda: read.list(entity, limit), lambda: read.in_full(entity, limit))


def _show(
    session: Session,
    workspace: Workspace,
    entries: Callable[[], Sequence[ActEntry]],
    in_full: Callable[[], Sequence[ActAnswer]],
) -> None:
    if session.output.json:
        session.output.document({"acts": in_full()})
        return
    acts, zone = entries(), workspace.accounts.time_zone()
    several = len(workspace.accounts.list()) > 1
    heads = (
        msg("Entry"),
        msg("Recorded ({zone})", zone=zone),
        msg("Effective"),
        msg("Who"),
        *((msg("Account"),) if several else ()),
        msg("What"),
        msg("Changes"),
    )
    rows = [
        (
            str(one.number),
            local_time(one.recorded_at, zone),
            one.effective_on,
            one.actor,
            *((one.account_name or "",) if several else ()),
            _verb(one.verb, one.undone_by),
            one.count,
        )
        for one in acts
    ]
    session.output.table(heads, rows)


def undo(
    context: typer.Context,
    entry: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="The entry's number or id; default the newest that can be undone."),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would be taken back.")] = False,
) -> None:
    """Take an act back; an undo can itself be undone."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.history.preview(entry) if preview else workspace.history.undo(entry)
        lines = workspace.history.lines(answer.changes)
        several = len(workspace.accounts.list()) > 1
    if session.output.json:
        session.output.document(answer)
        return
    session.output.line(_sentence(answer, answer.undone.account_name if several else None))
    rows = [(line.what, line.before, line.after) for line in lines[:_MOST_LINES]]
    session.output.table((msg("What changes"), msg("Before"), msg("Afterwards")), rows)
    more = len(lines) - len(rows)
    if more:
        session.output.line(msg("And {n} more; --json has all.", n=more))


def _sentence(answer: UndoAnswer, account: str | None) -> Message:
    """What was undone, or would be; of several accounts in which."""
    if account is not None:
        return _sentence_in(answer, account)
    if answer.act is None:
        return msgn(
            "Would undo “{act}”, {n} change:",
            "Would undo “{act}”, {n} changes:",
            n=len(answer.changes),
            act=answer.undone.verb,
        )
    return msgn(
        "Undone: “{act}”, {n} change.", "Undone: “{act}”, {n} changes.", n=len(answer.changes), act=answer.undone.verb
    )


def _sentence_in(answer: UndoAnswer, account: str) -> Message:
    count, act = len(answer.changes), answer.undone.verb
    if answer.act is None:
        return msgn(
            "Would undo “{act}” in {account}, {n} change:",
            "Would undo “{act}” in {account}, {n} changes:",
            n=count,
            act=act,
            account=account,
        )
    return msgn(
        "Undone in {account}: “{act}”, {n} change.",
        "Undone in {account}: “{act}”, {n} changes.",
        n=count,
        act=act,
        account=account,
    )


def _verb(verb: Message, undone_by: str | None) -> Message:
    return verb if undone_by is None else msg("{act} (undone)", act=verb)
