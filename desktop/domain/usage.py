"""Monthly active users: observed and billed months, periods, purchased, used and remaining (rules.md F5 to F8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.errors import UserError
from desktop.domain.explanation import Explanation
from desktop.domain.keys import MauPeriod, period_of
from desktop.domain.periods import Month, months_between
from desktop.i18n import Message, msg, msgn


class MonthState(StrEnum):
    """Where a month stands on a day."""

    CLOSED = "closed"
    OPEN = "open"
    RUNNING = "running"
    FUTURE = "future"


MONTH_STATE_LABELS: dict[MonthState, Message] = {
    MonthState.CLOSED: msg("Closed"),
    MonthState.OPEN: msg("Open"),
    MonthState.RUNNING: msg("Running"),
    MonthState.FUTURE: msg("Not begun"),
}


@dataclass(frozen=True)
class MonthRow:
    """One line of the month table. Counts are people; `billed` is None while the month is open."""

    month: Month
    active: int
    cumulative: int
    billed: int | None
    purchased: int | None
    remaining: int | None
    state: MonthState

    @property
    def used(self) -> int:
        """What the month counts for: billed once closed, else observed (F7)."""
        return self.active if self.billed is None else self.billed


def months_shown(first: Month | None, last: Month | None, with_activity: Iterable[Month]) -> list[Month]:
    """Every month from the first to the last: as asked for, else from activity. Empty without either."""
    known = sorted(with_activity)
    start = first or (known[0] if known else last)
    end = last or (max(known[-1], start) if known and start else start)
    if start is None or end is None:
        return []
    if start > end:
        if first is not None and last is not None:
            raise UserError(msg("From month must not be after To month."))
        return []
    return list(months_between(start, end))


def month_table(
    months: Sequence[Month],
    active: Mapping[Month, int],
    billed: Mapping[Month, int],
    periods: Sequence[MauPeriod],
    today: date,
) -> list[MonthRow]:
    """The table of the months shown (F8).

    `cumulative` is the running Used of the plan period a month lies in, from that period's first month whatever is
    shown; outside any plan period it runs over the months shown and never restarts, and `purchased` and `remaining`
    are None. `active` and `billed` must hold the whole of every period touched; a missing month counts 0.
    """
    rows: list[MonthRow] = []
    outside = 0
    for month in months:
        seen, fixed = active.get(month, 0), billed.get(month)
        period = period_of(periods, month)
        if period is None:
            outside += seen if fixed is None else fixed
            cumulative, purchased = outside, None
        else:
            cumulative = used_until(period, month, active, billed)
            purchased = period.purchased(month)
        remaining = None if purchased is None else purchased - cumulative
        state = month_state(month, today, closed=fixed is not None)
        rows.append(MonthRow(month, seen, cumulative, fixed, purchased, remaining, state))
    return rows


def used_until(period: MauPeriod, month: Month, active: Mapping[Month, int], billed: Mapping[Month, int]) -> int:
    """Used from the period's first month up to and including `month` (F7)."""
    return sum(billed.get(one, active.get(one, 0)) for one in months_between(period.starts, month))


def month_state(month: Month, today: date, *, closed: bool) -> MonthState:
    """Closed by an administrator, ended but open, running, or not begun."""
    if closed:
        return MonthState.CLOSED
    if month.end <= today:
        return MonthState.OPEN
    return MonthState.RUNNING if month.first_day <= today else MonthState.FUTURE


def refuse_close(month: Month, today: date, *, closed: bool) -> None:
    """Only a month that has ended in the account's zone, and is not closed yet, can be closed (F8)."""
    if closed:
        raise UserError(msg("{month} is closed already.", month=month))
    if today < month.end:
        raise UserError(msg("{month} has not ended yet. It can be closed from {day} on.", month=month, day=month.end))


def refuse_empty_close(month: Month, people: int, begins: Month) -> None:
    """A month before the account begins is closed only where it has activity."""
    if month < begins and not people:
        raise UserError(
            msg("{month} lies before this account begins, and has no activity: nothing to close.", month=month)
        )


def refuse_range(first: Month, last: Month, today: date) -> None:
    """The range of a report: From not after To, To not in the future (R12)."""
    if first > last:
        raise UserError(msg("From month must not be after To month."))
    if last > Month.of(today):
        raise UserError(msg("To month must not be in the future."))


def explain_used(rows: Sequence[MonthRow], period: MauPeriod | None) -> Explanation:
    """Why this many units are used: the sum of each month's unique active users (F5).

    >>> explain_used([MonthRow(Month(0), n, 0, None, None, None, MonthState.OPEN) for n in (50, 500, 5000)], None).value
    5550
    """
    total = sum(row.used for row in rows)
    steps = tuple(_month_step(row) for row in rows)
    if period is None:
        text = msgn(
            "Sum of the unique active users of {n} month", "Sum of the unique active users of {n} months", n=len(rows)
        )
    else:
        text = msg("Used in the period {first} to {last}", first=period.starts, last=period.last)
    return Explanation(text, total, steps, rule="F5", source="S0, S1")


def explain_remaining(period: MauPeriod, month: Month, used: Explanation) -> Explanation:
    """Why so many units remain at the end of `month`: purchased less used; below zero it is overage (F7)."""
    purchased = period.purchased(month)
    keys = tuple(
        Explanation(msgn("Key of {day}: {n} unit", "Key of {day}: {n} units", n=seats, day=day), seats)
        for day, seats in period.keys
        if day < month.end
    )
    spent = used.value if isinstance(used.value, int) else 0
    bought = Explanation(
        msg("Purchased: seats of the keys activated in the period"), purchased, keys, rule="F7", source="P"
    )
    label = msg("Remaining: purchased less used") if purchased >= spent else msg("Overage: used more than purchased")
    return Explanation(label, purchased - spent, (bought, used), rule="F7", source="IMG")


def _month_step(row: MonthRow) -> Explanation:
    if row.billed is None:
        text = msg("{month}: people with at least one qualifying activity, each once", month=row.month)
    else:
        text = msg(
            "{month}: billed when the month was closed, {active} observed now", month=row.month, active=row.active
        )
    return Explanation(text, row.used, rule="F8" if row.billed is not None else "F5")
