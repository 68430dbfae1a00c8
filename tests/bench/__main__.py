"""`python3 dev.py bench [--quick | --full] [--only P3]`: our figures beside a peer's, and docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.forks import fork_rows
from tests.bench.order_rating import advance_rows, rating_rows
from tests.bench.order_table import order_rows
from tests.bench.page import AFTER, BEFORE
from tests.bench.pairs import Row
from tests.bench.usage_chart import chart_rows
from tests.bench.usage_import import import_rows
from tests.bench.usage_report import report_rows
from tests.bench.usage_table import table_rows
from tests.bench.window_answers import answer_rows
from tests.bench.window_start import start_rows

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
GROUPS = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P11", "P12", "P13", "P14")
_ONCE = 10_000_000
"""Files of more events are measured once."""
HEADS = ("What", "Ours", "Peer", "Ratio: median (range)", "Peak memory", "Budget")


def main() -> int:
    """Measure, print, and keep the lines of a full-size run."""
    if sys.platform not in ("win32", "darwin"):
        # Peers of Qt are timed as the program's window is, without a display.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    wanted = _arguments()
    folder = Path(wanted.folder or tempfile.mkdtemp(prefix="seatwise-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {"quick": (200_000,), "usual": (1_000_000, 10_000_000), "full": (1_000_000, 10_000_000, 100_000_000)}[
        wanted.size
    ]
    quick = wanted.size == "quick"
    rows = [row for group in _groups(wanted.only, folder, sizes, quick=quick) for row in group()]
    _show(rows)
    if not quick:
        _keep(rows, wanted.only)
    return 0


def _groups(only: str | None, folder: Path, sizes: Sequence[int], *, quick: bool) -> list[Callable[[], list[Row]]]:
    """What to measure, in order."""
    learners, events = (50_000, 50_000) if quick else (1_000_000, 1_000_000)
    groups: list[tuple[tuple[str, ...], Callable[[], list[Row]]]] = [
        (("P1", "P2"), lambda: start_rows(folder, learners, pairs=2 if quick else 9)),
        *((("P3", "P4"), partial(import_rows, folder, size, 1 if size > _ONCE or quick else 3)) for size in sizes),
        *((("P6",), partial(order_rows, folder, size)) for size in _orders(sizes, quick=quick)),
        (("P7",), chart_rows),
        (("P8",), lambda: report_rows(folder, learners)),
        (("P13",), lambda: answer_rows(folder, learners, events, walks=1 if quick else 5)),
        (("P11",), lambda: rating_rows(2_000 if quick else 100_000, 3)),
        (("P12",), lambda: advance_rows(200 if quick else 10_000, 10)),
        # Last, and in this process: what it loads would count as memory of every process started after it.
        (("P5",), lambda: table_rows(folder, learners)),
        (("P14",), lambda: fork_rows(folder, learners // 10, 1_000 if quick else 10_000)),
    ]
    return [group for names, group in groups if only is None or only in names]


def _orders(sizes: Sequence[int], *, quick: bool) -> tuple[int, ...]:
    """Lengths of the order list; ten million only where the largest files are asked for."""
    if quick:
        return (10_000,)
    return (10_000, 1_000_000, 10_000_000) if len(sizes) > 2 else (10_000, 1_000_000)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--quick", dest="size", action="store_const", const="quick", help="small files, to see that it runs"
    )
    size.add_argument("--full", dest="size", action="store_const", const="full", help="up to 100 million events")
    parser.add_argument(
        "--only",
        choices=GROUPS,
        help="one group of figures",
    )
    parser.add_argument("--folder", help="keep the made files here, to measure again without making them")
    parser.set_defaults(size="usual")
    return parser.parse_args()


def _show(rows: list[Row]) -> None:
    table = Table(*HEADS, box=None, header_style="bold")
    for row in rows:
        table.add_row(*row.cells())
    Console(width=190 if not sys.stdout.isatty() else None).print(table)


def _keep(rows: list[Row], only: str | None) -> None:
    """Write the page; lines of groups that were not measured this time stay as they are."""
    fresh = ["| " + " | ".join(row.cells()) + " |" for row in rows]
    measured = {line.split()[1] for line in fresh}
    kept = DOCUMENT.read_text(encoding="utf-8").splitlines() if only is not None and DOCUMENT.exists() else []
    lines = fresh + [line for line in kept if line.startswith("| P") and line.split()[1] not in measured]
    lines.sort(key=lambda line: int(line.split()[1].removeprefix("P")))
    machine = f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    table = f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}\n" + "\n".join(lines)
    day = datetime.now(UTC).date().isoformat()
    DOCUMENT.write_text(f"{BEFORE}\nMeasured last on {day}, {machine}.\n\n{table}\n\n{AFTER}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
