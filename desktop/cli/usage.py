"""usage: activity files in, monthly active users out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli import statements, usage_changes, usage_files
from desktop.cli.output import local_time
from desktop.cli.session import Session, read_choice, read_month, session_of
from desktop.domain.periods import Month
from desktop.domain.qualification import KIND_LABELS, Kind
from desktop.domain.usage import MONTH_STATE_LABELS
from desktop.i18n import Value, msg, msgn

if TYPE_CHECKING:
    from desktop.services.file_answers import FileAnswer
    from desktop.services.usage.imports import ImportAnswer
    from desktop.services.usage.usage import MonthAnswer

_EXAMPLES = 10

From = Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM.")]
To = Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM.")]


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    usage = typer.Typer(help="Monthly active users.", no_args_is_help=True)
    usage.command("import")(import_files)
    usage.command("monthly")(monthly)
    usage.command("people")(people)
    usage.command("overall")(overall)
    usage.command("explain")(explain)
    usage_changes.add_to(usage)
    usage_files.add_to(usage)
    statements.add_to(usage)
    program.add_typer(usage, name="usage")


def import_files(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", readable=False, help="Activity files; zip and gz are opened.")
    ],
    format_name: Annotated[str, typer.Option("--format", help="auto, csv, xapi, moodle or learning-manager.")] = "auto",
    user: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that names the learner.")] = None,
    time: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the time.")] = None,
    action: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the action.")] = None,
    count_all: Annotated[
        bool, typer.Option("--count-all", help="Count every row that names a learner and a time.")
    ] = False,
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy or ymd, for dates in numbers only.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Zone of times that name none; default the account's.")] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook; default the first.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count, import nothing.")] = False,
) -> None:
    """Import activity files as one act; when one is refused, none is imported."""
    from desktop.formats.activity.reading import DateOrder, Format
    from desktop.services.usage.imports import ImportWishes

    session = session_of(context)
    chosen = read_choice(Format, format_name, "--format")
    order = None if date_order is None else read_choice(DateOrder, date_order, "--date-order")
    wishes = ImportWishes(
        chosen.value, user, time, action, count_all, order.value if order else None, time_zone, sheet, dry_run
    )
    with session.workspace() as workspace, session.output.progress(msg("Reading activity")) as step:
        answer = workspace.usage_imports.import_files(files, wishes, step=step)
    session.doubts += [one.file for one in answer.files if one.rejected or one.unmapped]
    if session.output.json:
        session.output.document({"files": answer.files, "dry_run": answer.dry_run})
    else:
        _print_import(session, answer)


def _print_import(session: Session, answer: ImportAnswer) -> None:
    heads = (
        msg("File"),
        msg("Rows"),
        msg("Counted"),
        msg("Ignored"),
        msg("Unmapped"),
        msg("Rejected"),
        msg("Duplicate"),
        msg("Learners"),
        msg("Months"),
    )
    rows = [
        (
            one.file,
            one.rows_in,
            one.counted,
            one.ignored,
            one.unmapped,
            one.rejected,
            one.duplicate,
            one.learners,
            len(one.months),
        )
        for one in answer.files
    ]
    session.output.table(heads, rows)
    for one in answer.files:
        _print_notes(session, one)
    if answer.dry_run:
        session.output.line(msg("Nothing was imported: this was a dry run."))


def _print_notes(session: Session, one: FileAnswer) -> None:
    line = session.output.line
    if one.repeats is not None:
        line(msg("{file} is imported already; nothing changed.", file=one.file))
    if one.zone == "account":
        line(
            msg(
                "{file}: times without a zone were read in the account's zone, {zone}.",
                file=one.file,
                zone=one.zone_name,
            )
        )
    if one.future_rows:
        line(
            msgn(
                "{file}: {n} row lies in the future.",
                "{file}: {n} rows lie in the future.",
                n=one.future_rows,
                file=one.file,
            )
        )
    if one.hidden_sheets:
        line(
            msg(
                "{file} has hidden sheets that were not read: {sheets}",
                file=one.file,
                sheets=", ".join(one.hidden_sheets),
            )
        )
    for action, rows in one.unmapped_actions.items():
        line(
            msgn(
                "Unmapped: {action} ({n} row). Map it with usage map.",
                "Unmapped: {action} ({n} rows). Map it with usage map.",
                n=rows,
                action=action,
            )
        )
    from desktop.formats.activity.reading import IGNORED_REASONS

    for example in [example for example in one.examples if example["reason"] not in IGNORED_REASONS][:_EXAMPLES]:
        why = one.reason_texts.get(example["reason"], msg("The row was rejected."))
        shown = {"why": why, "text": example["text"]}
        number = example["line"]
        line(msg("Line {line}: {why} {text}", line=number, **shown) if number else msg("{why} {text}", **shown))


def monthly(context: typer.Context, first: From = None, last: To = None) -> None:
    """Show the months: active, cumulative, billed, purchased and remaining."""
    session = session_of(context)
    with session.workspace() as workspace:
        months = workspace.usage.monthly(read_month(first), read_month(last))
    if session.output.json:
        session.output.document({"months": months})
    else:
        print_months(session, months)


def print_months(session: Session, months: list[MonthAnswer]) -> None:
    """The month table for people."""
    if not months:
        session.output.line(msg("There is no activity yet. Import a file with seatwise usage import."))
        return
    plan = any(one.purchased is not None for one in months)
    heads = [
        msg("Month"),
        msg("Active"),
        msg("Billed"),
        msg("Cumulative"),
        *((msg("Purchased"), msg("Remaining")) if plan else ()),
        msg("State"),
    ]
    rows: list[list[Value]] = []
    for one in months:
        bought: tuple[Value, ...] = (one.purchased, one.remaining) if plan else ()
        rows.append([one.month, one.active, one.billed, one.cumulative, *bought, MONTH_STATE_LABELS[one.state]])
    session.output.table(heads, rows)
    for one in months:
        counts = {"month": Month.parse(one.month)}
        if one.late:
            session.output.line(
                msgn(
                    "{month}: {n} person arrived after the month was closed and is not billed.",
                    "{month}: {n} people arrived after the month was closed and are not billed.",
                    n=one.late,
                    **counts,
                )
            )
        if one.gone:
            session.output.line(
                msgn(
                    "{month}: {n} person was billed and is no longer observed.",
                    "{month}: {n} people were billed and are no longer observed.",
                    n=one.gone,
                    **counts,
                )
            )


def people(
    context: typer.Context,
    month: Annotated[str, typer.Option(help="The month, YYYY-MM.")],
    limit: Annotated[int | None, typer.Option(min=1, help="How many people; default all.")] = None,
    start: Annotated[int, typer.Option(min=0, help="How many to leave out first.")] = 0,
    find: Annotated[str, typer.Option(help="Only people whose name, e-mail, object or file holds this text.")] = "",
    kind: Annotated[str | None, typer.Option(help="Only first activities of this kind: q1 to q5.")] = None,
    late: Annotated[bool, typer.Option("--late", help="Only who came after the month was closed.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write everyone who fits to this file instead.")
    ] = None,
    profile: Annotated[str, typer.Option(help="CSV for: machine, excel-en, excel-fr or excel-nl.")] = "machine",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file where there is one.")] = False,
) -> None:
    """Show the people of a month with their first qualifying activity, or write them to a file."""
    from desktop.services.usage.people import MonthPeople
    from desktop.services.usage.people_wishes import PeopleWishes

    session = session_of(context)
    chosen = Month.parse(month)
    wishes = PeopleWishes(find, None if kind is None else read_choice(Kind, kind, "--kind"), late)
    if output is not None:
        usage_files.write_people(session, output, chosen, wishes, profile=profile, overwrite=overwrite)
        return
    with session.workspace() as workspace:
        found = MonthPeople(workspace.context).page(chosen, wishes, start, limit)
        zone = workspace.accounts.time_zone()
    if session.output.json:
        session.output.document({"people": found})
        return
    heads = (
        msg("Learner"),
        msg("Name"),
        msg("First activity ({zone})", zone=zone),
        msg("Kind"),
        msg("Learning object"),
        msg("Source"),
    )
    rows = [
        (
            one.learner,
            one.name,
            local_time(one.first_activity_at, zone),
            KIND_LABELS[Kind(one.kind)] if one.kind else None,
            one.object,
            one.file,
        )
        for one in found
    ]
    session.output.table(heads, rows)


def overall(context: typer.Context, first: From = None, last: To = None) -> None:
    """Show overall usage: total active users, active this month, not yet enrolled in any course."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.usage.overall(read_month(first), read_month(last))
    if session.output.json:
        session.output.document(answer)
        return
    rows: list[tuple[Value, Value]] = [
        (msg("Total active users"), answer.total_active),
        (msg("Active in {month}", month=Month.parse(answer.this_month)), answer.active_this_month),
        (msg("Not yet enrolled in any course"), answer.not_enrolled),
    ]
    if answer.purchased is not None:
        rows += [(msg("Purchased"), answer.purchased), (msg("Used"), answer.used), (msg("Remaining"), answer.remaining)]
    session.output.table((msg("Overall usage"), msg("People")), rows)


def explain(context: typer.Context, first: From = None, last: To = None) -> None:
    """Explain how many units are used and remain, step by step."""
    session = session_of(context)
    with session.workspace() as workspace:
        tree = workspace.usage.explain(read_month(first), read_month(last))
    if session.output.json:
        session.output.document({"explanation": tree})
    else:
        session.output.explanation(tree)
