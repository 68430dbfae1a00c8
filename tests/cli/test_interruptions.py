"""A command that is interrupted, breaks, or whose reader goes away (cli.md)."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.app import Desk
from desktop.cli.run import run
from desktop.domain.errors import Canceled
from desktop.services.workspace import Choice, Workspace
from desktop.store.opening import _NONE_YET
from tests.desks import run_seatwise

ROOT = Path(__file__).resolve().parents[2]


class Interrupting(Desk):
    """A desk whose person gives up just when the store opens."""

    def open(self, choice: Choice) -> Workspace:
        raise KeyboardInterrupt


class Canceling(Desk):
    """A desk whose job is canceled."""

    def open(self, choice: Choice) -> Workspace:
        raise Canceled


class Breaking(Desk):
    """A desk with a mistake in it."""

    def open(self, choice: Choice) -> Workspace:
        raise ZeroDivisionError("a mistake of ours")


@pytest.mark.parametrize("kind", [Interrupting, Canceling])
def test_a_canceled_command_ends_with_130_and_says_that_nothing_was_changed(kind: type[Desk], desk: Desk) -> None:
    answer = run_seatwise(kind(desk.folders, desk.settings), "account", "show")
    assert (answer.code, answer.out) == (130, "")
    assert answer.sentence == "Canceled. Nothing was changed."


def test_a_mistake_of_ours_is_told_with_its_details(desk: Desk) -> None:
    answer = run_seatwise(Breaking(desk.folders, desk.settings), "account", "show")
    assert answer.code == 1
    assert answer.err.startswith("Something went wrong in Seatwise itself.")
    assert "a mistake of ours" in answer.err


def test_the_desks_settings_decide_the_language_of_a_refusal(desk: Desk) -> None:
    french = Desk(desk.folders, replace(desk.settings, language="fr"))
    answer = run_seatwise(french, "account", "show")
    assert answer.code == 1
    assert answer.sentence.startswith(french.translator(Choice()).text(_NONE_YET))


def program(*arguments: str, **how: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-P", "-m", "desktop", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, text=True, env=environment, **(pipes | how))  # type: ignore[call-overload, no-any-return]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_ctrl_c_ends_a_running_command_with_130_and_leaves_no_store(home: Path, tmp_path: Path) -> None:
    place = tmp_path / "demo" / "demo.db"
    process = program("--store", str(place), "demo")
    try:
        for _ in range(2000):
            if place.parent.exists() or process.poll() is not None:
                break
            try:
                process.wait(0.01)
            except subprocess.TimeoutExpired:
                continue
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, said) == (130, "Canceled. Nothing was changed.\n")
    assert not place.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.3])
def test_an_import_that_is_asked_to_stop_leaves_the_store_as_it_was(
    asking: signal.Signals, seconds: float, desk: Desk, home: Path
) -> None:
    place, log = home / "store.db", home / "log.csv"
    assert run_seatwise(desk, "--store", str(place), "init").code == 0
    rows = (f"learner{number}@example.org,2026-01-0{1 + number % 9}T10:00:00Z\n" for number in range(400_000))
    log.write_text("user,time\n" + "".join(rows), encoding="utf-8")
    process = program("--store", str(place), "usage", "import", "--count-all", str(log))
    try:
        while process.poll() is None and not [*home.rglob("activity-*")]:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.01)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.send_signal(asking)
        _, said = process.communicate(timeout=50)
    finally:
        process.kill()
    assert (process.returncode, said) == (130, "Canceled. Nothing was changed.\n")
    assert not [*home.rglob("activity-*")]
    assert run_seatwise(desk, "--store", str(place), "usage", "monthly").out.count("2026") == 0
    assert run_seatwise(desk, "--store", str(place), "store", "check").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX systems")
def test_a_reader_that_stops_reading_is_no_fault(desk: Desk, home: Path) -> None:
    assert run(["--store", str(home / "store.db"), "init"], desk) == 0
    reader, writer = os.pipe()
    os.close(reader)
    for flags in ([], ["--json"]):
        process = program("--store", str(home / "store.db"), *flags, "history", stdout=os.dup(writer))
        _, said = process.communicate(timeout=30)
        assert said == ""
        assert process.returncode in {0, 1}
    os.close(writer)
