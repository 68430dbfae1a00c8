"""What befell an account, as it is kept: the same event once, and told again with the same id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.ids import derived_id
from desktop.domain.life.events import DueEvent
from desktop.store.schema import DueEventRow
from desktop.store.unit_of_work import Write

BY_HAND = "1.7"
"""The rule of drafts that a person asked for, or that usage gave rise to."""


def add_events(write: Write, account_id: str, events: Sequence[DueEvent], today: date) -> None:
    """Keep events as they befell the account; the same one again on the same day gets an id of its own."""
    if not events:
        return
    rows: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    newest = select(func.max(DueEventRow.position)).where(DueEventRow.account_id == account_id)
    for position, event in enumerate(events, (write.session.execute(newest).scalar() or 0) + 1):
        values = event_values(account_id, event, today) | {"position": position}
        values["id"] = _fresh_id(write.session, values["id"], seen)
        rows.append(values)
    write.add_batch(DueEventRow, derived_id(account_id, "events", rows[0]["id"], len(rows)), rows)


def event_values(account_id: str, event: DueEvent, today: date) -> dict[str, Any]:
    """An event as its row keeps it."""
    return {
        "id": event.id(account_id),
        "account_id": account_id,
        "due_on": event.on,
        "position": 0,
        "kind": event.kind,
        "subject": event.subject,
        "name": event.name,
        "text": event.text,
        "rule": event.rule,
        "amount": None if event.amount is None else event.amount.minor,
        "currency": None if event.amount is None else event.amount.currency,
        "state": event.state,
        "made_on": today,
    }


def _fresh_id(session: Session, event_id: str, seen: Counter[str]) -> str:
    chosen = event_id
    while seen[chosen] or session.execute(select(DueEventRow.id).where(DueEventRow.id == chosen)).scalar() is not None:
        seen[event_id] += 1
        chosen = derived_id(event_id, "again", seen[event_id])
    seen[chosen] += 1
    return chosen
