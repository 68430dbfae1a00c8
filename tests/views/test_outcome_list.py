"""A processor's list of charges in the window: looked at, then entered as one act, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.app import Desk
from desktop.domain.accounts import Payments
from desktop.domain.orders.transitions import OrderState
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Choice
from desktop.views.desk import Surroundings
from desktop.views.frame.window import MainWindow
from desktop.views.orders.outcome_list import OutcomeListDialog
from desktop.views.orders.tab import OrdersTab
from tests.desks import ACADEMY, DAY
from tests.views.hands import click, the

Settled = Callable[[], None]
HEAD = "order,due date,amount,status\n"


@pytest.fixture
def place(desk: Desk) -> str:
    """An account charged elsewhere, with two orders of 10 January that are counted as paid."""
    desk.folders.data.mkdir(parents=True, exist_ok=True)
    account = replace(ACADEMY, payments=Payments.RECORDED)
    made = desk.create(Choice(store=str(desk.folders.data / "academy.db"), day=DAY), account)
    for seats in (10, 20):
        made.orders.place(NewOrderWish(seats, CardWish("REF-1", "Visa", "4242", 12, 2099)))
    made.close()
    return made.store_place()


@pytest.fixture
def history(open_window: MainWindow, settled: Settled) -> OrdersTab:
    assert open_window.page.show_tab("order-history")
    settled()
    tab = open_window.page.current
    assert isinstance(tab, OrdersTab)
    return tab


@pytest.fixture
def bring(
    history: OrdersTab, settled: Settled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], None]:
    """Chooses a file with these lines in the dialog that the action opens."""

    def choose(lines: str) -> None:
        file = tmp_path / "charges.csv"
        file.write_text(lines, encoding="utf-8")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        history.acts["import_outcomes"].run()
        settled()

    return choose


def test_a_list_is_looked_at_first_and_a_line_that_is_left_out_says_why(
    history: OrdersTab, bring: Callable[[str], None], around: Surroundings
) -> None:
    before = around.workspace.history.count()
    bring(HEAD + "1,2026-01-10,90.00,paid\n9,2026-01-10,90.00,paid\n2,2026-01-10,1.00,paid\n")
    dialog = the(history, OutcomeListDialog)
    assert dialog.about.text() == "Lines: 3. To be entered: 1. Known already: 0. Left out: 2."
    lines = [[dialog.left.rows.index(row, column).data() for column in range(3)] for row in range(2)]
    assert lines == [["3", "", "Unknown order"], ["4", "2", "Wrong amount"]]
    assert dialog.enter.text() == "Enter 1 charge"
    dialog.reject()
    assert around.workspace.history.count() == before


def test_entered_it_is_one_act_that_decides_the_orders_and_is_taken_back(
    history: OrdersTab, bring: Callable[[str], None], around: Surroundings, settled: Settled, open_window: MainWindow
) -> None:
    before = around.workspace.history.count()
    bring(HEAD + "1,2026-01-10,90.00,paid\n2,2026-01-10,180.00,declined\n")
    click(the(history, OutcomeListDialog).enter)
    settled()
    assert open_window.page.messages.said() == "Lines: 2. Entered: 2. Known already: 0. Left out: 0."
    assert around.workspace.history.count() == before + 1
    states = [around.workspace.orders.show(order).order.state for order in ("1", "2")]
    assert states == [OrderState.ACTIVE, OrderState.CANCELED]
    around.workspace.history.undo()
    assert around.workspace.orders.show("2").order.state is OrderState.ACTIVE


def test_a_list_that_holds_nothing_new_cannot_be_entered(history: OrdersTab, bring: Callable[[str], None]) -> None:
    bring(HEAD + "9,2026-01-10,90.00,paid\n")
    assert not the(history, OutcomeListDialog).enter.isEnabled()


def test_a_file_that_is_no_list_is_refused_in_one_sentence(
    bring: Callable[[str], None], open_window: MainWindow
) -> None:
    bring("name,place\nAnna,Oslo\n")
    assert open_window.page.messages.said().startswith("charges.csv has no column for: ")
