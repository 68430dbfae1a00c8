"""Killed at any step of a charge: it is made once, and what it pays is paid."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.accounts import Payments, Region
from desktop.services.accounts.accounts import NewAccount
from desktop.services.workspace import Workspace
from tests.desks import Desks, at
from tests.kill.charging_victim import DAYS, LEFT, leave, place
from tests.providers.far import KEY, FarSide, keyring_in, running

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
ROOT = Path(__file__).parents[2]
ACCOUNT = NewAccount("Academy", Region.US, "UTC", "USD", Payments.STRIPE, "Anna")


@pytest.fixture
def far() -> Iterator[FarSide]:
    with running() as far:
        yield far


def folder_of(desks: Desks, flow: str, far: FarSide, folder: Path) -> Path:
    """A folder with the store, and the keyring, that the flow begins with."""
    with keyring_in(folder / "keyring"):
        made = desks.new(day=DAYS["place"], account=ACCOUNT)
        workspace = Workspace(replace(made.context, stripe=far.address))
        workspace.payment_keys.set_key(KEY)
        if flow != "place":
            place(workspace)
        if flow == "fee":
            leave(at(workspace, LEFT))
        store = Path(workspace.store_place())
        workspace.close()
    shutil.copyfile(store, folder / "store.db")
    return folder


def came_of(folder: Path, flow: str, far: FarSide) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.charging_victim", str(folder), flow, far.address],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("flow", "taken", "paid"),
    [
        ("place", 4000, ["active [1]"]),
        ("charge", 4000, ["active [1, 2]"]),
        ("fee", 22000, ["canceled [1, 0]"]),
    ],
)
def test_killed_at_any_step_there_is_one_charge_and_what_it_pays(
    flow: str, taken: int, paid: list[str], desks: Desks, far: FarSide, tmp_path: Path
) -> None:
    came = came_of(folder_of(desks, flow, far, tmp_path), flow, far)
    assert len(came) >= 8, "before and after each of two commits and a request, at the end, and unanswered"
    assert [one for one in came if one["charges"] != [taken] or one["paid"] != paid] == []
    assert [one for one in came if one["open"] or not one["sound"]] == []
    again = [one["again"] for one in came]
    assert again == sorted(again, reverse=True), "once it was committed nobody has to ask for it again"
    assert (again[0], again[-1]) == (True, False)
