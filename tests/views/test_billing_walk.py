"""A walk over the screens of orders: controls have names, nothing is cut off, light and dark, in any language."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.services.accounts.addresses import Address
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.views.billing.place_order import PlaceOrderDialog
from desktop.views.billing.subscription_dialogs import AddressDialog, ImsOrgDialog, PaymentMethodDialog
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Tools
from desktop.views.frame.window import MainWindow
from desktop.views.leaving.confirm import ConfirmDialog
from desktop.views.leaving.page import DeactivatePage
from tests.views.hands import the
from tests.views.test_walk import LANGUAGES, THEMES, faults

Settled = Callable[[], None]
ADDRESS = Address("Marit Halden", "Halden", ("410 Pine Street",), "Seattle", "WA", "98101", "US")


def screens(window: MainWindow, tab: BillingTab, settled: Settled) -> Iterator[tuple[str, QWidget]]:
    """Every screen of orders, one after the other."""
    yield "billing", window
    tab.place_order()
    settled()
    form = the(tab, PlaceOrderDialog)
    for step in range(3):
        settled()
        yield f"place order {step}", form
        form.go.click()
    settled()
    yield "placed", form
    form.close()
    for kind, ask in (
        (PaymentMethodDialog, tab.update_payment),
        (AddressDialog, tab.change_address),
        (ImsOrgDialog, tab.link_ims_org),
    ):
        ask()
        settled()
        yield kind.__name__, the(tab, kind)
        the(tab, kind).close()
    tab.deactivate()
    settled()
    yield "deactivate", window
    page = the(tab, DeactivatePage)
    page.go.click()
    yield "confirm", the(page, ConfirmDialog)
    the(page, ConfirmDialog).close()
    page.head.back.click()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_control_of_orders_has_a_name_and_nothing_is_cut_off(
    open_window: MainWindow, tools: Tools, settled: Settled, theme: str, language: str
) -> None:
    assert open_window.around is not None
    workspace = open_window.around.workspace
    tools.looks.choose(theme)
    tools.words.speak(language)
    open_window.resize(open_window.minimumSize())
    workspace.account_details.address(ADDRESS)
    for seats in (150, 25):
        workspace.orders.place(NewOrderWish(seats, CardWish("tok_visa", holder="Marit Halden")))
    open_window.announce(EVERYTHING)
    settled()
    tab = open_window.page.current
    assert isinstance(tab, BillingTab)
    found = []
    for name, top in screens(open_window, tab, settled):
        QApplication.processEvents()
        assert top.isVisible(), name
        found += [f"{name}: {fault}" for fault in faults(top)]
        assert isinstance(top, QDialog) or top is open_window
    assert found == []
