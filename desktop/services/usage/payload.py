"""A file's fold as it is stored: its sets, groups and words, and the fingerprint over them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desktop.domain.progress import Step
from desktop.store.bulk import insert_payload
from desktop.store.schema import UsageGroupRow, UsageSetRow, UsageWordsRow
from desktop.store.unit_of_work import Write
from desktop.store.usage_firsts import Firsts, bitmap_of, pack_firsts
from desktop.store.usage_sets import (
    ENROLLED,
    QUALIFYING,
    SEEN,
    Fingerprint,
    Words,
    pack_words,
)

if TYPE_CHECKING:
    from desktop.formats.activity import ActivityFold
    from desktop.formats.activity.reading import MonthSet


def write_payload(write: Write, source_id: str, fold: ActivityFold, numbers: NDArray[np.uint32], step: Step) -> str:
    """Write a source's sets, groups and words; returns their fingerprint.

    `numbers` are the store's numbers of the fold's learners, in the fold's order.
    """
    connection = write.session.connection()
    fingerprint = Fingerprint()
    columns = ("source_id", "month", "action", "learners", "social_only", "firsts")
    insert_payload(connection, UsageSetRow, columns, _set_rows(source_id, fold, numbers, fingerprint, step))
    groups = {ENROLLED: np.sort(numbers[fold.enrolled()]), SEEN: np.sort(numbers)}
    for role in sorted(groups):
        learners = bitmap_of(groups[role]).serialize()
        fingerprint.add(role, learners)
        insert_payload(connection, UsageGroupRow, ("source_id", "role", "learners"), [(source_id, role, learners)])
    actions = tuple((entry.text, None if entry.kind is None else str(entry.kind)) for entry in fold.actions)
    words = pack_words(Words(actions, tuple(fold.objects)))
    fingerprint.add(words)
    insert_payload(connection, UsageWordsRow, ("source_id", "words"), [(source_id, words)])
    return fingerprint.hex()


def _set_rows(
    source_id: str, fold: ActivityFold, numbers: NDArray[np.uint32], fingerprint: Fingerprint, step: Step
) -> Iterator[tuple[Any, ...]]:
    """The rows of the fold's sets, by month and action, each taken into the fingerprint."""
    months = len(fold.summary.months)
    for done, (_, found) in enumerate(groupby(fold.sets(), key=lambda one: one.month)):
        step(done, max(done, months))
        for one in sorted(found, key=_mark):
            stored = _stored(one, numbers)
            fingerprint.add(*stored)
            yield (source_id, *stored)


def _mark(one: MonthSet) -> str:
    """What the set is stored under: its unmapped action, which is never empty, or the mark of what qualifies."""
    return QUALIFYING if one.action is None else one.action


def _stored(one: MonthSet, numbers: NDArray[np.uint32]) -> tuple[int, str, bytes, bytes, bytes]:
    order = np.argsort(numbers[one.learners], kind="stable")
    learners = numbers[one.learners][order]
    firsts = Firsts(learners, one.seconds[order], one.actions[order], one.objects[order])
    social = bitmap_of(learners[one.social_only[order]])
    return one.month, _mark(one), bitmap_of(learners).serialize(), social.serialize(), pack_firsts(firsts)
