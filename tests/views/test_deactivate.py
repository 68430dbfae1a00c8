"""Deactivate Account: looked at first, confirmed by the account's name, taken back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent

from desktop.domain.accounts import AccountState
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from desktop.views.billing.deactivate_page import ConfirmDialog, DeactivatePage
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.frame.window import MainWindow
from tests.desks import at, refused
from tests.views.hands import click, export, press, texts, the, write

Settled = Callable[[], None]


@pytest.fixture
def billing(open_window: MainWindow, around: Surroundings, settled: Settled) -> BillingTab:
    """The tab of an account with two orders of 10 and 4 users at $9."""
    tab = open_window.page.current
    assert isinstance(tab, BillingTab)
    for seats in (10, 4):
        around.workspace.orders.place(NewOrderWish(seats, CardWish("tok_visa")))
    around.announce(EVERYTHING)
    settled()
    return tab


@pytest.fixture
def page(billing: BillingTab, settled: Settled) -> DeactivatePage:
    billing.deactivate()
    settled()
    return the(billing, DeactivatePage)


def state(workspace: Workspace) -> AccountState:
    return workspace.accounts.show().state


def test_the_page_says_what_leaving_costs_and_nothing_has_changed(
    page: DeactivatePage, around: Surroundings, open_window: MainWindow
) -> None:
    assert page.fee.accessibleName() == "$693.00 early termination fee, if you deactivate today"
    assert page.fee.explained()
    rows = page.endings.rows
    assert [rows.index(row, 4).data() for row in range(rows.rowCount())] == ["$495.00", "$198.00"]
    assert "Preview. Nothing has changed yet." in texts(page)
    assert any("Activation required" in page.days.rows.index(row, 1).data() for row in range(page.days.rows.rowCount()))
    assert state(around.workspace) is AccountState.ACTIVE
    page.endings.explain_here()
    assert open_window.why.isVisible()


def test_the_curve_of_all_orders_is_a_table_too_and_says_the_same_as_the_chart(
    page: DeactivatePage, around: Surroundings
) -> None:
    curve = around.workspace.leaving.curve()
    assert curve is not None
    assert page.curve.rows.rowCount() == len(curve.steps) + 1
    assert page.curve.rows.index(0, 3).data() == "$693.00"
    assert page.chart.accessibleDescription() == page.summary.text()
    assert "$0.00" in page.summary.text()


def test_a_cursor_reads_out_each_day_of_the_curve_and_says_why(
    page: DeactivatePage, around: Surroundings, open_window: MainWindow, settled: Settled
) -> None:
    settled()
    curve, chart = around.workspace.leaving.curve(), page.chart
    assert curve is not None
    assert chart.drawn is not None
    assert "arrow keys" in chart.readout
    press(chart, Qt.Key.Key_Home)
    assert chart.readout == "Jan 10, 2026: fee $693.00, charges until then $0.00, in all $693.00"
    press(chart, Qt.Key.Key_PageDown)
    step = curve.steps[1]
    assert chart.position == (step.first_day - curve.today).days
    assert chart.accessibleDescription() == f"{page.summary.text()} {chart.readout}"
    press(chart, Qt.Key.Key_Left)
    assert "$693.00" in chart.readout
    press(chart, Qt.Key.Key_End)
    assert chart.readout.startswith("Jan 9, 2027")
    chart.explain_here()
    open_window.why.copy()
    assert "Leaving on" in QGuiApplication.clipboard().text()
    x = round(chart.drawn.places[40] * chart.width())
    chart.mouseMoveEvent(moved(x))
    assert chart.position == 40


def moved(x: int) -> QMouseEvent:
    at, none = QPointF(x, 100), Qt.MouseButton.NoButton
    return QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)


def test_keeping_is_the_default_and_esc_goes_back(
    page: DeactivatePage, billing: BillingTab, around: Surroundings
) -> None:
    assert page.keep.isDefault()
    press(page, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert billing.headline.isVisible()
    assert state(around.workspace) is AccountState.ACTIVE


def test_only_the_accounts_name_confirms(
    page: DeactivatePage, billing: BillingTab, around: Surroundings, settled: Settled
) -> None:
    click(page.go)
    dialog = the(page, ConfirmDialog)
    write(dialog.typed, "academy")
    assert not dialog.ok.isEnabled()
    dialog.typed.clear()
    write(dialog.typed, "Academy")
    click(dialog.ok)
    settled()
    assert state(around.workspace) is AccountState.ACTIVATION_REQUIRED
    assert not page.isVisible()
    assert "Activation required" in texts(billing)


def test_another_fee_than_the_one_shown_is_not_confirmed(
    page: DeactivatePage, around: Surroundings, settled: Settled
) -> None:
    click(page.go)
    dialog = the(page, ConfirmDialog)
    around.workspace.orders.place(NewOrderWish(1, CardWish("tok_visa")))
    write(dialog.typed, "Academy")
    click(dialog.ok)
    settled()
    assert dialog.problem.text() == "The fee is $742.50 by now. Look at the preview again."
    assert state(around.workspace) is AccountState.ACTIVE


def test_what_changes_meanwhile_is_shown(page: DeactivatePage, around: Surroundings, settled: Settled) -> None:
    around.workspace.orders.place(NewOrderWish(1, CardWish("tok_visa")))
    around.announce(EVERYTHING)
    settled()
    assert page.fee.accessibleName().startswith("$742.50")
    around.workspace.deactivations.deactivate()
    around.announce(EVERYTHING)
    settled()
    assert not page.isVisible()


def test_the_whole_curve_adds_up_the_orders_on_every_day(workspace: Workspace) -> None:
    for seats in (10, 4):
        workspace.orders.place(NewOrderWish(seats, CardWish("tok_visa")))
    at(workspace, date(2026, 3, 5))
    workspace.orders.place(NewOrderWish(20, CardWish("tok_visa")))
    whole = workspace.leaving.curve()
    assert whole is not None
    singles = [workspace.deactivations.curve(one) for one in ("1", "2", "3")]
    for step in whole.steps:
        for day in (step.first_day, step.last_day):
            parts = [next(one for one in curve.steps if one.first_day <= day <= one.last_day) for curve in singles]
            assert sum(one.outlay.minor for one in parts) == step.outlay.minor, day
            assert sum(one.fee.minor for one in parts) == step.fee.minor, day
    assert whole.marked == date(2026, 3, 9)
    assert whole.keep.minor == sum(one.steps[0].keep.minor for one in singles)


def test_without_orders_there_is_no_curve(workspace: Workspace) -> None:
    assert workspace.leaving.curve() is None
    with refused("Only an active account can be deactivated."):
        workspace.deactivations.deactivate()


def test_the_preview_is_written_to_a_file(page: DeactivatePage, tmp_path: Path, settled: Settled) -> None:
    assert page.save.isVisible()
    page.ask_for_file()
    export(page, tmp_path, "csv")
    settled()
    said = (tmp_path / "deactivation-2026-01-10.csv").read_text(encoding="utf-8")
    assert ",495.00," in said
    assert ",198.00," in said
    assert "Preview. Nothing has changed yet." in said
    assert "Account became Activation required" in (tmp_path / "deactivation-2026-01-10.timeline.csv").read_text(
        encoding="utf-8"
    )
