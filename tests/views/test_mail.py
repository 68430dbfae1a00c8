"""Mail drafts in the window: read, in another language, saved, and handed to the mail program."""

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.views.desk import EVERYTHING, Surroundings
from desktop.views.frame.window import MainWindow
from desktop.views.mail.tab import MailTab
from desktop.views.usage.places import downloads
from tests.views.hands import click

Settled = Callable[[], None]


class MailProgram(QObject):
    """What the system opens files with, in the place of a mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def mail_program() -> Iterator[MailProgram]:
    made = MailProgram()
    QDesktopServices.setUrlHandler("file", made, "take")  # type: ignore[arg-type] # the stubs want bytes, Qt a name
    yield made
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def tab(open_window: MainWindow, around: Surroundings, settled: Settled) -> MailTab:
    around.workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    around.announce(EVERYTHING)
    open_window.errands.open_mail()
    settled()
    found = open_window.page.current
    assert isinstance(found, MailTab)
    return found


def test_the_newest_draft_is_read_at_the_right(tab: MailTab) -> None:
    assert [tab.model.index(0, column).data() for column in range(4)] == [
        "Jan 10, 2026",
        "Order confirmation",
        "Order of Jan 10, 2026 confirmed",
        "",
    ]
    assert tab.pane.letter is not None
    assert tab.pane.letter.subject == "Order 1 is confirmed: 10 users"
    assert "Thank you. Order 1 of Jan 10, 2026 for 10 users is confirmed." in tab.pane.body.toPlainText()


def test_the_letter_speaks_the_language_chosen_beside_it(tab: MailTab, settled: Settled) -> None:
    tab.pane.language.setCurrentIndex(tab.pane.language.findData("nl"))
    tab.pane.language.activated.emit(tab.pane.language.currentIndex())
    settled()
    assert tab.pane.letter is not None
    assert tab.pane.letter.subject == "Bestelling 1 is bevestigd: 10 gebruikers"


def test_a_draft_is_written_and_handed_to_the_mail_program(
    tab: MailTab, settled: Settled, mail_program: MailProgram, home: Path
) -> None:
    click(tab.pane.open)
    settled()
    [path] = mail_program.opened
    assert path.parent == downloads()
    assert home in path.parents
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert (mail["X-Unsent"], mail["Subject"]) == ("1", "Order 1 is confirmed: 10 users")
    click(tab.pane.open)
    settled()
    assert len({*mail_program.opened}) == 2, "nothing is replaced unasked"


def test_without_drafts_the_tab_says_what_brings_them(open_window: MainWindow, settled: Settled) -> None:
    open_window.errands.open_mail()
    settled()
    found = open_window.page.current
    assert isinstance(found, MailTab)
    assert (found.model.rowCount(), found.pane.open.isEnabled()) == (0, False)
    assert found.pane.why_not() is not None
