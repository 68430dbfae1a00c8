"""A day to come: played on a copy, plainly said to be simulated, tried out, thrown away."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.accounts import AccountState
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.store.forks import PREFIX
from desktop.views.ahead.tab import AheadTab
from desktop.views.desk import EVERYTHING, Surroundings, Tools
from desktop.views.frame.window import MainWindow
from tests.services.journals import rows
from tests.views.hands import export, texts

Settled = Callable[[], None]


@pytest.fixture
def ordered(around: Surroundings, settled: Settled) -> Surroundings:
    """Ten seats since 10 January 2026, at $90 a month."""
    around.workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    around.announce(EVERYTHING)
    settled()
    return around


def look(window: MainWindow, settled: Settled, *day: int) -> AheadTab:
    window.page.top.as_of.day.choose(date(*day))
    settled()
    tab = window.page.current
    assert isinstance(tab, AheadTab), window.page.messages.said()
    return tab


def now(window: MainWindow) -> Surroundings:
    assert window.around is not None
    return window.around


def test_a_day_to_come_is_framed_named_and_listed(
    open_window: MainWindow, ordered: Surroundings, settled: Settled
) -> None:
    tab = look(open_window, settled, 2026, 4, 30)
    assert open_window.page.frame.isVisible()
    assert open_window.page.top.as_of.label.text() == "Simulated until"
    assert open_window.windowTitle() == "Simulated until Apr 30, 2026: Academy – Seatwise"
    assert open_window.page.messages.said().startswith("Simulated until Apr 30, 2026, every payment assumed paid.")
    assert tab.total.text() == "$270.00 in 3 months"
    said = [tab.events.index(row, 1).data() for row in range(tab.events.rowCount())]
    assert said == [f"Order of Jan 10, 2026, instalment {n}, due on {m} 10, 2026: Counted as paid" for n, m in _THREE]
    assert [tab.charges.index(row, 5).data() for row in range(3)] == ["$90.00"] * 3
    assert now(open_window).workspace.accounts.show().state is AccountState.ACTIVE


_THREE = ((2, "Feb"), (3, "Mar"), (4, "Apr"))


def test_what_is_tried_out_goes_along_to_a_later_day_and_is_gone_today(
    open_window: MainWindow, ordered: Surroundings, settled: Settled
) -> None:
    before = rows(ordered.workspace)
    look(open_window, settled, 2026, 3, 1)
    around = now(open_window)
    assert around.only_read() is None
    around.workspace.orders.place(NewOrderWish(25, CardWish("tok_visa")))
    around.announce(EVERYTHING)
    settled()
    tab = look(open_window, settled, 2026, 4, 30)
    assert tab.total.text() == "$720.00 in 3 months"
    open_window.page.top.as_of.back.click()
    settled()
    real = now(open_window).workspace
    assert rows(real) == before
    assert not open_window.page.frame.isVisible()
    assert open_window.page.top.as_of.label.text() == "As of"
    assert open_window.windowTitle() == "Academy – Seatwise"
    assert "ahead" not in [one.key for one in open_window.page.tabs]
    assert list(Path(real.store_place()).parent.glob(f"{PREFIX}*")) == []


def test_an_earlier_day_to_come_begins_anew(open_window: MainWindow, ordered: Surroundings, settled: Settled) -> None:
    look(open_window, settled, 2026, 6, 30)
    now(open_window).workspace.orders.place(NewOrderWish(25, CardWish("tok_visa")))
    tab = look(open_window, settled, 2026, 2, 28)
    assert tab.total.text() == "$90.00 in 1 month"
    assert now(open_window).workspace.order_list.count() == 1


def test_closing_the_window_throws_the_copy_away(
    open_window: MainWindow, ordered: Surroundings, settled: Settled
) -> None:
    look(open_window, settled, 2026, 6, 30)
    folder = Path(ordered.workspace.store_place()).parent
    assert list(folder.glob(f"{PREFIX}*"))
    open_window.close()
    assert list(folder.glob(f"{PREFIX}*")) == []


def test_a_play_that_is_canceled_leaves_today(
    open_window: MainWindow, ordered: Surroundings, settled: Settled, tools: Tools
) -> None:
    open_window.page.top.as_of.day.choose(date(2050, 1, 1))
    tools.jobs.cancel_all()
    settled()
    assert open_window.page.top.as_of.day.day == date(2026, 1, 10)
    assert now(open_window).workspace is ordered.workspace
    assert not open_window.page.frame.isVisible()


def test_a_day_too_far_is_refused_and_today_stays(
    open_window: MainWindow, ordered: Surroundings, settled: Settled
) -> None:
    open_window.page.top.as_of.day.choose(date(2099, 1, 1))
    settled()
    assert "A simulation goes at most 30 years ahead." in open_window.page.messages.said()
    assert open_window.page.top.as_of.day.day == date(2026, 1, 10)


def test_the_list_is_exported(open_window: MainWindow, ordered: Surroundings, settled: Settled, tmp_path: Path) -> None:
    tab = look(open_window, settled, 2026, 4, 30)
    tab.ask_for_file()
    export(tab, tmp_path, "csv")
    settled()
    file = tmp_path / "simulation-2026-01-10-2026-04-30.csv"
    assert "simulated" in file.read_text(encoding="utf-8").lower()
    assert open_window.page.messages.said()


def test_every_word_is_there_in_each_language(
    open_window: MainWindow, ordered: Surroundings, settled: Settled, tools: Tools
) -> None:
    tab = look(open_window, settled, 2026, 4, 30)
    tools.words.speak("nl")
    settled()
    assert open_window.page.top.as_of.label.text() == "Gesimuleerd tot en met"
    assert "Wat er gebeurt" in texts(tab)
