"""An account that Stripe charges, with Stripe's stand-in on this machine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desktop.app import Desk
from tests.desks import Answer, run_seatwise
from tests.end_to_end.desk import Seatwise
from tests.providers.far import KEY, FarSide, keyring_in, running


@pytest.fixture(scope="session")
def _far() -> Iterator[FarSide]:
    with running() as far:
        yield far


@pytest.fixture
def far(_far: FarSide) -> FarSide:
    """The far side, in good health."""
    _far.fail()
    return _far


@dataclass(frozen=True)
class Charged:
    """What was really taken since the test began."""

    far: FarSide
    before: list[str]

    def amounts(self) -> list[int]:
        return sorted(one["amount"] for one in self.far.told()["charges"] if one["id"] not in self.before)


@pytest.fixture
def charged(far: FarSide) -> Charged:
    return Charged(far, [one["id"] for one in far.told()["charges"]])


@pytest.fixture
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the keyring, outside everything else of the test."""
    folder = tmp_path_factory.mktemp("keyring")
    with keyring_in(folder):
        yield folder


@pytest.fixture(name="seatwise")
def _seatwise(desk: Desk, tmp_path: Path, far: FarSide, keys: Path) -> Seatwise:
    """The command line of a desk whose Stripe is the far side; nothing is set up yet."""
    folder = tmp_path / "files"
    folder.mkdir()
    own = Desk(desk.folders, replace(desk.settings, stripe=far.address))

    def call(*arguments: str) -> Answer:
        return run_seatwise(own, *arguments)

    return Seatwise(call, folder)


@pytest.fixture
def stripe(seatwise: Seatwise, monkeypatch: pytest.MonkeyPatch) -> Seatwise:
    """An account made on 18 April 2019 that Stripe charges, with its key in the keyring."""
    seatwise.ok("init", "--payments", "stripe", day="2019-04-18")
    monkeypatch.setattr("sys.stdin", io.StringIO(KEY + "\n"))
    assert seatwise.ok("payments", "set-key") == {"payments": "stripe", "key": True}
    return seatwise
