"""Order History: what we pay, why, what happens if it is left, and all of it as a file."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.orders.order import FEE, ChargeStatus
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Outcome
from desktop.models.orders import ANNUAL, EDIT, SEATS, UNIT_PRICE
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.views.billing.subscription_dialogs import AddressDialog, PaymentMethodDialog
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.frame.window import MainWindow
from desktop.views.orders import copying
from desktop.views.orders.dialogs import CancelDialog, OutcomeDialog
from desktop.views.orders.tab import OrdersTab
from tests.desks import at
from tests.views.hands import click, export, press, texts, the, write

Settled = Callable[[], None]


@pytest.fixture
def history(open_window: MainWindow, around: Surroundings, settled: Settled, qtbot: QtBot) -> OrdersTab:
    """Three orders: 150, 25 and 40 users."""
    for seats, token in ((150, "tok_visa"), (25, "tok_visa"), (40, "tok_mastercard")):
        around.workspace.orders.place(NewOrderWish(seats, CardWish(token)))
    assert open_window.page.show_tab("order-history")
    around.announce(EVERYTHING)
    settled()
    tab = open_window.page.current
    assert isinstance(tab, OrdersTab)
    return tab


@pytest.fixture
def look(history: OrdersTab, qtbot: QtBot, settled: Settled) -> Callable[[int], None]:
    """Opens a row's details and waits until they are shown."""

    def wait(row: int) -> None:
        history.rows.go_to(row)
        number = history.current.answer().number
        press(history.rows, Qt.Key.Key_Return)
        settled()
        qtbot.waitUntil(lambda: history.pane.pane is not None and history.pane.pane.detail.order.number == number)
        settled()

    return wait


def cells(tab: OrdersTab, column: int) -> list[str]:
    return [tab.model.index(row, column).data() for row in range(tab.model.rowCount())]


def test_the_headline_the_chips_and_the_rows_say_what_is_paid(history: OrdersTab) -> None:
    said = texts(history)
    assert {"3", "running orders, 215 users", "$1,935.00", "$23,220.00", "3 orders"} <= set(said)
    assert cells(history, 5) == ["$360.00", "$225.00", "$1,350.00"]
    chips = [chip.text() for chip in history.filters._chips.buttons()]
    assert chips == ["All 3", "Active 3", "Suspended 0", "Cancellation initiated 0", "Canceled 0"]


def test_heads_sort_and_sort_again_the_other_way_and_it_is_kept(
    history: OrdersTab, settled: Settled, around: Surroundings
) -> None:
    history.rows.horizontalHeader().sectionClicked.emit(3)
    settled()
    assert cells(history, 3) == ["150", "40", "25"]
    assert history.model.headerData(3, Qt.Orientation.Horizontal) == "Seats ↓"
    history.rows.go_to(0, 3)
    history.acts["sort_orders"].run()
    settled()
    assert cells(history, 3) == ["25", "40", "150"]
    again = OrdersTab(around)
    settled()
    assert cells(again, 3) == ["25", "40", "150"]
    again.deleteLater()


def test_a_search_finds_cards_and_days_and_says_so_where_it_finds_nothing(history: OrdersTab, settled: Settled) -> None:
    for typed, found in (("visa", 2), ("mastercard", 1), ("10 jan", 3), ("Jan 10, 2026", 3), ("11 jan", 0), ("zzz", 0)):
        history.filters.look_for(typed)
        settled()
        settled()
        assert history.model.rowCount() == found, typed
        assert history.nothing.isVisible() is (typed == "11 jan"), typed
        assert history.filters.said.isVisible() is (typed == "zzz"), "what cannot be searched for is said at the field"
    assert history.filters.said.text().startswith("Search orders by number, seats, card or day")
    assert "0 orders" in texts(history)


