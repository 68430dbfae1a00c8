"""Reading as a job: progress on the caller's thread, cancel without a trace, faults in between."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.domain.errors import Canceled, UserError
from desktop.domain.progress import silent
from desktop.domain.qualification import QualificationMap
from desktop.formats.activity import mark_file, read_activity, survey
from desktop.formats.activity.reading import ReadOptions
from tests.formats.activity.conftest import TODAY, Read

OPTIONS = ReadOptions("UTC", TODAY)
LOG = "user,time,action\n" + "".join(f"learner{n}@x,2026-01-{n % 28 + 1:02},viewed\n" for n in range(200_000))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


def test_progress_is_told_on_the_callers_thread_and_grows_to_the_end(
    log: Path, scratch: Path, default_map: QualificationMap
) -> None:
    told: list[tuple[int, int, int]] = []

    def step(done: int, total: int) -> None:
        told.append((done, total, threading.get_ident()))

    read_activity(log, mark_file(log, silent), OPTIONS, default_map, scratch, step).close()
    assert {thread for *_, thread in told} == {threading.get_ident()}
    assert {total for _, total, _ in told} == {1000}
    assert len({done for done, *_ in told}) > 4
    assert 0 <= min(told)[0] <= max(told)[0] <= 1000


@pytest.mark.parametrize("packed", [False, True])
def test_a_cancel_at_any_step_leaves_nothing(
    log: Path, scratch: Path, default_map: QualificationMap, packed: bool
) -> None:
    if packed:
        log.write_bytes(gzip.compress((LOG[:400_000] + "\nbroken").encode(), 1))
    steps = 0

    def count(done: int, total: int) -> None:
        nonlocal steps
        steps += 1

    read_activity(log, mark_file(log, silent), OPTIONS, default_map, scratch, count).close()
    threads = threading.active_count()
    for stop in {1, 2, 3, steps // 4, steps // 2, 3 * steps // 4, steps - 3}:
        left = stop

        def step(done: int, total: int) -> None:
            nonlocal left
            left -= 1
            if left <= 0:
                raise Canceled

        with pytest.raises(Canceled):
            read_activity(log, mark_file(log, silent), OPTIONS, default_map, scratch, step)
        assert not [*scratch.iterdir()]
        assert threading.active_count() == threads


def test_nothing_is_written_outside_the_temporary_folder_and_it_is_gone_when_closed(
    log: Path, scratch: Path, default_map: QualificationMap
) -> None:
    before = {path for path in log.parent.rglob("*") if scratch not in path.parents}
    fold = read_activity(log, mark_file(log, silent), OPTIONS, default_map, scratch, silent)
    assert {path for path in log.parent.rglob("*") if scratch not in path.parents} - before == {scratch}
    assert [*scratch.iterdir()]
    fold.close()
    fold.close()
    assert not [*scratch.iterdir()]


def test_a_refused_file_leaves_nothing(scratch: Path, tmp_path: Path, default_map: QualificationMap) -> None:
    (tmp_path / "log.csv").write_text("user,time,action\na,01/02/2026,viewed\n")
    with pytest.raises(UserError):
        read_activity(
            tmp_path / "log.csv", mark_file(tmp_path / "log.csv", silent), OPTIONS, default_map, scratch, silent
        )
    assert not [*scratch.iterdir()]


def test_f104_a_file_that_changes_while_it_is_read_is_refused(
    log: Path, scratch: Path, default_map: QualificationMap
) -> None:
    def step(done: int, total: int) -> None:
        if done > 150:
            with log.open("a") as file:
                file.write("late@x,2026-01-03,viewed\n")

    with pytest.raises(UserError, match="changed while it was being read"):
        read_activity(log, mark_file(log, silent), OPTIONS, default_map, scratch, step)
    assert not [*scratch.iterdir()]


def test_f104_a_file_that_cannot_be_read_to_its_end_is_refused(
    log: Path, scratch: Path, default_map: QualificationMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(descriptor: int) -> os.stat_result:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(survey, "os", SimpleNamespace(fstat=broken))
    with pytest.raises(UserError, match="could not be read to its end"):
        read_activity(log, mark_file(log, silent), OPTIONS, default_map, scratch, silent)


def test_f035_too_little_memory_is_a_sentence_and_no_trace(
    log: Path, scratch: Path, default_map: QualificationMap
) -> None:
    log.write_text(
        "user,time,action,object\n" + "".join(f"{n}@x,2026-01-03,viewed,{'x' * 100}{n}\n" for n in range(90_000))
    )
    with pytest.raises(UserError, match="not enough memory"):
        read_activity(log, mark_file(log, silent), replace(OPTIONS, memory_mib=3), default_map, scratch, silent)
    assert not [*scratch.iterdir()]


def test_the_same_file_is_told_the_same_way_every_time(log: Path, read: Read) -> None:
    def told() -> list[object]:
        fold = read(log)
        sets = [
            (one.month, one.action, *(part.tobytes() for part in (one.learners, one.seconds, one.actions, one.objects)))
            for one in fold.sets()
        ]
        return [sets, fold.actions, fold.objects, [block.identifiers for block in fold.learners()]]

    assert told() == told()


def test_the_room_is_imported_without_duckdb_or_numpy() -> None:
    code = "import sys, desktop.formats.activity; sys.exit(bool({'duckdb', 'numpy'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_a_killed_program_left_behind_is_cleared_away_and_what_another_uses_is_not(
    log: Path, scratch: Path, default_map: QualificationMap
) -> None:
    left = scratch / "activity-killed"
    left.mkdir(parents=True)
    (left / "in-use.lock").touch()
    (left / "activity.duckdb").touch()
    with read_activity(log, mark_file(log, silent), OPTIONS, default_map, scratch, silent):
        (used,) = scratch.iterdir()
        read_activity(log, mark_file(log, silent), OPTIONS, default_map, scratch, silent).close()
        assert [*scratch.iterdir()] == [used]
