"""What deactivating the account would bring, as a file: every order's end, the fee step by step, and what follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, Translator, Value, msg
from desktop.services.deactivation import PreviewAnswer
from desktop.services.order_report import derivation_table
from desktop.services.usage_report import FileWritten, csv_profile, report_kind

if TYPE_CHECKING:
    from desktop.formats.reports.report import Batch, Report, Table

PREVIEW = msg("Preview. Nothing has changed yet.")
"""The mark of a file that shows what would be."""


def write_preview(
    answer: PreviewAnswer,
    account: str,
    path: Path,
    translator: Translator,
    *,
    profile: str = "machine",
    overwrite: bool = False,
    step: Step = silent,
) -> FileWritten:
    """Write the preview of the account of that name as CSV, XLSX, PDF, Parquet or JSON by the file's name."""
    from desktop.formats.reports.writing import write_report

    report_kind(path)
    report = preview_report(answer, account)
    written = write_report(report, path, translator, profile=csv_profile(profile), overwrite=overwrite, step=step)
    return FileWritten([str(one) for one in written], len(answer.endings))


def preview_report(answer: PreviewAnswer, account: str) -> Report:
    """The report of a preview."""
    from desktop.formats.reports.report import Report

    facts: tuple[tuple[Message, Value], ...] = (
        (msg("Account"), account),
        (msg("As of"), answer.on),
        (msg("Early termination fee of all orders"), answer.fee),
        (msg("Owes"), answer.arrears),
        (msg("Paid until"), answer.paid_until),
    )
    title = msg("What deactivating {account} on {day} would bring", account=account, day=answer.on)
    return Report(
        "deactivation",
        title,
        facts,
        (_endings(answer), derivation_table(answer.explanation), _lost(answer), _timeline(answer)),
        mark=PREVIEW,
    )


def _endings(answer: PreviewAnswer) -> Table:
    from desktop.formats.reports.report import Column, Kind, Table

    currency = answer.fee.currency
    columns = (
        Column("number", msg("Number"), Kind.INT),
        Column("placed_on", msg("Date of Order"), Kind.DATE),
        Column("users", msg("Users"), Kind.INT),
        Column("state", msg("Status"), Kind.MESSAGE),
        Column("ends_on", msg("Ends"), Kind.DATE),
        Column("fee", msg("Fee"), Kind.MONEY, currency),
        Column("owes", msg("Owes"), Kind.MONEY, currency),
    )
    rows: Batch = [
        [one.number for one in answer.endings],
        [one.placed_on for one in answer.endings],
        [one.seats for one in answer.endings],
        [ORDER_STATE_LABELS[one.state] for one in answer.endings],
        [one.ends_on for one in answer.endings],
        [one.fee for one in answer.endings],
        [one.owes for one in answer.endings],
    ]
    return Table("orders", msg("Orders"), columns, [rows], ("users", "fee", "owes"), len(answer.endings))


def _lost(answer: PreviewAnswer) -> Table:
    from desktop.formats.reports.report import Column, Kind, Table

    currency = answer.fee.currency
    columns = (
        Column("number", msg("Number"), Kind.INT),
        Column("more_a_month", msg("More a month when these users are bought again"), Kind.MONEY, currency),
    )
    rows: Batch = [[one.number for one in answer.lost], [one.more_a_month for one in answer.lost]]
    return Table("lost", msg("What is lost"), columns, [rows], ("more_a_month",), len(answer.lost))


def _timeline(answer: PreviewAnswer) -> Table:
    from desktop.formats.reports.report import Column, Kind, Table

    columns = (
        Column("date", msg("Date"), Kind.DATE),
        Column("event", msg("What"), Kind.MESSAGE),
        Column("rule", msg("Rule")),
        Column("amount", msg("Amount"), Kind.MONEY, answer.fee.currency),
    )
    rows: Batch = [
        [one.on for one in answer.timeline],
        [one.text for one in answer.timeline],
        [one.rule for one in answer.timeline],
        [one.amount for one in answer.timeline],
    ]
    return Table("timeline", msg("What follows"), columns, [rows], rows=len(answer.timeline))
