"""A statement as a file to keep or hand on: CSV, XLSX, PDF, Parquet or JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.domain.periods import Month
from desktop.domain.statements import BASIS_LABELS
from desktop.domain.usage import MONTH_STATE_LABELS
from desktop.formats.reports.report import Cell, Column, Table, table_of
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import Message, Value, msg, msgn
from desktop.services.context import Context
from desktop.services.reports.files import FileWish, FileWritten, write_file
from desktop.services.reports.head import report_head
from desktop.services.usage.statements import MonthChargeAnswer, StatementAnswer


def write_statement(context: Context, answer: StatementAnswer, wish: FileWish) -> FileWritten:
    """Write the statement in the format that the file's name says."""
    head = report_head(context)
    asked: list[tuple[Message, Value]] = [
        (msg("Account ID"), head.account.id),
        (msg("Statement"), msg("Not issued") if answer.number is None else answer.number),
        *([] if answer.issued_on is None else [(msg("Issued on"), answer.issued_on)]),
        (msg("Period"), f"{answer.first} – {answer.last}"),
        (msg("Whom it counts"), BASIS_LABELS[answer.basis]),
        (msg("Units"), answer.units),
        *_amounts(answer),
    ]
    span = {"first": answer.first, "last": answer.last}
    title = msg("Statement of {account}, {first} to {last}", account=head.account.name, **span)
    return write_file(head.report("statement", title, asked, (_table(answer),)), wish)


def write_statements(context: Context, issued: Sequence[StatementAnswer], wish: FileWish) -> FileWritten:
    """Write the list of the statements that were issued."""
    head = report_head(context)
    table = table_of(
        "statements",
        msg("Statements"),
        (
            (Column("number", msg("Number"), Cells.INT), lambda one: one.number),
            (Column("first", msg("From"), Cells.MONTH), lambda one: Month.parse(one.first)),
            (Column("last", msg("To"), Cells.MONTH), lambda one: Month.parse(one.last)),
            (Column("counts", msg("Whom it counts"), Cells.MESSAGE), lambda one: BASIS_LABELS[one.basis]),
            (Column("units", msg("Units"), Cells.INT), lambda one: one.units),
            (Column("total", msg("Total"), Cells.MONEY), lambda one: one.total),
            (Column("issued_on", msg("Issued on"), Cells.DATE), lambda one: one.issued_on),
        ),
        issued,
        ("units",),
    )
    return write_file(
        head.report("statements", msg("Statements of {account}", account=head.account.name), (), (table,)), wish
    )


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
    priced = answer.total is not None
    currency = None if answer.total is None else answer.total.currency
    net = Column("net", msg("Net"), Cells.MONEY, currency)
    cells: list[tuple[Column, Callable[[MonthChargeAnswer], Cell]]] = [
        (Column("month", msg("Month"), Cells.MONTH), lambda one: Month.parse(one.month)),
        (Column("units", msg("Units"), Cells.INT), lambda one: one.users),
        (Column("state", msg("State"), Cells.MESSAGE), lambda one: MONTH_STATE_LABELS[one.state]),
        *([(net, _net)] if priced else []),
        (Column("explanation", msg("Why"), Cells.MESSAGE), _why),
    ]
    return table_of("months", msg("Months"), cells, answer.months, ("units", "net") if priced else ("units",))


def _net(one: MonthChargeAnswer) -> Cell:
    return one.net


def _why(one: MonthChargeAnswer) -> Message:
    return msgn("{n} unique active user, each once", "{n} unique active users, each once", n=one.users)
