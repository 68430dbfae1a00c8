"""Reports to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.domain.money import Money
from desktop.domain.periods import Month
from desktop.formats.reports.report import Batch, ChartPlan, Column, Kind, Report, Table
from desktop.i18n import Translator, msg

ROOT = Path(__file__).resolve().parents[3]
HOSTILE = ROOT.parent / "shared" / "data" / "hostile"

AT = datetime(2019, 3, 31, 23, 30, tzinfo=UTC)
"""In Amsterdam it is 1 April already."""

PEOPLE_COLUMNS = (
    Column("month", msg("Month"), Kind.MONTH),
    Column("user_name", msg("User Name")),
    Column("first_activity_at", msg("First Qualifying Activity"), Kind.INSTANT),
    Column("activity_kind", msg("Activity Kind"), Kind.MESSAGE),
    Column("seen_on", msg("Seen"), Kind.DATE),
)
NAMES = ["=1+1", "'t Hart", 'Zoë "Z" <b>&amp; \U0001f600', "Jansen, Piet; jr", ""]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#1A5FB4"/></svg>'


def translator(language: str = "en") -> Translator:
    return Translator(language, ROOT / "resources" / "locale")


def months_table() -> Table:
    first = Month.parse("2019-01")
    columns = (
        Column("month", msg("Month"), Kind.MONTH),
        Column("active", msg("Unique Active Users"), Kind.INT),
        Column("purchased", msg("Purchased"), Kind.INT),
        Column("amount", msg("Amount"), Kind.MONEY, currency="EUR"),
    )
    batch: Batch = [
        [first, first + 1, first + 2],
        [50, 500, 5000],
        [1000, None, 6000],
        [Money(123_456, "EUR"), Money(-50, "EUR"), None],
    ]
    return Table("months", msg("Monthly Usage"), columns, [batch], totals=("active", "amount"), rows=3)


def people_table(batches: Iterable[Batch] | None = None) -> Table:
    count = len(NAMES)
    batch: Batch = [
        [Month.parse("2019-03")] * count,
        list(NAMES),
        [AT + timedelta(hours=i) for i in range(count - 1)] + [None],
        [msg("viewed a page")] * count,
        [date(2019, 3, 31)] * count,
    ]
    return Table("people", msg("People"), PEOPLE_COLUMNS, [batch] if batches is None else batches, rows=count)


def report(*tables: Table) -> Report:
    return Report(
        key="usage",
        title=msg("Monthly usage of {account}", account="Veldhuis Academy"),
        facts=((msg("Account"), "Veldhuis Academy"), (msg("As of"), date(2019, 9, 5)), (msg("Filters"), None)),
        tables=tables or (months_table(), people_table()),
        zone="Europe/Amsterdam",
        chart=ChartPlan("months", "month", bars=("active",), lines=("purchased",)),
    )


def marked(*tables: Table) -> Report:
    return replace(report(*tables), mark=msg("Demo data"))


def pictured() -> Report:
    return replace(report(), picture=lambda _: SVG, picture_text="A chart of three months.")


def text_table(texts: list[str]) -> Table:
    return Table(
        "texts",
        msg("Texts"),
        (Column("text", msg("Text")), Column("n", msg("N"), Kind.INT)),
        [[texts, list(range(len(texts)))]],
    )
