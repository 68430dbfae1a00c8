"""Pictures of the running window: each screen once, painted, in its colours and its language."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Desk
from desktop.domain.errors import UserError
from desktop.domain.progress import silent
from desktop.services.workspace import Choice
from desktop.system.desk_settings import DeskSettings
from desktop.system.paths import Folders
from desktop.views.camera import faults_raised
from desktop.views.frame.window import MainWindow
from desktop.views.pictures import SIZE, Pictures
from tests.desks import MACHINE

SCREENS = {
    *("first-start", "billing", "billing-dark", "monthly-usage", "monthly-usage-dark", "people-of-month"),
    *("why-this-amount", "history-undo", "command-palette", "import", "preferences", "order-history"),
    *("place-order", "deactivate", "mail", "scenarios", "simulated"),
}


def colors(picture: QImage) -> set[int]:
    """The colours of a grid of pixels."""
    return {picture.pixel(x, y) for x in range(0, picture.width(), 5) for y in range(0, picture.height(), 5)}


def lightness(picture: QImage) -> int:
    """Of a pixel beside the content, from 0 for black to 255."""
    return picture.pixelColor(picture.width() // 2, picture.height() - 60).lightness()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo workspace, made once."""
    folder = tmp_path_factory.mktemp("demo")
    desk = Desk(Folders(folder, folder, folder, folder), DeskSettings(MACHINE))
    desk.demo(Choice(), silent).close()
    return Path(shutil.copyfile(desk.folders.demo_store, folder / "copy.db"))


def test_each_screen_is_painted_on_the_demo_workspace(
    qapp: QApplication, desk: Desk, demo: Path, tmp_path: Path
) -> None:
    before = demo.read_bytes()
    told: list[tuple[int, int]] = []
    files = desk.pictures(Choice(store=str(demo)), tmp_path / "made", lambda done, total: told.append((done, total)))
    pictures = {file.stem: QImage(str(file)) for file in files}
    assert pictures.keys() == SCREENS
    assert told[0] == (0, len(SCREENS))
    assert told[-1] == (len(SCREENS), len(SCREENS))
    assert {(one.width(), one.height()) for one in pictures.values()} == {SIZE}
    # Letters are drawn in many shades; a window without them has a dozen colours.
    assert {name: len(colors(one)) for name, one in pictures.items() if len(colors(one)) < 30} == {}
    assert lightness(pictures["billing-dark"]) < 100 < lightness(pictures["billing"])
    assert lightness(pictures["monthly-usage-dark"]) < 100 < lightness(pictures["monthly-usage"])
    assert len({file.read_bytes() for file in files}) == len(SCREENS)
    assert demo.read_bytes() == before
    assert not desk.folders.config.exists()
    assert not qapp.topLevelWidgets() or not any(one.isVisible() for one in qapp.topLevelWidgets())


def test_a_store_that_is_no_demo_workspace_is_not_pictured(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 1000)
    with pytest.raises(UserError):
        desk.pictures(Choice(store=str(broken)), tmp_path / "made", silent)


def test_what_goes_wrong_in_an_event_is_raised_and_not_pictured(qapp: QApplication) -> None:
    def photographed() -> None:
        with faults_raised():
            QTimer.singleShot(0, lambda: 1 // 0)
            qapp.processEvents()

    with pytest.raises(ZeroDivisionError):
        photographed()


def test_a_picture_that_cannot_be_written_is_refused(window: MainWindow, qapp: QApplication, tmp_path: Path) -> None:
    pictures = Pictures(qapp, window, tmp_path / "missing")
    with pytest.raises(UserError, match="could not be written"):
        pictures._take("one")


def test_a_machine_without_fonts_is_lent_some(home: Path) -> None:
    (home / "fonts.conf").write_text("<fontconfig></fontconfig>")
    question = """
from PySide6.QtGui import QFontMetrics
from desktop.views.camera import bring_letters
from desktop.views.start.program import application
program = application()
before = QFontMetrics(program.font()).inFont("A")
bring_letters(program)
print(before, QFontMetrics(program.font()).inFont("A"))
"""
    environment = {**os.environ, "FONTCONFIG_FILE": str(home / "fonts.conf")}
    done = subprocess.run(
        [sys.executable, "-c", question], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split()[-1:] == ["True"], done.stderr
    if sys.platform == "linux":
        assert done.stdout == "False True\n"
