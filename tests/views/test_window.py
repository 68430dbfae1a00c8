"""First start, opening stores, and what the frame does."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication, QCommandLinkButton
from pytestqt.qtbot import QtBot

from desktop.app import Desk
from desktop.domain.accounts import AccountState
from desktop.domain.keys import Plan
from desktop.services.accounts.accounts import AccountAnswer
from desktop.services.workspace import Choice
from desktop.system.desk_settings import DeskSettings
from desktop.views.desk import Tools
from desktop.views.frame.window import MainWindow
from desktop.views.start.doors import PlainDoor
from desktop.views.start.new_account import NewAccountDialog
from desktop.views.start.one_window import OneWindow, call_window
from desktop.views.start.opening import FirstAccount
from tests.desks import ACADEMY, DAY, refused
from tests.views.hands import press, the, write

OWN = FirstAccount("Halden Learning Group", "US", "Europe/Oslo", "USD", "Marit")
Settled = Callable[[], None]


def test_the_first_start_shows_only_the_doors_that_lead_somewhere(window: MainWindow) -> None:
    doors = [door for door in window.findChildren(QCommandLinkButton) if door.isVisible()]
    assert [door.text() for door in doors] == ["Open the demo workspace", "Start with my own data"]
    assert not window.page.isVisible()


def test_own_data_is_kept_in_a_store_of_its_own_and_shown(window: MainWindow, desk: Desk, settled: Settled) -> None:
    window.sitting.begin_own(OWN)
    settled()
    assert window.page.isVisible()
    assert window.windowTitle() == "Halden Learning Group – Seatwise"
    assert desk.folders.store.exists()


def test_a_second_workspace_does_not_touch_the_first(window: MainWindow, desk: Desk, settled: Settled) -> None:
    window.sitting.begin_own(OWN)
    settled()
    window.sitting.begin_own(FirstAccount("Second", "EU", "UTC", "EUR", "Owner"))
    settled()
    assert window.windowTitle() == "Second – Seatwise"
    assert sorted(one.name for one in desk.folders.data.glob("*.db")) == ["seatwise-2.db", "seatwise.db"]


def test_the_second_door_asks_for_the_account_before_it_makes_anything(
    window: MainWindow, desk: Desk, qtbot: QtBot, settled: Settled
) -> None:
    window.errands.start_own()
    dialog = the(window, NewAccountDialog)
    assert not desk.folders.store.exists()
    write(dialog.name, "Corvin")
    press(dialog.name, Qt.Key.Key_Return)
    settled()
    assert window.windowTitle() == "Corvin – Seatwise"


def test_a_store_that_is_not_there_leads_back_to_the_doors_with_the_reason(
    window: MainWindow, place_two: Path, settled: Settled
) -> None:
    window.show_page()
    window.sitting.open_place(str(place_two))
    settled()
    assert window.welcome.isVisible()
    assert "second.db was not opened" in window.welcome.messages.said()


def test_stores_opened_before_are_offered(open_window: MainWindow, place: str) -> None:
    open_window.show_welcome()
    assert open_window.tools.settings.current.recent == (place,)
    assert open_window.tools.settings.current.last_store == place


def test_settings_are_in_their_file_when_the_window_closes(open_window: MainWindow, desk: Desk, place: str) -> None:
    open_window.close()
    kept = DeskSettings.read(desk.folders.config)
    assert kept.last_store == place
    assert kept.tab == "billing"
    assert kept.window


def test_a_damaged_settings_file_is_no_reason_not_to_start(desk: Desk) -> None:
    desk.folders.config.mkdir(parents=True)
    (desk.folders.config / "desk.json").write_text(json.dumps({"recent": 7, "theme": ["x"], "accounts": []}))
    kept = DeskSettings.read(desk.folders.config)
    assert (kept.recent, kept.theme, dict(kept.accounts)) == ((), "system", {})


def test_a_second_window_of_a_store_raises_the_first(open_window: MainWindow, place: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(open_window.sitting.called) as heard:
        assert not OneWindow().take(place)
        assert call_window(place, [Path("log.csv")])
    assert heard.args == [[Path("log.csv")]]


def test_what_a_command_writes_beside_the_window_is_shown(
    open_window: MainWindow, desk: Desk, place: str, qtbot: QtBot, settled: Settled
) -> None:
    open_window.sitting.freshness.look()
    settled()
    beside = desk.open(Choice(store=place, day=DAY))
    beside.accounts.add(replace(ACADEMY, name="Another"))
    beside.close()
    with qtbot.waitSignal(open_window.sitting.freshness.outdated):
        open_window.sitting.freshness.look()


def test_accounts_are_switched_without_leaving_the_store(open_window: MainWindow, settled: Settled) -> None:
    open_window.sitting.add_account(OWN)
    settled()
    assert open_window.windowTitle() == "Halden Learning Group – Seatwise"
    first = next(one for one in open_window.sitting.opened.accounts if one.name == "Academy")  # type: ignore[union-attr]
    open_window.sitting.choose_account(first.account)
    settled()
    assert open_window.windowTitle() == "Academy – Seatwise"


def test_files_can_be_dragged_only_onto_an_open_workspace(open_window: MainWindow) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/log.csv")])

    def accepted() -> bool:
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, files, buttons, keys)
        event.ignore()
        open_window.dragEnterEvent(event)
        return event.isAccepted()

    assert accepted()
    open_window.around = None
    assert not accepted()


def test_the_language_changes_at_once_and_is_kept(open_window: MainWindow, tools: Tools) -> None:
    tools.settings.keep(language="nl")
    tools.words.speak("nl")
    assert tools.words.language == "nl"
    assert open_window.page.current is not None


def test_light_and_dark_change_at_once(open_window: MainWindow, tools: Tools) -> None:
    tools.looks.choose("dark")
    assert QApplication.palette().window().color().name() == "#1b1c1f"
    tools.looks.choose("light")
    assert QApplication.palette().window().color().name() == "#f3f4f6"


def test_tabs_turn_with_the_keyboard_and_history_can_be_closed(open_window: MainWindow, settled: Settled) -> None:
    open_window.errands.open_history()
    settled()
    page = open_window.page
    assert page.current is not None
    assert page.current.key == "history"
    open_window.errands.turn(1)
    assert page.current.key == "billing"
    page.close_tab("history")
    assert "history" not in [tab.key for tab in page.tabs]


def test_a_past_day_is_only_looked_at_and_today_is_one_step_away(
    window: MainWindow, desk: Desk, place_two: Path, settled: Settled
) -> None:
    place_two.parent.mkdir(parents=True, exist_ok=True)
    desk.create(Choice(store=str(place_two), day=date(2025, 12, 1)), ACADEMY).close()
    open_window = window
    window.sitting.open_place(str(place_two))
    settled()
    bar = open_window.page.top.as_of
    assert bar.day.day == date(2026, 1, 10)
    assert not bar.back.isVisible()
    assert open_window.around is not None
    assert open_window.around.workspace.accounts.show().state is AccountState.INACTIVE
    bar.day.choose(date(2025, 12, 20))
    settled()
    assert open_window.windowTitle() == "As of Dec 20, 2025: Academy – Seatwise"
    assert open_window.around.workspace.accounts.show().state is AccountState.TRIAL
    assert open_window.page.messages.said() == "As it was on Dec 20, 2025, read-only."
    assert not open_window.page.frame.isVisible()
    with refused("You are looking at another day. Go back to today to change anything."):
        open_window.around.workspace.keys.activate("VENDOR-1", seats=5, plan=Plan.USERS)
    bar.back.click()
    settled()
    assert open_window.windowTitle() == "Academy – Seatwise"
    assert open_window.around.workspace.accounts.show().state is AccountState.INACTIVE


def test_another_account_is_looked_at_on_the_same_day_of_its_own_zone(
    window: MainWindow, desk: Desk, place_two: Path, settled: Settled
) -> None:
    place_two.parent.mkdir(parents=True, exist_ok=True)
    made = desk.create(Choice(store=str(place_two), day=date(2025, 12, 1)), ACADEMY)
    far = replace(ACADEMY, name="Far", time_zone="America/Los_Angeles")
    other = made.accounts.add(far).account
    made.close()
    later = desk.open(Choice(store=str(place_two), day=date(2026, 1, 5), account=other))
    later.rules.change("usage_alerts", "50")
    later.close()
    window.sitting.open_place(str(place_two))
    settled()
    window.sitting.choose_account(other)
    settled()
    bar = window.page.top.as_of
    bar.day.choose(date(2025, 12, 20))
    settled()
    for account in [one.account for one in known_accounts(window)]:
        window.sitting.choose_account(account)
        settled()
        assert bar.day.day == date(2025, 12, 20)
        assert window.page.messages.said() == "As it was on Dec 20, 2025, read-only."


def known_accounts(window: MainWindow) -> Sequence[AccountAnswer]:
    assert window.sitting.opened is not None
    return window.sitting.opened.accounts


def test_what_was_done_can_be_undone_after_a_look_at_the_past_and_at_another_store(
    window: MainWindow, desk: Desk, place: str, place_two: Path, settled: Settled
) -> None:
    desk.create(Choice(store=str(place_two), day=date(2025, 12, 1)), ACADEMY).close()
    window.sitting.open_place(str(place_two))
    settled()
    assert window.around is not None
    window.around.workspace.rules.change("dunning_days", "9")
    window.reload_all()
    settled()
    undo = window.declared.of("undo")
    assert undo.isEnabled()
    named = undo.text()
    window.page.top.as_of.day.choose(date(2025, 12, 20))
    settled()
    assert not undo.isEnabled(), "the past is only read"
    window.page.top.as_of.back.click()
    settled()
    assert (undo.isEnabled(), undo.text()) == (True, named)
    window.sitting.open_place(place)
    settled()
    assert not undo.isEnabled(), "nothing was done in this store"
    window.sitting.open_place(str(place_two))
    settled()
    assert (undo.isEnabled(), undo.text()) == (True, named)
    undo.trigger()
    settled()
    assert window.around is not None
    assert next(one for one in window.around.workspace.rules.list() if one.name == "dunning_days").value != 9


def test_a_store_opened_before_is_listed_with_its_account(open_window: MainWindow) -> None:
    open_window.show_welcome()
    doors = [door.text() for door in open_window.welcome.findChildren(PlainDoor)]
    assert any(text.startswith("academy.db – ") for text in doors), doors
