"""Charts and reports of usage as files, in the person's language (rules.md 1.6.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.domain.keys import period_of
from desktop.domain.periods import Month
from desktop.domain.qualification import KIND_LABELS, Kind, QualificationMap
from desktop.domain.usage import MonthRow, refuse_range
from desktop.i18n import Message, Translator, msg
from desktop.services.context import Context
from desktop.services.reports.files import PAGE_ROWS, FileWish, FileWritten, write_chart, write_file
from desktop.services.reports.head import ReportHead
from desktop.services.rules.versions import qualification_map
from desktop.services.usage.usage import UsageTable, month_begins, source_words
from desktop.store.learners import named
from desktop.store.schema import UsageSourceRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.charts.series import UsageSeries
    from desktop.formats.reports.report import Batch, Report, Table


@dataclass(frozen=True)
class _Ready:
    """What a report is made from, read once."""

    head: ReportHead
    table: UsageTable
    rows: list[MonthRow]
    qualification: QualificationMap
    files: dict[str, str]


class UsageReports:
    """Usage as files."""

    def __init__(self, context: Context) -> None:
        """Report on this context's account."""
        self._context = context

    def series(
        self, first: Month | None = None, last: Month | None = None, *, year_before: bool = False
    ) -> UsageSeries:
        """What a chart of the months shows."""
        with self._context.store.read() as session:
            return _series(self._read(session, first, last), year_before=year_before)

    def chart(
        self, wish: FileWish, first: Month | None = None, last: Month | None = None, *, year_before: bool = False
    ) -> FileWritten:
        """Write the chart of the months as PNG, SVG or PDF, by the file's name."""
        from desktop.charts.rendering import render

        series = self.series(first, last, year_before=year_before)
        return write_chart(lambda kind: render(series, kind, wish.translator), wish, len(series.months))

    def report(self, wish: FileWish, first: Month, last: Month) -> FileWritten:
        """Write the detailed usage report of the months: a line a person and month, and the summary (R12)."""
        wish.refuse()
        with self._context.store.read() as session:
            ready = self._read(session, first, last)
            refuse_range(first, last, ready.head.today)
            return write_file(_report(session, ready, (first, last), wish.translator), wish)

    def _read(self, session: Session, first: Month | None, last: Month | None) -> _Ready:
        from sqlalchemy import select

        head = ReportHead.read(session, self._context)
        table = UsageTable.read(session, self._context, head.account)
        files = {row.id: row.file for row in session.execute(select(UsageSourceRow)).scalars()}
        qualification = qualification_map(session, self._context, head.account.id)
        return _Ready(head, table, table.rows(first, last), qualification, files)


def _series(ready: _Ready, *, year_before: bool) -> UsageSeries:
    from desktop.charts.series import KeyStep, UsageSeries

    rows = ready.rows
    months = tuple(row.month for row in rows)
    now = Month.of(ready.head.today)
    used = {month: len(people) for month, people in ready.table.people.items()} | dict(ready.table.billed)
    keys = [KeyStep(day, seats) for period in ready.table.periods for day, seats in period.keys]
    starts = {period.starts for period in ready.table.periods} | {period.last + 1 for period in ready.table.periods}
    return UsageSeries(
        account=ready.head.account.name,
        months=months,
        active=tuple(row.active for row in rows),
        billed=tuple(row.billed for row in rows),
        cumulative=tuple(row.cumulative for row in rows),
        purchased=tuple(row.purchased for row in rows),
        remaining=tuple(row.remaining for row in rows),
        states=tuple(row.state for row in rows),
        current=now if now in months else None,
        keys=tuple(step for step in keys if step.month in months),
        restarts=tuple(month for month in months if month in starts),
        year_before=tuple(used.get(month + -12) for month in months) if year_before else None,
    )


def _report(session: Session, ready: _Ready, span: tuple[Month, Month], translator: Translator) -> Report:
    from desktop.charts.rendering import render
    from desktop.charts.wording import summary
    from desktop.formats.reports.report import ChartPlan, Report

    series = _series(ready, year_before=False)
    facts = ready.head.facts(
        (msg("Period"), f"{span[0]} – {span[1]}"),
        (msg("Sources"), len(ready.files)),
        (msg("Qualification map"), ready.qualification.version),
    )
    return Report(
        key="monthly_usage",
        title=msg("Monthly usage of {account}", account=ready.head.account.name),
        facts=facts,
        tables=(_people_table(session, ready), _summary_table(ready), _totals_table(ready)),
        mark=ready.head.mark,
        zone=ready.head.account.time_zone,
        picture=lambda kind: render(series, kind, translator),
        picture_text=summary(series, translator),
        chart=ChartPlan("summary", "month", bars=("active",), lines=("cumulative", "purchased")),
    )


