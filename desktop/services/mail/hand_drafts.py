"""Drafts that follow from no calendar: a person asks for them, or usage gives rise to them (rules.md 1.7)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.life.events import DueEvent, EventKind, Notice
from desktop.i18n import Message
from desktop.store.due_events import BY_HAND, add_events
from desktop.store.schema import DueEventRow
from desktop.store.unit_of_work import Write


def add_draft(write: Write, account_id: str, notice: Notice, text: Message, today: date) -> str:
    """Keep a draft of today inside an open act; its id. What its letter says are the parameters of the text."""
    number = _made(write.session, account_id, notice) + 1
    event = DueEvent(today, EventKind.NOTICE, account_id, f"{notice}:{number}", text, BY_HAND)
    add_events(write, account_id, [event], today)
    return event.id(account_id)


def _made(session: Session, account_id: str, notice: Notice) -> int:
    """The greatest number of a draft of that notice."""
    rows = select(DueEventRow.name).where(
        DueEventRow.account_id == account_id,
        DueEventRow.kind == EventKind.NOTICE,
        DueEventRow.name.startswith(f"{notice}:"),
    )
    numbers = [int(name.partition(":")[2]) for name in session.execute(rows).scalars()]
    return max(numbers, default=0)
