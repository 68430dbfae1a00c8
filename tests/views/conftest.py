"""Windows on real stores, offscreen: a desk in the test's own folder, its window, and what is open in it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Desk
from desktop.domain.progress import Step
from desktop.i18n import Translator
from desktop.services.accounts.accounts import NewAccount
from desktop.services.workspace import Choice, Workspace
from desktop.views.desk import Surroundings, Tools
from desktop.views.frame.window import MainWindow
from desktop.views.start.program import tools_for
from tests.desks import ACADEMY, DAY

# The drawing library looks at every font of the machine once: not again in the empty home of each test.
os.environ.setdefault("MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "seatwise-tests-drawing"))


@dataclass(frozen=True)
class OnDay:
    """Opens the desk's stores on a day, as a rehearsal."""

    desk: Desk
    day: date

    def open(self, choice: Choice) -> Workspace:
        return self.desk.open(replace(choice, day=choice.day or self.day))

    def create(self, choice: Choice, new: NewAccount) -> Workspace:
        return self.desk.create(replace(choice, day=choice.day or self.day), new)

    def demo(self, choice: Choice, step: Step) -> Workspace:
        return self.desk.demo(choice, step)

    def pictures(self, choice: Choice, folder: Path, step: Step) -> list[Path]:
        return self.desk.pictures(choice, folder, step)

    def migrate(self, choice: Choice) -> str:
        return self.desk.migrate(choice)

    def translator(self, choice: Choice) -> Translator:
        return self.desk.translator(choice)


@pytest.fixture
def tools(qapp: QApplication, desk: Desk) -> Iterator[Tools]:
    """What a window has before any store is open; it looks light and speaks English."""
    made = tools_for(OnDay(desk, DAY), desk.folders, replace(desk.settings, theme="light"), "en")
    yield made
    made.jobs.close()
    made.looks.choose("light")
    made.words.speak("en")


@pytest.fixture
def place(desk: Desk) -> str:
    """A store with one account in Trial, made on 10 January 2026."""
    desk.folders.data.mkdir(parents=True, exist_ok=True)
    made = desk.create(Choice(store=str(desk.folders.data / "academy.db"), day=DAY), ACADEMY)
    made.close()
    return made.store_place()


@pytest.fixture
def window(qtbot: QtBot, tools: Tools) -> Iterator[MainWindow]:
    """The window at its first start."""
    made = MainWindow(tools)
    qtbot.addWidget(made)
    made.sitting.freshness.rest()
    made.show_welcome()
    made.show()
    yield made
    made.sitting.freshness.attend(None)
    tools.jobs.wait_idle()
    made.close()


@pytest.fixture
def settled(qtbot: QtBot, tools: Tools) -> Callable[[], None]:
    """Waits until every job is done."""

    def wait() -> None:
        assert tools.jobs.wait_idle(50_000)

    return wait


@pytest.fixture
def open_window(window: MainWindow, place: str, settled: Callable[[], None]) -> MainWindow:
    """The window with the store open."""
    window.sitting.open_place(place)
    settled()
    assert window.around is not None, window.welcome.messages.said()
    return window


@pytest.fixture
def around(open_window: MainWindow) -> Surroundings:
    """What the tabs of the open window are given."""
    assert open_window.around is not None
    return open_window.around


@pytest.fixture
def place_two(desk: Desk) -> Path:
    """Another store's place, where nothing is yet."""
    return desk.folders.data / "second.db"
