"""A Pricing Estimate as a file: what an order would cost, step by step, and which rules would refuse it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from desktop.domain.pricing.tax import percent
from desktop.formats.reports.report import Cell, Column, Table, table_of
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import NO, Amount, Message, Value, msg, msgn
from desktop.services.context import Context
from desktop.services.orders.orders import QuoteAnswer
from desktop.services.reports.files import FileWish, FileWritten, write_file
from desktop.services.reports.head import report_head
from desktop.services.reports.tables import derivation_table


@dataclass(frozen=True)
class _Line:
    what: Message
    how: Message
    amount: Amount


def write_quote(context: Context, answer: QuoteAnswer, wish: FileWish) -> FileWritten:
    """Write it as CSV, XLSX, PDF, Parquet or JSON by the file's name, with the derivation of the year."""
    head = report_head(context)
    asked: tuple[tuple[Message, Value], ...] = (
        (msg("Users"), answer.seats),
        (msg("Date of Order"), answer.on),
        (msg("Price version"), answer.price_version),
        (msg("Tax rate"), msg("{percent} %", percent=percent(Fraction(answer.tax_rate)))),
        (msg("An order would be refused"), answer.refusals or NO),
        (msg("Quote"), answer.sha256),
    )
    title = msg("Pricing Estimate of {account}", account=head.account.name)
    why = derivation_table(answer.explanation, "derivation", msg("How this is computed"))
    return write_file(head.report("quote", title, asked, (_amounts(answer), why)), wish)


def _amounts(answer: QuoteAnswer) -> Table:
    rate = percent(Fraction(answer.tax_rate))
    by_users = msgn("{n} user × {price}", "{n} users × {price}", n=answer.seats, price=answer.unit_price)
    lines = (
        _Line(msg("Unit price"), answer.price_reason, answer.unit_price),
        _Line(msg("Monthly charge"), by_users, answer.monthly),
        _Line(msg("Tax"), msg("{net} × {rate} %", net=answer.monthly, rate=rate), answer.tax),
        _Line(msg("Charge a month"), msg("Monthly charge and tax"), answer.monthly_total),
        _Line(msg("Annual commitment"), msg("{net} × 12", net=answer.monthly), answer.annual),
    )
    cells: tuple[tuple[Column, Callable[[_Line], Cell]], ...] = (
        (Column("step", msg("Step"), Cells.MESSAGE), lambda one: one.what),
        (Column("amount", msg("Amount"), Cells.MONEY), lambda one: one.amount),
        (Column("explanation", msg("Why"), Cells.MESSAGE), lambda one: one.how),
    )
    return table_of("estimate", msg("Pricing Estimate"), cells, lines)