def test_a_search_and_a_chip_show_what_fits(history: OrdersTab, settled: Settled, qtbot: QtBot) -> None:
    history.acts["find_orders"].run()
    write(history.filters.search, "25")
    press(history.filters.search, Qt.Key.Key_Return)
    settled()
    assert cells(history, 1) == ["Order 2, 25 users"]
    assert "1 order" in texts(history)
    history.filters.search.clear()
    press(history.filters.search, Qt.Key.Key_Return)
    click(history.filters._chips.button(4))
    settled()
    assert history.model.rowCount() == 0


def test_rows_are_copied_with_tabs(history: OrdersTab) -> None:
    history.rows.selectAll()
    history.rows.copy()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0][:4] == ["Date of Order", "Order Details", "Status", "Seats"]
    assert [line[3] for line in lines[1:]] == ["40", "25", "150"]


def test_all_rows_are_selected_and_copied_also_those_that_are_not_here(
    history: OrdersTab, settled: Settled, monkeypatch: pytest.MonkeyPatch, around: Surroundings
) -> None:
    history.rows.selectAll()
    history.rows.copy()
    here = QGuiApplication.clipboard().text()
    progress: list[tuple[int, int]] = []
    around.jobs.progressed.connect(lambda _job, done, total: progress.append((done, total)))
    monkeypatch.setattr(copying, "AT_ONCE", 2)
    QGuiApplication.clipboard().clear()
    history.model.restart(3)
    history.rows.selectAll()
    assert history.rows.selected() == (0, 2)
    history.rows.copy()
    settled()
    assert QGuiApplication.clipboard().text() == here
    assert progress[-1] == (3, 3)


