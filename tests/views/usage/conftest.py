"""The Monthly Usage tab over a real store with a year of activity, and over an empty one."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.explanation import Explanation
from desktop.domain.keys import Plan
from desktop.domain.periods import Month
from desktop.i18n import Message
from desktop.services.usage.imports import ImportWishes
from desktop.services.workspace import Workspace
from desktop.views.action import Action
from desktop.views.desk import Level, Surroundings, Tools
from desktop.views.usage.tab import UsageTab
from tests.desks import Desks, activate, at

TODAY = date(2026, 1, 10)
MONTHS = [f"2025-{number:02d}" for number in range(3, 13)]


@dataclass
class Said:
    """What the frame was asked to show."""

    messages: list[str] = field(default_factory=list)
    explained: list[Explanation] = field(default_factory=list)
    announced: list[frozenset[str]] = field(default_factory=list)


@dataclass
class Desktop:
    """A tab with the frame's ears beside it."""

    tab: UsageTab
    around: Surroundings
    said: Said
    settle: Callable[[], None]

    def dialog(self) -> QDialog:
        """The one dialog that is open."""
        shown = [one for one in self.tab.findChildren(QDialog) if one.isVisible()]
        assert len(shown) == 1, shown
        return shown[0]


def write_activity(path: Path, months: list[str] = MONTHS) -> Path:
    """In the n-th month n people are active, one action is unmapped, one row cannot be read."""
    lines = ["user,timestamp,action,object"]
    for count, month in enumerate(months, 1):
        lines += [
            f"p{who:02d}@example.org,{month}-{who + 1:02d}T10:00:00Z,completed,Course {who}" for who in range(count)
        ]
    lines += [f"z@example.org,{months[-1]}-03T10:00:00Z,pondered,Course 1"] * 3
    lines += ["nobody@example.org,never,completed,Course 1"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def activity(tmp_path: Path) -> Path:
    return write_activity(tmp_path / "activity.csv")


@pytest.fixture(scope="session")
def used_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with ten months of activity in a plan period that began in March 2025, to be copied."""
    folder = tmp_path_factory.mktemp("used")
    desks = Desks(folder)
    workspace = desks.new(day=date(2025, 3, 1))
    activate(workspace, 100, Plan.MAU, on=date(2025, 3, 1))
    at(workspace, TODAY)
    workspace.usage_imports.import_files([write_activity(folder / "activity.csv")], ImportWishes())
    made = Path(workspace.store_place())
    desks.close()
    return made


@pytest.fixture
def used(desks: Desks, used_store: Path) -> Workspace:
    """A workspace over a copy of that store, on 10 January 2026."""
    place = desks.place()
    shutil.copyfile(used_store, place)
    return desks.opened(place, day=TODAY)


@pytest.fixture
def show(qtbot: QtBot, tools: Tools) -> Iterator[Callable[[Workspace], Desktop]]:
    """Shows the tab of a workspace."""

    def made(workspace: Workspace) -> Desktop:
        said = Said()
        tabs: list[UsageTab] = []

        def announce(kinds: frozenset[str]) -> None:
            said.announced.append(kinds)
            for tab in tabs:
                tab.reload(kinds)

        def message(message: Message, action: Action | None = None, level: Level = Level.ERROR) -> None:
            said.messages.append(message.english())

        def explain(anchor: QWidget, explanation: Explanation) -> None:
            assert anchor.isVisible()
            said.explained.append(explanation)

        around = Surroundings(
            workspace,
            tools.jobs,
            tools.words,
            tools.looks,
            tools.icons,
            tools.settings,
            announce,
            message,
            explain,
        )
        tab = UsageTab(around)
        tabs.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1300, 760)
        tab.show()

        def settle() -> None:
            assert tools.jobs.wait_idle()

        settle()
        qtbot.waitUntil(lambda: not tools.jobs.running)
        return Desktop(tab, around, said, settle)

    yield made
    assert tools.jobs.wait_idle()


@pytest.fixture
def desktop(show: Callable[[Workspace], Desktop], used: Workspace) -> Desktop:
    """The tab with activity."""
    return show(used)


MARCH = Month.parse("2025-03")
DECEMBER = Month.parse("2025-12")
