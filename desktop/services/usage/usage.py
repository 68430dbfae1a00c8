"""Monthly active users: the table, the people, closing months, and what lies behind the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.explanation import Explanation
from desktop.domain.keys import MauPeriod, period_of
from desktop.domain.periods import Month
from desktop.domain.qualification import QualificationMap
from desktop.domain.usage import MonthRow, MonthState, explain_remaining, explain_used, month_table, months_shown
from desktop.services.context import Context
from desktop.services.rules.versions import qualification_map, rule_value
from desktop.services.usage.mau import billed_months, periods_of
from desktop.store.learners import known_numbers, learner_keys, named
from desktop.store.schema import (
    AccountRow,
    BilledLearnersRow,
    ClosedMonthRow,
    UsageSourceRow,
    UsageWordsRow,
    UserRow,
)
from desktop.store.usage_sets import (
    ENROLLED,
    SEEN,
    Words,
    group,
    observed,
    persons,
    unpack_words,
)
from desktop.system.clock import zone_named

if TYPE_CHECKING:
    from desktop.store.usage_firsts import FirstSeen


@dataclass(frozen=True)
class MonthAnswer:
    """A line of the month table; `purchased` and `remaining` are None outside a plan, `billed` while open."""

    month: str
    active: int
    cumulative: int
    billed: int | None
    purchased: int | None
    remaining: int | None
    state: MonthState
    po_active: int
    """Who a purchase order charges: social activity alone does not count for it (R13)."""
    late: int
    """Observed after the month was closed, not billed."""
    gone: int
    """Billed, and no longer observed."""


@dataclass(frozen=True)
class PersonAnswer:
    """A person of a month with the first qualifying activity."""

    learner: str
    name: str | None
    email: str | None
    first_activity_at: datetime
    kind: str | None
    action: str
    object: str
    source: str
    file: str
    billed: bool | None
    """Whether the closed month was billed for this person; None while it is open."""


@dataclass(frozen=True)
class OverallAnswer:
    """Overall usage (rules.md 1.6.7): distinct people, not the billed sum."""

    first: str | None
    last: str | None
    total_active: int
    active_this_month: int
    this_month: str
    not_enrolled: int
    purchased: int | None
    used: int | None
    remaining: int | None


class Usage:
    """The account's usage, to read."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def monthly(self, first: Month | None = None, last: Month | None = None) -> list[MonthAnswer]:
        """The months asked for, else from the first to the last with activity, with 0 where nothing happened."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            table = UsageTable.read(session, self._context, account)
            rows = table.rows(first, last)
            late = _late(session, account.id, table.people)
            return [_month_answer(row, table.charged_by_order(row.month), late.get(row.month, (0, 0))) for row in rows]

    def people(self, month: Month, start: int = 0, limit: int | None = None) -> list[PersonAnswer]:
        """The people of a month in order of their first qualifying activity, `limit` from place `start` on."""
        from desktop.store.usage_firsts import first_seen

        with self._context.store.read() as session:
            account = self._context.account(session)
            qualification = qualification_map(session, self._context, account.id)
            found = first_seen(session, account.id, qualification, month.ordinal)
            return people_page(session, account, qualification, month, found, start, limit)

    def overall(self, first: Month | None = None, last: Month | None = None) -> OverallAnswer:
        """Distinct active people of the range (default: the running period, else all), and who never enrolled."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            now = Month.of(today)
            table = UsageTable.read(session, self._context, account)
            period = period_of(table.periods, now)
            start, end = (period.starts, period.last) if period and first is None and last is None else (first, last)
            chosen = [
                people
                for month, people in table.people.items()
                if (start is None or start <= month) and (end is None or month <= end)
            ]
            row = table.rows(now, now)[0]
            return OverallAnswer(
                None if start is None else str(start),
                None if end is None else str(end),
                len(BitMap.union(*chosen)) if chosen else 0,
                len(table.people.get(now, BitMap())),
                str(now),
                _not_enrolled(session, account, [people for month, people in table.people.items() if month <= now]),
                row.purchased,
                None if period is None else row.cumulative,
                row.remaining,
            )

    def explain(self, first: Month | None = None, last: Month | None = None) -> Explanation:
        """Why this many units are used and remain: of the months asked for, else of the running or last period."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            table = UsageTable.read(session, self._context, account)
            now = Month.of(self._context.today(account))
            period = period_of(table.periods, now) or (table.periods[-1] if table.periods else None)
            if period is None or first is not None or last is not None:
                return explain_used(table.rows(first, last), None)
            end = min(period.last, now)
            used = explain_used(table.rows(period.starts, end), period)
            return explain_remaining(period, end, used)


@dataclass(frozen=True)
class UsageTable:
    """Everything the month table is made of: people by month, billed months, periods, and the day."""

    people: dict[Month, BitMap]
    by_order: dict[Month, BitMap]
    billed: dict[Month, int]
    periods: Sequence[MauPeriod]
    account: AccountRow
    context: Context

    @classmethod
    def read(cls, session: Session, context: Context, account: AccountRow) -> UsageTable:
        """Read it for the account as of today."""
        sets = observed(session, account.id, qualification_map(session, context, account.id))
        people = {Month(month): found.people for month, found in sets.items()}
        by_order = people
        if "q4" not in rule_value(session, account.id, "po_kinds", context.today(account)):
            by_order = {Month(month): found.charged_by_order for month, found in sets.items()}
        return cls(
            people,
            by_order,
            billed_months(session, account.id),
            periods_of(session, account.id, context.today(account)),
            account,
            context,
        )

    def charged_by_order(self, month: Month) -> int:
        """How many people a purchase order charges for the month (R13)."""
        return len(self.by_order.get(month, ()))

    def rows(self, first: Month | None = None, last: Month | None = None) -> list[MonthRow]:
        """The table's lines for the months asked for."""
        active = {month: len(members) for month, members in self.people.items()}
        months = months_shown(first, last, [*active, *self.billed])
        return month_table(months, active, self.billed, self.periods, self.context.today(self.account))