def test_more_rows_than_a_clipboard_takes_are_refused(
    history: OrdersTab, open_window: MainWindow, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST", 2)
    QGuiApplication.clipboard().setText("before")
    history.model.restart(3)
    history.rows.selectAll()
    history.rows.copy()
    settled()
    assert "At most 2 rows can be copied. Export writes them all." in texts(open_window)
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize(("column", "amount"), [(4, "$9.00"), (5, "$1,350.00"), (6, "$16,200.00")])
def test_every_amount_of_the_list_says_why(
    history: OrdersTab, open_window: MainWindow, settled: Settled, column: int, amount: str
) -> None:
    history.rows.go_to(2, column)
    history.rows.setFocus()
    write(history.rows, "=")
    settled()
    assert open_window.why.isVisible()
    assert open_window.why._title.text() == f"Why {amount}?"
    assert "Rule F4: an order pays the price of the day it was placed" in open_window.why._rule.text()
    press(open_window.why, Qt.Key.Key_Escape)
    assert not open_window.why.isVisible()


def test_enter_opens_everything_about_an_order_and_esc_closes_it(
    history: OrdersTab, look: Callable[[int], None]
) -> None:
    look(2)
    said = texts(history.pane)
    assert {"Instalments", "States", "Subscription details", "Journal of this order"} <= set(said)
    assert "1 of 12 paid, $1,350.00 of $16,200.00" in said
    assert "$7,425.00" in said, "half of eleven instalments"
    assert {"Last instalment of the term", "Renews"} <= set(said)
    assert history.pane.instalments.rowCount() == 12
    press(history.pane, Qt.Key.Key_Escape)
    assert not history.pane.isVisible()


def test_an_instalment_says_why(
    history: OrdersTab, look: Callable[[int], None], open_window: MainWindow, settled: Settled
) -> None:
    look(2)
    rows = history.pane.rows
    rows.setCurrentIndex(history.pane.instalments.index(1, 3))
    rows.explain_here()
    settled()
    assert open_window.why._title.text() == "Why $1,350.00?"
    open_window.why.put_away()


def test_the_support_team_cancels_with_exactly_the_fee_and_never_a_part(
    history: OrdersTab, look: Callable[[int], None], settled: Settled, qtbot: QtBot
) -> None:
    look(1)
    history.current.cancel()
    settled()
    dialog = the(history, CancelDialog)
    assert "To remove an active subscription, contact the support team." in texts(dialog)
    dialog.typed.setText("1237.50")
    assert not dialog.ok.isEnabled(), "the support team was not asked yet"
    click(dialog.recorded)
    dialog.users.setValue(5)
    assert dialog.problem.text().startswith("A subscription cannot be partially canceled.")
    assert not dialog.ok.isEnabled()
    dialog.users.setValue(25)
    dialog.typed.setText("1237.49")
    assert not dialog.ok.isEnabled()
    dialog.typed.setText("1237.50")
    click(dialog.ok)
    settled()
    assert history.listing.total == 3
    states = {history.model.answer(row).number: history.model.answer(row).state for row in range(3)}
    assert states[2] is OrderState.CANCELLATION_INITIATED


def test_a_word_of_the_provider_about_nothing_owed_is_refused_in_the_dialog(
    history: OrdersTab, look: Callable[[int], None], settled: Settled, around: Surroundings
) -> None:
    look(0)
    history.current.enter_outcome()
    settled()
    dialog = the(history, OutcomeDialog)
    dialog.outcome.setCurrentIndex(1)
    click(dialog.ok)
    settled()
    assert dialog.problem.text() == "Nothing is owed on this order."
    assert around.workspace.orders.show("3").order.state is OrderState.ACTIVE


def test_payment_method_and_address_are_edited(
    history: OrdersTab, look: Callable[[int], None], settled: Settled
) -> None:
    look(0)
    history.current.edit_payment()
    settled()
    the(history, PaymentMethodDialog).reject()
    history.current.edit_address()
    settled()
    the(history, AddressDialog).reject()


def test_the_list_and_an_order_are_exported(
    history: OrdersTab, look: Callable[[int], None], settled: Settled, tmp_path: Path
) -> None:
    look(0)
    for place, name in enumerate(
        (
            "orders-2026-01-10.csv",
            "order-3-2026-01-10.csv",
            "cancel-or-keep-3-2026-01-10.csv",
            "cancel-or-keep-3-2026-01-10.svg",
            "owed-and-awaited-2026-01-10.csv",
            "billing-calendar-2026-01-10.ics",
        )
    ):
        history.export()
        export(history, tmp_path, name.rpartition(".")[2], place)
        settled()
        assert (tmp_path / name).exists()
    text = (tmp_path / "orders-2026-01-10.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["seats"] for row in rows] == ["40", "25", "150"]


def test_a_declined_charge_is_entered_and_suspends_the_order(
    history: OrdersTab, look: Callable[[int], None], settled: Settled, around: Surroundings
) -> None:
    look(0)
    number = str(history.model.answer(0).number)
    around.workspace.orders.change_payment(number, CardWish("tok_declined"))
    at(around.workspace, date(2026, 3, 1))
    around.workspace.context.leaps.ask = False
    around.workspace.accounts.advance()
    assert around.workspace.orders.show(number).order.state is OrderState.SUSPENDED
    around.announce(EVERYTHING)
    settled()
    look(0)
    history.current.enter_outcome()
    settled()
    dialog = the(history, OutcomeDialog)
    dialog.outcome.setCurrentIndex(dialog.outcome.findData(Outcome.ACCEPTED))
    click(dialog.ok)
    settled()
    assert around.workspace.orders.show(number).order.state is OrderState.ACTIVE


def test_f3_what_became_of_a_fee_is_entered(
    history: OrdersTab, look: Callable[[int], None], settled: Settled, around: Surroundings
) -> None:
    look(0)
    number, orders = str(history.model.answer(0).number), around.workspace.orders
    orders.change_payment(number, CardWish("tok_declined"))
    orders.cancel(number, orders.fee(number).fee)
    at(around.workspace, date(2026, 2, 10)).accounts.advance()
    around.announce(EVERYTHING)
    settled()
    look(0)
    assert "$1,980.00, Due, not charged" in texts(history.pane)
    history.current.enter_outcome()
    settled()
    dialog = the(history, OutcomeDialog)
    dialog.of.setCurrentIndex(dialog.of.findData(FEE))
    click(dialog.ok)
    settled()
    fee = orders.show(number).fee
    assert fee is not None
    assert fee.status is ChargeStatus.PAID


def test_an_empty_state_is_one_sentence_in_the_place_of_the_rows_and_leads_back(
    history: OrdersTab, settled: Settled
) -> None:
    history.filters._chips.button(2).click()
    settled()
    assert history.model.rowCount() == 0
    assert history.nothing.isVisible()
    assert history.nothing.sentence.text() == "No order is in the state Suspended now."
    assert not history.filters.said.isVisible()
    assert history.nothing.size() == history.rows.viewport().size()
    click(history.nothing.button)
    settled()
    assert (history.model.rowCount(), history.nothing.isVisible()) == (3, False)


def test_edit_leads_to_the_details_and_asks_for_payment_method_or_address(
    history: OrdersTab, settled: Settled, qtbot: QtBot
) -> None:
    index = history.model.index(0, EDIT)
    assert index.data() == "Edit"
    QTest.mouseClick(history.rows.viewport(), Qt.MouseButton.LeftButton, pos=history.rows.visualRect(index).center())
    qtbot.waitUntil(history.pane.edit.hasFocus)
    settled()
    assert "Edit" not in history.rows.tsv([history.model.answer(0)]), "a link is nothing to copy"


def test_a_narrow_list_hides_what_other_columns_say_too_and_copies_it_all_the_same(history: OrdersTab) -> None:
    history.rows.resize(2000, 300)
    assert not history.rows.isColumnHidden(SEATS)
    history.rows.resize(500, 300)
    assert [history.rows.isColumnHidden(one) for one in (SEATS, ANNUAL, UNIT_PRICE)] == [True] * 3
    assert "Seats" in history.rows.heads(history.rows.columns_shown())


def test_the_documents_of_an_order_are_its_report_and_its_letters(
    history: OrdersTab,
    look: Callable[[int], None],
    around: Surroundings,
    settled: Settled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    look(0)
    names = [link.text() for link in history.pane.documents.links]
    assert names == ["Report of the order", "Cancel or keep, with its chart", "Order of Jan 10, 2026 confirmed (.eml)"]
    assert history.pane.year.button.nextInFocusChain() is history.pane.documents.links[0]
    qtbot.waitUntil(lambda: history.pane.documents.links[0].height() > 0)
    click(history.pane.documents.links[0])
    export(history, tmp_path, "csv")
    settled()
    assert [file.name for file in tmp_path.glob("order-*.csv")]
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    click(history.pane.documents.links[2])
    settled()
    assert "Jan 10, 2026" in Path(opened[0]).read_text(encoding="utf-8")


def test_the_preview_of_leaving_is_one_link_away(
    history: OrdersTab, look: Callable[[int], None], open_window: MainWindow, settled: Settled
) -> None:
    look(0)
    click(history.pane.preview)
    settled()
    page = open_window.page.current
    assert isinstance(page, BillingTab)
    assert page.leaving is not None
    assert page.leaving.isVisible()


def test_net_and_tax_are_columns_of_a_taxed_order(around: Surroundings, history: OrdersTab, settled: Settled) -> None:
    around.workspace.rules.change("tax_rates", "FR=20")
    around.workspace.orders.place(NewOrderWish(10, CardWish("tok_visa"), "FR"))
    around.announce(EVERYTHING)
    settled()
    history.open_order(4)
    settled()
    QTest.qWait(200)
    settled()
    model = history.pane.instalments
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    assert heads == ["No.", "Due", "Status", "Net", "Tax", "Total"]
    assert [model.index(0, place).data() for place in (3, 4, 5)] == ["$90.00", "$18.00", "$108.00"]
