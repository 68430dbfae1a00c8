"""Killed at any step: what was done is there with its journal, or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from desktop.store import migrate
from tests.desks import Desks, new_key
from tests.services.journals import rows
from tests.store.evidence import add_users
from tests.store.versions import NEXT, newer_scripts

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
ROOT = Path(__file__).parents[2]


def killed(folder: Path, flow: str, *steps: int) -> int:
    """Kill the flow before each of its steps, or these, each time on a copy of the store; how many there were."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.victim", str(folder), flow, *map(str, steps)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout)["steps"])


@pytest.fixture
def victim_folder(desks: Desks) -> Path:
    """A folder with a store that has lived a little."""
    workspace = desks.copied()
    add_users(workspace, 2)
    new_key(workspace)
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    place = Path(workspace.context.store.place)
    workspace.close()
    return place.parent


def seen(workspace: Workspace) -> tuple[object, int]:
    """Every row, and how many acts explain them."""
    answer = workspace.care.check()
    assert answer.ok, answer.findings
    return rows(workspace), answer.acts


@pytest.mark.parametrize("flow", ["activate", "undo", "users", "order", "deactivate"])
def test_f003_an_act_killed_at_any_step_is_wholly_there_or_not_at_all(
    flow: str, victim_folder: Path, desks: Desks
) -> None:
    before = desks.opened(victim_folder / "store.db", seed=8)
    start = seen(before)
    before.close()
    steps = killed(victim_folder, flow)
    assert steps >= 5, "the flow has that many steps"
    found = []
    for step in range(1, steps + 2):
        workspace = desks.opened(victim_folder / str(step) / "store.db", seed=100 + step)
        found.append(seen(workspace))
        workspace.rules.change("trial_days", "33")
        workspace.close()
    done = found[-1]
    assert done != start
    assert done[1] == start[1] + 1
    assert all(one in (start, done) for one in found)
    assert found == sorted(found, key=lambda one: one == done), "once it is there it stays"
    assert found[-2] == done, "killed after the commit, before anybody was told"


def test_f008_f009_a_migration_killed_at_any_step_leaves_one_good_store(victim_folder: Path, desks: Desks) -> None:
    original = (victim_folder / "store.db").read_bytes()
    before = desks.opened(victim_folder / "store.db", seed=8)
    start = seen(before)
    before.close()
    scripts = newer_scripts(victim_folder)
    steps = killed(victim_folder, "migrate")
    assert steps >= 25, "the flow has that many steps"
    places = [victim_folder / str(step) / "store.db" for step in range(1, steps + 2)]
    untouched = [place.read_bytes() == original for place in places]
    assert untouched == sorted(untouched, reverse=True), "the swap is one step"
    assert untouched[0]
    assert not untouched[-1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "SCRIPTS", scripts)
        swapped = untouched.index(False)
        for place in places[:swapped:3] + places[swapped - 2 :]:
            workspace = desks.opened(place, seed=9)
            assert seen(workspace)[1] == start[1]
            workspace.close()
            assert left_beside(place) == [], place
            for kept in place.parent.glob(f"store.before-{NEXT}*"):
                assert kept.stat().st_size == len(original)


def left_beside(place: Path) -> list[str]:
    return [path.name for path in place.parent.iterdir() if "migrating" in path.name or "alembic" in path.name]


def test_f014_killed_twice_is_as_killed_once(victim_folder: Path, desks: Desks) -> None:
    scripts = newer_scripts(victim_folder)
    assert killed(victim_folder, "migrate", 14) == 1
    again = victim_folder / "again"
    (victim_folder / "14").rename(again)
    newer_scripts(again)
    assert killed(again, "migrate", 9, 14, 28) == 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "SCRIPTS", scripts)
        for step in (9, 14, 28):
            place = again / str(step) / "store.db"
            assert desks.opened(place, seed=9).care.check().ok
            assert left_beside(place) == []
