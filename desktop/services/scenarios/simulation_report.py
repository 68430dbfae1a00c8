"""What a simulation brings, as a file: the events on the way, and what falls due by month."""

from __future__ import annotations

from desktop.domain.accounts import STATE_LABELS
from desktop.domain.periods import Month
from desktop.formats.reports.report import Column, Report, Table, table_of
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import Message, Value, msg
from desktop.services.reports.files import FileWish, FileWritten, write_file
from desktop.services.reports.head import SIMULATED
from desktop.services.reports.tables import events_table
from desktop.services.time.fork import SimulationAnswer


def write_simulation(answer: SimulationAnswer, wish: FileWish) -> FileWritten:
    """Write it as CSV, XLSX, PDF, Parquet or JSON by the file's name; every page and table says “simulated”."""
    return write_file(simulation_report(answer), wish)


def simulation_report(answer: SimulationAnswer) -> Report:
    """The report of a simulation."""
    facts: tuple[tuple[Message, Value], ...] = (
        (msg("Account"), answer.account.name),
        (msg("From"), answer.since),
        (msg("Until"), answer.until),
        (msg("Payments"), msg("Assumed paid")),
        (msg("Falls due in all"), answer.total),
        (msg("State at the end"), STATE_LABELS[answer.account.state]),
    )
    title = msg("Simulation until {day}, {account}", day=answer.until, account=answer.account.name)
    events = events_table("events", msg("What happens"), answer.events, answer.total.currency)
    return Report("simulation", title, facts, (events, _charges(answer)), mark=SIMULATED)


def _charges(answer: SimulationAnswer) -> Table:
    currency = answer.total.currency
    return table_of(
        "charges",
        msg("What falls due by month"),
        (
            (Column("month", msg("Month"), Cells.MONTH), lambda one: Month.parse(one.month)),
            (Column("instalments", msg("Instalments"), Cells.INT), lambda one: one.instalments),
            (Column("fees", msg("Fees"), Cells.INT), lambda one: one.fees),
            (Column("net", msg("Net"), Cells.MONEY, currency), lambda one: one.net),
            (Column("tax", msg("Tax"), Cells.MONEY, currency), lambda one: one.tax),
            (Column("total", msg("Total"), Cells.MONEY, currency), lambda one: one.total),
        ),
        answer.charges,
        ("instalments", "fees", "net", "tax", "total"),
    )
