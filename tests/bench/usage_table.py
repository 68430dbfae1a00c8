"""P5: the month table of ten years at a million learners, and the people of a month."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from desktop.domain.periods import Month
from desktop.domain.progress import silent
from desktop.domain.qualification import Kind
from desktop.formats.activity.reading import ActionEntry, MonthSet
from desktop.i18n import msg
from desktop.services.accounts.accounts import NewAccount
from desktop.services.usage.payload import write_payload
from desktop.services.workspace import Choice, Workspace
from desktop.store.journal import Act
from desktop.store.learners import number_learners
from desktop.store.schema import AccountRow, UsageSourceRow
from tests.bench.pairs import Row, alternating
from tests.bench.usage_import import _desk

if TYPE_CHECKING:
    from desktop.formats.activity import ActivityFold

MONTHS = 120
FIRST = Month.parse("2016-01")
RUNS = 15


@dataclass(frozen=True)
class MadeSummary:
    """The months of a made fold."""

    months: tuple[str, ...] = tuple(str(FIRST + place) for place in range(MONTHS))


@dataclass(frozen=True)
class MadeFold:
    """Ten years of activity made in memory: a third of all learners in each month."""

    learners: int
    actions: tuple[ActionEntry, ...] = (ActionEntry("completed", Kind.Q1),)
    objects: tuple[str, ...] = ("Course",)
    summary: MadeSummary = MadeSummary()

    def sets(self) -> Iterator[MonthSet]:
        """A set for each month."""
        chance = np.random.default_rng(7)
        for place in range(MONTHS):
            who = np.flatnonzero(chance.random(self.learners) < 0.1 + 0.2 * (place / MONTHS)).astype(np.uint32)
            seconds = chance.integers(0, 27 * 86400, len(who), dtype=np.uint32)
            nothing = np.zeros(len(who), dtype=np.uint32)
            flags = np.zeros(len(who), dtype=np.bool_)
            yield MonthSet(FIRST.ordinal + place, None, who, seconds, nothing.astype(np.uint16), nothing, flags)

    def enrolled(self) -> NDArray[np.uint32]:
        """Nobody enrolled."""
        return np.empty(0, dtype=np.uint32)


def table_rows(folder: Path, learners: int) -> list[Row]:
    """The lines of P5."""
    store = folder / f"table-{learners}.db"
    workspace = _open(folder, store, learners)
    last = FIRST + (MONTHS - 1)
    table, people, reading = [], [], []
    for _ in range(RUNS):
        table.append(_timed(lambda: workspace.usage.monthly(FIRST, last)))
        reading.append(_timed(store.read_bytes))
        people.append(_timed(lambda: workspace.usage.people(last, limit=100)))
    workspace.close()
    size = f"{learners / 1e6:g} M learners"
    return [
        alternating(f"P5 month table, 120 months, {size}; peer: reading the store's file", table, reading, "≤ 20 ms"),
        alternating(
            f"P5 people of a month, first 100, {size}; peer: reading the store's file", people, reading, "≤ 50 ms"
        ),
    ]


def _open(folder: Path, store: Path, learners: int) -> Workspace:
    desk = _desk(folder)
    if store.exists():
        return desk.open(Choice(str(store)))
    workspace = desk.create(Choice(str(store)), NewAccount("Bench"))
    context = workspace.context
    with context.store.read() as session:
        account: AccountRow = context.account(session)
    act = Act("bench", msg("Bench"), "Bench", context.today(account), account.id)
    with context.store.write(act) as write:
        names = [f"learner-{number:07d}@example.org" for number in range(learners)]
        none = [None] * learners
        numbers = number_learners(write.session.connection(), account.id, [(names, none, none)])
        counts = dict.fromkeys(("ignored", "unmapped", "rejected", "duplicate"), 0)
        details: dict[str, object] = {"unmapped_actions": {}, "months": []}
        source = UsageSourceRow(
            id="bench",
            account_id=account.id,
            file="made",
            sha256="",
            format="csv",
            rows_in=0,
            counted=0,
            learners=learners,
            first_month=FIRST.ordinal,
            last_month=FIRST.ordinal + MONTHS - 1,
            details=details,
            map_version="default",
            imported_at=context.store.now(),
            payload_sha256="",
            removed=False,
            **counts,
        )
        write.session.add(source)
        write.session.flush()
        source.payload_sha256 = write_payload(
            write, source.id, cast("ActivityFold", MadeFold(learners)), numbers, silent
        )
    return workspace


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


if __name__ == "__main__":
    _open(Path(sys.argv[2]).parent, Path(sys.argv[2]), int(sys.argv[3])).close()
