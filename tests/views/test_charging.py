"""Charging through Stripe in the window: seen first, charged once, and told charge by charge."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app import Desk
from desktop.domain.accounts import Payments
from desktop.domain.errors import Canceled
from desktop.domain.orders.order import ChargeStatus
from desktop.services.accounts.accounts import NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.charging import STOPPED
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Choice
from desktop.views.action import Action
from desktop.views.billing.charge_dialog import ChargeDialog
from desktop.views.billing.stripe_key_dialog import StripeKeyDialog
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.frame.window import MainWindow
from desktop.views.orders.tab import OrdersTab
from tests.desks import ACADEMY, DAY, at
from tests.providers.far import KEY, FarSide, keyring_in, running
from tests.providers.test_charging import FAILS_LATER, VISA
from tests.views.hands import click, texts, the, write

Settled = Callable[[], None]
LATER = date(2026, 2, 10)


@pytest.fixture(scope="module")
def _far() -> Iterator[FarSide]:
    with running() as far:
        yield far


@pytest.fixture
def far(_far: FarSide) -> FarSide:
    _far.drop()
    _far.fail()
    return _far


@pytest.fixture(autouse=True)
def _keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with keyring_in(tmp_path_factory.mktemp("keyring")):
        yield


@pytest.fixture
def desk(desk: Desk, far: FarSide) -> Desk:
    """A desk whose Stripe is the far side."""
    return Desk(desk.folders, replace(desk.settings, stripe=far.address))


@pytest.fixture
def place(desk: Desk) -> str:
    """An account that Stripe charges, with a key and two orders of 10 January; nothing is due yet."""
    desk.folders.data.mkdir(parents=True, exist_ok=True)
    account = NewAccount(ACADEMY.name, ACADEMY.region, "UTC", "USD", Payments.STRIPE, ACADEMY.owner)
    made = desk.create(Choice(store=str(desk.folders.data / "academy.db"), day=DAY), account)
    made.payment_keys.set_key(KEY)
    for seats in (10, 20):
        made.orders.place(NewOrderWish(seats, CardWish(VISA, "Visa", "4242", 12, 2099)))
    made.close()
    return made.store_place()


@pytest.fixture
def billing(open_window: MainWindow, around: Surroundings, settled: Settled) -> BillingTab:
    """Billing, a month later: both orders wait to be charged."""
    at(around.workspace, LATER)
    around.announce(EVERYTHING)
    settled()
    assert open_window.page.show_tab("billing")
    settled()
    tab = open_window.page.current
    assert isinstance(tab, BillingTab)
    return tab


def action(tab: BillingTab) -> Action:
    return next(one for one in tab.declared_actions() if one.id == "charge-due")


def opened(tab: BillingTab, settled: Settled) -> ChargeDialog:
    click(tab.charges.charge)
    settled()
    return the(tab, ChargeDialog)


def rows(dialog: ChargeDialog) -> list[tuple[str, ...]]:
    table = dialog.told if dialog.told.isVisible() else dialog.table
    model = table.model()
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_what_waits_is_shown_and_nothing_is_asked_before_the_button(
    billing: BillingTab, far: FarSide, settled: Settled
) -> None:
    assert "2 orders wait to be charged: $270.00" in texts(billing)
    dialog = opened(billing, settled)
    assert rows(dialog) == [
        ("1", "Instalment 2, due on Feb 10, 2026", "$90.00", "Visa 4242"),
        ("2", "Instalment 2, due on Feb 10, 2026", "$180.00", "Visa 4242"),
    ]
    assert dialog.ok.text() == "Charge $270.00"
    dialog.reject()
    assert far.charged() == [9000, 18000]


def test_each_charge_is_made_once_and_told(
    billing: BillingTab, far: FarSide, settled: Settled, around: Surroundings
) -> None:
    dialog = opened(billing, settled)
    click(dialog.ok)
    click(dialog.ok)
    settled()
    assert (dialog.about.text(), rows(dialog)) == (
        "2 charges were made.",
        [
            ("1", "Instalment 2", "$90.00", "The charge was accepted."),
            ("2", "Instalment 2", "$180.00", "The charge was accepted."),
        ],
    )
    assert far.charged() == [9000, 9000, 18000, 18000]
    assert around.workspace.orders.show("1").instalments[1].status is ChargeStatus.PAID
    assert (action(billing).enabled() or "").english() == "Nothing waits to be charged."  # type: ignore[union-attr]
    assert not billing.charges.charge.isEnabled()


def test_a_declined_charge_stays_owed_and_is_named(
    billing: BillingTab, far: FarSide, settled: Settled, around: Surroundings
) -> None:
    at(around.workspace, DAY)
    around.workspace.orders.change_payment("2", CardWish(FAILS_LATER, "Visa", "0341", 12, 2099))
    at(around.workspace, LATER)
    dialog = opened(billing, settled)
    click(dialog.ok)
    settled()
    assert dialog.about.text() == "Not everything was charged. What was refused stays owed."
    assert rows(dialog)[1][3].startswith("The charge was declined")
    assert far.charged() == [9000, 9000, 18000]


@pytest.mark.parametrize("fault", ["lost", "500"])
def test_where_stripe_gives_no_word_the_rest_is_left_for_later_and_nothing_is_charged_twice(
    billing: BillingTab, far: FarSide, settled: Settled, fault: str
) -> None:
    far.fail(*[fault] * 3)
    dialog = opened(billing, settled)
    click(dialog.ok)
    settled()
    assert dialog.about.text().endswith("What was not charged is left for later.")
    assert [one[:2] for one in rows(dialog)][-1] == ("2", "Not charged")
    dialog.reject()
    far.fail()
    settled()
    dialog = opened(billing, settled)
    for _ in range(2):
        if dialog.ok.isVisible():
            click(dialog.ok)
            settled()
    assert sorted(set(far.charged())) == [9000, 18000]
    assert far.charged().count(9000) == 2, "the month whose answer was lost is charged once"


def test_stopped_before_it_began_nothing_was_charged(billing: BillingTab, far: FarSide, settled: Settled) -> None:
    dialog = opened(billing, settled)
    dialog.charge()
    dialog.reject()
    settled()
    assert dialog.about.text() == "Nothing was charged."
    assert far.charged() == [9000, 18000]


def test_without_a_key_the_button_says_why(billing: BillingTab, settled: Settled, around: Surroundings) -> None:
    around.workspace.payment_keys.forget_key()
    around.announce(EVERYTHING)
    settled()
    why = "There is no key for Stripe on this machine. Set it in a terminal with seatwise payments set-key."
    assert (billing.charges.charge.isEnabled(), billing.charges.charge.toolTip()) == (False, why)


def test_one_order_is_charged_from_its_pane(
    billing: BillingTab, open_window: MainWindow, far: FarSide, settled: Settled, qtbot: QtBot
) -> None:
    assert open_window.page.show_tab("order-history")
    settled()
    tab = open_window.page.current
    assert isinstance(tab, OrdersTab)
    tab.rows.go_to(0)
    tab.open_pane()
    settled()
    qtbot.waitUntil(lambda: tab.pane.pane is not None)
    number = tab.current.answer().number
    tab.acts["charge_order"].run()
    settled()
    dialog = the(tab, ChargeDialog)
    assert [one[0] for one in rows(dialog)] == [str(number)]
    click(dialog.ok)
    settled()
    assert dialog.about.text() == "1 charge was made."
    qtbot.waitUntil(lambda: tab.pane.pane is not None and tab.pane.pane.not_charged is not None)
    enabled = tab.acts["charge_order"].enabled()
    assert enabled is not None
    assert enabled.english() == "Nothing is owed on this order."
    assert len(far.charged()) == 3


def test_the_sentence_of_another_provider_is_its_own(desk: Desk, tmp_path: Path) -> None:
    account = NewAccount("Other", ACADEMY.region, "UTC", "USD", Payments.RECORDED, "Marit")
    made = desk.create(Choice(store=str(tmp_path / "other.db"), day=DAY), account)
    found = made.charge_previews.due()
    assert found.refused is not None
    assert found.refused.english().startswith("A processor elsewhere charges this account")
    made.close()


def test_stopped_between_two_orders_what_was_charged_is_told(
    billing: BillingTab, far: FarSide, around: Surroundings
) -> None:
    def step(done: int, total: int) -> None:
        if done == 1 and total:
            raise Canceled

    charged = around.workspace.charging.charge_due(step)
    assert [one.order for one in charged.attempts] == [1]
    assert [(one.order, one.reason) for one in charged.not_charged] == [(2, STOPPED)]
    assert far.charged() == [9000, 9000, 18000]
    assert [one.order for one in around.workspace.charge_previews.due().lines] == [2]


def test_the_key_is_typed_unseen_kept_in_the_keyring_and_forgotten_again(
    billing: BillingTab, around: Surroundings, settled: Settled
) -> None:
    asked = next(one for one in billing.declared_actions() if one.id == "stripe-key")
    assert asked.enabled() is None
    keys = around.workspace.payment_keys
    asked.run()
    dialog = the(billing, StripeKeyDialog)
    assert dialog.key.echoMode() is QLineEdit.EchoMode.Password
    assert dialog.ok.text() == "Forget the key of Stripe"
    click(dialog.ok)
    settled()
    assert keys.show().key is False
    asked.run()
    dialog = the(billing, StripeKeyDialog)
    write(dialog.key, "pk_public")
    assert dialog.ok.text() == "Keep the key of Stripe"
    click(dialog.ok)
    settled()
    assert dialog.problem.text() == "This is not a secret key of Stripe: it begins with sk_ or rk_."
    dialog.key.clear()
    write(dialog.key, KEY)
    click(dialog.ok)
    settled()
    assert keys.show().key is True
