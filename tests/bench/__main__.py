"""`python3 dev.py bench [--quick | --full] [--only P3]`: our figures beside a peer's, and docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.pairs import Row
from tests.bench.usage_import import import_rows
from tests.bench.usage_report import report_rows
from tests.bench.usage_table import table_rows
from tests.bench.window_start import start_rows

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
HEADS = ("What", "Ours", "Peer", "Ratio: median (range)", "Peak memory", "Budget")


def main() -> int:
    """Measure, print, and keep the table of a full-size run."""
    wanted = _arguments()
    folder = Path(wanted.folder or tempfile.mkdtemp(prefix="seatwise-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {"quick": (200_000,), "usual": (1_000_000, 10_000_000), "full": (1_000_000, 10_000_000, 100_000_000)}[
        wanted.size
    ]
    quick = wanted.size == "quick"
    rows: list[Row] = []
    learners = 50_000 if quick else 1_000_000
    if wanted.only in (None, "P1", "P2"):
        rows += start_rows(folder, learners, pairs=2 if quick else 9)
    if wanted.only in (None, "P3", "P4"):
        for events in sizes:
            rows += import_rows(folder, events, pairs=1 if events > 10_000_000 or quick else 3)
    if wanted.only in (None, "P8"):
        rows += report_rows(folder, 50_000 if quick else 1_000_000)
    if wanted.only in (None, "P5"):
        # Last, and in this process: what it loads would count as memory of every process started after it.
        rows += table_rows(folder, learners)
    _show(rows)
    if not quick and wanted.only is None:
        _keep(rows)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--quick", dest="size", action="store_const", const="quick", help="small files, to see that it runs"
    )
    size.add_argument("--full", dest="size", action="store_const", const="full", help="up to 100 million events")
    parser.add_argument(
        "--only", choices=("P1", "P2", "P3", "P4", "P5", "P7", "P8", "P13"), help="one group of figures"
    )
    parser.add_argument("--folder", help="keep the made files here, to measure again without making them")
    parser.set_defaults(size="usual")
    return parser.parse_args()


def _show(rows: list[Row]) -> None:
    table = Table(*HEADS, box=None, header_style="bold")
    for row in rows:
        table.add_row(*row.cells())
    Console(width=190 if not sys.stdout.isatty() else None).print(table)


def _keep(rows: list[Row]) -> None:
    lines = ["| " + " | ".join(row.cells()) + " |" for row in rows]
    text = (
        "# Performance\n\n"
        "`python3 dev.py bench` measures ours beside a peer, in alternating pairs of whole processes, and writes this\n"
        "page. "
        "Absolute times depend on the machine; the ratios are what is promised. No test asserts a time.\n\n"
        f"Measured on {datetime.now(UTC).date().isoformat()}, {platform.system()}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores.\n\n"
        f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}\n" + "\n".join(lines) + "\n\n"
        "The import figure is of the whole act: sniffing, an independent count of the records, normal identifiers,\n"
        "the first qualifying activity of each person and month, the hash-chained journal and the durable write.\n"
        "The peer only counts distinct people a month.\n"
    )
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
