"""What a store held at the end of a day: what the journal recorded since is taken back (architecture.md, idea 2).

An entry is of its day once it is recorded by then, or where it speaks of an earlier day: what became known late about a
day belongs to it, as a provider's late word does. Of such an entry nothing remains once it is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from desktop.store.row_steps import Row, Step, after, before, narrowed, steps_of
from desktop.store.schema import BATCHES, DECIDING, ChangeKind
from desktop.store.types import InstantText, fields_of
from desktop.store.unit_of_work import entity_named

_AT_ONCE = 500
NOUNS = (
    *("user", "account_rule", "activation_key", "usage_source", "closed_month", "learner_alias", "learner_exclusion"),
    *("statement", "scenario", "charge_attempt", "peer_share"),
)
"""Tables whose rows are as the journal had them by then."""

ACCOUNT = "account"
_OF_ACCOUNT = frozenset(
    {
        *("name", "region", "time_zone", "currency", "payments", "country", "eccid", "ims_org"),
        *("registered_with_adobe", "address_id", "trial_ends_on"),
    }
)
"""Fields of an account that are as they were; its state is told again from what was done (desktop.store.books)."""

_TOLD = ("subscription_order", "instalment", "billing_act", "due_event", "payment_method", "address")
"""Tables that are read by the days in their own rows: only what an undo changed since has to be put back."""

_MADE = (ChangeKind.NEW, ChangeKind.BATCH)


@dataclass(frozen=True)
class Then:
    """How a store differed from what it is now. `first` is the first entry recorded since; `kept` are later ones."""

    first: int
    kept: frozenset[int] = frozenset()
    rows: Mapping[str, Mapping[str, Row | None]] = field(default_factory=dict)
    """By table and id: the row as it was, or None where there was none."""

    undone: bool = False
    """Whether something was undone since that the account's state followed from."""

    erased: int = 0
    """How many later changes had their values erased, so that what they changed is not known any more."""


@dataclass(frozen=True)
class Place:
    """The real tables of a store, whatever is laid over them, and how they are named."""

    connection: Connection
    schema: str

    def table(self, name: str) -> str:
        """The real table of that name."""
        return f'"{self.schema}"."{name}"'

    def ask(self, query: str, **given: Any) -> Sequence[Any]:
        """The rows of a query whose {tables} are real ones."""
        names = {name: self.table(name) for name in ("act", "change", "change_payload")}
        return self.connection.execute(text(query.format(**names)), given).all()

    def newest(self) -> int:
        """The newest entry of the journal; 0 while it is empty."""
        return int(self.ask("SELECT max(seq) FROM {act}")[0][0] or 0)


def real_tables(connection: Connection) -> Place:
    """The tables that a store's connection finds where nothing is laid over them."""
    if connection.dialect.name == "sqlite":
        return Place(connection, "main")
    return Place(connection, str(connection.execute(text("SELECT current_schema()")).scalar_one()))


def then(place: Place, day: date, since: datetime) -> Then | None:
    """How the store differed at the end of the day, which is `since`; None where nothing was recorded since."""
    instant = InstantText().process_bind_param(since, place.connection.dialect)
    first = place.ask("SELECT min(seq) FROM {act} WHERE recorded_at >= :since", since=instant)[0][0]
    if first is None:
        return None
    undoes = _undoes(place, int(first))
    kept = _kept(place, int(first), str(instant), day, undoes)
    found = Then(int(first), kept)
    changed = _Folding(place, found)
    for table in NOUNS:
        changed.add(table, place.ask(_OF_TABLE, entity=table, first=first))
    changed.add(ACCOUNT, place.ask(_OF_TABLE, entity=ACCOUNT, first=first), _OF_ACCOUNT)
    undone = changed.add_undone([seq for seq, root in undoes.items() if root < first or root in kept])
    return Then(int(first), kept, changed.rows, undone, changed.erased)


def rows_then(place: Place, found: Then, table: str, ids: Sequence[str]) -> Mapping[str, Row | None]:
    """Rows of a table that were otherwise then than they are now, found by their own entries of the journal."""
    changed = _Folding(place, found)
    for start in range(0, len(ids), _AT_ONCE):
        given = {f"id{at}": one for at, one in enumerate(ids[start : start + _AT_ONCE])}
        asked = _OF_ROWS.replace("{ids}", ", ".join(f":{name}" for name in given))
        changed.add(table, place.ask(asked, entity=table, first=found.first, **given))
    return changed.rows.get(table, {})


_CHANGES = (
    "SELECT c.entity, c.entity_id, c.kind, p.fields, c.act_seq FROM {change} c"
    " LEFT JOIN {change_payload} p ON p.op_id = c.op_id WHERE "
)
_IN_ORDER = " ORDER BY c.act_seq, c.position"
_OF_TABLE = _CHANGES + "c.entity = :entity AND c.act_seq >= :first" + _IN_ORDER
_OF_ACT = _CHANGES + "c.act_seq = :seq" + _IN_ORDER
_OF_ROWS = _CHANGES + "c.entity = :entity AND c.entity_id IN ({ids}) AND c.act_seq >= :first" + _IN_ORDER
_OF_ROW = _CHANGES + "c.entity = :entity AND c.entity_id = :id AND c.act_seq >= :first" + _IN_ORDER
_BEFORE = _CHANGES + "c.entity = :entity AND c.entity_id = :id AND c.act_seq < :first" + _IN_ORDER


def _kept(place: Place, first: int, since: str, day: date, undoes: Mapping[int, int]) -> frozenset[int]:
    """Later entries that are of the day or before it: recorded by a slow clock, or late words that still stand."""
    asked = "SELECT seq, recorded_at, undoes FROM {act} WHERE seq >= :first AND (recorded_at < :since"
    asked += " OR effective_on <= :day)"
    rows = place.ask(asked, first=first, since=since, day=day.isoformat())
    gone = _standing_undone(undoes)
    return frozenset(row.seq for row in rows if row.recorded_at < since or (row.undoes is None and row.seq not in gone))