def _month_answer(row: MonthRow, by_order: int, late: tuple[int, int]) -> MonthAnswer:
    counts = (row.active, row.cumulative, row.billed, row.purchased, row.remaining)
    return MonthAnswer(str(row.month), *counts, row.state, by_order, *late)


def people_page(
    session: Session,
    account: AccountRow,
    qualification: QualificationMap,
    month: Month,
    found: FirstSeen,
    start: int,
    limit: int | None,
) -> list[PersonAnswer]:
    """The lines of a month's people from `start` on, with names and words looked up for just these.

    An action that was unmapped when its file was read counts as what it was mapped to since.
    """
    lines = list(found.page(start, limit))
    who = named(session, [line[0] for line in lines])
    sources = {source for _, _, source, _, _ in lines}
    words = source_words(session, sources)
    rows = select(UsageSourceRow.id, UsageSourceRow.file).where(UsageSourceRow.id.in_(sources))
    files = {row.id: row.file for row in session.execute(rows)}
    billed = billed_people(session, account.id, month)
    begins = month_begins(month, account.time_zone)
    answers = []
    for person, second, source, action, thing in lines:
        text, kind = words[source].actions[action]
        answers.append(
            PersonAnswer(
                who[person].identifier,
                who[person].name,
                who[person].email,
                begins + timedelta(seconds=second),
                kind or qualification.kind(text),
                text,
                words[source].objects[thing],
                source,
                files[source],
                None if billed is None else person in billed,
            )
        )
    return answers


def month_begins(month: Month, zone: str) -> datetime:
    """The month's first instant in the zone, in UTC."""
    day = month.first_day
    return datetime(day.year, day.month, 1, tzinfo=zone_named(zone)).astimezone(UTC)


def source_words(session: Session, sources: set[str]) -> dict[str, Words]:
    """The dictionaries of these sources."""
    rows = select(UsageWordsRow.source_id, UsageWordsRow.words).where(UsageWordsRow.source_id.in_(sources))
    return {row.source_id: unpack_words(row.words) for row in session.execute(rows)}


def billed_people(session: Session, account_id: str, month: Month) -> BitMap | None:
    """Who a closed month was billed for; None while it is open."""
    rows = select(BilledLearnersRow.learners).join(
        ClosedMonthRow, ClosedMonthRow.id == BilledLearnersRow.closed_month_id
    )
    stored = session.execute(
        rows.where(ClosedMonthRow.account_id == account_id, ClosedMonthRow.month == month.ordinal)
    ).scalar_one_or_none()
    return None if stored is None else BitMap.deserialize(stored)


def _late(session: Session, account_id: str, people: dict[Month, BitMap]) -> dict[Month, tuple[int, int]]:
    """For each closed month how many were observed late, and how many are no longer observed."""
    rows = select(ClosedMonthRow.month, BilledLearnersRow.learners).join(
        BilledLearnersRow, BilledLearnersRow.closed_month_id == ClosedMonthRow.id
    )
    counts = {}
    for row in session.execute(rows.where(ClosedMonthRow.account_id == account_id)):
        billed, seen = BitMap.deserialize(row.learners), people.get(Month(row.month), BitMap())
        counts[Month(row.month)] = (len(seen - billed), len(billed - seen))
    return counts


def _not_enrolled(session: Session, account: AccountRow, active: Sequence[BitMap]) -> int:
    """Learners known to the account with neither an enrollment nor a counted activity up to today (1.6.7)."""
    people = persons(session, account.id)
    registered = (
        session.execute(
            select(UserRow.identifier).where(UserRow.account_id == account.id, UserRow.registered == True)  # noqa: E712 - SQL of both databases
        )
        .scalars()
        .all()
    )
    numbers = known_numbers(session.connection(), learner_keys(account.id, [*registered]))
    known = people.united([group(session, account.id, SEEN), BitMap(numbers.values())])
    enrolled = people.united([group(session, account.id, ENROLLED)])
    return len(known - enrolled - BitMap().union(*active)) + len(registered) - len(numbers)
