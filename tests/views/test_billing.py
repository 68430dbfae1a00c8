"""The Billing tab: where the account stands, why, and activating keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.domain.keys import Plan
from desktop.views.amounts import Amount
from desktop.views.billing.key_dialogs import ActivateDialog, IssueDialog
from desktop.views.billing.share_dialogs import EndShareDialog, ReceiveDialog
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import Surroundings
from desktop.views.frame.window import MainWindow
from tests.views.hands import click, press, texts, the, write

Settled = Callable[[], None]


@pytest.fixture
def billing(open_window: MainWindow) -> BillingTab:
    tab = open_window.page.current
    assert isinstance(tab, BillingTab)
    return tab


def activate(around: Surroundings, seats: int, plan: Plan) -> None:
    around.workspace.keys.activate(f"VENDOR-{seats}", seats=seats, plan=plan)


def test_a_trial_says_when_it_ends_and_what_to_do(billing: BillingTab) -> None:
    said = texts(billing)
    assert "Trial" in said
    assert "Next event: Inactive on Feb 9, 2026. The trial is over." in said
    assert "No keys yet. Activating one makes the account Active and brings its seats." in said


def test_a_key_activated_in_the_dialog_is_shown_at_once(billing: BillingTab, qtbot: QtBot, settled: Settled) -> None:
    billing.activate()
    dialog = the(billing, ActivateDialog)
    write(dialog.key, "AB-12-CD")
    click(dialog.ok)
    settled()
    assert dialog.problem.text() == "Enter the seats and the plan that came with this key."
    dialog.seats.setValue(150)
    dialog.plan.setCurrentIndex(dialog.plan.findData(Plan.USERS))
    click(dialog.ok)
    settled()
    assert billing.keys.model.rowCount() == 1
    assert "Active" in texts(billing)
    assert "seats remaining of 150" in texts(billing)


def test_a_refused_key_keeps_the_dialog_and_says_why(billing: BillingTab, qtbot: QtBot, settled: Settled) -> None:
    billing.activate()
    dialog = the(billing, ActivateDialog)
    key = "SW-WRONG"
    dialog.key.setText(key)
    dialog.seats.setEnabled(False)
    dialog.plan.setEnabled(False)
    click(dialog.ok)
    settled()
    assert dialog.isVisible()
    assert dialog.problem.text()
    assert dialog.ok.isEnabled()
    assert billing.keys.model.rowCount() == 0


def test_a_double_click_activates_once(billing: BillingTab, around: Surroundings, settled: Settled) -> None:
    billing.activate()
    dialog = the(billing, ActivateDialog)
    dialog.key.setText("AB-12-CD")
    dialog.seats.setValue(10)
    dialog.plan.setCurrentIndex(dialog.plan.findData(Plan.USERS))
    dialog._activate()
    dialog._activate()
    settled()
    assert len(around.workspace.keys.list()) == 1


def test_a_rehearsal_store_issues_keys(billing: BillingTab, qtbot: QtBot, settled: Settled) -> None:
    billing.issue()
    dialog = the(billing, IssueDialog)
    dialog.seats.setValue(25)
    click(dialog.ok)
    settled()
    [issued] = billing.allowed.standing.keys  # type: ignore[union-attr]
    assert issued.seats == 25
    assert dialog.isVisible()
    assert dialog.shown.text() == issued.key, "lists show its end only"
    click(dialog.copy)
    assert QGuiApplication.clipboard().text() == issued.key
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("plan", [Plan.USERS, Plan.MAU])
def test_every_number_explains_itself(billing: BillingTab, around: Surroundings, plan: Plan, settled: Settled) -> None:
    activate(around, 100, plan)
    around.announce(frozenset({"keys"}))
    settled()
    amounts = [one for one in billing.findChildren(Amount) if one.isVisible()]
    assert len(amounts) >= 5
    assert [one.accessibleName() for one in amounts if not one.explained()] == []


def test_why_opens_beside_the_number_copies_and_gives_the_focus_back(
    billing: BillingTab, around: Surroundings, open_window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    activate(around, 100, Plan.USERS)
    around.announce(frozenset({"keys"}))
    settled()
    come_forward(open_window, qtbot)
    open_window.errands.explain()
    assert open_window.why.isVisible()
    open_window.why.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0] == "Why 100?"
    assert "Key activated on Jan 10, 2026: 100 seats" in copied
    press(open_window.why, Qt.Key.Key_Escape)
    assert not open_window.why.isVisible()


def test_why_never_covers_its_number(
    billing: BillingTab, around: Surroundings, open_window: MainWindow, settled: Settled
) -> None:
    activate(around, 100, Plan.USERS)
    around.announce(frozenset({"keys"}))
    settled()
    for amount in [one for one in billing.findChildren(Amount) if one.isVisible()]:
        amount.explain_here()
        at = amount.mapTo(open_window, amount.rect().center())
        assert not open_window.why.geometry().contains(at), amount.accessibleName()
        open_window.why.put_away()


def test_more_used_than_there_is_is_said(billing: BillingTab, around: Surroundings, settled: Settled) -> None:
    activate(around, 1, Plan.ADD_ON)
    around.announce(frozenset({"keys"}))
    settled()
    assert "seats remaining of 0" in texts(billing)


def come_forward(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_seats_are_received_and_ended_in_the_window(billing: BillingTab, settled: Settled) -> None:
    assert not billing.shares.isVisible()
    actions = {action.id: action for action in billing.declared_actions()}
    assert actions["end-share"].enabled() is not None
    billing.receive_seats()
    dialog = the(billing, ReceiveDialog)
    assert not dialog.ok.isEnabled()
    write(dialog.owner, "Group")
    dialog.seats.setValue(25)
    click(dialog.ok)
    settled()
    assert {"Active", "seats remaining of 25", "Received seats", "25 seats count"} <= set(texts(billing))
    assert billing.shares.model.index(0, 0).data() == "Group"
    billing.end_share()
    ending = the(billing, EndShareDialog)
    assert ending.share.currentText() == "25 seats from Group"
    click(ending.ok)
    settled()
    assert {"Inactive", "0 seats count"} <= set(texts(billing))
    assert billing.shares.model.index(0, 3).data() == "Jan 10, 2026"
    assert actions["end-share"].enabled() is not None
