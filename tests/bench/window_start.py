"""P1 and P2: from the start of the process to a painted window, and to a first tab filled with data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.bench.pairs import Row, compared, process, until_told

STARTED = "tests.bench.window_process"
_STAGES = (
    ("frame", "P1 to the first painted window (its frame), {size}; peer: a bare PySide6 window", "≤ 1.4"),
    ("parts", "P1 to the painted window with menus and bars, {size}; peer: a bare PySide6 window", ""),
    ("billing", "P2 to the Billing tab filled with data, {size}; peer: a bare PySide6 window", "≤ 3"),
    ("usage", "P2 to the Monthly Usage tab filled with data, {size}; peer: a bare PySide6 window", ""),
)


def start_rows(folder: Path, learners: int, pairs: int) -> list[Row]:
    """The lines of P1 and P2, on a store of so many learners and 120 months."""
    environment = window_environment(folder, learners)
    size = f"{learners / 1e6:g} M learners"
    until_told(STARTED, "bare", environment=environment)
    found = []
    for stage, name, budget in _STAGES:
        until_told(STARTED, stage, environment=environment)
        timed = []
        for _ in range(pairs):
            ours = until_told(STARTED, stage, environment=environment)
            timed.append((ours, until_told(STARTED, "bare", environment=environment)))
        found.append(compared(name.format(size=size), timed, budget))
    return found


def window_environment(folder: Path, learners: int) -> dict[str, str]:
    """What a window's process is given: a home of its own and the big store, which is made where it is missing."""
    store = folder / f"table-{learners}.db"
    if not store.exists():
        process("tests.bench.usage_table", "make", str(store), str(learners))
    home = folder / "home"
    home.mkdir(exist_ok=True)
    homes = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
    below = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
    platform = {} if sys.platform in ("win32", "darwin") else {"QT_QPA_PLATFORM": "offscreen"}
    return {**os.environ, **dict.fromkeys(homes, str(home)), **below, **platform, "SEATWISE_STORE": str(store)}
