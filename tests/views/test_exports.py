"""Every screen of billing gives its lists and charts as files, through one form."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.i18n import msg
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.reports.files import FileWish, FileWritten
from desktop.views.billing.place_order import PlaceOrderDialog
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.export_dialog import ExportDialog, drawn, listed
from desktop.views.frame.window import MainWindow
from desktop.views.history.tab import HistoryTab
from desktop.views.mail.tab import MailTab
from desktop.views.preferences.dialog import Preferences
from desktop.views.preferences.prices_page import PricesPage
from tests.views.hands import click, export, the

Settled = Callable[[], None]
TODAY = "2026-01-10"


@pytest.fixture
def ordered(open_window: MainWindow, around: Surroundings, settled: Settled) -> MainWindow:
    """The window of an account with an order."""
    around.workspace.orders.place(NewOrderWish(40, CardWish("tok_visa")))
    open_window.announce(EVERYTHING)
    settled()
    return open_window


def test_billing_gives_what_it_shows_and_the_calendar(ordered: MainWindow, settled: Settled, tmp_path: Path) -> None:
    tab = the(ordered, BillingTab)
    files = ("billing.csv", "owed-and-awaited.csv", "activation-keys.csv", "price-list.csv", "billing-calendar.ics")
    for place, name in enumerate(files):
        tab.export()
        stem, _, kind = name.partition(".")
        export(tab, tmp_path, kind, place)
        settled()
        assert (tmp_path / f"{stem}-{TODAY}.{kind}").stat().st_size > 0
    assert f"Written: {tmp_path}" in ordered.page.messages.said()


def test_the_journal_is_given_as_it_is_filtered(ordered: MainWindow, settled: Settled, tmp_path: Path) -> None:
    ordered.errands.open_history()
    settled()
    tab = the(ordered, HistoryTab)
    next(chip for chip in tab.chips.buttons() if chip.text().startswith("Users ")).click()
    settled()
    tab.export.click()
    export(tab, tmp_path, "json")
    settled()
    text = (tmp_path / f"journal-filtered-{TODAY}.json").read_text(encoding="utf-8")
    assert '"Users"' in text
    assert "Place order" not in text


def test_the_list_of_drafts_is_given(ordered: MainWindow, settled: Settled, tmp_path: Path) -> None:
    ordered.errands.open_mail()
    settled()
    tab = the(ordered, MailTab)
    click(tab.export)
    export(tab, tmp_path, "csv")
    settled()
    text = (tmp_path / f"mail-drafts-{TODAY}.csv").read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == tab.model.rowCount() + 1


def test_an_estimate_is_given_before_anything_is_ordered(
    ordered: MainWindow, settled: Settled, tmp_path: Path, qtbot: QtBot
) -> None:
    the(ordered, BillingTab).place_order()
    settled()
    dialog = the(ordered, PlaceOrderDialog)
    dialog.head.users.setValue(25)
    qtbot.waitUntil(lambda: not dialog.estimating.settle.isActive())
    settled()
    click(dialog.go)
    click(dialog.estimate_page.export)
    export(dialog.estimate_page, tmp_path, "csv")
    settled()
    text = (tmp_path / f"estimate-25-users-{TODAY}.csv").read_text(encoding="utf-8-sig")
    assert "225.00 USD" in text
    dialog.reject()


def test_the_price_list_is_given(ordered: MainWindow, settled: Settled, tmp_path: Path) -> None:
    ordered.errands.open_preferences()
    settled()
    page = the(the(ordered, Preferences), PricesPage)
    page.export.click()
    export(page, tmp_path, "csv")
    settled()
    assert "9.00 USD" in (tmp_path / f"price-list-{TODAY}.csv").read_text(encoding="utf-8-sig")
    the(ordered, Preferences).reject()


@pytest.fixture
def form(open_window: MainWindow, around: Surroundings) -> ExportDialog:
    """The form of a list and of a chart."""

    def write(wish: FileWish) -> FileWritten:
        wish.path.write_text(wish.profile, encoding="utf-8")
        return FileWritten([str(wish.path)], 1)

    wares = (listed(msg("Orders"), "orders", write), drawn(msg("Chart"), "chart", write))
    dialog = ExportDialog(open_window, around, msg("Export…"), wares)
    dialog.open()
    return dialog


def test_what_is_chosen_decides_the_formats(form: ExportDialog) -> None:
    def kinds() -> list[str]:
        return [form.kind.itemData(place) for place in range(form.kind.count())]

    assert kinds() == ["xlsx", "csv", "pdf", "parquet", "json"]
    form.kind.setCurrentIndex(2)
    form.what.setCurrentIndex(1)
    assert kinds() == ["png", "svg", "pdf"]
    assert form.kind.currentData() == "pdf"
    assert not form.profile.isEnabled()
    form.reject()


def test_a_folder_that_is_not_there_is_refused_and_no_file_is_replaced(
    form: ExportDialog, settled: Settled, tmp_path: Path
) -> None:
    form.folder.setText(str(tmp_path / "nowhere"))
    assert (form.write.isEnabled(), form.refusal.isVisible()) == (False, True)
    form.folder.setText(str(tmp_path))
    form.kind.setCurrentIndex(form.kind.findData("csv"))
    form.profile.setCurrentIndex(form.profile.findData("excel-fr"))
    (tmp_path / f"orders-{TODAY}.csv").write_text("mine", encoding="utf-8")
    click(form.write)
    settled()
    assert (tmp_path / f"orders-{TODAY}.csv").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / f"orders-{TODAY} (2).csv").read_text(encoding="utf-8") == "excel-fr"
