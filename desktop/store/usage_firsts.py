"""First activities, packed in the order of their set's learners, and the people of a month by their first one.

A packed first is second of month, action and object: three columns, compressed.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy.orm import Session

from desktop.domain.qualification import QualificationMap
from desktop.store.schema import UsageSetRow
from desktop.store.usage_sets import LEVEL, Persons, counted_actions, live_sets, persons

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

N = TypeVar("N", bound=np.generic)


@dataclass(frozen=True)
class Firsts:
    """First activities, in ascending order of learner number; seconds count from the month's first instant."""

    learners: NDArray[np.uint32]
    seconds: NDArray[np.uint32]
    actions: NDArray[np.uint16]
    objects: NDArray[np.uint32]


def bitmap_of(numbers: NDArray[np.uint32]) -> BitMap:
    """The set of these numbers."""
    return BitMap(array("I", np.ascontiguousarray(numbers, dtype=np.uint32).tobytes()))


def numbers_of(bitmap: BitMap) -> NDArray[np.uint32]:
    """The set's numbers in ascending order."""
    return np.frombuffer(bitmap.to_array(), dtype=np.uint32)


def pack_firsts(firsts: Firsts) -> bytes:
    """The columns without the learners, which are the bitmap's."""
    columns = (firsts.seconds.astype("<u4"), firsts.actions.astype("<u2"), firsts.objects.astype("<u4"))
    body = b"".join(column.tobytes() for column in columns)
    return struct.pack("<I", len(firsts.seconds)) + zstd.compress(body, level=LEVEL)


def unpack_firsts(packed: bytes, learners: BitMap) -> Firsts:
    """The first activities of a set, with its learners."""
    (count,) = struct.unpack_from("<I", packed)
    body = zstd.decompress(memoryview(packed)[4:])
    seconds = np.frombuffer(body, dtype="<u4", count=count)
    actions = np.frombuffer(body, dtype="<u2", count=count, offset=4 * count)
    objects = np.frombuffer(body, dtype="<u4", count=count, offset=6 * count)
    return Firsts(numbers_of(learners), seconds, actions, objects)


@dataclass(frozen=True)
class FirstSeen:
    """The people of a month in order of their first activity; the columns point into `sources`."""

    people: NDArray[np.uint32]
    seconds: NDArray[np.uint32]
    sources: NDArray[np.uint32]
    actions: NDArray[np.uint16]
    objects: NDArray[np.uint32]
    source_ids: tuple[str, ...]

    def take(self, places: NDArray[np.intp]) -> FirstSeen:
        """The lines at these places, in their order."""
        columns = (self.sources[places], self.actions[places], self.objects[places], self.source_ids)
        return FirstSeen(self.people[places], self.seconds[places], *columns)

    def page(self, start: int, size: int | None) -> Iterator[tuple[int, int, str, int, int]]:
        """Person, second, source id, action and object of the lines from `start` on."""
        end = None if size is None else start + size
        columns = (
            column[start:end].tolist()
            for column in (self.people, self.seconds, self.sources, self.actions, self.objects)
        )
        for person, second, source, action, thing in zip(*columns, strict=True):
            yield person, second, self.source_ids[source], action, thing


def first_seen(session: Session, account_id: str, qualification: QualificationMap, month: int) -> FirstSeen:
    """Each person of the month with the earliest first activity over live sources; ties by source, action, object."""
    marks = counted_actions(session, account_id, qualification)
    rows = (
        live_sets(account_id)
        .add_columns(UsageSetRow.firsts)
        .where(UsageSetRow.month == month, UsageSetRow.action.in_(marks))
    )
    people = persons(session, account_id)
    found = [
        (row.source_id, unpack_firsts(row.firsts, BitMap.deserialize(row.learners))) for row in session.execute(rows)
    ]
    source_ids = tuple(sorted({source for source, _ in found}))
    return _earliest(found, source_ids, people)


def _earliest(found: Sequence[tuple[str, Firsts]], source_ids: tuple[str, ...], people: Persons) -> FirstSeen:
    learners = _joined((firsts.learners for _, firsts in found), np.uint32)
    for learner, person in people.same_as.items():
        learners[learners == learner] = person
    lines = FirstSeen(
        learners,
        _joined((firsts.seconds for _, firsts in found), np.uint32),
        _joined((np.full(len(firsts.seconds), source_ids.index(source)) for source, firsts in found), np.uint32),
        _joined((firsts.actions for _, firsts in found), np.uint16),
        _joined((firsts.objects for _, firsts in found), np.uint32),
        source_ids,
    )
    if people.excluded:
        lines = lines.take(np.flatnonzero(~np.isin(lines.people, numbers_of(people.excluded))))
    if len(found) > 1 or people.same_as:
        lines = lines.take(np.lexsort((lines.objects, lines.actions, lines.sources, lines.seconds, lines.people)))
        first = np.ones(len(lines.people), dtype=bool)
        first[1:] = lines.people[1:] != lines.people[:-1]
        lines = lines.take(np.flatnonzero(first))
    return lines.take(np.argsort(lines.seconds, kind="stable"))


def _joined(parts: Iterable[NDArray[Any]], kind: type[N]) -> NDArray[N]:
    return np.concatenate([np.empty(0, dtype=kind), *parts]).astype(kind)
