"""Reads small files the way the import does, and tells sets as plain Python sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from desktop.domain.periods import Month
from desktop.domain.progress import silent
from desktop.domain.qualification import Kind, MapRule, QualificationMap
from desktop.formats.activity import load_map, mark_file, read_activity
from desktop.formats.activity.activity_fold import ActivityFold
from desktop.formats.activity.reading import ReadOptions

SHARED = Path(__file__).parents[4] / "shared" / "data"
TODAY = date(2026, 11, 22)
Read: TypeAlias = Callable[..., ActivityFold]

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared real data (../shared/data) is not on this machine"
)


@pytest.fixture(scope="session")
def default_map() -> QualificationMap:
    return QualificationMap(load_map(Path(__file__).parents[3] / "resources" / "qualification_map.csv"))


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path / "scratch"


@pytest.fixture
def read(tmp_path: Path, scratch: Path, default_map: QualificationMap) -> Iterator[Read]:
    """`read(content or path, name, zone=..., rules=..., **options)` gives a fold that is closed after the test."""
    with ExitStack() as folds:

        def opened(source: bytes | str | Path, name: str = "log.csv", **wishes: Any) -> ActivityFold:
            path = source if isinstance(source, Path) else tmp_path / name
            if not isinstance(source, Path):
                path.write_bytes(source.encode() if isinstance(source, str) else source)
            options = ReadOptions(wishes.pop("zone", "UTC"), wishes.pop("today", TODAY), **wishes)
            return folds.enter_context(
                read_activity(path, mark_file(path, silent), options, default_map, scratch, silent)
            )

        yield opened


def months(fold: ActivityFold, action: str | None = None) -> dict[str, set[str]]:
    """The identifiers active in each month (or of an unmapped action)."""
    names = learners(fold)
    return {
        str(Month(one.month)): {names[number] for number in one.learners.tolist()}
        for one in fold.sets()
        if one.action == action
    }


def learners(fold: ActivityFold) -> dict[int, str]:
    """Everyone seen, by number."""
    return {
        number: identifier
        for block in fold.learners()
        for number, identifier in zip(block.numbers.tolist(), block.identifiers, strict=True)
    }


def firsts(fold: ActivityFold) -> dict[tuple[str, str], tuple[int, str, str, bool]]:
    """(month, learner) to (second, action, object, social only)."""
    names = learners(fold)
    found: dict[tuple[str, str], tuple[int, str, str, bool]] = {}
    for one in fold.sets():
        if one.action is None:
            for place, number in enumerate(one.learners.tolist()):
                found[str(Month(one.month)), names[number]] = (
                    int(one.seconds[place]),
                    fold.actions[int(one.actions[place])].text,
                    fold.objects[int(one.objects[place])],
                    bool(one.social_only[place]),
                )
    return found


def mapped(*rules: tuple[str, Kind]) -> QualificationMap:
    """A small map."""
    return QualificationMap(tuple(MapRule(action, kind) for action, kind in rules))
