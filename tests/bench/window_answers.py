"""P13: whether the window's thread always answers, on a way through a store of a million learners."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench.pairs import Row, process
from tests.bench.window_start import window_environment

WALK = "tests.bench.window_walk"
_BUDGET_MILLISECONDS = 100


def answer_rows(folder: Path, learners: int, events: int, walks: int) -> list[Row]:
    """The lines of P13: a step each, its worst wait in each walk beside the 100 ms allowed."""
    environment = window_environment(folder, learners)
    log = folder / f"year-{events}.csv"
    if not log.exists():
        process("tests.bench.activity_file", str(log), str(events))
    worst: dict[str, list[float]] = {}
    blocks: dict[str, int] = {}
    for _ in range(walks):
        for step, wait, blocked in _walked(environment, folder / "walk.db", log):
            worst.setdefault(step, []).append(wait)
            blocks[step] = blocks.get(step, 0) + blocked
    size = f"{learners / 1e6:g} M learners"
    return [_row(step, size, waits, blocks[step]) for step, waits in worst.items()]


def _walked(environment: dict[str, str], store: Path, log: Path) -> list[tuple[str, float, int]]:
    """One walk on a copy of the store: each step, its longest wait in milliseconds, and its blocks."""
    for left in store.parent.glob(f"{store.name}*"):
        left.unlink()
    shutil.copyfile(environment["SEATWISE_STORE"], store)
    told = subprocess.run(
        [sys.executable, "-m", WALK, str(log)],
        stdout=subprocess.PIPE,
        check=True,
        env={**environment, "SEATWISE_STORE": str(store)},
    )
    waits, blocked = json.loads(told.stdout)
    return [(step, wait, blocked[step]) for step, wait in waits.items()]


def _row(step: str, size: str, waits: list[float], blocks: int) -> Row:
    ratios = [wait / _BUDGET_MILLISECONDS for wait in waits]
    name = (
        f"P13 longest wait of the window’s thread: {step}, {size}; {blocks} blocks in {len(waits)} walks; peer: limit"
    )
    middle = sorted(range(len(waits)), key=waits.__getitem__)[len(waits) // 2]
    return Row(
        name,
        waits[middle],
        _BUDGET_MILLISECONDS,
        ratios[middle],
        min(ratios),
        max(ratios),
        0,
        "0 blocks over 100 ms",
        "ms",
    )
