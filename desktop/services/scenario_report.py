"""Scenarios side by side as a file: a table, the months, the orders, and the chart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop.domain.errors import UserError
from desktop.domain.scenarios import BUYING_LABELS
from desktop.domain.shares import share_text
from desktop.i18n import Message, Translator, Value, msg
from desktop.services.scenarios import ComparedAnswer
from desktop.services.usage_report import REPORT_KINDS, FileWritten, csv_profile

if TYPE_CHECKING:
    from desktop.charts.scenarios import ScenarioSeries
    from desktop.formats.reports.report import Batch, Report, Table

PICTURE_KINDS = ("png", "svg")


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


def write_scenarios(
    account: tuple[str, str],
    found: Sequence[ComparedAnswer],
    path: Path,
    translator: Translator,
    *,
    profile: str = "machine",
    overwrite: bool = False,
) -> FileWritten:
    """Write them as a report, or the chart as PNG or SVG, by the file's name; `account` is its name and currency."""
    if not found:
        raise UserError(msg("There is no scenario yet."))
    kind = path.suffix.lower().removeprefix(".")
    series = scenario_series(*account, found)
    if kind in PICTURE_KINDS:
        return _picture(series, kind, path, translator, overwrite=overwrite)  # type: ignore[arg-type]
    if kind not in REPORT_KINDS:
        known = ", ".join(f".{one}" for one in (*REPORT_KINDS, *PICTURE_KINDS))
        raise UserError(msg("Name a file that ends in {kinds}.", kinds=known))
    from desktop.formats.reports.writing import write_report

    report = scenario_report(series, found, translator)
    written = write_report(report, path, translator, profile=csv_profile(profile), overwrite=overwrite)
    return FileWritten([str(one) for one in written], len(found))


def _picture(
    series: ScenarioSeries, kind: Literal["png", "svg"], path: Path, translator: Translator, *, overwrite: bool
) -> FileWritten:
    from desktop.charts.scenarios import render_scenarios
    from desktop.formats.reports.files import landing

    with landing(path, overwrite=overwrite) as part:
        part.write_bytes(render_scenarios(series, kind, translator))
    return FileWritten([str(path)], len(series.lines))


def scenario_report(series: ScenarioSeries, found: Sequence[ComparedAnswer], translator: Translator) -> Report:
    """The report of scenarios side by side."""
    from desktop.charts.scenarios import render_scenarios, scenario_summary, scenario_title
    from desktop.formats.reports.report import Report

    facts: tuple[tuple[Message, Value], ...] = (
        (msg("Account"), series.account),
        (msg("Compared with"), found[0].scenario.name),
        (msg("Currency"), series.currency),
    )
    return Report(
        "scenarios",
        scenario_title(series),
        facts,
        (_overview(series, found), _months(series, found), _orders(series, found)),
        picture=lambda kind: render_scenarios(series, kind, translator),
        picture_text=scenario_summary(series, translator),
    )


def _overview(series: ScenarioSeries, found: Sequence[ComparedAnswer]) -> Table:
    from desktop.formats.reports.report import Column, Kind, Table

    columns = (
        Column("scenario", msg("Scenario")),
        Column("buys", msg("Buys"), Kind.MESSAGE),
        Column("starts_on", msg("From"), Kind.DATE),
        Column("users", msg("Users"), Kind.INT),
        Column("growth_percent", msg("Growth a month, %")),
        Column("active_percent", msg("Active share, %")),
        Column("months", msg("Months"), Kind.INT),
        Column("total", msg("Total"), Kind.MONEY, series.currency),
        Column("more", msg("More than the first"), Kind.MONEY, series.currency),
        Column("dearer_from", msg("Dearer from"), Kind.DATE),
    )
    all_of = [one.scenario for one in found]
    rows: Batch = [
        [one.name for one in all_of],
        [BUYING_LABELS[one.buying] for one in all_of],
        [one.starts_on for one in all_of],
        [one.users for one in all_of],
        [_percent(one.growth) for one in all_of],
        [_percent(one.active_share) for one in all_of],
        [one.length for one in all_of],
        [one.total for one in all_of],
        [one.more for one in found],
        [one.dearer_from for one in found],
    ]
    return Table("scenarios", msg("Scenarios"), columns, [rows], rows=len(found))


def _percent(share: str) -> str:
    from fractions import Fraction

    return share_text(Fraction(share))


def _months(series: ScenarioSeries, found: Sequence[ComparedAnswer]) -> Table:
    from desktop.formats.reports.report import Column, Kind, Table

    columns = (
        Column("scenario", msg("Scenario")),
        Column("starts_on", msg("From"), Kind.DATE),
        Column("users", msg("Users"), Kind.INT),
        Column("units", msg("Units"), Kind.INT),
        Column("net", msg("Net"), Kind.MONEY, series.currency),
        Column("tax", msg("Tax"), Kind.MONEY, series.currency),
        Column("total", msg("Total"), Kind.MONEY, series.currency),
        Column("running_total", msg("Running total"), Kind.MONEY, series.currency),
    )
    all_of = [(one.scenario.name, month) for one in found for month in one.scenario.months]
    rows: Batch = [
        [name for name, _ in all_of],
        [month.starts_on for _, month in all_of],
        [month.users for _, month in all_of],
        [month.units for _, month in all_of],
        [month.net for _, month in all_of],
        [month.tax for _, month in all_of],
        [month.total for _, month in all_of],
        [month.running_total for _, month in all_of],
    ]
    return Table("months", msg("Months"), columns, [rows], rows=len(all_of))


def _orders(series: ScenarioSeries, found: Sequence[ComparedAnswer]) -> Table:
    from desktop.formats.reports.report import Column, Kind, Table

    columns = (
        Column("scenario", msg("Scenario")),
        Column("date", msg("Date"), Kind.DATE),
        Column("users", msg("Users"), Kind.INT),
        Column("unit_price", msg("Unit price")),
        Column("why", msg("Why"), Kind.MESSAGE),
    )
    all_of = [(one.scenario.name, order) for one in found for order in one.scenario.orders]
    rows: Batch = [
        [name for name, _ in all_of],
        [order.on for _, order in all_of],
        [order.seats for _, order in all_of],
        [f"{order.unit_price.decimal} {series.currency}" for _, order in all_of],
        [order.price_reason for _, order in all_of],
    ]
    return Table("orders", msg("Orders it would place"), columns, [rows], rows=len(all_of))