def _undoes(place: Place, first: int) -> dict[int, int]:
    """Later entries that take another one back, with the entry that the chain of undo and redo began with."""
    rows = place.ask(
        "SELECT a.seq AS seq, b.seq AS undone FROM {act} a JOIN {act} b ON b.act_id = a.undoes"
        " WHERE a.undoes IS NOT NULL AND a.seq >= :first ORDER BY a.seq",
        first=first,
    )
    roots: dict[int, int] = {}
    for row in rows:
        roots[row.seq] = roots.get(row.undone, _root(place, row.undone, first))
    return roots


def _root(place: Place, seq: int, first: int) -> int:
    """The entry that a chain of undo and redo began with, where its links before `first` are not known yet."""
    while seq < first:
        rows = place.ask("SELECT b.seq FROM {act} a JOIN {act} b ON b.act_id = a.undoes WHERE a.seq = :seq", seq=seq)
        if not rows:
            break
        seq = rows[0][0]
    return seq


def _standing_undone(undoes: Mapping[int, int]) -> set[int]:
    """Entries that are taken back now: those undone an odd number of times."""
    gone: set[int] = set()
    for root in undoes.values():
        gone ^= {root}
    return gone


class _Folding:
    """Takes rows back to what they were, one table after the other."""

    def __init__(self, place: Place, found: Then) -> None:
        """Begin with nothing taken back."""
        self._place, self._first, self._kept = place, found.first, found.kept
        self.rows: dict[str, dict[str, Row | None]] = {}
        self.erased = 0

    def add(self, table: str, changes: Iterable[Any], only: frozenset[str] | None = None) -> None:
        """Take the changes of a table's rows back; with `only` no more than these fields of rows that are there."""
        steps: dict[str, list[Step]] = {}
        for change in changes:
            if change.fields is None and change.kind in BATCHES and change.act_seq not in self._kept:
                self.erased += 1
            for row_id, step in steps_of(change):
                steps.setdefault(row_id, []).append(step)
        moved = {row_id: done for row_id, done in steps.items() if any(one.seq not in self._kept for one in done)}
        present = self._present(table, moved)
        for row_id, done in moved.items():
            self._put(table, row_id, present.get(row_id), done if only is None else narrowed(done, only))

    def add_undone(self, seqs: Sequence[int]) -> bool:
        """Put back what these entries undid; whether an account's state followed from any of it."""
        touched: dict[tuple[str, str], list[Step]] = {}
        decides = False
        for seq in seqs:
            for change in self._place.ask(_OF_ACT, seq=seq):
                decides = decides or _decides(change)
                if change.entity in _TOLD:
                    for row_id, step in steps_of(change):
                        batched = [step] if change.kind in BATCHES else []
                        touched.setdefault((change.entity, row_id), []).extend(batched)
        for (table, row_id), batched in touched.items():
            changes = self._place.ask(_OF_ROW, entity=table, id=row_id, first=self._first)
            own = [step for change in changes for _, step in steps_of(change)]
            done = sorted([*own, *batched], key=lambda one: one.seq)
            self._put(table, row_id, self._present(table, [row_id]).get(row_id), done)
        return decides

    def _put(self, table: str, row_id: str, now: Row | None, done: Sequence[Step]) -> None:
        row, known = now, True
        for step in reversed(done):
            row, known = before(row, step, known=known)
        if not known:
            row, known = self._from_birth(table, row_id)
        made: Step | None = None
        for step in done:
            made = step if step.kind in _MADE else made
            if step.seq not in self._kept:
                continue
            if row is None and known and made is not None and step.kind is ChangeKind.EDIT:
                # A late word about a row that was made later: what it speaks of was there by then.
                row, known = after(row, made, known=known)
            row, known = after(row, step, known=known)
        if not known:
            self.erased += 1
        elif row != now:
            empty = dict.fromkeys(entity_named(table).__mapper__.columns.keys())
            self.rows.setdefault(table, {})[row_id] = None if row is None else {name: row.get(name) for name in empty}

    def _from_birth(self, table: str, row_id: str) -> tuple[Row | None, bool]:
        """The row from its first entry up to the day, where every value of it is still kept."""
        changes = self._place.ask(_BEFORE, entity=table, id=row_id, first=self._first)
        row: Row | None = None
        known = bool(changes) and changes[0].kind == ChangeKind.NEW
        for change in changes:
            for _, step in steps_of(change):
                row, known = after(row, step, known=known)
        return row, known

    def _present(self, table: str, ids: Iterable[str]) -> dict[str, Row]:
        """The rows as they are now, in stored values."""
        names = entity_named(table).__mapper__.columns.keys()
        columns = ", ".join(f'"{name}"' for name in names)
        wanted = list(ids)
        found: dict[str, Row] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            given = {f"id{place}": one for place, one in enumerate(wanted[start : start + _AT_ONCE])}
            marks = ", ".join(f":{name}" for name in given)
            query = f"SELECT {columns} FROM {self._place.table(table)} WHERE id IN ({marks})"  # noqa: S608 - names come from the schema
            rows = self._place.connection.execute(text(query), given)
            found.update({row[names.index("id")]: dict(zip(names, row, strict=True)) for row in rows})
        return found


def _decides(change: Any) -> bool:
    """Whether an account's state follows from what the change is of."""
    if change.entity != ACCOUNT:
        return change.entity in DECIDING
    return change.fields is None or not set(fields_of(change.fields)) <= _OF_ACCOUNT
