"""What every test may ask for: a person's desk inside the test's own folder, workspaces, the command line, stores."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from desktop.app import Desk
from desktop.services.workspace import Workspace
from desktop.system.desk_settings import DeskSettings
from desktop.system.paths import Folders
from tests.desks import MACHINE, Answer, Desks, MadeStores, Seatwise, run_seatwise

os.environ["QT_QPA_PLATFORM"] = "offscreen"

pytest_plugins = ["tests.postgresql"]

settings.register_profile(
    "seatwise",
    deadline=None,
    max_examples=60,
    print_blob=True,
    # A store is made once for a test and each example copies it.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("seatwise")

_HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home with nothing in it, also for the programs a test starts."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name, below in _HOMES.items():
        monkeypatch.setenv(name, str(folder / below))
    for name in ("SEATWISE_STORE", "SEATWISE_ALLOW_REMOTE_FOLDER", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def desk(home: Path) -> Desk:
    """The desk of the person whose home that is; it speaks English."""
    folders = Folders(home / "data", home / "config", home / "cache", home / "Downloads")
    return Desk(folders, DeskSettings(MACHINE, "en"))


@pytest.fixture
def seatwise(desk: Desk) -> Seatwise:
    """The command line, in this process."""

    def call(*arguments: str) -> Answer:
        return run_seatwise(desk, *arguments)

    return call


@pytest.fixture(scope="session")
def made_stores(tmp_path_factory: pytest.TempPathFactory) -> MadeStores:
    """The stores that tests of this process begin with."""
    return MadeStores(tmp_path_factory.mktemp("made"))


@pytest.fixture
def desks(tmp_path: Path, made_stores: MadeStores) -> Iterator[Desks]:
    """Makes workspaces, in folders of this test."""
    made = Desks(tmp_path, made_stores)
    yield made
    made.close()


@pytest.fixture
def workspace(desks: Desks) -> Workspace:
    """A rehearsal workspace made on 10 January 2026, with one account in Trial."""
    return desks.copied()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL where a store can be made: a file, and a real PostgreSQL database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'any' / 'store.db'}"
    url: str = request.getfixturevalue("postgresql_store_url")
    return url
