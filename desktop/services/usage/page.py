"""Everything the usage page shows, read at once: months, plan periods, overall usage, sources, what can be closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.domain.explanation import Explanation
from desktop.domain.keys import MauPeriod, period_of
from desktop.domain.periods import Month, months_between
from desktop.domain.usage import MonthRow, explain_remaining, explain_used
from desktop.services.context import Context
from desktop.services.usage.report import UsageReports
from desktop.services.usage.source_answers import SourceAnswer, sources
from desktop.services.usage.usage import OverallAnswer, Usage, UsageTable
from desktop.store.schema import ClosedMonthRow, WorkspaceRow

if TYPE_CHECKING:
    from desktop.charts.series import UsageSeries

_A_YEAR = 12


@dataclass(frozen=True)
class Span:
    """Months from `first` to `last`, both included; None is the first or last with activity."""

    first: Month | None = None
    last: Month | None = None

    def shifted(self, steps: int) -> Span:
        """The span of the same length so many lengths later."""
        if self.first is None or self.last is None:
            return self
        length = self.last - self.first + 1
        return Span(self.first + steps * length, self.last + steps * length)


@dataclass(frozen=True)
class UsagePage:
    """What the page shows of one span of months. `closable` are open months whose end the imported data is past."""

    span: Span
    """The months shown; without first and last where there is nothing to show yet."""
    known: Span
    """From the first month with activity or a plan to the last."""
    periods: tuple[Span, ...]
    """The plan periods, the newest first."""
    series: UsageSeries
    late: dict[Month, int]
    gone: dict[Month, int]
    closed_on: dict[Month, date]
    overall: OverallAnswer
    used: Explanation
    remaining: Explanation | None
    """None outside a plan."""
    purchased: int | None
    in_period: bool
    """Whether `used` and `remaining` are those of a plan period."""
    until: Month | None
    """The month at whose end `used` and `remaining` stand."""
    sources: tuple[SourceAnswer, ...]
    closable: tuple[Month, ...]
    today: date
    zone: str
    demo: bool

    @property
    def empty(self) -> bool:
        """Whether no imported file counts here."""
        return all(source.removed for source in self.sources)


class UsagePages:
    """The usage page, to read."""

    def __init__(self, context: Context) -> None:
        """Read this context's account."""
        self._context = context

    def read(self, wanted: Span | None = None, *, year_before: bool = False) -> UsagePage:
        """The page for the span wanted; without one the running or last plan period, else the last twelve months."""
        context = self._context
        with context.store.read() as session:
            account = context.account(session)
            table = UsageTable.read(session, context, account)
            today = context.today(account)
            workspace = session.execute(select(WorkspaceRow)).scalar_one()
            rows = select(ClosedMonthRow.month, ClosedMonthRow.closed_on).where(ClosedMonthRow.account_id == account.id)
            closed_on = {Month(row.month): row.closed_on for row in session.execute(rows)}
        active = sorted(month for month, people in table.people.items() if people)
        known = _known(active, table)
        span = _within(wanted, known) if wanted else _usual(table.periods, known, Month.of(today))
        shown = table.rows(span.first, span.last) if span.first and span.last else []
        period = _period_shown(table.periods, span)
        used, remaining, until = _explained(table, period, shown, Month.of(today))
        monthly = Usage(context).monthly(span.first, span.last) if shown else []
        return UsagePage(
            span=span,
            known=known,
            periods=tuple(Span(one.starts, one.last) for one in reversed(table.periods)),
            series=self._series(account.name, span, shown, year_before=year_before),
            late={Month.parse(one.month): one.late for one in monthly if one.late},
            gone={Month.parse(one.month): one.gone for one in monthly if one.gone},
            closed_on=closed_on,
            overall=Usage(context).overall(span.first, span.last),
            used=used,
            remaining=remaining,
            purchased=period.purchased(until) if period and until else None,
            in_period=period is not None,
            until=until,
            sources=tuple(reversed(sources(context))),
            closable=_closable(active, set(table.billed), today),
            today=today,
            zone=account.time_zone,
            demo=workspace.demo,
        )

    def _series(self, account: str, span: Span, shown: Sequence[MonthRow], *, year_before: bool) -> UsageSeries:
        if shown:
            return UsageReports(self._context).series(span.first, span.last, year_before=year_before)
        from desktop.charts.series import UsageSeries

        return UsageSeries(account, (), (), (), (), (), (), ())


def _known(active: Sequence[Month], table: UsageTable) -> Span:
    months = [*active, *table.billed]
    months += [month for period in table.periods for month in (period.starts, period.last)]
    return Span(min(months), max(months)) if months else Span()


def _within(wanted: Span, known: Span) -> Span:
    return Span(wanted.first or known.first, wanted.last or known.last)


def _usual(periods: Sequence[MauPeriod], known: Span, now: Month) -> Span:
    period = period_of(periods, now) or (periods[-1] if periods else None)
    if period is not None:
        return Span(period.starts, period.last)
    if known.first is None or known.last is None:
        return Span()
    return Span(max(known.first, known.last + (1 - _A_YEAR)), known.last)


def _period_shown(periods: Sequence[MauPeriod], span: Span) -> MauPeriod | None:
    """The plan period the numbers stand for: that of the last month shown which has one."""
    if span.first is None or span.last is None:
        return None
    touched = [one for one in periods if one.starts <= span.last and one.last >= span.first]
    return touched[-1] if touched else None


def _explained(
    table: UsageTable, period: MauPeriod | None, shown: Sequence[MonthRow], now: Month
) -> tuple[Explanation, Explanation | None, Month | None]:
    if period is None:
        return explain_used(shown, None), None, shown[-1].month if shown else None
    until = min(period.last, max(now, period.starts))
    used = explain_used(table.rows(period.starts, until), period)
    return used, explain_remaining(period, until, used), until


def _closable(active: Sequence[Month], closed: set[Month], today: date) -> tuple[Month, ...]:
    """Months from the first activity on that are open, ended, and followed by later activity."""
    if not active:
        return ()
    return tuple(
        month for month in months_between(active[0], active[-1] + -1) if month not in closed and month.end <= today
    )
