"""Place Order as a person does it: by keyboard, back and forth, refused, clicked twice."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.services.accounts.addresses import Address
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.views.billing.place_order import PlaceOrderDialog
from desktop.views.billing.subscription_dialogs import (
    AddressDialog,
    PaymentMethodDialog,
    open_address,
    open_payment_method,
)
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import Surroundings, Tools
from desktop.views.frame.window import MainWindow
from tests.views.hands import click, press, texts, the, write

Settled = Callable[[], None]


@pytest.fixture
def billing(open_window: MainWindow) -> BillingTab:
    tab = open_window.page.current
    assert isinstance(tab, BillingTab)
    return tab


@pytest.fixture
def form(billing: BillingTab, settled: Settled) -> PlaceOrderDialog:
    billing.place_order()
    settled()
    settled()
    return the(billing, PlaceOrderDialog)


def choose(form: PlaceOrderDialog, users: int, qtbot: QtBot, settled: Settled) -> None:
    form.head.users.setValue(users)
    qtbot.waitUntil(lambda: not form.estimating.settle.isActive())
    settled()


def fill_in(form: PlaceOrderDialog, token: str = "tok_visa") -> None:
    tokens = form.payment.card.tokens
    tokens.setCurrentIndex(tokens.findData(token))
    address = form.payment.address
    address.country.choose("US")
    write(address.contact, "Marit Halden")
    write(address.lines[0], "410 Pine Street")
    write(address.city, "Seattle")
    address.region.setCurrentText("WA")
    write(address.postal_code, "98101")


def placed(around: Surroundings) -> int:
    return around.workspace.order_list.count()


def test_an_order_is_placed_in_four_steps(
    form: PlaceOrderDialog, around: Surroundings, qtbot: QtBot, settled: Settled
) -> None:
    choose(form, 40, qtbot, settled)
    assert form.head.monthly.accessibleName() == "$360.00 Monthly charge on your credit card"
    click(form.go)
    assert "40 users × $9.00" in [form.estimate_page.how.rows.index(row, 1).data() for row in range(5)]
    click(form.go)
    assert not form.go.isEnabled()
    fill_in(form)
    qtbot.waitUntil(lambda: not form.estimating.settle.isActive())
    settled()
    assert form.go.text() == "Complete Order"
    click(form.go)
    settled()
    assert "Order 1 was placed." in texts(form)
    assert "The first charge is exactly what was quoted." in texts(form)
    order = around.workspace.orders.show("1")
    assert (order.order.seats, order.address.contact) == (40, "Marit Halden")  # type: ignore[union-attr]


def test_a_refusal_stands_under_the_number_while_one_types(
    form: PlaceOrderDialog, qtbot: QtBot, settled: Settled
) -> None:
    choose(form, 9, qtbot, settled)
    assert form.head.problem.text() == "Your first order must be for at least 10 users."
    assert not form.go.isEnabled()
    form.head.users.setValue(10)
    assert not form.go.isEnabled(), "the number is not worked out yet"
    qtbot.waitUntil(form.go.isEnabled)
    assert not form.head.problem.isVisible()


def test_going_back_loses_nothing(form: PlaceOrderDialog, qtbot: QtBot, settled: Settled) -> None:
    choose(form, 25, qtbot, settled)
    click(form.go)
    click(form.go)
    fill_in(form, "tok_amex")
    qtbot.waitUntil(lambda: not form.estimating.settle.isActive())
    settled()
    click(form.back)
    click(form.back)
    assert form.head.users.value() == 25
    click(form.go)
    click(form.go)
    assert form.payment.card.tokens.currentData() == "tok_amex"
    assert form.payment.address.contact.text() == "Marit Halden"
    assert form.go.isEnabled()


def test_a_declined_card_places_nothing_and_another_one_does(
    form: PlaceOrderDialog, around: Surroundings, qtbot: QtBot, settled: Settled
) -> None:
    click(form.go)
    click(form.go)
    fill_in(form, "tok_declined")
    qtbot.waitUntil(form.go.isEnabled)
    click(form.go)
    settled()
    assert form.problem.text() == "No order was placed. The charge was declined."
    assert placed(around) == 0
    tokens = form.payment.card.tokens
    tokens.setCurrentIndex(tokens.findData("tok_visa"))
    click(form.go)
    settled()
    assert placed(around) == 1


def test_what_is_missing_stands_beside_complete_order(form: PlaceOrderDialog, qtbot: QtBot) -> None:
    click(form.go)
    click(form.go)
    assert form.need.text() == "Enter a contact."
    write(form.payment.address.contact, "Ann")
    assert form.need.text() == "The address is incomplete: Street is missing."
    fill_in(form)
    qtbot.waitUntil(form.go.isEnabled)
    assert form.need.text() == ""


def test_a_refusal_puts_the_keyboard_into_the_wrong_field_and_enter_still_proceeds(
    form: PlaceOrderDialog, around: Surroundings, qtbot: QtBot, settled: Settled
) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    click(form.go)
    click(form.go)
    fill_in(form)
    form.payment.address.postal_code.setText("7")
    qtbot.waitUntil(form.go.isEnabled)
    click(form.go)
    settled()
    assert form.problem.text() == "The address is wrong: Postal code does not fit the country."
    assert form.focusWidget() is form.payment.address.postal_code
    click(form.back)
    press(form.head.users, Qt.Key.Key_Return)
    assert form.payment.isVisible()
    assert placed(around) == 0


def test_a_double_click_is_one_order(
    form: PlaceOrderDialog, around: Surroundings, qtbot: QtBot, settled: Settled
) -> None:
    click(form.go)
    click(form.go)
    fill_in(form)
    qtbot.waitUntil(form.go.isEnabled)
    form._complete()
    form._working = False
    form._complete()
    settled()
    assert placed(around) == 1


def test_what_moved_between_quote_and_order_is_listed(
    form: PlaceOrderDialog, around: Surroundings, qtbot: QtBot, settled: Settled
) -> None:
    click(form.go)
    click(form.go)
    fill_in(form)
    qtbot.waitUntil(form.go.isEnabled)
    around.workspace.rules.change("tax_rates", "US=10")
    click(form.go)
    settled()
    moved = form.confirmation.moved.rows
    assert [moved.index(row, 0).data() for row in range(moved.rowCount())] == ["Tax rate", "Tax"]
    assert form.confirmation.moved.isVisible()


def test_it_works_by_keyboard_alone(
    form: PlaceOrderDialog, around: Surroundings, qtbot: QtBot, settled: Settled
) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    assert form.focusWidget() is form.head.users
    write(form.head.users, "12")
    qtbot.waitUntil(form.go.isEnabled)
    press(form.head.users, Qt.Key.Key_Return)
    press(form.head.users, Qt.Key.Key_Return)
    assert form.payment.isVisible()
    for text in ("tok_visa", "", "", "Ann", "", "410 Pine Street", "", "98101", "Seattle", "WA"):
        focused = form.focusWidget()
        assert isinstance(focused, QWidget)
        if text and text != "tok_visa":
            write(focused, text)
        press(focused, Qt.Key.Key_Tab)
    qtbot.waitUntil(form.go.isEnabled)
    press(form.payment.address.contact, Qt.Key.Key_Return)
    settled()
    assert placed(around) == 0, "Enter in a field never charges"
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert placed(around) == 1
    press(form, Qt.Key.Key_Return)
    assert not form.isVisible()


def test_the_form_begins_with_the_last_card_and_the_accounts_address(
    billing: BillingTab, around: Surroundings, settled: Settled
) -> None:
    address = Address("Ann", "", ("410 Pine Street",), "Seattle", "WA", "98101", "US")
    around.workspace.account_details.address(address)
    around.workspace.orders.place(NewOrderWish(10, CardWish("tok_mastercard", holder="Ann")))
    billing.place_order()
    settled()
    form = the(billing, PlaceOrderDialog)
    assert form.payment.card.tokens.currentData() == "tok_mastercard"
    assert form.payment.address.contact.text() == "Ann"
    assert form.payment.missing() is None
    assert form.head.users.value() == 1


def test_another_card_for_every_order(billing: BillingTab, around: Surroundings, settled: Settled) -> None:
    workspace = around.workspace
    account = workspace.accounts.show()
    numbers = [str(workspace.orders.place(NewOrderWish(n, CardWish("tok_visa"))).order.number) for n in (10, 5)]
    dialog = open_payment_method(billing, around, numbers, account.payments)
    assert isinstance(dialog, PaymentMethodDialog)
    dialog.card.tokens.setCurrentIndex(dialog.card.tokens.findData("tok_discover"))
    click(dialog.ok)
    settled()
    methods = [workspace.orders.show(one).order.payment_method for one in numbers]
    assert [one.brand for one in methods if one is not None] == ["Discover", "Discover"]


def test_another_address_of_one_order(billing: BillingTab, around: Surroundings, settled: Settled) -> None:
    workspace = around.workspace
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    dialog = open_address(billing, around, "FR", "1")
    assert isinstance(dialog, AddressDialog)
    assert not dialog.ok.isEnabled()
    write(dialog.address.contact, "Ann")
    write(dialog.address.lines[0], "1 rue de la Paix")
    write(dialog.address.city, "Paris")
    dialog.address.postal_code.setText("7500")
    click(dialog.ok)
    settled()
    assert dialog.problem.text() == "The address is wrong: Postal code does not fit the country."
    dialog.address.postal_code.setText("75002")
    click(dialog.ok)
    settled()
    assert workspace.orders.show("1").address.postal_code == "75002"  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_every_step_fits_and_keeps_its_buttons_in_sight(
    open_window: MainWindow, tools: Tools, language: str, qtbot: QtBot, settled: Settled
) -> None:
    tools.words.speak(language)
    tab = open_window.page.current
    assert isinstance(tab, BillingTab)
    tab.place_order()
    settled()
    form = the(tab, PlaceOrderDialog)
    form.setGeometry(0, 0, 920, 520)
    for step in range(3):
        form._show_step(step)
        qtbot.wait(20)
        assert (form.width(), form.height()) == (920, 520), step
        assert form.rect().contains(form.go.mapTo(form, form.go.rect().bottomRight())), step
        assert form.area.horizontalScrollBar().maximum() == 0, step
    fields = (*form.payment.address._texts(), form.payment.address.country)
    assert all(form.area.viewport().width() >= one.mapTo(form.area, one.rect().topRight()).x() for one in fields)
