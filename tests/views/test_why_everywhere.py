"""Every amount of billing explains itself where it stands, and its derivation is copied as text."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.keys import Plan
from desktop.domain.scenarios import Buying
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.scenarios.answers import ScenarioWish
from desktop.services.scenarios.scenarios import Scenarios
from desktop.views.ahead.tab import AheadTab
from desktop.views.amounts import Amount
from desktop.views.billing.place_order import PlaceOrderDialog
from desktop.views.billing.small_table import SmallTable
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.frame.window import MainWindow
from desktop.views.scenarios.tab import ScenarioTab
from desktop.views.statement_dialog import StatementDialog
from tests.desks import DAY, new_key
from tests.views.hands import press, the

Settled = Callable[[], None]


@pytest.fixture
def ordered(open_window: MainWindow, around: Surroundings, settled: Settled) -> MainWindow:
    """The window of an account with two orders of 40 and 25 users at $9."""
    for seats in (40, 25):
        around.workspace.orders.place(NewOrderWish(seats, CardWish("tok_visa")))
    open_window.announce(EVERYTHING)
    settled()
    return open_window


def copied(window: MainWindow) -> str:
    """The derivation that is shown, as text; then it is put away."""
    assert window.why.isVisible()
    window.why.copy()
    window.why.put_away()
    return QGuiApplication.clipboard().text()


def asked_in(table: SmallTable, row: int, column: int = 0) -> None:
    """Ask with "=" why the row's amount is what it is."""
    table.setFocus()
    table.setCurrentIndex(table.rows.index(row, column))
    QTest.keyClicks(table, "=")


def test_every_amount_of_billing(ordered: MainWindow) -> None:
    tab = the(ordered, BillingTab)
    amounts = [one for one in tab.findChildren(Amount) if one.isVisible()]
    assert [one.accessibleName() for one in amounts if not one.explained()] == []
    asked_in(tab.charges.table, 1)
    charge = tab.charges.table.rows.answer(1)
    assert copied(ordered).startswith(f"Why ${charge.total.decimal}?")
    tab.charges._total.explain_here()
    assert copied(ordered).startswith("Why $1,170.00?")


def test_every_amount_of_a_deactivation(ordered: MainWindow, settled: Settled) -> None:
    tab = the(ordered, BillingTab)
    tab.deactivate()
    settled()
    page = tab.leaving
    assert page is not None
    asked_in(page.endings.orders, 0)
    assert "Early termination fee" in copied(ordered)
    page.days.findChildren(Amount)[0].explain_here()
    assert "[F3]" in copied(ordered)
    asked_in(page.choice.table, 1)
    assert copied(ordered).splitlines()[-1].startswith("=  Leaving on ")
    asked_in(page.choice.table, page.choice.table.rows.rowCount() - 1)
    assert "until the terms end" in copied(ordered)


def test_the_amounts_of_an_estimate_are_explained_over_the_dialog(
    ordered: MainWindow, settled: Settled, qtbot: QtBot
) -> None:
    tab = the(ordered, BillingTab)
    tab.place_order()
    settled()
    dialog = the(ordered, PlaceOrderDialog)
    qtbot.waitUntil(lambda: not dialog.estimating.settle.isActive())
    settled()
    dialog.head.monthly.explain_here()
    assert ordered.why.parentWidget() is dialog
    assert "9.00" in copied(ordered)
    dialog.go.click()
    for table in (dialog.estimate_page.how, dialog.estimate_page.effects):
        asked_in(table, table.rows.rowCount() - 1)
        assert copied(ordered).startswith("Why $")
    dialog.head.annual.setFocus()
    QTest.keyClick(dialog, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert ordered.why.isVisible()
    dialog.reject()
    assert ordered.why.parentWidget() is ordered
    assert not ordered.why.isVisible()
    tab.headline.findChildren(Amount)[0].explain_here()
    assert copied(ordered)


def test_every_amount_of_what_is_simulated(ordered: MainWindow, around: Surroundings, settled: Settled) -> None:
    ordered.sitting.look_at(DAY.replace(month=4))
    settled()
    tab = the(ordered, AheadTab)
    charged = [row for row, one in enumerate(tab.events.all()) if one.amount is not None]
    tab.event_rows.setCurrentIndex(tab.events.index(charged[0], 1))
    QTest.keyClicks(tab.event_rows, "=")
    assert "Charged" in copied(ordered)
    tab.charge_rows.setCurrentIndex(tab.charges.index(0, 5))
    tab.charge_rows.explain_here()
    month = tab.charges.answer(0)
    assert copied(ordered).splitlines()[-1] == "=  Falls due in Feb 2026, taxes included [F2]: $585.00"
    assert sum(step.value.minor for step in month.explanation.steps) == month.total.minor


def test_a_day_that_charges_nothing_shows_no_amount(ordered: MainWindow, settled: Settled) -> None:
    tab = the(ordered, BillingTab)
    tab.deactivate()
    settled()
    assert tab.leaving is not None
    days = tab.leaving.days
    charged = [line.amount for line in days.lines if line.amount is not None]
    assert 0 < len(charged) < len(days.lines)
    assert len(days.findChildren(Amount)) == len(charged)


def test_every_amount_of_the_scenarios(ordered: MainWindow, around: Surroundings, settled: Settled) -> None:
    Scenarios(around.workspace.context).add(ScenarioWish("Seats", Buying.SEATS, 100, DAY))
    ordered.errands.open_scenarios()
    settled()
    tab = the(ordered, ScenarioTab)
    for rows, model in ((tab.rows, tab.board), (tab.month_rows, tab.months)):
        rows.setFocus()
        rows.setCurrentIndex(model.index(0, 0))
        QTest.keyClicks(rows, "=")
        assert "900.00" in copied(ordered).replace(",", "")


def test_the_statement_and_each_of_its_months(ordered: MainWindow, around: Surroundings, settled: Settled) -> None:
    around.workspace.keys.activate(new_key(around.workspace, 10, Plan.MAU, DAY.replace(month=2)))
    around.workspace.rules.change("mau_unit_price", "1.25")
    ordered.errands.open_statement()
    settled()
    dialog = the(ordered, StatementDialog)
    dialog.why.click()
    assert ordered.why.parentWidget() is dialog
    assert copied(ordered).startswith("Why ")
    dialog.list.setCurrentIndex(dialog.months.index(0, 0))
    press(dialog.list, Qt.Key.Key_Down)
    QTest.keyClicks(dialog.list, "=")
    assert copied(ordered).startswith("Why ")
    dialog.reject()


def test_a_table_without_reasons_offers_none(around: Surroundings, open_window: MainWindow) -> None:
    from desktop.i18n import msg
    from desktop.models.answers import Column

    table = SmallTable(around, (Column(msg("Name"), lambda one: one),), msg("Names"), wide=0)
    table.show_rows(("a", "b"))
    assert isinstance(table, QWidget)
    table.copy()
    assert QGuiApplication.clipboard().text() == "a\nb"
