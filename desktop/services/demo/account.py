"""Whose the demo workspace is, and the day it lives in; `demo` fills it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments, Region
from desktop.services.accounts.accounts import NewAccount
from desktop.services.context import last_day_of_acts
from desktop.store.schema import WorkspaceRow

DEMO_STARTS = date(2018, 3, 1)
DEMO_TODAY = date(2019, 9, 5)
DEMO_ACCOUNT = NewAccount("Veldhuis Academy", Region.EU, "Europe/Amsterdam", "USD", Payments.TEST, "Anna de Vries")


def demo_day(session: Session) -> date | None:
    """The day a demo workspace lives in: its own, or that of a later act; None for any other workspace."""
    if not session.execute(select(WorkspaceRow.demo)).scalar():
        return None
    last = last_day_of_acts(session)
    return DEMO_TODAY if last is None else max(DEMO_TODAY, last)
