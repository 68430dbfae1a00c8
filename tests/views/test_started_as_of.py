"""The window that was started with a day: a rehearsal stands at it, what is past is looked at, what comes simulated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Desk
from desktop.cli.run import run
from desktop.domain.keys import Plan
from desktop.services.workspace import Choice
from desktop.views.frame.window import MainWindow
from desktop.views.start.program import tools_for
from tests.desks import ACADEMY
from tests.views.conftest import OnDay
from tests.views.hands import click, texts

Started = Callable[[Choice, str], MainWindow]
REAL = date.today() + timedelta(days=60)  # noqa: DTZ011 - a store that is no rehearsal lives on the machine's clock
CLOCK = date(2026, 2, 10)


@pytest.fixture
def started(desk: Desk, qtbot: QtBot) -> Iterator[Started]:
    """Starts the window as a person does from a terminal, sixty days from now."""
    windows: list[MainWindow] = []

    def start(choice: Choice, place: str) -> MainWindow:
        tools = tools_for(OnDay(desk, REAL), desk.folders, replace(desk.settings, theme="light"), "en")
        window = MainWindow(tools)
        qtbot.addWidget(window)
        windows.append(window)
        window.sitting.freshness.rest()
        window.sitting.opening.begin_with(choice)
        window.show()
        window.show_page()
        window.sitting.open_place(place)
        assert tools.jobs.wait_idle(50_000)
        return window

    yield start
    for window in windows:
        window.sitting.freshness.attend(None)
        window.tools.jobs.wait_idle()
        window.close()
        window.tools.jobs.close()


@pytest.fixture
def real(desk: Desk) -> str:
    """A store that is no rehearsal, made today."""
    desk.folders.data.mkdir(parents=True, exist_ok=True)
    made = desk.create(Choice(store=str(desk.folders.data / "real.db")), ACADEMY)
    made.close()
    return made.store_place()


def test_the_clock_of_a_rehearsal_store_stands_at_the_day(started: Started, place: str) -> None:
    window = started(Choice(day=CLOCK), place)
    assert window.around is not None
    assert window.page.top.as_of.label.text() == "Clock stands at"
    assert window.page.top.as_of.day.day == CLOCK
    assert not window.page.top.as_of.back.isVisible()
    assert window.windowTitle().startswith("As of Feb 10, 2026: Academy")
    said = "The clock of this rehearsal store stands at Feb 10, 2026: what is done is done on that day."
    assert said in texts(window)
    key = window.around.workspace.keys.activate("VENDOR-1", seats=10, plan=Plan.USERS)
    assert key.activated_on == CLOCK


def test_a_rehearsal_before_its_last_act_is_only_looked_at(started: Started, desk: Desk, place: str) -> None:
    workspace = desk.open(Choice(store=place, day=CLOCK))
    workspace.keys.activate("VENDOR-1", seats=10, plan=Plan.USERS)
    workspace.close()
    window = started(Choice(day=date(2026, 2, 1)), place)
    assert window.page.top.as_of.label.text() == "As of"
    assert "As it was on Feb 1, 2026, read-only." in texts(window)


def test_a_day_that_is_past_is_looked_at_and_today_is_one_click_away(started: Started, real: str) -> None:
    day = REAL - timedelta(days=50)
    window = started(Choice(day=day), real)
    top = window.page.top.as_of
    assert (top.day.day, top.label.text(), top.back.isVisible()) == (day, "As of", True)
    assert window.windowTitle().startswith("As of ")
    click(top.back)
    assert window.tools.jobs.wait_idle(50_000)
    assert (top.day.day, top.back.isVisible()) == (REAL, False)


def test_a_day_to_come_is_simulated(started: Started, real: str) -> None:
    window = started(Choice(day=REAL + timedelta(days=10)), real)
    assert window.page.top.as_of.label.text() == "Simulated until"
    assert window.sitting.today == REAL


def test_the_account_is_named_as_in_a_command(started: Started, desk: Desk, place: str) -> None:
    workspace = desk.open(Choice(store=place, day=CLOCK))
    workspace.accounts.add(replace(ACADEMY, name="Other school"))
    workspace.close()
    window = started(Choice(account="Other school", day=CLOCK), place)
    assert window.windowTitle() == "As of Feb 10, 2026: Other school – Seatwise"


@pytest.mark.parametrize(
    ("arguments", "choice"),
    [
        (["--today", "2026-02-10"], Choice(day=CLOCK)),
        (["--lang=fr", "--store", "x.db", "--as", "Anna", "--account=A"], Choice("x.db", "A", None, "Anna", "fr")),
    ],
)
def test_options_without_a_command_open_the_window_so(arguments: list[str], choice: Choice, desk: Desk) -> None:
    shown: list[Choice] = []

    def show(wished: Choice) -> int:
        shown.append(wished)
        return 7

    assert run(arguments, desk, show) == 7
    assert shown == [choice]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--today", "May"], "“May” is not a day. Write it as YYYY-MM-DD, for example 2019-09-05."),
        (["--lang", "de"], "--lang is one of: en, fr, nl."),
        (["--today"], "This call cannot be understood."),
        (["--today", "2026-03-01", "--json"], "A command is missing"),
    ],
)
def test_what_cannot_be_read_opens_nothing(
    arguments: list[str], sentence: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, desk, lambda _: 7) == 2
    assert sentence in capsys.readouterr().err


def test_a_store_made_in_a_window_with_a_day_is_a_rehearsal(started: Started, place: str) -> None:
    from desktop.views.start.opening import FirstAccount

    window = started(Choice(day=CLOCK), place)
    window.sitting.begin_own(FirstAccount("Mine", "US", "UTC", "USD", "Anna"))
    assert window.tools.jobs.wait_idle(50_000)
    assert window.sitting.opened is not None
    assert window.sitting.opened.account.rehearsal
    assert window.page.top.as_of.day.day == CLOCK


def test_r1_a_learner_does_not_get_the_window_open_and_is_told_who_can_give_the_right(
    started: Started, desk: Desk, place: str, tmp_path: Path
) -> None:
    listed = tmp_path / "users.csv"
    listed.write_text("userEmail,state\nlea@x.org,DELETED\n", encoding="utf-8")
    workspace = desk.open(Choice(store=place, day=CLOCK))
    workspace.users.import_list(listed)
    workspace.close()
    window = started(Choice(day=CLOCK, actor="lea@x.org"), place)
    assert window.around is None
    assert [one for one in texts(window) if "can give you the right" in one]
