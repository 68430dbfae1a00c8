"""order outcomes: what a payment processor's lists say of charges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.output import Output
from desktop.cli.session import session_of
from desktop.i18n import Message, msg

if TYPE_CHECKING:
    from desktop.services.payments.outcome_import import OutcomeImportAnswer


def add_to(order: typer.Typer) -> None:
    """Add the commands below `order`."""
    group = typer.Typer(help="What payment processors say of charges.", no_args_is_help=True)
    group.command("import")(import_outcomes)
    order.add_typer(group, name="outcomes")


def import_outcomes(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(readable=False, help="The processor's list of charges (CSV).")],
    order: Annotated[str | None, typer.Option(help="The column with the order's number or id.")] = None,
    reference: Annotated[str | None, typer.Option(help="The column with the processor's reference.")] = None,
    due: Annotated[str | None, typer.Option(help="The column with the day an instalment fell due.")] = None,
    charged: Annotated[str | None, typer.Option(help="The column with the day of the charge.")] = None,
    amount: Annotated[str | None, typer.Option(help="The column with the amount.")] = None,
    currency: Annotated[str | None, typer.Option(help="The column with the currency.")] = None,
    status: Annotated[str | None, typer.Option(help="The column that says what became of the charge.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
) -> None:
    """Take in a processor's list of charges; taking it in again changes nothing."""
    from desktop.formats.outcomes import OutcomeColumns

    session = session_of(context)
    columns = OutcomeColumns(order, reference, due, charged, amount, currency, status)
    with session.workspace() as workspace, session.output.progress(msg("Reading charges")) as step:
        imports = workspace.outcome_imports
        answer = (imports.preview if dry_run else imports.take_in)(file, columns, step=step)
    if answer.rows_in > answer.applied + answer.duplicate:
        session.doubts.append(answer.file)
    if session.output.json:
        session.output.document(answer)
    else:
        _show(session.output, answer)


def _show(output: Output, answer: OutcomeImportAnswer) -> None:
    from desktop.services.payments.outcome_rows import ROW_CLASS_LABELS

    heads: tuple[Message, ...] = (msg("File"), msg("Rows"), *ROW_CLASS_LABELS.values())
    counts = (answer.applied, answer.duplicate, answer.unknown_order, answer.wrong_amount, answer.refused)
    output.table(heads, [(answer.file, answer.rows_in, *counts)])
    if answer.rows:
        output.table(
            (msg("Line"), msg("Order"), msg("What"), msg("Reason")),
            [(str(one.line), str(one.order or ""), ROW_CLASS_LABELS[one.kind], one.reason) for one in answer.rows],
        )
    if answer.dry_run:
        output.line(msg("Nothing was changed."))
