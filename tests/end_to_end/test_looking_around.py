"""Somebody runs Seatwise for the first time on a machine without a display, and looks at what it wrote."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.app import Desk
from desktop.domain.progress import silent
from desktop.services.workspace import Choice
from desktop.system.desk_settings import DeskSettings
from desktop.system.paths import Folders
from tests.desks import MACHINE, run_seatwise

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    *("usage.png", "usage.svg", "usage-report.xlsx", "usage-report.pdf", "usage-report.csv"),
    *("usage-report.summary.csv", "usage-report.totals.csv"),
}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")


def first_look(folder: Path, *paths: Path) -> subprocess.CompletedProcess[str]:
    """Start the program without arguments and without a display; libraries are looked for in `paths` first."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, (*paths, ROOT)))
    command = [sys.executable, "-P", "-m", "desktop"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo workspace, made once."""
    folder = tmp_path_factory.mktemp("demo")
    desk = Desk(Folders(folder, folder, folder, folder), DeskSettings(MACHINE))
    desk.demo(Choice(), silent).close()
    return desk.folders.demo_store


@pytest.fixture
def looked_before(home: Path, made: Path) -> None:
    """A home whose demo workspace is there already."""
    place = home / "data" / "Seatwise" / "demo.db"
    place.parent.mkdir(parents=True)
    shutil.copyfile(made, place)


def test_there_are_a_table_a_chart_a_report_and_pictures_of_the_window(home: Path, tmp_path: Path) -> None:
    done = first_look(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("seatwise: there is no display to open a window on")
    assert done.stderr.count("\n") == 1, done.stderr
    assert "2019-09" in done.stdout
    written = {file.name for file in (tmp_path / "seatwise-demo").iterdir()}
    assert written > FILES
    assert {"first-start.png", "billing.png", "monthly-usage-dark.png", "people-of-month.png"} <= written
    assert all(f"seatwise-demo/{name}" in done.stdout for name in written)


def test_where_qt_cannot_be_loaded_the_rest_is_there_all_the_same(looked_before: None, tmp_path: Path) -> None:
    bare = tmp_path / "bare" / "PySide6"
    bare.mkdir(parents=True)
    (bare / "__init__.py").write_text("raise ImportError('libEGL.so.1: cannot open shared object file')\n")
    done = first_look(tmp_path, bare.parent)
    assert done.returncode == 0, done.stderr
    assert "No pictures of the window: Qt cannot be loaded here. libEGL.so.1: cannot open" in done.stderr
    assert {file.name for file in (tmp_path / "seatwise-demo").iterdir()} == FILES


def test_pictures_asked_for_by_name_are_refused_where_qt_cannot_be_loaded(looked_before: None, tmp_path: Path) -> None:
    bare = tmp_path / "PySide6"
    bare.mkdir()
    (bare / "__init__.py").write_text("raise ImportError('no Qt')\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, ROOT)))}
    command = [sys.executable, "-P", "-m", "desktop", "demo", "--screenshots", "pictures"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "No pictures of the window: Qt cannot be loaded here. no Qt\n"


def test_the_demo_workspace_goes_on_living_in_its_own_days(made: Path, tmp_path: Path) -> None:
    place = Path(shutil.copyfile(made, tmp_path / "copy.db"))
    desk = Desk(Folders(tmp_path, tmp_path, tmp_path, tmp_path), DeskSettings(MACHINE, "en"))
    issued = run_seatwise(desk, "--store", str(place), "key", "issue", "--seats", "5", "--plan", "users")
    assert issued.code == 0, issued.err
    assert "Active" in run_seatwise(desk, "--store", str(place), "account", "show").out
    assert "Sep 5, 2019" in run_seatwise(desk, "--store", str(place), "history", "--limit", "1").out
    later = run_seatwise(
        desk, "--store", str(place), "--today", "2019-09-04", "key", "issue", "--seats", "5", "--plan", "mau"
    )
    assert later.sentence == "This store already has acts of Sep 5, 2019. Let its clock stand at that day or later."
