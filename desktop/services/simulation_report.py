"""What a simulation brings, as a file: the events on the way, and what falls due by month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.accounts import STATE_LABELS
from desktop.domain.periods import Month
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, Translator, Value, msg
from desktop.services.fork import SimulationAnswer
from desktop.services.usage_report import FileWritten, csv_profile, report_kind

if TYPE_CHECKING:
    from desktop.formats.reports.report import Batch, Report, Table

SIMULATED = msg("Simulated")
"""The mark that everything simulated carries, on screens and in files."""


def write_simulation(
    answer: SimulationAnswer,
    path: Path,
    translator: Translator,
    *,
    profile: str = "machine",
    overwrite: bool = False,
    step: Step = silent,
) -> FileWritten:
    """Write it as CSV, XLSX, PDF, Parquet or JSON by the file's name; every page and table says “simulated”."""
    from desktop.formats.reports.writing import write_report

    report_kind(path)
    written = write_report(
        simulation_report(answer), path, translator, profile=csv_profile(profile), overwrite=overwrite, step=step
    )
    return FileWritten([str(one) for one in written], len(answer.events))


def simulation_report(answer: SimulationAnswer) -> Report:
    """The report of a simulation."""
    from desktop.formats.reports.report import Report

    facts: tuple[tuple[Message, Value], ...] = (
        (msg("Account"), answer.account.name),
        (msg("From"), answer.since),
        (msg("Until"), answer.until),
        (msg("Payments"), msg("Assumed paid")),
        (msg("Falls due in all"), answer.total),
        (msg("State at the end"), STATE_LABELS[answer.account.state]),
    )
    title = msg("Simulation until {day}, {account}", day=answer.until, account=answer.account.name)
    return Report("simulation", title, facts, (_events(answer), _charges(answer)), mark=SIMULATED)


def _events(answer: SimulationAnswer) -> Table:
    from desktop.formats.reports.report import Column, Kind, Table

    currency = answer.total.currency
    columns = (
        Column("date", msg("Date"), Kind.DATE),
        Column("event", msg("What"), Kind.MESSAGE),
        Column("rule", msg("Rule")),
        Column("amount", msg("Amount"), Kind.MONEY, currency),
    )
    rows: Batch = [
        [one.on for one in answer.events],
        [one.text for one in answer.events],
        [one.rule for one in answer.events],
        [one.amount for one in answer.events],
    ]
    return Table("events", msg("What happens"), columns, [rows], rows=len(answer.events))


def _charges(answer: SimulationAnswer) -> Table:
    from desktop.formats.reports.report import Column, Kind, Table

    currency = answer.total.currency
    columns = (
        Column("month", msg("Month"), Kind.MONTH),
        Column("instalments", msg("Instalments"), Kind.INT),
        Column("fees", msg("Fees"), Kind.INT),
        Column("net", msg("Net"), Kind.MONEY, currency),
        Column("tax", msg("Tax"), Kind.MONEY, currency),
        Column("total", msg("Total"), Kind.MONEY, currency),
    )
    rows: Batch = [
        [Month.parse(one.month) for one in answer.charges],
        [one.instalments for one in answer.charges],
        [one.fees for one in answer.charges],
        [one.net for one in answer.charges],
        [one.tax for one in answer.charges],
        [one.total for one in answer.charges],
    ]
    totals = ("instalments", "fees", "net", "tax", "total")
    return Table("charges", msg("What falls due by month"), columns, [rows], totals, len(answer.charges))
