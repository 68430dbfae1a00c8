"""Which order, instalment or account a change is of: the journal keeps ids, and a person knows numbers and days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.journal.undo import ChangeAnswer
from desktop.store.schema import BATCHES, DueEventRow, InstalmentRow, OrderRow

_BLOCK = 500
_ORDER, _INSTALMENT, _EVENT = (table.__tablename__ for table in (OrderRow, InstalmentRow, DueEventRow))


@dataclass(frozen=True)
class Instalment:
    """A month of an order."""

    order: str
    number: int
    due_on: date


@dataclass(frozen=True)
class Things:
    """By id: the numbers and currencies of orders, and what instalments are."""

    orders: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    instalments: Mapping[str, Instalment] = field(default_factory=dict)


def things_of(session: Session, changes: Iterable[ChangeAnswer]) -> Things:
    """What the changes are of, in a fixed number of statements for each few hundred of them."""
    orders: set[str] = set()
    instalments: set[str] = set()
    for change in changes:
        for row in _rows(change):
            if change.entity == _ORDER:
                orders.add(str(row["id"]))
            elif change.entity == _INSTALMENT and "order_id" not in row:
                instalments.add(str(row["id"]))
            elif change.entity == _INSTALMENT:
                orders.add(str(row["order_id"]))
            elif change.entity == _EVENT:
                orders.add(str(row["subject"]))
    known = {
        row.id: Instalment(row.order_id, row.number, row.due_on)
        for block in _blocks(instalments)
        for row in session.execute(select(InstalmentRow).where(InstalmentRow.id.in_(block))).scalars()
    }
    wanted = orders | {one.order for one in known.values()}
    rows = select(OrderRow.id, OrderRow.number, OrderRow.currency)
    return Things(
        {
            row.id: (row.number, row.currency)
            for block in _blocks(wanted)
            for row in session.execute(rows.where(OrderRow.id.in_(block)))
        },
        known,
    )


def _rows(change: ChangeAnswer) -> Iterator[Mapping[str, Any]]:
    """Each row with the values the change tells of it."""
    if change.kind in BATCHES:
        yield from change.fields.get("rows", ())
        return
    said = {name: pair[0] if pair[1] is None else pair[1] for name, pair in change.fields.items()}
    yield {**said, "id": change.entity_id}


def _blocks(ids: Iterable[str]) -> Iterator[list[str]]:
    listed = sorted(ids)
    return (listed[start : start + _BLOCK] for start in range(0, len(listed), _BLOCK))
