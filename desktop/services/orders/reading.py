"""Reads one listing of orders, its statements compiled once, until the journal grows or the day changes (P6)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Engine,
    Integer,
    Text,
    any_,
    asc,
    bindparam,
    desc,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import SelectBase

from desktop.services.orders.arms import Arm, found_by
from desktop.services.orders.lens import Lens
from desktop.services.orders.lines import LINE, NUMBER
from desktop.services.orders.wishes import OrderWishes, sorted_by
from desktop.store.engine import is_laid_over
from desktop.store.prepared import PlainRow, Prepared
from desktop.store.schema import ActRow, OrderRow

Key: TypeAlias = "tuple[Any, ...]"
"""What an order is sorted by, as it is stored, which ends with its number; and where its row is."""

Source: TypeAlias = "Session | Engine"
"""What rows are read from: a session, or the store itself where one statement is all."""

NEWEST = select(func.max(ActRow.seq)).scalar_subquery().label("newest")
"""Behind each line: the newest act of the journal as the line was read."""

_ROWID: ColumnElement[int] = literal_column("subscription_order.rowid", Integer)
"""Where a row lies in a SQLite file: found in half the time that its number takes."""


@dataclass(frozen=True)
class Place:
    """Where an order stands in the list: the values it is sorted by, as they are stored."""

    values: tuple[Any, ...]


class Reading:
    """What fits the wishes, in their order. `few` has them all by their keys, where they are few."""

    def __init__(self, session: Session, lens: Lens, wishes: OrderWishes) -> None:
        """Look how the orders are found."""
        self._dialect = session.get_bind().dialect
        self._is_sqlite = self._dialect.name == "sqlite"
        self._has_places = self._is_sqlite and not is_laid_over(session, OrderRow.__tablename__)
        self._account, self._wishes, self._columns = lens.account.id, wishes, sorted_by(wishes.sort)
        self._line = (*LINE, *(column for column in self._columns if column not in set(LINE)), NEWEST)
        self._key = itemgetter(*(self._line.index(column) for column in self._columns))
        self._prepared: dict[object, Prepared] = {}
        self._found = found_by(session, lens, wishes)
        self.few: list[Key] | None = None
        self._rows_of: dict[tuple[Any, ...], int] = {}
        if self._found.fewest:
            self.list_few(session)

    def list_few(self, session: Session) -> bool:
        """Make a list of all there are, where they are few: from then on any row is reached at once."""
        if self._found.few and self.few is None:
            query = self._in_order(self._found.counted, keys=True, descending=self._wishes.descending)
            few = list(Prepared(query, self._dialect).rows(session))
            self._rows_of = {key[:-1]: row for row, key in enumerate(few)}
            self.few = few
        return self._found.few

    def count(self, session: Session) -> int:
        """How many orders there are."""
        return len(self.few) if self.few is not None else sum(arm.count(session) for arm in self._found.counted)

    def rows(
        self, source: Source, place: Place | None, skipped: int, size: int, *, back: bool = False
    ) -> Sequence[PlainRow]:
        """So many orders after a place, or before it, leaving some out from there; in the listing's order."""
        if self.few is not None:
            return self._listed(source, self._near(self.few, place, skipped, size, back=back))
        keys = len(self._found.ordered) > 1
        found = self._ask(source, place, skipped, size, keys=keys, back=back)
        found = found[::-1] if back else found
        return self._listed(source, found) if keys else found

    def anchor(self, source: Source, place: Place | None, skipped: int) -> Place | None:
        """The place that is so many orders on; None beyond the last."""
        found = self._ask(source, place, skipped, 1, keys=True, back=False)
        return Place(found[0][:-1]) if found else None

    def place(self, row: PlainRow) -> Place:
        """Where an order stands."""
        key = self._key(row)
        return Place(key if len(self._columns) > 1 else (key,))

    def _ask(
        self, source: Source, place: Place | None, skipped: int, size: int, *, keys: bool, back: bool
    ) -> Sequence[PlainRow]:
        prepared = self._once(
            (keys, back, place is not None), partial(self._page, keys=keys, back=back, placed=place is not None)
        )
        values = {} if place is None else {f"place_{at}": value for at, value in enumerate(place.values)}
        return prepared.rows(source, size=size, skipped=skipped, **values)

    def _page(self, *, keys: bool, back: bool, placed: bool) -> SelectBase:
        descending = self._wishes.descending != back
        query = self._in_order(self._found.ordered, keys=keys, descending=descending, placed=placed)
        page: SelectBase = query.limit(bindparam("size", None, Integer)).offset(bindparam("skipped", None, Integer))
        return page

    def _in_order(self, arms: Sequence[Arm], *, keys: bool, descending: bool, placed: bool = False) -> Any:
        """The orders of the arms, read by the index of their order; of several, one is merged into the other."""
        row = _ROWID if self._has_places else OrderRow.number
        columns = (*self._columns, row.label("row")) if keys else self._line
        parts = [arm.of(*columns) for arm in arms]
        if placed:
            given = [bindparam(f"place_{at}", None, column.type) for at, column in enumerate(self._columns)]
            here, there = tuple_(*self._columns), tuple_(*given)
            parts = [part.where(here < there if descending else here > there) for part in parts]
        way = desc if descending else asc
        if len(parts) == 1:
            return parts[0].order_by(*(way(column) for column in self._columns))
        return union_all(*parts).order_by(*(way(column.key) for column in self._columns))

    def _near(self, few: list[Key], place: Place | None, skipped: int, size: int, *, back: bool) -> Sequence[Key]:
        if back:
            end = max(0, (len(few) if place is None else self._row_of(few, place)) - skipped)
            return few[max(0, end - size) : end]
        start = skipped + (0 if place is None else self._row_of(few, place, after=True))
        return few[start : start + size]

    def _row_of(self, few: list[Key], place: Place, *, after: bool = False) -> int:
        """The row of a place, or the first after it; of a place that is gone, where it would be."""
        row = self._rows_of.get(place.values)
        if row is not None:
            return row + after
        return sum((key[:-1] < place.values) != self._wishes.descending for key in few)

    def _listed(self, source: Source, keys: Sequence[Key]) -> Sequence[PlainRow]:
        """The rows of these orders, in this order; looked up where they lie, and by number where they moved."""
        if not keys:
            return []
        rows: dict[int, PlainRow] = {}
        for at, by_rowid in ((-1, True), (-2, False)) if self._has_places else ((-2, False),):
            prepared = self._once(by_rowid, partial(self._of_list, by_rowid=by_rowid))
            wanted = [key[at] for key in keys]
            found = prepared.rows(source, wanted=json.dumps(wanted) if self._is_sqlite else wanted)
            rows = {row[NUMBER]: row for row in found}
            if all(key[-2] in rows for key in keys):
                break
        return [rows[key[-2]] for key in keys if key[-2] in rows]

    def _once(self, kind: object, statement: Callable[[], SelectBase]) -> Prepared:
        """The statement of a kind, compiled when it is asked for the first time."""
        known = self._prepared.get(kind)
        if known is None:
            known = self._prepared[kind] = Prepared(statement(), self._dialect)
        return known

    def _of_list(self, *, by_rowid: bool) -> SelectBase:
        """The lines of a list of orders, given as one value."""
        query = select(*self._line).where(OrderRow.account_id == self._account)
        if not self._is_sqlite:
            return query.where(OrderRow.number == any_(bindparam("wanted", None, ARRAY(BigInteger))))
        wanted = select(func.json_each(bindparam("wanted", None, Text)).table_valued("value").c.value)
        if by_rowid:
            return query.where(_ROWID.in_(wanted)).with_hint(OrderRow, "NOT INDEXED", "sqlite")
        query = query.where(OrderRow.number.in_(wanted))
        index = "INDEXED BY ix_subscription_order_account_id_number"
        return query.with_hint(OrderRow, index, "sqlite") if self._has_places else query
