"""The scenario board in the window: kept, compared, explained, applied after a review."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.domain.scenarios import Buying
from desktop.services.scenarios.scenarios import Scenarios
from desktop.views.desk import EVERYTHING, Surroundings, Tools
from desktop.views.frame.window import MainWindow
from desktop.views.scenarios.dialogs import ApplyDialog, ScenarioDialog
from desktop.views.scenarios.tab import ScenarioTab
from tests.views.hands import export, press, the

Settled = Callable[[], None]


@pytest.fixture
def board(open_window: MainWindow, around: Surroundings, settled: Settled) -> ScenarioTab:
    around.workspace.rules.change("mau_unit_price", "12.50")
    open_window.declared.of("scenarios").trigger()
    settled()
    tab = open_window.page.current
    assert isinstance(tab, ScenarioTab)
    return tab


def keep(board: ScenarioTab, settled: Settled, name: str, users: int, *, active: bool = False) -> None:
    board.add_scenario()
    form = the(board, ScenarioDialog)
    form.name.setText(name)
    form.users.setValue(users)
    if active:
        form.buying.setCurrentIndex(list(Buying).index(Buying.ACTIVE_USERS))
        form.share.setValue(60)
        form.growth.setValue(10)
    form.ok.click()
    settled()


def cells(board: ScenarioTab, row: int) -> list[str]:
    return [str(board.board.index(row, column).data()) for column in range(board.board.columnCount())]


def test_an_empty_board_says_what_belongs_there(board: ScenarioTab) -> None:
    assert board.board.rowCount() == 0
    assert board.about.text().startswith("Keep a what-if")
    assert not board.apply.isEnabled()
    assert not board.export.isEnabled()


def test_scenarios_stand_side_by_side_with_a_chart_in_words(board: ScenarioTab, settled: Settled) -> None:
    keep(board, settled, "B seats", 100)
    keep(board, settled, "A active", 100, active=True)
    assert cells(board, 0)[:3] == ["A active", "Active users", "Jan 10, 2026"]
    assert cells(board, 1)[7:] == ["$10,800.00", "-$5,287.50", "Jan 10, 2026"]
    assert "B seats: $10,800.00 over 12 months." in board.picture.accessibleDescription()
    assert board.picture.drawn is not None
    assert len(board.picture.drawn.places) == 12
    press(board.picture, Qt.Key.Key_Home)
    assert board.picture.readout.startswith("Month 1, from Jan 10, 2026. A active: $750.00, $750.00 in all, ")
    assert board.picture.readout in board.picture.accessibleDescription()
    press(board.picture, Qt.Key.Key_End)
    assert board.picture.readout.startswith("Month 12")
    assert board.months.rowCount() == 12


def test_the_scenario_that_is_dearer_later_says_from_when(board: ScenarioTab, settled: Settled) -> None:
    keep(board, settled, "1 seats", 100)
    keep(board, settled, "2 active", 100, active=True)
    assert cells(board, 1)[9] == "May 10, 2026"


def test_enter_changes_a_scenario_and_undo_takes_the_change_back(
    board: ScenarioTab, settled: Settled, open_window: MainWindow
) -> None:
    keep(board, settled, "Seats", 100)
    board.change_scenario()
    form = the(board, ScenarioDialog)
    assert (form.name.text(), form.users.value(), form.months.value()) == ("Seats", 100, 12)
    form.users.setValue(200)
    form.ok.click()
    settled()
    assert cells(board, 0)[7] == "$21,600.00"
    open_window.declared.of("undo").trigger()
    settled()
    assert cells(board, 0)[7] == "$10,800.00"


def test_a_refusal_is_shown_in_the_form_which_stays(board: ScenarioTab, settled: Settled) -> None:
    keep(board, settled, "Seats", 100)
    keep(board, settled, "Seats", 50)
    form = the(board, ScenarioDialog)
    assert form.problem.text() == "There is a scenario “Seats” already. Choose another name."
    form.reject()


def test_a_month_says_why_it_costs_what_it_does(board: ScenarioTab, settled: Settled, open_window: MainWindow) -> None:
    keep(board, settled, "Seats", 100)
    board.month_rows.setCurrentIndex(board.months.index(3, 0))
    board.explain_here()
    assert open_window.why.isVisible()


def test_applying_is_reviewed_first_and_places_the_orders(
    board: ScenarioTab, settled: Settled, around: Surroundings
) -> None:
    keep(board, settled, "Seats", 3600)
    board.review()
    settled()
    review = the(board, ApplyDialog)
    assert [review.orders.index(row, 0).data() for row in range(2)] == ["3,500", "100"]
    assert not review.ok.isEnabled()
    assert around.workspace.order_list.count() == 0
    review.token.setText("tok_declined")
    review.ok.click()
    settled()
    assert review.problem.text().startswith("No order was placed.")
    assert around.workspace.order_list.count() == 0
    review.token.setText("tok_visa")
    review.ok.click()
    settled()
    assert around.workspace.order_list.count() == 2


def test_what_cannot_be_applied_says_so_and_cannot_be_sent(board: ScenarioTab, settled: Settled) -> None:
    keep(board, settled, "Active", 100, active=True)
    board.review()
    settled()
    review = the(board, ApplyDialog)
    assert "Active users are bought with an activation key" in review.problem.text()
    assert not review.ok.isEnabled()
    review.reject()


def test_the_board_is_exported_and_removed_from(
    board: ScenarioTab, settled: Settled, around: Surroundings, tmp_path: Path
) -> None:
    keep(board, settled, "Seats", 100)
    for what, kind, begins in ((0, "json", b"{"), (1, "svg", b"<?xml"), (1, "pdf", b"%PDF")):
        board.ask_for_file()
        export(board, tmp_path, kind, what)
        settled()
        assert (tmp_path / f"scenarios-2026-01-10.{kind}").read_bytes().startswith(begins)
    board.remove_scenario()
    settled()
    assert Scenarios(around.workspace.context).list() == []
    assert board.board.rowCount() == 0


def test_a_new_price_is_seen_at_once(board: ScenarioTab, settled: Settled, around: Surroundings) -> None:
    keep(board, settled, "Active", 100, active=True)
    before = cells(board, 0)[7]
    around.workspace.rules.change("mau_unit_price", "20")
    around.announce(EVERYTHING)
    settled()
    assert cells(board, 0)[7] != before


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_it_speaks_each_language(board: ScenarioTab, settled: Settled, tools: Tools, language: str) -> None:
    keep(board, settled, "Seats", 100)
    tools.words.speak(language)
    settled()
    assert board.apply.text() in ("Appliquer…", "Toepassen…")
