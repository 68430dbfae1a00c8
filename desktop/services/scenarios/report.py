"""Scenarios side by side as a file: a table, the months, the orders, and the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop.domain.errors import UserError
from desktop.domain.scenarios import BUYING_LABELS
from desktop.domain.shares import share_percent
from desktop.formats.reports.report import Column, Table, table_of
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import Message, Value, msg
from desktop.services.context import Context
from desktop.services.reports.files import FileWish, FileWritten, is_chart, write_chart, write_file
from desktop.services.reports.head import report_head
from desktop.services.reports.tables import why_in_a_line
from desktop.services.scenarios.answers import ComparedAnswer

if TYPE_CHECKING:
    from desktop.charts.scenarios import ScenarioSeries


def scenario_series(account: str, currency: str, found: Sequence[ComparedAnswer]) -> ScenarioSeries:
    """What the chart of the scenarios shows."""
    from desktop.charts.scenarios import ScenarioLine, ScenarioSeries

    return ScenarioSeries(
        account,
        currency,
        tuple(
            ScenarioLine(
                one.scenario.name,
                tuple(month.starts_on for month in one.scenario.months),
                tuple(None if month.total is None else month.total.minor for month in one.scenario.months),
                tuple(
                    None if month.running_total is None else month.running_total.minor for month in one.scenario.months
                ),
            )
            for one in found
        ),
    )


def write_scenarios(context: Context, found: Sequence[ComparedAnswer], wish: FileWish) -> FileWritten:
    """Write them as a report with its chart; as the chart alone where the file's name says a picture."""
    if is_chart(wish.path):
        return write_scenario_chart(context, found, wish)
    from desktop.charts.scenarios import render_scenarios, scenario_summary, scenario_title

    series, head = _series(context, found), report_head(context)
    asked: tuple[tuple[Message, Value], ...] = (
        (msg("Compared with"), found[0].scenario.name),
        (msg("Currency"), series.currency),
    )
    tables = (_overview(series, found), _months(series, found), _orders(series, found))
    report = replace(
        head.report("scenarios", scenario_title(series), asked, tables),
        picture=lambda kind: render_scenarios(series, kind, wish.translator),
        picture_text=scenario_summary(series, wish.translator),
    )
    return write_file(report, wish)


def write_scenario_chart(context: Context, found: Sequence[ComparedAnswer], wish: FileWish) -> FileWritten:
    """Write the chart of the scenarios as PNG, SVG or PDF."""
    from desktop.charts.scenarios import render_scenarios

    series = _series(context, found)
    return write_chart(lambda kind: render_scenarios(series, kind, wish.translator), wish, len(found))


def _series(context: Context, found: Sequence[ComparedAnswer]) -> ScenarioSeries:
    if not found:
        raise UserError(msg("There is no scenario yet."))
    with context.store.read() as session:
        account = context.account(session)
        return scenario_series(account.name, account.currency, found)


def _overview(series: ScenarioSeries, found: Sequence[ComparedAnswer]) -> Table:
    currency = series.currency
    return table_of(
        "scenarios",
        msg("Scenarios"),
        (
            (Column("scenario", msg("Scenario")), lambda one: one.scenario.name),
            (Column("buys", msg("Buys"), Cells.MESSAGE), lambda one: BUYING_LABELS[one.scenario.buying]),
            (Column("starts_on", msg("From"), Cells.DATE), lambda one: one.scenario.starts_on),
            (Column("users", msg("Users"), Cells.INT), lambda one: one.scenario.users),
            (Column("growth_percent", msg("Growth a month, %")), lambda one: _percent(one.scenario.growth)),
            (Column("active_percent", msg("Active share, %")), lambda one: _percent(one.scenario.active_share)),
            (Column("months", msg("Months"), Cells.INT), lambda one: one.scenario.length),
            (Column("total", msg("Total"), Cells.MONEY, currency), lambda one: one.scenario.total),
            (Column("more", msg("More than the first"), Cells.MONEY, currency), lambda one: one.more),
            (Column("dearer_from", msg("Dearer from"), Cells.DATE), lambda one: one.dearer_from),
        ),
        found,
    )


def _percent(share: str) -> str:
    return str(share_percent(Fraction(share)))


def _months(series: ScenarioSeries, found: Sequence[ComparedAnswer]) -> Table:
    currency = series.currency
    all_of = [(one.scenario.name, month) for one in found for month in one.scenario.months]
    return table_of(
        "months",
        msg("Months"),
        (
            (Column("scenario", msg("Scenario")), lambda one: one[0]),
            (Column("starts_on", msg("From"), Cells.DATE), lambda one: one[1].starts_on),
            (Column("users", msg("Users"), Cells.INT), lambda one: one[1].users),
            (Column("units", msg("Units"), Cells.INT), lambda one: one[1].units),
            (Column("net", msg("Net"), Cells.MONEY, currency), lambda one: one[1].net),
            (Column("tax", msg("Tax"), Cells.MONEY, currency), lambda one: one[1].tax),
            (Column("total", msg("Total"), Cells.MONEY, currency), lambda one: one[1].total),
            (Column("running_total", msg("Running total"), Cells.MONEY, currency), lambda one: one[1].running_total),
            (
                Column("explanation", msg("Why"), Cells.MESSAGE),
                lambda one: None if one[1].explanation is None else why_in_a_line(one[1].explanation),
            ),
        ),
        all_of,
    )


def _orders(series: ScenarioSeries, found: Sequence[ComparedAnswer]) -> Table:
    all_of = [(one.scenario.name, order) for one in found for order in one.scenario.orders]
    return table_of(
        "orders",
        msg("Orders it would place"),
        (
            (Column("scenario", msg("Scenario")), lambda one: one[0]),
            (Column("date", msg("Date"), Cells.DATE), lambda one: one[1].on),
            (Column("users", msg("Users"), Cells.INT), lambda one: one[1].seats),
            (Column("unit_price", msg("Unit price")), lambda one: f"{one[1].unit_price.decimal} {series.currency}"),
            (Column("why", msg("Why"), Cells.MESSAGE), lambda one: one[1].price_reason),
        ),
        all_of,
    )
