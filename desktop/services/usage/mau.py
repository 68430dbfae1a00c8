"""Where the MAU plan stands: the periods from the keys, used from the sets and the closed months (F5 to F8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.keys import MauPeriod, Plan, mau_periods, period_of
from desktop.domain.periods import Month
from desktop.domain.usage import used_until
from desktop.services.context import Context
from desktop.services.rules.versions import qualification_map
from desktop.store.schema import AccountRow, ActivationKeyRow, ClosedMonthRow
from desktop.store.usage_sets import observed


@dataclass(frozen=True)
class Standing:
    """The running MAU period on a day."""

    period: MauPeriod
    purchased: int
    used: int


def periods_of(session: Session, account_id: str, until: date) -> list[MauPeriod]:
    """The MAU periods opened by keys activated up to and including the day."""
    rows = select(ActivationKeyRow.activated_on, ActivationKeyRow.seats).where(
        ActivationKeyRow.account_id == account_id,
        ActivationKeyRow.plan == Plan.MAU,
        ActivationKeyRow.activated_on <= until,
    )
    return mau_periods((day, seats) for day, seats in session.execute(rows) if day is not None)


def billed_months(session: Session, account_id: str) -> dict[Month, int]:
    """The closed months and what they were billed."""
    rows = select(ClosedMonthRow.month, ClosedMonthRow.billed).where(ClosedMonthRow.account_id == account_id)
    return {Month(row.month): row.billed for row in session.execute(rows)}


def active_months(
    session: Session, context: Context, account: AccountRow, first: Month | None = None, last: Month | None = None
) -> Mapping[Month, int]:
    """Unique active users of each month with activity, from `first` to `last`."""
    bounds = None if first is None or last is None else (first.ordinal, last.ordinal)
    sets = observed(session, account.id, qualification_map(session, context, account.id), bounds)
    return {Month(month): len(found.people) for month, found in sets.items()}


def mau_standing(session: Session, context: Context, account: AccountRow, day: date) -> Standing | None:
    """The MAU period running on the day with its purchased and used units, or None without one."""
    month = Month.of(day)
    period = period_of(periods_of(session, account.id, day), month)
    if period is None:
        return None
    active = active_months(session, context, account, period.starts, month)
    return Standing(
        period, period.purchased(month), used_until(period, month, active, billed_months(session, account.id))
    )
