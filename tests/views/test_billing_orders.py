"""The Billing tab of an account that orders by card: what it pays, what comes, and what to look at."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from desktop.domain.keys import Plan
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from desktop.views.amounts import Amount
from desktop.views.billing.leap_dialog import LeapDialog
from desktop.views.billing.links import LinkButton
from desktop.views.billing.place_order import PlaceOrderDialog
from desktop.views.billing.reactivate_dialog import ReactivateDialog
from desktop.views.billing.subscription_dialogs import ImsOrgDialog, PaymentMethodDialog
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.frame.window import MainWindow
from tests.desks import at
from tests.views.hands import click, texts, the, write

Settled = Callable[[], None]


@pytest.fixture
def billing(open_window: MainWindow) -> BillingTab:
    tab = open_window.page.current
    assert isinstance(tab, BillingTab)
    return tab


@pytest.fixture
def orders(billing: BillingTab, around: Surroundings, settled: Settled) -> Workspace:
    """Two orders of ten and five users at $9, placed on 10 January 2026."""
    for seats in (10, 5):
        around.workspace.orders.place(NewOrderWish(seats, CardWish("tok_visa")))
    around.announce(EVERYTHING)
    settled()
    return around.workspace


def primary(billing: BillingTab) -> str:
    return next(one.text() for one in billing.headline.findChildren(QPushButton) if one.isDefault())


def menu(billing: BillingTab) -> dict[str, QAction]:
    shown = the(billing.headline, QMenu)
    return {action.text(): action for action in shown.actions()}


def test_the_headline_says_what_is_left_what_a_month_costs_and_what_comes(
    billing: BillingTab, orders: Workspace
) -> None:
    shown = [one.accessibleName() for one in billing.headline.findChildren(Amount) if one.isVisible()]
    assert shown == [
        "15 seats remaining of 15",
        "$135.00 per month, 15 users × $9.00",
        "$135.00 next charge, Feb 10, 2026",
    ]
    assert "Next event: charge of $135.00 on Feb 10, 2026." in texts(billing)
    assert primary(billing) == "Place Order"


def test_every_number_has_its_reason_and_the_reason_comes_to_it(billing: BillingTab, orders: Workspace) -> None:
    amounts = [one for one in billing.findChildren(Amount) if one.isVisible()]
    assert len(amounts) >= 7
    assert [one.accessibleName() for one in amounts if not one.explained()] == []
    seats = amounts[0]._explanation
    assert seats is not None
    assert [step.value for step in seats.steps] == [15, 0]


def test_the_charges_of_two_months_are_listed_and_explain_themselves(
    billing: BillingTab, orders: Workspace, open_window: MainWindow
) -> None:
    rows = billing.charges.table.rows
    listed = [rows.index(row, 1).data() for row in range(rows.rowCount())]
    assert listed == [f"Order of Jan 10, 2026, instalment {number} of 12" for number in (2, 2, 3, 3)]
    said = [one.accessibleName() for one in billing.charges.findChildren(Amount)]
    assert "$270.00 until Mar 10, 2026, all taxes included" in said
    billing.charges.table.selectRow(1)
    billing.charges.table.explain_here()
    assert open_window.why.isVisible()
    assert f"Why {rows.index(1, 5).data()}?" in texts(open_window.why)
    assert {rows.index(row, 5).data() for row in (0, 1)} == {"$90.00", "$45.00"}


def test_a_card_that_will_expire_is_warned_of_once_and_the_warning_helps(
    billing: BillingTab, around: Surroundings, open_window: MainWindow, orders: Workspace, settled: Settled
) -> None:
    orders.context.leaps.agreed[orders.accounts.show().account] = date(2099, 12, 1)
    at(orders, date(2099, 12, 1))
    around.announce(EVERYTHING)
    settled()
    assert open_window.page.messages.said().startswith("Visa ending 4242 expires 12/2099.")
    open_window.page.messages._run()
    dialog = the(billing, PaymentMethodDialog)
    assert dialog._orders == tuple(orders.orders.show(one).order.order for one in ("1", "2"))
    dialog.reject()
    open_window.page.messages.clear()
    around.announce(EVERYTHING)
    settled()
    assert open_window.page.messages.said() == "", "what was put away does not come again"


def test_ims_org_is_linked_and_unlinked(
    billing: BillingTab, around: Surroundings, orders: Workspace, settled: Settled
) -> None:
    link = billing.pane.details.link
    assert link.text() == "Link IMS Org"
    click(link)
    dialog = the(billing, ImsOrgDialog)
    write(dialog.ims_org, "ORG@AdobeOrg")
    click(dialog.ok)
    settled()
    assert "ORG@AdobeOrg" in texts(billing)
    assert link.text() == "Unlink IMS Org"
    click(link)
    settled()
    assert orders.account_details.show().ims_org is None
    assert "Not linked" in texts(billing)


def test_taken_seats_are_an_alert_and_a_mark(
    billing: BillingTab,
    around: Surroundings,
    orders: Workspace,
    settled: Settled,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    users = tmp_path_factory.mktemp("users") / "users.csv"
    users.write_text("name,userEmail,state\n" + "".join(f"U{n},u{n}@x.org,ACTIVE\n" for n in range(14)))
    orders.users.import_list(users)
    around.announce(EVERYTHING)
    settled()
    assert "90 percent of the seats are taken" in texts(billing)
    assert billing.seats._bar.accessibleName() == "14 registered, 1 remaining, Alert at 14 (90 %)"


def test_an_account_of_active_users_activates_keys(billing: BillingTab, around: Surroundings, settled: Settled) -> None:
    assert primary(billing) == "Place Order"
    around.workspace.keys.activate("VENDOR-1", seats=100, plan=Plan.MAU)
    around.announce(EVERYTHING)
    settled()
    assert primary(billing) == "Activate…"
    assert not menu(billing)["Place Order"].isEnabled()
    assert not billing.charges.isVisible()


def test_a_deactivated_account_can_be_taken_back(
    billing: BillingTab, around: Surroundings, orders: Workspace, settled: Settled
) -> None:
    assert not menu(billing)["Reactivate"].isEnabled()
    orders.deactivations.deactivate()
    around.announce(EVERYTHING)
    settled()
    assert primary(billing) == "Reactivate"
    assert "The account ends on Feb 10, 2026" in texts(billing)
    link = next(one for one in billing.alerts.findChildren(LinkButton) if one.isVisible())
    click(link)
    settled()
    dialog = the(billing, ReactivateDialog)
    assert dialog.orders.rows.rowCount() == 2
    assert "2 orders go on. Their next charges are $135.00." in texts(dialog)
    assert "Active" not in texts(billing)
    click(dialog.ok)
    settled()
    assert "Active" in texts(billing)
    assert primary(billing) == "Place Order"


def test_a_long_leap_is_asked_for_in_the_message_bar_and_applied_after_a_look(
    billing: BillingTab, around: Surroundings, open_window: MainWindow, orders: Workspace, settled: Settled
) -> None:
    at(orders, date(2026, 3, 1))
    around.announce(EVERYTHING)
    settled()
    assert open_window.page.messages.said() == (
        "50 days have passed since Jan 10, 2026, and 2 things have fallen due. Is today really Mar 1, 2026?"
    )
    open_window.page.messages._run()
    dialog = the(billing, LeapDialog)
    assert dialog.days.rows.rowCount() == 2
    acts = len(orders.history.list())
    click(dialog.ok)
    settled()
    assert len(orders.history.list()) == acts + 1
    assert orders.leaps.coming() is None


@pytest.fixture
def leapt(around: Surroundings, orders: Workspace, settled: Settled) -> Workspace:
    """Fifty days later, with two charges due that nobody has looked at."""
    at(orders, date(2026, 3, 1))
    around.announce(EVERYTHING)
    settled()
    return orders


def test_looking_at_what_is_due_and_leaving_it_keeps_asking(
    billing: BillingTab, open_window: MainWindow, leapt: Workspace, settled: Settled
) -> None:
    messages = open_window.page.messages
    asked = messages.said()
    messages._run()
    the(billing, LeapDialog).reject()
    assert messages.said() == asked
    messages.put_away()
    assert messages.said() == ""
    open_window.declared.of("reload").trigger()
    settled()
    assert messages.said() == asked
    messages.put_away()
    menu(billing)["Apply what has fallen due…"].trigger()
    click(billing.findChildren(LeapDialog)[-1].ok)
    settled()
    open_window.declared.of("reload").trigger()
    settled()
    assert messages.said() == "", "what is solved asks no more"
    assert not menu(billing)["Apply what has fallen due…"].isEnabled()
    assert leapt.leaps.coming() is None


def test_an_act_asks_first_about_what_is_due_and_goes_on_after_it(
    billing: BillingTab, leapt: Workspace, settled: Settled
) -> None:
    click(next(one for one in billing.headline.findChildren(QPushButton) if one.isDefault()))
    settled()
    assert not billing.findChildren(PlaceOrderDialog), "no form is filled in for nothing"
    the(billing, LeapDialog).reject()
    settled()
    assert not billing.findChildren(PlaceOrderDialog)
    click(next(one for one in billing.headline.findChildren(QPushButton) if one.isDefault()))
    click(billing.findChildren(LeapDialog)[-1].ok)
    settled()
    assert the(billing, PlaceOrderDialog).isVisible()
    assert leapt.leaps.coming() is None


def test_an_act_refused_for_what_is_due_shows_it_over_the_form(
    billing: BillingTab, around: Surroundings, orders: Workspace, open_window: MainWindow, settled: Settled
) -> None:
    click(billing.pane.details.link)
    form = the(billing, ImsOrgDialog)
    write(form.ims_org, "ORG@AdobeOrg")
    at(orders, date(2026, 3, 1))
    click(form.ok)
    settled()
    assert form.problem.text().startswith("50 days have passed")
    click(the(open_window, LeapDialog).ok)
    settled()
    click(form.ok)
    settled()
    assert orders.account_details.show().ims_org == "ORG@AdobeOrg"


def test_leaving_the_form_that_helps_keeps_its_warning(
    billing: BillingTab, around: Surroundings, open_window: MainWindow, orders: Workspace, settled: Settled
) -> None:
    orders.context.leaps.agreed[orders.accounts.show().account] = date(2099, 12, 1)
    at(orders, date(2099, 12, 1))
    around.announce(EVERYTHING)
    settled()
    warned = open_window.page.messages.said()
    open_window.page.messages._run()
    the(billing, PaymentMethodDialog).reject()
    assert open_window.page.messages.said() == warned != ""
