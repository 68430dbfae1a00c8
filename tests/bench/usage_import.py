"""P3 and P4: a big activity file in, and a day more."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from desktop.app import Desk
from desktop.services.accounts.accounts import NewAccount
from desktop.services.usage.imports import ImportWishes
from desktop.services.workspace import Choice
from desktop.system.desk_settings import DeskSettings
from desktop.system.paths import Folders
from tests.bench.pairs import Row, Run, compared, process

ME = "tests.bench.usage_import"
_DAY = 300_000
"""The events of a busy day; of a small file, three in a hundred."""


def import_rows(folder: Path, events: int, pairs: int) -> list[Row]:
    """The lines of P3 and P4 for a file of so many events."""
    year, day = folder / f"year-{events}.csv", folder / f"day-{events}.csv"
    if not year.exists():
        process("tests.bench.activity_file", str(year), str(events))
    if not day.exists():
        process("tests.bench.activity_file", str(day), str(min(_DAY, max(1, events * 3 // 100))), "day")
    whole: list[tuple[Run, Run]] = []
    added: list[tuple[Run, Run]] = []
    for _ in range(pairs):
        store = folder / "import.db"
        for left in folder.glob("import.db*"):
            left.unlink()
        ours = process(ME, "ours", str(store), str(year))
        peer = min((process(ME, kind, str(year)) for kind in ("duckdb", "polars")), key=lambda run: run.seconds)
        whole.append((ours, peer))
        added.append((process(ME, "ours", str(store), str(day)), ours))
    size = f"{events / 1e6:g} M events"
    return [
        compared(
            f"P3 import {size}, with first activities, durable; peer: plain count(distinct)", whole, "≤ 3 (goal 2)"
        ),
        compared(f"P4 append a day to {size}; peer: the full import", added, "≤ 0.05"),
    ]


def _desk(folder: Path) -> Desk:
    return Desk(Folders(folder, folder, folder, folder), DeskSettings("00000000-0000-4000-8000-000000000001"))


def _ours(store: Path, file: Path) -> None:
    desk = _desk(store.parent)
    choice = Choice(str(store))
    if not store.exists():
        desk.create(Choice(str(store), day=None), NewAccount("Bench")).close()
    workspace = desk.open(choice)
    answer = workspace.usage_imports.import_files([file], ImportWishes())
    sys.stdout.write(f"{answer.files[0].rows_in} rows, {date.min}\n")
    workspace.close()


def _duckdb(file: Path) -> None:
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    connection.execute("SET timezone = 'UTC'")
    columns = "{'user': 'VARCHAR', 'time': 'VARCHAR', 'action': 'VARCHAR', 'object': 'VARCHAR'}"
    connection.execute(
        'SELECT CAST(month AS VARCHAR), count(DISTINCT learner) FROM (SELECT "user" AS learner, '
        "date_trunc('month', CAST(time AS TIMESTAMPTZ)) AS month "
        f"FROM read_csv('{file}', auto_detect = false, header = true, delim = ',', quote = '\"', columns = {columns})) "
        "GROUP BY month"
    ).fetchall()


def _polars(file: Path) -> None:
    import polars as pl

    when = pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_zone="UTC").dt.truncate("1mo")
    pl.scan_csv(file).select(when.alias("month"), pl.col("user")).group_by("month").agg(
        pl.col("user").n_unique()
    ).collect(engine="streaming")


if __name__ == "__main__":
    kind, *paths = sys.argv[1:]
    if kind == "ours":
        _ours(Path(paths[0]), Path(paths[1]))
    else:
        {"duckdb": _duckdb, "polars": _polars}[kind](Path(paths[0]))
