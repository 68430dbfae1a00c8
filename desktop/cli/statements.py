"""usage statement: what a plan period charges, issued and written as a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import AlsoFile, Overwrite, Profile, also_write, wished
from desktop.cli.output import Output
from desktop.cli.session import Session, read_choice, read_month, session_of
from desktop.domain.statements import BASIS_LABELS, Basis
from desktop.domain.usage import MONTH_STATE_LABELS
from desktop.i18n import Value, msg

if TYPE_CHECKING:
    from desktop.services.usage.statements import StatementAnswer


def add_to(usage: typer.Typer) -> None:
    """Add the commands."""
    usage.command("statement")(show_statement)
    usage.command("statements")(list_statements)


def show_statement(
    context: typer.Context,
    period: Annotated[
        str | None, typer.Option(help="A month of the period, YYYY-MM; default the running or the last period.")
    ] = None,
    basis: Annotated[
        str | None, typer.Option(help="mau counts everyone active, purchase-order whoever used a learning object.")
    ] = None,
    issue: Annotated[
        bool, typer.Option("--issue", help="Issue it: its months are closed for good. This is not undone.")
    ] = False,
    output: AlsoFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Show what a plan period charges, month by month; with --issue it is fixed and numbered."""
    from desktop.services.usage.statement_report import write_statement

    session = session_of(context)
    month = read_month(period)
    chosen = None if basis is None else read_choice(Basis, basis, "--basis")
    files: list[str] = []
    with session.workspace() as workspace:
        statements = workspace.statements
        answer = statements.issue(month, chosen) if issue else statements.show(month, chosen)
        if output is not None:
            wish = wished(session, output, profile, overwrite=overwrite)
            files = write_statement(workspace.context, answer, wish).files
    if session.output.json:
        session.output.document({"statement": answer, "files": files})
        return
    _print(session.output, answer)
    if files:
        session.output.line(msg("Wrote the statement to {files}", files=", ".join(files)))


def list_statements(
    context: typer.Context, output: AlsoFile = None, profile: Profile = "machine", overwrite: Overwrite = False
) -> None:
    """List the statements that were issued."""
    from desktop.services.usage.statement_report import write_statements

    session = session_of(context)
    with session.workspace() as workspace:
        found = workspace.statements.issued()
        also_write(session, output, partial(write_statements, workspace.context, found), profile, overwrite=overwrite)
        _show_list(session, found)


def _show_list(session: Session, found: Sequence[StatementAnswer]) -> None:
    if session.output.json:
        session.output.document({"statements": found})
        return
    heads = (msg("Number"), msg("From"), msg("To"), msg("Units"), msg("Total"), msg("Issued on"))
    rows = [(one.number, one.first, one.last, one.units, one.total, one.issued_on) for one in found]
    session.output.table(heads, rows)


def _print(output: Output, answer: StatementAnswer) -> None:
    issued = msg("Not issued") if answer.number is None else msg("Statement {number}", number=answer.number)
    priced = answer.total is not None
    heads = (msg("Month"), msg("Units"), msg("State"), *((msg("Net"),) if priced else ()))
    rows: list[tuple[Value, ...]] = [
        (one.month, one.users, MONTH_STATE_LABELS[one.state], *((one.net,) if priced else ())) for one in answer.months
    ]
    output.table(heads, rows, title=issued)
    output.line(BASIS_LABELS[answer.basis])
    output.line(msg("Units of {first} to {last}: {units}", first=answer.first, last=answer.last, units=answer.units))
    if priced:
        amounts = {"net": answer.net, "tax": answer.tax, "total": answer.total}
        output.line(msg("Net {net}, tax {tax}, total {total}", **amounts))
    else:
        output.line(msg("There is no amount: set a price with account set-rule mau_unit_price."))
    if answer.number is None:
        output.line(msg("It can be issued from {day} on.", day=answer.can_be_issued_from))
