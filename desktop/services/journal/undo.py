"""Taking an act back: when that is refused, its inverse, and how the inverse is written (architecture.md, idea 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.i18n import msg
from desktop.services.journal.entries import undone_by
from desktop.services.journal.instead import instead_of_act, instead_of_day
from desktop.services.rules.days import refuse_rule_undo
from desktop.services.rules.price_undo import refuse_price_undo
from desktop.services.usage.month_closing import refuse_stated
from desktop.store.schema import (
    BATCHES,
    DECIDING,
    AccountRow,
    ActRow,
    ChangeKind,
    ChangePayloadRow,
    ChangeRow,
    ClosedMonthRow,
    Effect,
    Journaled,
)
from desktop.store.types import fields_of
from desktop.store.unit_of_work import Write, entity_named, loaded_values

_STATE_TABLES = DECIDING | {AccountRow.__tablename__}


@dataclass(frozen=True)
class ChangeAnswer:
    """One row's change: {field: [before, after]} in stored values; for a batch how many rows."""

    entity: str
    entity_id: str
    kind: ChangeKind
    fields: Mapping[str, Any]


def decides_state(changes: Sequence[ChangeAnswer]) -> bool:
    """Whether the changes are of what an account's state follows from."""
    return any(change.entity in _STATE_TABLES for change in changes)


def refuse_undo(session: Session, act: ActRow) -> None:
    """Refuse to undo, naming the reason and what to do instead."""
    if act.effect is Effect.FIRST:
        raise UserError(msg("The workspace itself cannot be undone. Delete its file instead."))
    if act.effect is Effect.CALENDAR:
        instead = instead_of_day(changes_of(session, act))
        raise UserError(
            msg("“{act}” follows from the calendar and cannot be undone. {instead}", act=act.verb, instead=instead)
        )
    if act.effect is Effect.OUTSIDE:
        raise UserError(
            msg(
                "“{act}” had an effect outside the workspace and cannot be undone. Make a correcting entry instead.",
                act=act.verb,
            )
        )
    if act.act_id in undone_by(session, [act.act_id]):
        raise UserError(msg("“{act}” has been undone already. To redo it, undo that undo.", act=act.verb))
    changes = changes_of(session, act)
    _refuse_stated_months(session, act, changes)
    for change in changes:
        refuse_price_undo(session, change.entity, change.kind, change.fields)
        refuse_rule_undo(session, change.entity, change.fields)
        later = _later_change(session, act, change)
        if later is not None and later.effect is Effect.CALENDAR:
            raise UserError(
                msg(
                    "“{act}” cannot be undone: “{later}” followed from the calendar. {instead}",
                    act=act.verb,
                    later=later.verb,
                    instead=instead_of_act(changes),
                )
            )
        if later is not None:
            raise UserError(
                msg(
                    "“{act}” cannot be undone: “{later}” changed the same thing afterwards. Undo that first.",
                    act=act.verb,
                    later=later.verb,
                )
            )


def _refuse_stated_months(session: Session, act: ActRow, changes: Sequence[ChangeAnswer]) -> None:
    """A month that was closed, and is on an issued statement since, stays closed."""
    for change in changes:
        if change.entity == ClosedMonthRow.__tablename__ and change.kind is ChangeKind.NEW and act.account_id:
            refuse_stated(session, act.account_id, Month(change.fields["month"][1]))


def _later_change(session: Session, act: ActRow, change: ChangeAnswer) -> ActRow | None:
    """A later act, not undone itself, that changed the same fields of the same row."""
    ids = (
        [row["id"] for row in change.fields["rows"]]
        if "rows" in change.fields and change.kind in BATCHES
        else [change.entity_id]
    )
    for start in range(0, len(ids), 500):
        rows = (
            select(ActRow, ChangeRow.kind, ChangePayloadRow.fields)
            .join(ChangeRow, ChangeRow.act_seq == ActRow.seq)
            .join(ChangePayloadRow, ChangePayloadRow.op_id == ChangeRow.op_id)
            .where(
                ActRow.seq > act.seq,
                ChangeRow.entity == change.entity,
                ChangeRow.entity_id.in_(ids[start : start + 500]),
            )
            .order_by(ActRow.seq)
        )
        found = [
            later for later, kind, text in session.execute(rows).all() if _same_fields(change, kind, fields_of(text))
        ]
        standing = _leaving_something(session, act, found)
        if standing is not None:
            return standing
    return None


