"""Whose the demo workspace is, and the day it lives in; `demo` fills it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments, Region
from desktop.services.accounts import NewAccount
from desktop.store.schema import ActRow, WorkspaceRow
from desktop.system.clock import zone_named

DEMO_STARTS = date(2018, 3, 1)
DEMO_TODAY = date(2019, 9, 5)
DEMO_ACCOUNT = NewAccount("Veldhuis Academy", Region.EU, "Europe/Amsterdam", "USD", Payments.TEST, "Anna de Vries")


def demo_day(session: Session) -> date | None:
    """The day a demo workspace lives in: its own, or that of a later act; None for any other workspace."""
    if not session.execute(select(WorkspaceRow.demo)).scalar():
        return None
    last = session.execute(select(func.max(ActRow.recorded_at))).scalar()
    return max(DEMO_TODAY, last.astimezone(zone_named(DEMO_ACCOUNT.time_zone)).date()) if last else DEMO_TODAY
