"""History and undo: what was done is named, previewed and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.keys import Plan
from desktop.services.rules.price_lists import NewPrices
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.frame.declared import tooltip
from desktop.views.frame.window import MainWindow
from desktop.views.history.tab import HistoryTab
from tests.desks import ACADEMY
from tests.views.hands import click, texts

Settled = Callable[[], None]


@pytest.fixture
def activated(around: Surroundings, settled: Settled) -> Surroundings:
    around.workspace.keys.activate("VENDOR-1234", seats=10, plan=Plan.USERS)
    around.announce(EVERYTHING)
    settled()
    return around


@pytest.fixture
def history(open_window: MainWindow, activated: Surroundings, settled: Settled) -> HistoryTab:
    open_window.errands.open_history()
    settled()
    tab = open_window.page.current
    assert isinstance(tab, HistoryTab)
    return tab


def said(window: MainWindow, action: str) -> str:
    return window.declared.of(action).text()


def test_nothing_can_be_undone_before_anything_was_done(open_window: MainWindow) -> None:
    assert not open_window.declared.of("undo").isEnabled()
    undo = next(one for one in open_window.declared.actions if one.id == "undo")
    assert tooltip(undo, open_window.tools.words).startswith("Nothing was done in this session")


def test_undo_and_redo_name_what_they_take_back(
    open_window: MainWindow, activated: Surroundings, settled: Settled
) -> None:
    assert said(open_window, "undo") == "Undo Activate key ending 1234"
    open_window.declared.of("undo").trigger()
    settled()
    assert activated.workspace.keys.list() == []
    assert said(open_window, "redo") == "Redo Activate key ending 1234"
    open_window.declared.of("redo").trigger()
    settled()
    assert [key.seats for key in activated.workspace.keys.list()] == [10]
    assert said(open_window, "undo") == "Undo Activate key ending 1234"
    assert not open_window.declared.of("redo").isEnabled()


def test_a_new_act_ends_what_could_be_done_again(
    open_window: MainWindow, activated: Surroundings, settled: Settled
) -> None:
    open_window.declared.of("undo").trigger()
    settled()
    activated.workspace.keys.activate("VENDOR-5678", seats=5, plan=Plan.USERS)
    activated.announce(EVERYTHING)
    settled()
    assert not open_window.declared.of("redo").isEnabled()


def test_history_lists_every_entry_and_previews_its_undo(history: HistoryTab) -> None:
    verbs = [history.model.index(row, 4).data() for row in range(history.model.rowCount())]
    assert "Activate key ending 1234" in verbs
    assert history.rows.currentIndex().row() == 0
    assert any(text.startswith("Preview of the undo: ") for text in texts(history))
    lines = [history.pane.model.index(row, 0).data() for row in range(history.pane.model.rowCount())]
    assert "Activation key: Seats" in lines


def test_the_entry_chosen_is_taken_back(history: HistoryTab, activated: Surroundings, settled: Settled) -> None:
    while history.model.answer(history.rows.currentIndex().row()).actor == "Seatwise":
        history.rows.selectRow(history.rows.currentIndex().row() + 1)
    settled()
    history.undo()
    settled()
    assert activated.workspace.keys.list() == []


def test_an_entry_that_cannot_be_taken_back_says_why(history: HistoryTab, settled: Settled) -> None:
    history.rows.selectRow(history.model.rowCount() - 1)
    settled()
    assert "The workspace itself cannot be undone. Delete its file instead." in texts(history)
    assert history.pane.why_not() is not None


def test_entries_are_filtered_by_what_they_changed(history: HistoryTab, settled: Settled) -> None:
    click(history.chips.button(8))
    settled()
    assert {history.model.index(row, 4).data() for row in range(history.model.rowCount())} == {
        "Activate key ending 1234"
    }


def test_each_filter_says_how_many_entries_it_has_and_those_without_any_are_away(history: HistoryTab) -> None:
    said = [chip.text() for chip in history.chips.buttons() if chip.isVisible()]
    assert said == ["Everything 2", "Activation keys 1", "Users 1", "Account 2"]


def test_prices_are_told_from_other_rules(history: HistoryTab, activated: Surroundings, settled: Settled) -> None:
    activated.workspace.prices.add(NewPrices(date(2026, 3, 1), {"USD": "9.50"}))
    activated.workspace.rules.change("trial_days", "45")
    activated.announce(EVERYTHING)
    settled()
    verbs = {}
    for name in ("Prices", "Rules"):
        click(next(chip for chip in history.chips.buttons() if chip.text() == f"{name} 1"))
        settled()
        verbs[name] = [history.model.index(row, 4).data() for row in range(history.model.rowCount())]
    assert verbs == {
        "Prices": ["Add prices prices-2026-03-01 from Mar 1, 2026"],
        "Rules": ["Change rule “Days of a trial” to 45"],
    }


def test_accounts_are_named_where_there_are_several(
    history: HistoryTab, activated: Surroundings, settled: Settled
) -> None:
    assert history.rows.isColumnHidden(3)
    activated.workspace.accounts.add(replace(ACADEMY, name="Other school"))
    activated.announce(EVERYTHING)
    settled()
    assert not history.rows.isColumnHidden(3)
    assert {history.model.index(row, 3).data() for row in range(history.model.rowCount())} == {
        "The workspace",
        ACADEMY.name,
    }
