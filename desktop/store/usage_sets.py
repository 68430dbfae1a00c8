"""Usage as sets: roaring bitmaps of learner numbers.

A month is the union over its live sources, so that importing a file again changes nothing and taking one back is
exact (architecture.md, idea 4).
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyroaring import BitMap
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.domain.qualification import Kind, QualificationMap
from desktop.store.schema import (
    LearnerAliasRow,
    LearnerExclusionRow,
    UsageGroupRow,
    UsageSetRow,
    UsageSourceRow,
    UsageWordsRow,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

QUALIFYING = ""
SEEN, ENROLLED = "seen", "enrolled"
LEVEL = 1


@dataclass(frozen=True)
class Words:
    """What the firsts of one source point into: actions as written with their kind then, and objects."""

    actions: tuple[tuple[str, str | None], ...]
    objects: tuple[str, ...]


def pack_words(words: Words) -> bytes:
    """The source's dictionary."""
    return zstd.compress(json.dumps([words.actions, words.objects], ensure_ascii=True).encode(), level=LEVEL)


def unpack_words(packed: bytes) -> Words:
    """Read a source's dictionary."""
    actions, objects = json.loads(zstd.decompress(packed))
    return Words(tuple((text, kind) for text, kind in actions), tuple(objects))


class Fingerprint:
    """The SHA-256 over a source's payload, in its fixed order: kept on the journaled row it belongs to."""

    def __init__(self) -> None:
        """Start over nothing."""
        self._hash = hashlib.sha256()

    def add(self, *parts: str | int | bytes) -> None:
        """Take in one row."""
        for part in parts:
            piece = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
            self._hash.update(struct.pack("<Q", len(piece)))
            self._hash.update(piece)

    def hex(self) -> str:
        """The fingerprint of what was taken in."""
        return self._hash.hexdigest()


def payload_fingerprint(session: Session, source_id: str) -> str:
    """The fingerprint of what is stored for a source."""
    found = Fingerprint()
    sets = select(UsageSetRow).where(UsageSetRow.source_id == source_id).order_by(UsageSetRow.month, UsageSetRow.action)
    for one in session.execute(sets.execution_options(yield_per=50)).scalars():
        found.add(one.month, one.action, one.learners, one.social_only, one.firsts)
        session.expunge(one)
    groups = select(UsageGroupRow).where(UsageGroupRow.source_id == source_id).order_by(UsageGroupRow.role)
    for group in session.execute(groups).scalars():
        found.add(group.role, group.learners)
    words = session.get(UsageWordsRow, source_id)
    found.add(words.words if words else b"")
    return found.hex()


@dataclass(frozen=True)
class Persons:
    """Which learner numbers are one person, and who never counts: applied when sets are united."""

    same_as: Mapping[int, int]
    excluded: BitMap

    def united(self, bitmaps: Sequence[BitMap]) -> BitMap:
        """The union, each person once, without those who never count."""
        union = bitmaps[0] if len(bitmaps) == 1 else BitMap().union(*bitmaps)
        if not self.same_as and not self.excluded:
            return union
        union = union.copy()
        for learner, person in self.same_as.items():
            if learner in union:
                union.discard(learner)
                union.add(person)
        union -= self.excluded
        return union

    def person(self, learner: int) -> int:
        """The number a learner counts as."""
        return self.same_as.get(learner, learner)


def persons(session: Session, account_id: str) -> Persons:
    """The account's aliases, followed to their end, and its exclusions."""
    rows = session.execute(
        select(LearnerAliasRow.learner, LearnerAliasRow.same_as).where(LearnerAliasRow.account_id == account_id)
    )
    direct = {row.learner: row.same_as for row in rows}
    same_as = {learner: _end_of(direct, learner) for learner in direct}
    found = session.execute(
        select(LearnerExclusionRow.learner).where(LearnerExclusionRow.account_id == account_id)
    ).scalars()
    excluded = {same_as.get(number, number) for number in found}
    return Persons(same_as, BitMap(excluded))


def _end_of(direct: Mapping[int, int], learner: int) -> int:
    while learner in direct:
        learner = direct[learner]
    return learner


def live_sets(account_id: str) -> Select[str, int, str, bytes, bytes]:
    """Source, month, action, learners and who was only social, of every set of the account's live sources."""
    columns = (UsageSetRow.source_id, UsageSetRow.month, UsageSetRow.action, UsageSetRow.learners)
    joined = select(*columns, UsageSetRow.social_only)
    joined = joined.join(UsageSourceRow, UsageSourceRow.id == UsageSetRow.source_id)
    return joined.where(UsageSourceRow.account_id == account_id, UsageSourceRow.removed == False)  # noqa: E712 - SQL of both databases


def counted_actions(session: Session, account_id: str, qualification: QualificationMap) -> list[str]:
    """The action marks of the sets that count: the qualifying ones, and unmapped actions mapped since."""
    marks = (
        live_sets(account_id).with_only_columns(UsageSetRow.action).where(UsageSetRow.action != QUALIFYING).distinct()
    )
    later = [action for action in session.execute(marks).scalars() if _qualifies(qualification, action)]
    return [QUALIFYING, *later]


def _qualifies(qualification: QualificationMap, action: str) -> bool:
    kind = qualification.kind(action)
    return kind is not None and kind.qualifies


@dataclass(frozen=True)
class Observed:
    """Who was active in a month; `charged_by_order` leaves out whose every activity was social (R13)."""

    people: BitMap
    charged_by_order: BitMap


def observed(
    session: Session, account_id: str, qualification: QualificationMap, months: tuple[int, int] | None = None
) -> dict[int, Observed]:
    """Who was active in each month with activity, by month ordinal; `months` bounds them, both included."""
    marks = counted_actions(session, account_id, qualification)
    rows = live_sets(account_id).where(UsageSetRow.action.in_(marks))
    if months is not None:
        rows = rows.where(UsageSetRow.month.between(*months))
    social_marks = {mark for mark in marks if mark and qualification.kind(mark) is Kind.Q4}
    by_month: dict[int, list[tuple[BitMap, BitMap]]] = {}
    for row in session.execute(rows):
        learners = BitMap.deserialize(row.learners)
        social = learners if row.action in social_marks else BitMap.deserialize(row.social_only)
        by_month.setdefault(row.month, []).append((learners, social))
    people = persons(session, account_id)
    return {month: _observed(by_month[month], people) for month in sorted(by_month)}


def _observed(sets: Sequence[tuple[BitMap, BitMap]], people: Persons) -> Observed:
    everyone = people.united([learners for learners, _ in sets])
    if not any(social for _, social in sets):
        return Observed(everyone, everyone)
    return Observed(everyone, people.united([learners - social for learners, social in sets]))


def group(session: Session, account_id: str, role: str) -> BitMap:
    """Everyone the account's live sources saw, or saw enroll."""
    rows = select(UsageGroupRow.learners).join(UsageSourceRow, UsageSourceRow.id == UsageGroupRow.source_id)
    rows = rows.where(
        UsageSourceRow.account_id == account_id,
        UsageSourceRow.removed == False,  # noqa: E712 - SQL of both databases
        UsageGroupRow.role == role,
    )
    bitmaps = [BitMap.deserialize(one) for one in session.execute(rows).scalars()]
    return BitMap.union(*bitmaps) if bitmaps else BitMap()
