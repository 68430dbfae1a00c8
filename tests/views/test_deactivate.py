"""Deactivate Account: looked at first, confirmed by the account's name, taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest

from desktop.domain.accounts import AccountState
from desktop.domain.keys import Plan
from desktop.domain.money import Money
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.frame.window import MainWindow
from desktop.views.leaving.confirm import ConfirmDialog
from desktop.views.leaving.endings import FEE
from desktop.views.leaving.page import DeactivatePage
from tests.desks import DAY, Seatwise, at, refused
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
    assert page.head.fee.accessibleName() == "$693.00 early termination fee, if you deactivate today"
    assert page.head.fee.explained()
    rows = page.endings.orders.rows
    assert [rows.index(row, FEE).data() for row in range(rows.rowCount())] == ["$495.00", "$198.00"]
    assert "Preview. Nothing has changed yet." in texts(page)
    assert "Activation required" in page.days.told()
    assert state(around.workspace) is AccountState.ACTIVE
    page.endings.orders.explain_here()
    assert open_window.why.isVisible()


def test_the_curve_of_all_orders_is_a_table_too_and_says_the_same_as_the_chart(
    page: DeactivatePage, around: Surroundings
) -> None:
    curve = around.workspace.leaving.curve()
    assert curve is not None
    assert page.choice.table.rows.rowCount() == len(curve.steps) + 1
    assert page.choice.table.rows.index(0, 3).data() == "$693.00"
    assert page.choice.chart.accessibleDescription() == page.choice.summary.text()
    assert "$0.00" in page.choice.summary.text()


def test_a_cursor_reads_out_each_day_of_the_curve_and_says_why(
    page: DeactivatePage, around: Surroundings, open_window: MainWindow, settled: Settled
) -> None:
    settled()
    curve, chart = around.workspace.leaving.curve(), page.choice.chart
    assert curve is not None
    assert chart.drawn is not None
    assert "arrow keys" in chart.readout
    press(chart, Qt.Key.Key_Home)
    assert chart.readout == "Jan 10, 2026: fee $693.00, charges until then $0.00, in all $693.00"
    press(chart, Qt.Key.Key_PageDown)
    step = curve.steps[1]
    assert chart.position == (step.first_day - curve.today).days
    assert chart.accessibleDescription() == f"{page.choice.summary.text()} {chart.readout}"
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


def test_a_day_of_the_curve_moves_the_whole_preview_and_the_command_line_says_the_same(
    page: DeactivatePage, around: Surroundings, seatwise: Seatwise, settled: Settled
) -> None:
    settled()
    press(page.choice.chart, Qt.Key.Key_Home)
    for keys in (1, 3, 11):
        for _ in range(keys):
            press(page.choice.chart, Qt.Key.Key_PageDown)
        press(page.choice.chart, Qt.Key.Key_Return)
        settled()
        day = around.workspace.accounts.show().created_on + timedelta(days=page.choice.chart.position)
        assert page.choice.chart.marked == page.choice.chart.position
        asked = ("--store", around.workspace.store_place(), "--today", DAY.isoformat(), "--json")
        told = seatwise(*asked, "account", "preview", "deactivate", "--on", day.isoformat()).json
        say = around.words.value
        assert page.head.fee.accessibleName().startswith(say(Money.of(Fraction(told["fee"]["amount"]), "USD")) + " ")
        rows = page.endings.orders.rows
        assert [rows.index(row, FEE).data() for row in range(rows.rowCount())] == [
            say(Money.of(Fraction(one["fee"]["amount"]), "USD")) for one in told["endings"]
        ]
        assert [rows.index(row, 3).data() for row in range(rows.rowCount())] == [
            f"{one['left']} of 12" for one in told["endings"]
        ]
        assert page.days.lines[-1].on.isoformat() == told["inactive_on"]
        curve = around.workspace.leaving.curve()
        assert curve is not None
        assert told["fee"]["amount"] == [one for one in curve.steps if one.first_day <= day][-1].fee.decimal


def test_a_later_day_is_marked_and_confirming_acts_today(
    page: DeactivatePage, billing: BillingTab, around: Surroundings, settled: Settled
) -> None:
    settled()
    x = round(page.choice.chart.drawn.places[40] * page.choice.chart.width()) if page.choice.chart.drawn else 0
    QTest.mouseClick(page.choice.chart, Qt.MouseButton.LeftButton, pos=QPoint(x, 100))
    settled()
    assert page.head.fee.accessibleName() == "$630.00 early termination fee, if you deactivate on Feb 19, 2026"
    assert page.head.later.said.text().startswith("Looking at Feb 19, 2026, a later day: the fee is $630.00")
    assert "done today, Jan 10, 2026, and costs $693.00" in page.foot.text()
    click(page.go)
    dialog = the(page, ConfirmDialog)
    assert any("today, Jan 10, 2026, costs $693.00" in said for said in texts(dialog))
    write(dialog.typed, "Academy")
    click(dialog.ok)
    settled()
    fees = [around.workspace.orders.show(one).fee for one in ("1", "2")]
    assert [fee.total.decimal for fee in fees if fee is not None] == ["495.00", "198.00"]


def test_esc_leads_from_a_later_day_to_today_and_then_to_billing(page: DeactivatePage, settled: Settled) -> None:
    page.look_at(DAY + timedelta(days=40))
    settled()
    assert page.head.later.isVisible()
    press(page, Qt.Key.Key_Escape)
    assert not page.head.later.isVisible()
    assert page.choice.chart.marked == -1
    assert page.head.fee.accessibleName() == "$693.00 early termination fee, if you deactivate today"
    press(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_a_row_of_the_table_moves_the_preview_too_and_the_last_one_stays_at_a_later_day_after_a_change(
    page: DeactivatePage, around: Surroundings, settled: Settled
) -> None:
    page.choice.table.setFocus()
    page.choice.table.setCurrentIndex(page.choice.table.rows.index(1, 0))
    press(page.choice.table, Qt.Key.Key_Return)
    settled()
    assert page.head.fee.accessibleName() == "$630.00 early termination fee, if you deactivate on Feb 10, 2026"
    around.workspace.orders.place(NewOrderWish(1, CardWish("tok_visa")))
    around.announce(EVERYTHING)
    settled()
    assert page.head.fee.accessibleName() == "$675.00 early termination fee, if you deactivate on Feb 10, 2026"
    page.choice.table.setCurrentIndex(page.choice.table.rows.index(page.choice.table.rows.rowCount() - 1, 0))
    press(page.choice.table, Qt.Key.Key_Return)
    settled()
    assert page.head.later.isVisible(), "keeping is no day"


def test_an_account_with_keys_only_shows_what_ends_instead_of_orders(
    open_window: MainWindow, around: Surroundings, settled: Settled
) -> None:
    around.workspace.keys.activate("VENDOR-1", seats=321, plan=Plan.MAU)
    around.announce(EVERYTHING)
    settled()
    tab = open_window.page.current
    assert isinstance(tab, BillingTab)
    tab.deactivate()
    settled()
    page = the(tab, DeactivatePage)
    assert not page.endings.orders.isVisible()
    assert page.endings.no_orders.text().startswith("No order runs, so leaving costs no fee.")
    rows = page.endings.keys.rows
    assert [rows.index(0, place).data() for place in range(5)] == [
        *("…OR-1", "Monthly active users (MAU)", "321", "Jan 10, 2026", "Dec 31, 2026")
    ]
    assert "321 units of the running period are not used yet" in page.lost.text()
    assert not page.choice.isVisible()
    assert not page.head.price.isVisible()


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
    assert page.head.fee.accessibleName().startswith("$742.50")
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
