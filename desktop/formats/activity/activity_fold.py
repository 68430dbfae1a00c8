"""What a file comes to: its months as sets with first activities, read from the temporary database block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import TracebackType
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop.domain.periods import Month
from desktop.formats.activity.clock import AVERAGE_MONTH, YEAR_ZERO
from desktop.formats.activity.folding import (
    BIAS,
    CODE_BITS,
    DUPLICATE,
    ENROLMENT,
    ENROLS,
    LATER,
    SOCIAL_NOT,
    SPECIAL,
    VOID,
    Packing,
)
from desktop.formats.activity.people import read_people
from desktop.formats.activity.reading import ActionEntry, FoldSummary, Learners, MonthSet, Numbers
from desktop.formats.activity.words import Actions
from desktop.formats.activity.workbench import Workbench
from desktop.formats.activity.zones import month_starts_at, zone_called

Whole: TypeAlias = NDArray[np.int64]
_ENTRIES = 1 << 17
_ROWS_AT_ONCE = 3_000_000


class ActivityFold:
    """One file, folded. Everything it gives may be read more than once until it is closed."""

    def __init__(
        self, bench: Workbench, summary: FoldSummary, sets: Sets, objects: tuple[str, ...], *, merged: bool
    ) -> None:
        """Keep the database open; made by `read_activity`."""
        self.summary = summary
        self.actions: tuple[ActionEntry, ...] = sets.actions.entries
        self.objects = objects
        self._bench = bench
        self._sets = sets
        self._merged = merged

    def learners(self) -> Iterator[Learners]:
        """Everyone named in a row that was not rejected, in ascending order of number."""
        return read_people(self._bench, merged=self._merged)

    def sets(self) -> Iterator[MonthSet]:
        """Each (month, action) once, whole; months ascending, the qualifying activities of a month first."""
        return self._sets.read(self._bench)

    def enrolled(self) -> Numbers:
        """The learners with an enrolment."""
        found = self._bench.columns(
            f"SELECT DISTINCT number FROM groups JOIN links USING (hash) WHERE (flags & {ENROLS}) <> 0 ORDER BY number"
        )
        return np.asarray(found["number"], dtype=np.uint32)

    def close(self) -> None:
        """Remove the temporary database. May be called twice."""
        self._bench.close()

    def __enter__(self) -> Self:
        """Itself, closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


class Sets:
    """The relation `sets` (month, entry, number, packed, flags), read some whole months at a time."""

    def __init__(self, actions: Actions, packing: Packing, zone: str, places: Whole, rows: dict[int, int]) -> None:
        """`places` gives an object's place in the fold's objects for its code; `rows` the size of each month."""
        self.actions = actions
        self._packing = packing
        self._zone = zone_called(zone)
        self._entries = np.array(actions.entry_of, dtype=np.uint16)
        self._places = places
        self._rows = rows

    def read(self, bench: Workbench) -> Iterator[MonthSet]:
        """The sets in order: months ascending, entry 0 (what makes active) first."""
        for first, last in self._spans():
            found = bench.columns(
                f"SELECT number, packed, flags, month * {_ENTRIES} + entry AS place FROM sets "
                f"WHERE month BETWEEN {first} AND {last} ORDER BY place, number"
            )
            numbers, packed, flags, place = (found[name] for name in ("number", "packed", "flags", "place"))
            ends = [*(np.flatnonzero(np.diff(place)) + 1), len(place)]
            start = 0
            for end in map(int, ends):
                month, entry = divmod(int(place[start]), _ENTRIES)
                yield self._set(month, entry, numbers[start:end], packed[start:end], flags[start:end])
                start = end

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Months to read together: as many as fit in a few million rows, at least one."""
        together: list[int] = []
        for month in sorted(self._rows):
            if together and sum(self._rows[one] for one in together) + self._rows[month] > _ROWS_AT_ONCE:
                yield together[0], together[-1]
                together = []
            together.append(month)
        if together:
            yield together[0], together[-1]

    def _set(self, month: int, entry: int, numbers: Numbers, packed: Whole, flags: NDArray[np.uint8]) -> MonthSet:
        starts = month_starts_at(Month(month), self._zone)
        seconds = (packed >> self._packing.both) + (month * AVERAGE_MONTH - YEAR_ZERO - BIAS - starts)
        codes = (packed >> self._packing.object_bits) & ((1 << self._packing.action_bits) - 1)
        things = packed & ((1 << self._packing.object_bits) - 1)
        return MonthSet(
            month=month,
            action=self.actions.entries[entry - 1].text if entry else None,
            learners=numbers,
            seconds=seconds.astype(np.uint32),
            actions=self._entries[codes],
            objects=self._places[things].astype(np.uint32),
            social_only=(flags & SOCIAL_NOT) == 0,
        )


def lay_out(bench: Workbench, actions: Actions, *, merging: bool) -> dict[int, int]:
    """Make the relation `sets` of `groups` and `links`; returns how many rows each month has at most.

    Where several groups come to one (the same person written twice, rows later than today), they are merged once and
    kept; else `sets` is only a way to look at them.
    """
    keys: list[tuple[int, int, int]] = []
    rows: Counter[int] = Counter()
    for key, groups in bench.run("SELECT key, count(*) FROM groups GROUP BY key"):
        code, month = key % (1 << CODE_BITS), (key % LATER) >> CODE_BITS
        if code <= SPECIAL or (month and code in (DUPLICATE, VOID, ENROLMENT)):
            keys.append((key, month, actions.entry_of[code - 1] + 1 if 0 < code <= SPECIAL else 0))
            rows[month] += groups
    bench.run("CREATE TABLE set_keys (key BIGINT, month BIGINT, entry BIGINT)")
    bench.append("set_keys", keys)
    once = not merging and len({(month, entry) for _, month, entry in keys}) == len(keys)
    joined = "FROM groups JOIN set_keys USING (key) JOIN links USING (hash)"
    if once:
        bench.run(f"CREATE VIEW sets AS SELECT month, entry, number, packed, flags {joined}")
    else:
        merged = "min(packed) AS packed, bit_or(flags) AS flags"
        bench.run(f"CREATE TABLE sets AS SELECT month, entry, number, {merged} {joined} GROUP BY month, entry, number")
    return dict(rows)


def used_objects(bench: Workbench, packing: Packing, objects: int) -> tuple[tuple[str, ...], Whole]:
    """The objects of first activities in order of their text, and for each code its place among them."""
    if not objects:
        return ("",), np.zeros(1, dtype=np.int64)
    mask = (1 << packing.object_bits) - 1
    codes = np.sort(
        bench.columns(f"SELECT DISTINCT packed & {mask} AS code FROM groups JOIN set_keys USING (key)")["code"].astype(
            np.int64
        )
    )
    places = np.zeros(objects, dtype=np.int64)
    places[codes] = np.arange(len(codes))
    bench.run("CREATE TABLE used (code BIGINT)")
    bench.append_arrays("used", [codes])
    names = bench.run(
        "SELECT object FROM words JOIN used ON enum_code(try_cast(object AS object_code)) = code WHERE object IS "
        "NOT NULL ORDER BY object"
    )
    return tuple(name for (name,) in names), places
