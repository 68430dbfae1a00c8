"""Many rows written at once, each as a line that a person understands: which order, which day, what."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desktop.domain.money import Money
from desktop.domain.orders.order import CHARGE_STATUS_LABELS, ChargeStatus
from desktop.domain.users import ROLE_LABELS, Role
from desktop.i18n import Message, Value, msg
from desktop.services.journal.things import Things
from desktop.services.journal.undo import ChangeAnswer
from desktop.store.schema import DueEventRow, InstalmentRow, UserRow
from desktop.store.types import message_of

Row = Mapping[str, Any]


def batch_lines(change: ChangeAnswer, things: Things) -> list[tuple[Message, Value]] | None:
    """What each row is of, and what it says; None for rows that nobody knows by more than their number."""
    read = _READERS.get(change.entity)
    rows = change.fields["rows"]
    return [read(row, things) for row in rows] if read is not None and all(rows) else None


def _event(row: Row, things: Things) -> tuple[Message, Value]:
    """Something that befell an order, or the account itself."""
    day, order = date.fromisoformat(row["due_on"]), things.orders.get(str(row["subject"]))
    what = msg("Account, {day}", day=day) if order is None else msg("Order {number}, {day}", number=order[0], day=day)
    said = message_of(json.loads(row["text"]))
    if row["amount"] is None or row["currency"] is None:
        return what, said
    return what, msg("{what}: {amount}", what=said, amount=Money(row["amount"], row["currency"]))


def _instalment(row: Row, things: Things) -> tuple[Message, Value]:
    order, day = things.orders.get(str(row["order_id"])), date.fromisoformat(row["due_on"])
    status = CHARGE_STATUS_LABELS[ChargeStatus(row["status"])]
    if order is None:
        return msg("Instalment {number}, {day}", number=row["number"], day=day), status
    number, currency = order
    what = msg("Order {number}, instalment {instalment}, {day}", number=number, instalment=row["number"], day=day)
    return what, msg("{amount}: {status}", amount=Money(row["net"] + row["tax"], currency), status=status)


def _user(row: Row, _things: Things) -> tuple[Message, Value]:
    return msg("User {name}", name=row["name"] or row["identifier"]), ROLE_LABELS[Role(row["role"])]


_READERS: Mapping[str, Callable[[Row, Things], tuple[Message, Value]]] = {
    DueEventRow.__tablename__: _event,
    InstalmentRow.__tablename__: _instalment,
    UserRow.__tablename__: _user,
}
