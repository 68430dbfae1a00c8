"""A store's swap lock: parts of it for who has the store open, all of it for who replaces the file."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.system import locks
from desktop.system.locks import SharedPart, whole_swap_lock
from tests.desks import refused


@pytest.fixture
def store(tmp_path: Path) -> Path:
    place = tmp_path / "store.db"
    place.touch()
    return place


def test_many_may_have_the_store_open(store: Path) -> None:
    parts = [SharedPart(store) for _ in range(3)]
    with refused("The store is open in another program"), whole_swap_lock(store):
        raise AssertionError("the lock was given")
    for part in parts:
        part.release()
    with whole_swap_lock(store):
        pass


def test_the_holder_is_named(store: Path) -> None:
    import os
    import platform

    part = SharedPart(store)
    with (
        refused(f"({platform.node()}, process {os.getpid()}). Close it there, then try again."),
        whole_swap_lock(store),
    ):
        raise AssertionError("the lock was given")
    part.release()


def test_letting_go_twice_is_no_harm_and_leaves_nothing(store: Path) -> None:
    part = SharedPart(store)
    part.release()
    part.release()
    assert list(store.with_name(".store.db.open").iterdir()) == []


def test_nobody_opens_the_store_while_it_is_replaced(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT_SECONDS", 0.05)
    with whole_swap_lock(store):
        with refused("The store is being replaced by another program. Try again in a moment."):
            SharedPart(store)
        with refused("The store is being replaced by another program."), whole_swap_lock(store):
            raise AssertionError("two have the whole lock")
    SharedPart(store).release()


def test_an_error_while_replacing_lets_the_lock_go(store: Path) -> None:
    with pytest.raises(ZeroDivisionError), whole_swap_lock(store):
        _ = 1 / 0
    with whole_swap_lock(store):
        pass


KILLED = """
import os, signal, sys
from pathlib import Path
from desktop.system.locks import SharedPart
part = SharedPart(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_f027_a_part_of_a_dead_process_is_taken_over(store: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, str(store)], cwd=root, check=False)
    assert done.returncode == -9
    folder = store.with_name(".store.db.open")
    assert len(list(folder.glob("*.holder"))) == 1, "it left its part behind"
    with whole_swap_lock(store):
        assert list(folder.iterdir()) == []


def test_stores_of_one_folder_have_locks_of_their_own(store: Path, tmp_path: Path) -> None:
    part = SharedPart(store)
    with whole_swap_lock(tmp_path / "other.db"):
        pass
    part.release()