def _people_table(session: Session, ready: _Ready) -> Table:
    from desktop.formats.reports.report import Column, Table
    from desktop.formats.reports.report import Kind as Cells

    columns = (
        Column("month", msg("Month"), Cells.MONTH),
        Column("user_name", msg("User Name")),
        Column("user_email", msg("User Email")),
        Column("user_unique_id", msg("User Unique ID")),
        Column("first_qualifying_activity", msg("First Qualifying Activity"), Cells.INSTANT),
        Column("activity_kind", msg("Activity Kind"), Cells.MESSAGE),
        Column("learning_object", msg("Learning Object")),
        Column("source", msg("Source")),
    )
    rows = sum(row.active for row in ready.rows)
    return Table("people", msg("People"), columns, _people(session, ready), rows=rows)


def _people(session: Session, ready: _Ready) -> Iterator[Batch]:
    """The people of each month in order of their first activity, a page at a time, all of one state of the store."""
    from desktop.store.usage_firsts import first_seen

    for row in ready.rows:
        if not row.active:
            continue
        found = first_seen(session, ready.head.account.id, ready.qualification, row.month.ordinal)
        for start in range(0, len(found.people), PAGE_ROWS):
            yield _people_batch(session, ready, row.month, list(found.page(start, PAGE_ROWS)))


def _people_batch(session: Session, ready: _Ready, month: Month, lines: list[tuple[int, int, str, int, int]]) -> Batch:
    who = named(session, [line[0] for line in lines])
    words = source_words(session, {line[2] for line in lines})
    begins = month_begins(month, ready.head.account.time_zone)
    kinds: dict[str, Message | None] = {}
    for source, found in words.items():
        for place, (text, kind) in enumerate(found.actions):
            known = Kind(kind) if kind else ready.qualification.kind(text)
            kinds[f"{source}/{place}"] = KIND_LABELS[known] if known else None
    people = [who[line[0]] for line in lines]
    return [
        [month] * len(lines),
        [person.name for person in people],
        [person.email or (person.identifier if "@" in person.identifier else None) for person in people],
        [person.identifier for person in people],
        [begins + timedelta(seconds=line[1]) for line in lines],
        [kinds[f"{line[2]}/{line[3]}"] for line in lines],
        [words[line[2]].objects[line[4]] for line in lines],
        [ready.files[line[2]] for line in lines],
    ]


def _summary_table(ready: _Ready) -> Table:
    from desktop.formats.reports.report import Column, Table
    from desktop.formats.reports.report import Kind as Cells

    columns = (
        Column("month", msg("Month"), Cells.MONTH),
        Column("active", msg("Unique Active Users"), Cells.INT),
        Column("billed", msg("Billed"), Cells.INT),
        Column("cumulative", msg("Cumulative"), Cells.INT),
        Column("purchased", msg("Purchased"), Cells.INT),
        Column("remaining", msg("Remaining"), Cells.INT),
    )
    rows = ready.rows
    batch: Batch = [
        [row.month for row in rows],
        [row.active for row in rows],
        [row.billed for row in rows],
        [row.cumulative for row in rows],
        [row.purchased for row in rows],
        [row.remaining for row in rows],
    ]
    return Table("summary", msg("Summary"), columns, [batch] if rows else [], totals=("active",), rows=len(rows))


def _totals_table(ready: _Ready) -> Table:
    """A row for each plan period and each calendar year: the sum of its monthly uniques (rules.md 1.6.8)."""
    from desktop.formats.reports.report import Column, Table
    from desktop.formats.reports.report import Kind as Cells

    periods: dict[tuple[Month, Month], int] = {}
    years: dict[int, int] = {}
    for row in ready.rows:
        period = period_of(ready.table.periods, row.month)
        if period is not None:
            periods[period.starts, period.last] = periods.get((period.starts, period.last), 0) + row.used
        years[row.month.first_day.year] = years.get(row.month.first_day.year, 0) + row.used
    spans = [*periods, *((Month.parse(f"{year:04d}-01"), Month.parse(f"{year:04d}-12")) for year in years)]
    columns = (
        Column("kind", msg("Kind"), Cells.MESSAGE),
        Column("first_month", msg("From Month"), Cells.MONTH),
        Column("last_month", msg("To Month"), Cells.MONTH),
        Column("used", msg("Used"), Cells.INT),
    )
    kinds = [*([msg("Period")] * len(periods)), *([msg("Calendar year")] * len(years))]
    used = [*periods.values(), *years.values()]
    batch: Batch = [kinds, [span[0] for span in spans], [span[1] for span in spans], used]
    return Table("totals", msg("By period and year"), columns, [batch] if spans else [], rows=len(spans))
