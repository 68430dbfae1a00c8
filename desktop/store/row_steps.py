"""What an entry of the journal did to a row, and the row before and after it; in stored values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from desktop.store.schema import BATCHES, ChangeKind
from desktop.store.types import fields_of

Row: TypeAlias = "Mapping[str, Any]"
"""A row in stored values."""


@dataclass(frozen=True)
class Step:
    """What an entry did to one row: its values before and after, None where there was no row; or they were erased."""

    seq: int
    kind: ChangeKind
    before: Row | None
    after: Row | None
    erased: bool = False


def steps_of(change: Any) -> Iterator[tuple[str, Step]]:
    """What a change did, row by row."""
    kept = cast("str | None", change.fields)
    fields = {} if kept is None else fields_of(kept)
    kind, seq = ChangeKind(change.kind), change.act_seq
    if kind in BATCHES:
        for row in fields.get("rows", ()):
            gone = kind is ChangeKind.UNBATCH
            yield str(row["id"]), Step(seq, kind, row if gone else None, None if gone else row)
        return
    before = None if kind is ChangeKind.NEW else {name: pair[0] for name, pair in fields.items()}
    after = None if kind is ChangeKind.DELETE else {name: pair[1] for name, pair in fields.items()}
    yield change.entity_id, Step(seq, kind, before, after, erased=kept is None)


def before(row: Row | None, step: Step, *, known: bool) -> tuple[Row | None, bool]:
    """The row before the step, and whether that is known."""
    if step.kind in (ChangeKind.NEW, ChangeKind.BATCH):
        return None, True
    if step.erased:
        return row, False
    if step.kind in (ChangeKind.DELETE, ChangeKind.UNBATCH):
        return step.before, True
    return _edited(row, step.before, known=known)


def after(row: Row | None, step: Step, *, known: bool) -> tuple[Row | None, bool]:
    """The row after the step, and whether that is known."""
    if step.kind in (ChangeKind.DELETE, ChangeKind.UNBATCH):
        return None, True
    if step.erased:
        return row, False
    if step.kind in (ChangeKind.NEW, ChangeKind.BATCH):
        return step.after, True
    return _edited(row, step.after, known=known)


def _edited(row: Row | None, values: Row | None, *, known: bool) -> tuple[Row | None, bool]:
    """The row with these values of an edit; an edit alone, of a row that is not there, makes no row."""
    return (None, False) if row is None else ({**row, **(values or {})}, known)


def narrowed(done: Sequence[Step], only: frozenset[str]) -> list[Step]:
    """The edits alone, and of them no more than these fields."""
    return [
        Step(
            one.seq,
            one.kind,
            {name: value for name, value in (one.before or {}).items() if name in only},
            {name: value for name, value in (one.after or {}).items() if name in only},
            one.erased,
        )
        for one in done
        if one.kind is ChangeKind.EDIT
    ]
