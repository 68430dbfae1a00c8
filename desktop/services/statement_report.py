"""A statement as a file to keep or hand on: CSV, XLSX, PDF, Parquet or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.domain.periods import Month
from desktop.domain.statements import BASIS_LABELS
from desktop.domain.usage import MONTH_STATE_LABELS
from desktop.i18n import Message, Translator, Value, msg, msgn
from desktop.services.context import Context
from desktop.services.statements import StatementAnswer
from desktop.services.usage_report import FileWritten, report_kind
from desktop.store.check import chain_heads
from desktop.store.schema import WorkspaceRow

if TYPE_CHECKING:
    from desktop.formats.reports.report import Report, Table


def write_statement(
    context: Context, answer: StatementAnswer, path: Path, translator: Translator, *, overwrite: bool = False
) -> FileWritten:
    """Write the statement in the format that the file's name says."""
    from desktop.formats.reports.writing import write_report

    report_kind(path)
    written = write_report(_report(context, answer), path, translator, overwrite=overwrite)
    return FileWritten([str(one) for one in written], len(answer.months))


def _report(context: Context, answer: StatementAnswer) -> Report:
    from desktop.formats.reports.report import Report

    with context.store.read() as session:
        account = context.account(session)
        demo = session.execute(select(WorkspaceRow.demo)).scalar_one()
        journal = chain_heads(session).get(context.store.client_id)
        today = context.today(account)
    facts: list[tuple[Message, Value]] = [
        (msg("Account"), account.name),
        (msg("Account ID"), account.id),
        (msg("Statement"), msg("Not issued") if answer.number is None else answer.number),
        *([] if answer.issued_on is None else [(msg("Issued on"), answer.issued_on)]),
        (msg("Period"), f"{answer.first} – {answer.last}"),
        (msg("Whom it counts"), BASIS_LABELS[answer.basis]),
        (msg("Units"), answer.units),
        *_amounts(answer),
        (msg("As of"), today),
        (msg("Time zone"), account.time_zone),
        (msg("Journal"), (journal or "")[:16]),
    ]
    title = msg("Statement of {account}, {first} to {last}", account=account.name, first=answer.first, last=answer.last)
    mark = msg("Demo data") if demo else None
    return Report("statement", title, tuple(facts), (_table(answer),), mark=mark, zone=account.time_zone)


def _amounts(answer: StatementAnswer) -> list[tuple[Message, Value]]:
    if answer.total is None:
        return [(msg("Amount"), msg("None: no price of a unit is set"))]
    amounts = (
        (msg("Unit price"), answer.unit_price),
        (msg("Net"), answer.net),
        (msg("Tax"), answer.tax),
        (msg("Total"), answer.total),
    )
    return list(amounts)


def _table(answer: StatementAnswer) -> Table:
    from desktop.formats.reports.report import Batch, Column, Kind, Table

    priced = answer.total is not None
    currency = None if answer.total is None else answer.total.currency
    columns = (
        Column("month", msg("Month"), Kind.MONTH),
        Column("units", msg("Units"), Kind.INT),
        Column("state", msg("State"), Kind.MESSAGE),
        *((Column("net", msg("Net"), Kind.MONEY, currency),) if priced else ()),
        Column("explanation", msg("Why"), Kind.MESSAGE),
    )
    months = answer.months
    why = [
        msgn("{n} unique active user, each once", "{n} unique active users, each once", n=one.users) for one in months
    ]
    batch: Batch = [
        [Month.parse(one.month) for one in months],
        [one.users for one in months],
        [MONTH_STATE_LABELS[one.state] for one in months],
        *([[one.net for one in months]] if priced else []),
        why,
    ]
    totals = ("units", "net") if priced else ("units",)
    return Table("months", msg("Months"), columns, [batch] if months else [], totals=totals, rows=len(months))