def _same_fields(change: ChangeAnswer, kind: ChangeKind, fields: Mapping[str, Any]) -> bool:
    """Whether a later change of the row touched what this one did."""
    edits = change.kind is ChangeKind.EDIT and kind is ChangeKind.EDIT
    return not edits or bool(set(fields) & set(change.fields))


def _leaving_something(session: Session, act: ActRow, later: Sequence[ActRow]) -> ActRow | None:
    """The first that is neither undone nor the undo of one that came after `act` too: those leave nothing behind."""
    if not later:
        return None
    undone = undone_by(session, [one.act_id for one in later])
    after = select(ActRow.act_id).where(ActRow.act_id.in_([one.undoes for one in later if one.undoes]))
    taken_back = set(session.execute(after.where(ActRow.seq > act.seq)).scalars())
    return next((one for one in later if one.act_id not in undone and one.undoes not in taken_back), None)


def changes_of(session: Session, act: ActRow, ids: Sequence[str] | None = None) -> list[ChangeAnswer]:
    """The act's changes in their order, of all rows or of those; without fields where the values were erased."""
    rows = (
        select(ChangeRow, ChangePayloadRow.fields)
        .outerjoin(ChangePayloadRow, ChangePayloadRow.op_id == ChangeRow.op_id)
        .where(ChangeRow.act_seq == act.seq)
        .order_by(ChangeRow.position)
    )
    if ids is not None:
        rows = rows.where(ChangeRow.entity_id.in_(ids))
    return [
        ChangeAnswer(change.entity, change.entity_id, change.kind, fields_of(cast("str | None", text) or "{}"))
        for change, text in session.execute(rows).all()
    ]


def inverses_of(changes: Sequence[ChangeAnswer]) -> list[ChangeAnswer]:
    """What takes all the changes back, the last one first; many rows go before, and come after, what they belong to."""
    found = [inverse_of(change) for change in reversed(changes)]
    return sorted(found, key=lambda one: _WHEN.get(one.kind, 1))


_WHEN = {ChangeKind.UNBATCH: 0, ChangeKind.BATCH: 2}


def inverse_of(change: ChangeAnswer) -> ChangeAnswer:
    """The change that takes this one back."""
    if change.kind in BATCHES:
        kind = ChangeKind.UNBATCH if change.kind is ChangeKind.BATCH else ChangeKind.BATCH
        return ChangeAnswer(change.entity, change.entity_id, kind, change.fields)
    if not change.fields:
        raise UserError(msg("The values of this entry were erased, so it cannot be undone."))
    fields = {name: [pair[1], pair[0]] for name, pair in change.fields.items()}
    mark = getattr(entity_named(change.entity), "undo_of_new", None)
    if change.kind is ChangeKind.NEW and mark is not None:
        return ChangeAnswer(change.entity, change.entity_id, ChangeKind.EDIT, {mark: [0, 1]})
    kinds = {ChangeKind.NEW: ChangeKind.DELETE, ChangeKind.DELETE: ChangeKind.NEW}
    return ChangeAnswer(change.entity, change.entity_id, kinds.get(change.kind, ChangeKind.EDIT), fields)


def apply_change(write: Write, change: ChangeAnswer) -> None:
    """Do the change in the open act."""
    entity = entity_named(change.entity)
    dialect = write.session.connection().dialect
    if change.kind is ChangeKind.UNBATCH:
        write.remove_batch(entity, change.entity_id, change.fields["rows"])
        return
    if change.kind is ChangeKind.BATCH:
        rows = [loaded_values(entity, row, dialect) for row in change.fields["rows"]]
        write.add_batch(entity, change.entity_id, rows)
        return
    values = loaded_values(entity, {name: pair[1] for name, pair in change.fields.items()}, dialect)
    row = write.session.get(entity, change.entity_id)
    if change.kind is ChangeKind.NEW:
        write.session.add(entity(**values))
    elif row is None:
        raise UserError(msg("This entry cannot be undone: what it changed is no longer there."))
    elif change.kind is ChangeKind.DELETE:
        write.session.delete(row)
    else:
        _set(row, values)
        return
    # Rows come and go in the order of their references, which the session does not know.
    write.session.flush()


def _set(row: Journaled, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
