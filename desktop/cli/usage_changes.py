"""usage sources, remove, alias, exclude, map, close-month, reopen-month: what changes usage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.session import session_of
from desktop.domain.errors import WrongUsage
from desktop.domain.periods import Month
from desktop.domain.qualification import MapRule, kind_of, normal_action
from desktop.i18n import Message, msg, msgn, yes_no

Reason = Annotated[str, typer.Option(help="Why.")]
MonthArgument = Annotated[str, typer.Argument(metavar="YYYY-MM", help="The month.")]


def add_to(usage: typer.Typer) -> None:
    """Add the commands."""
    usage.command("sources")(sources)
    usage.command("remove")(remove)
    usage.command("alias")(alias)
    usage.command("exclude")(exclude)
    usage.command("map")(map_actions)
    usage.command("unmap")(unmap)
    usage.command("close-month")(close_month)
    usage.command("reopen-month")(reopen_month)


def sources(context: typer.Context) -> None:
    """List the imported files with their counts."""
    session = session_of(context)
    with session.workspace() as workspace:
        found = workspace.usage_changes.sources()
    if session.output.json:
        session.output.document({"sources": found})
        return
    heads = (
        msg("Source"),
        msg("File"),
        msg("Rows"),
        msg("Counted"),
        msg("Ignored"),
        msg("Unmapped"),
        msg("Rejected"),
        msg("Duplicate"),
        msg("Learners"),
        msg("Removed"),
    )
    rows = [
        (
            one.source[:8],
            one.file,
            one.rows_in,
            one.counted,
            one.ignored,
            one.unmapped,
            one.rejected,
            one.duplicate,
            one.learners,
            yes_no(one.removed),
        )
        for one in found
    ]
    session.output.table(heads, rows)
    unmapped = [
        (one.file, action, count) for one in found if not one.removed for action, count in one.unmapped_actions.items()
    ]
    if unmapped:
        session.output.table((msg("File"), msg("Unmapped action"), msg("Rows")), unmapped)


def remove(
    context: typer.Context, source: Annotated[str, typer.Argument(help="The source's id or file name.")]
) -> None:
    """Take an imported file back; undo brings it back exactly."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.usage_changes.remove(source)
    if session.output.json:
        session.output.document(answer)
    else:
        session.output.line(
            msgn(
                "{file} is removed, {n} row no longer counts.",
                "{file} is removed, {n} rows no longer count.",
                n=answer.counted,
                file=answer.file,
            )
        )


def alias(
    context: typer.Context,
    learner: Annotated[str, typer.Argument(metavar="LEARNER", help="The identifier that is another name.")],
    same_as: Annotated[str, typer.Argument(metavar="LEARNER", help="The identifier that stays.")],
) -> None:
    """Count two identifiers as one person, in months that are not closed."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.usage_changes.alias(learner, same_as)
    _say(context, answer, msg("{learner} and {other} count as one person.", learner=learner, other=same_as))


def exclude(
    context: typer.Context,
    learner: Annotated[str, typer.Argument(metavar="LEARNER", help="The learner's identifier.")],
    reason: Reason,
) -> None:
    """Never count a learner, in months that are not closed."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.usage_changes.exclude(learner, reason)
    _say(context, answer, msg("{learner} no longer counts.", learner=learner))


def map_actions(
    context: typer.Context,
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="The action, or a CSV file with the columns ACTION and KIND.")
    ],
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help="Q1 to Q5, enrollment or ignore.")] = None,
) -> None:
    """Say what an action counts as; unmapped rows with it count at once."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.map_changes.map_rules(_rules(action, kind))
    rows = answer.rows_now_counted
    _say(context, answer, msgn("Mapped. {n} more row counts now.", "Mapped. {n} more rows count now.", n=rows))
    if answer.read_earlier and not session.output.json:
        session.output.line(
            msg(
                "Read with the earlier meaning: {files}. Remove and import them again to apply the new one.",
                files=", ".join(answer.read_earlier),
            )
        )


def unmap(
    context: typer.Context,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="The action, as it was mapped.")],
) -> None:
    """Take what the account itself says of an action out of the map again."""
    with session_of(context).workspace() as workspace:
        answer = workspace.map_changes.unmap(action)
    fewer = -answer.rows_now_counted
    more = msgn("Taken out. {n} more row counts now.", "Taken out. {n} more rows count now.", n=-fewer)
    less = msgn("Taken out. {n} row no longer counts.", "Taken out. {n} rows no longer count.", n=fewer)
    _say(context, answer, more if fewer < 0 else less)


def close_month(context: typer.Context, month: MonthArgument) -> None:
    """Fix what a month is billed; later imports change only what is observed."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.usage_changes.close_month(Month.parse(month))
    _say(
        context,
        answer,
        msgn(
            "{month} is closed: {n} person is billed.",
            "{month} is closed: {n} people are billed.",
            n=answer.billed,
            month=Month.parse(answer.month),
        ),
    )


def reopen_month(context: typer.Context, month: MonthArgument, reason: Reason) -> None:
    """Open a closed month again."""
    session = session_of(context)
    with session.workspace() as workspace:
        workspace.usage_changes.reopen_month(Month.parse(month), reason)
    _say(context, {"month": month, "reason": reason}, msg("{month} is open again.", month=Month.parse(month)))


def _say(context: typer.Context, answer: object, sentence: Message) -> None:
    output = session_of(context).output
    if output.json:
        output.document(answer)
    else:
        output.line(sentence)


def _rules(action: str, kind: str | None) -> Sequence[MapRule]:
    if kind is not None:
        return [MapRule(normal_action(action), kind_of(kind))]
    path = Path(action)
    if not path.is_file():
        raise WrongUsage(
            msg("Name the kind too: usage map ACTION KIND, or a CSV file with the columns ACTION and KIND.")
        )
    from desktop.formats.activity import load_map

    return load_map(path)
