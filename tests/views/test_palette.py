"""The command palette finds commands, people and the guide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.domain.users import Role
from desktop.models.commands import Entry, Section
from desktop.models.month_names import months_named
from desktop.services.journal.entries import ActEntry
from desktop.services.orders.orders import NewOrderWish
from desktop.services.orders.search import OrderSearch
from desktop.services.payments.payment_methods import CardWish
from desktop.services.usage.imports import ImportWishes
from desktop.services.usage.learners import UsageLearners
from desktop.views.desk import EVERYTHING, Surroundings, Tools
from desktop.views.frame.window import MainWindow
from desktop.views.history.tab import HistoryTab
from desktop.views.orders.tab import OrdersTab
from desktop.views.palette.lines import ENTRY
from desktop.views.palette.palette import CommandPalette
from desktop.views.palette.person_card import PersonCard
from desktop.views.start.opening import FirstAccount
from desktop.views.usage.tab import UsageTab
from desktop.views.widgets.shade import Shade
from tests.views.hands import click, press, the, write

Settled = Callable[[], None]


@pytest.fixture
def palette(open_window: MainWindow) -> CommandPalette:
    open_window.errands.open_palette()
    return the(open_window, CommandPalette)


def test_every_declared_action_is_there(palette: CommandPalette, open_window: MainWindow) -> None:
    declared = [action for action in open_window.declared.actions if action.id != "palette"]
    of_tabs = [action for tab in open_window.page.tabs for action in tab.declared_actions()]
    say = open_window.tools.words.text
    assert {entry.text for entry in palette.shown()} >= {say(action.text) for action in (*declared, *of_tabs)}


def test_what_cannot_be_done_now_is_listed_with_the_reason(palette: CommandPalette) -> None:
    undo = next(entry for entry in palette.shown() if entry.key == "undo")
    assert undo.run is None
    assert undo.detail == "Nothing was done in this session that can be taken back."


def test_words_in_any_order_find_a_command_and_enter_does_it(palette: CommandPalette, settled: Settled) -> None:
    window = palette.parent()
    assert isinstance(window, MainWindow)
    write(palette._field, "of accounts past")
    assert palette.shown() == []
    palette._field.clear()
    write(palette._field, "changed history")
    press(palette._field, Qt.Key.Key_Return)
    settled()
    assert window.page.current is not None
    assert window.page.current.key == "history"


def test_people_are_found_by_a_part_of_their_name(
    palette: CommandPalette, around: Surroundings, settled: Settled
) -> None:
    write(palette._field, "@nn")
    palette.ask()
    settled()
    assert [(entry.text, entry.detail) for entry in palette.shown()] == [("Anna", "Owner")]
    assert around.workspace.users.list()[0].role is Role.OWNER
    press(palette._field, Qt.Key.Key_Return)
    window = palette.parent()
    assert isinstance(window, MainWindow)
    assert the(window, PersonCard).isVisible()
    the(window, PersonCard).reject()


def test_escape_leaves_everything_as_it_was(palette: CommandPalette) -> None:
    press(palette._field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_learners_are_found_and_lead_to_their_newest_month(
    palette: CommandPalette, around: Surroundings, settled: Settled, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "user,name,timestamp,action\nw7,Élodie Wit,2025-11-03T10:00:00Z,completed\n"
        "w7,Élodie Wit,2025-12-03T10:00:00Z,completed\nw8,Other,2025-12-03T10:00:00Z,completed\n",
        encoding="utf-8",
    )
    around.workspace.usage_imports.import_files([path], ImportWishes())
    palette._field.setText("élodie wit")
    palette.ask()
    settled()
    assert [(entry.text, entry.detail) for entry in palette.shown()] == [("Élodie Wit", "Learner, w7")]
    press(palette._field, Qt.Key.Key_Return)
    settled()
    window = palette.parent()
    assert isinstance(window, MainWindow)
    tab = window.page.current
    assert isinstance(tab, UsageTab)
    assert (str(tab.people.month), tab.people.model.total) == ("2025-12", 1)


@pytest.mark.parametrize(("typed", "name"), [("2025-03", "March 2025"), ("march 2025", "March 2025")])
def test_a_month_is_named_and_opened(palette: CommandPalette, settled: Settled, typed: str, name: str) -> None:
    write(palette._field, typed)
    months = [entry for entry in palette.shown() if entry.section is Section.MONTHS]
    assert [entry.text for entry in months] == [name]
    assert months[0].run is not None
    months[0].run()
    settled()
    window = palette.parent()
    assert isinstance(window, MainWindow)
    assert isinstance(window.page.current, UsageTab)
    assert str(window.page.current.people.month) == "2025-03"


def test_another_account_is_found_and_opened(open_window: MainWindow, around: Surroundings, settled: Settled) -> None:
    open_window.sitting.add_account(FirstAccount("Zwolle", "EU", "UTC", "EUR", "Marit"))
    settled()
    open_window.errands.open_palette()
    palette = the(open_window, CommandPalette)
    write(palette._field, "academy")
    press(palette._field, Qt.Key.Key_Return)
    settled()
    assert open_window.windowTitle() == "Academy – Seatwise"


@pytest.mark.parametrize(
    ("typed", "language", "months"),
    [
        ("mars 2026", "fr", ["2026-03"]),
        ("maart 2026", "nl", ["2026-03"]),
        ("2026 juil", "fr", ["2026-07"]),
        ("jui 2026", "fr", ["2026-06", "2026-07"]),
        ("03/2026", "fr", ["2026-03"]),
        ("2026-13", "en", []),
        ("march", "en", []),
        ("report 2026", "en", []),
    ],
)
def test_months_are_known_by_their_names(typed: str, language: str, months: list[str]) -> None:
    assert [str(month) for month in months_named(typed, language)] == months


def test_a_search_reads_no_more_learners_than_it_shows(around: Surroundings, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = [f"p{who:04d}@example.org,2025-06-09T10:00:00Z,completed" for who in range(1500)]
    path.write_text("user,timestamp,action\n" + "\n".join(rows) + "\n", encoding="utf-8")
    around.workspace.usage_imports.import_files([path], ImportWishes())
    learners = UsageLearners(around.workspace.context)
    assert [one.identifier for one in learners.like("p01", 3)] == [f"p010{n}@example.org" for n in range(3)]
    assert len(learners.like("EXAMPLE", 8)) == 8
    assert learners.like("p0100 nowhere") == []


def test_a_name_or_a_year_alone_finds_the_months_there_may_be(palette: CommandPalette, settled: Settled) -> None:
    def months(typed: str) -> list[str]:
        palette.open_with([], typed)
        settled()
        return [entry.text for entry in palette.shown() if entry.section is Section.MONTHS]

    assert months("mar") == ["March 2025", "March 2024"]
    assert months("2026") == ["January 2026"]
    assert months("2027") == []


@pytest.fixture
def ordered(open_window: MainWindow, around: Surroundings, settled: Settled) -> CommandPalette:
    """The palette of an account with two orders, paid by two cards."""
    orders = around.workspace.orders
    orders.place(NewOrderWish(40, CardWish("tok_visa")))
    orders.place(NewOrderWish(25, CardWish("tok_mastercard")))
    open_window.announce(EVERYTHING)
    settled()
    open_window.errands.open_palette()
    return the(open_window, CommandPalette)


def of(palette: CommandPalette, section: Section) -> list[str]:
    return [entry.text for entry in palette.shown() if entry.section is section]


FIRST, SECOND = "Order 1: Jan 10, 2026, 40 users", "Order 2: Jan 10, 2026, 25 users"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("#", [SECOND, FIRST]),
        ("#1", [FIRST]),
        ("2", [SECOND]),
        ("4242", [FIRST]),
        ("visa 4242", [FIRST]),
        ("mastercard", [SECOND]),
        ("2026-01-10", [SECOND, FIRST]),
        ("jan 10, 2026", [SECOND, FIRST]),
        ("1/10/2026", [SECOND, FIRST]),
        ("orders", [SECOND, FIRST]),
        ("#9999", []),
        ("@4242", []),
    ],
)
def test_orders_are_found_by_what_a_person_knows_of_them(
    ordered: CommandPalette, settled: Settled, typed: str, found: list[str]
) -> None:
    ordered.open_with([], typed)
    ordered.ask()
    settled()
    assert of(ordered, Section.ORDERS) == found


@pytest.mark.parametrize(
    ("language", "typed", "numbers"),
    [
        *(
            (language, word, [2])
            for language in ("en", "fr", "nl")
            for word in ("order 2", "commande 2", "Bestelling 2")
        ),
        ("nl", "bestelling #1", [1]),
        ("fr", "commandes 10 janv.", [2, 1]),
        ("en", "#10 jan", [2, 1]),
        ("fr", "#10 janv", [2, 1]),
        ("fr", "10 janv. 2026", [2, 1]),
        ("nl", "10 jan. 2026", [2, 1]),
        ("nl", "10 januari 2026", [2, 1]),
        ("fr", "10/01/2026", [2, 1]),
        ("nl", "10-01-2026", [2, 1]),
        ("en", "#40", [1]),
        ("en", "$360", [1]),
        ("en", "360.00", [1]),
        ("fr", "360,00 $US", [1]),
        ("fr", "4 320,00", [1]),
        ("nl", "US$ 225,00", [2]),
        ("nl", "4.320", [1]),
        ("nl", "226,00", []),
    ],
)
def test_an_order_is_found_as_a_person_of_each_language_types_it(
    ordered: CommandPalette, tools: Tools, settled: Settled, language: str, typed: str, numbers: list[int]
) -> None:
    tools.words.speak(language)
    ordered.open_with([], typed)
    ordered.ask()
    settled()
    found = [entry.text for entry in ordered.shown() if entry.section is Section.ORDERS]
    word = {"en": "Order", "fr": "Commande", "nl": "Bestelling"}[language]
    assert [text.split(":")[0].strip() for text in found] == [f"{word} {number}" for number in numbers]


def test_an_amount_with_tax_is_found_too(around: Surroundings) -> None:
    around.workspace.rules.change("tax_rates", "FR=5.5")
    around.workspace.orders.place(NewOrderWish(33, CardWish("tok_visa"), "FR"))
    total = around.workspace.orders.show("1").instalments[0].total
    search = OrderSearch(around.workspace.context)
    assert total.decimal == "313.34"
    assert [one.number for one in search.like("313,34", language="fr")] == [1]
    assert search.like("313,35", language="fr") == []


def test_an_order_is_found_by_the_beginning_of_its_id_and_opened(
    ordered: CommandPalette, around: Surroundings, settled: Settled
) -> None:
    window = ordered.parent()
    assert isinstance(window, MainWindow)
    order = around.workspace.orders.show("1").order
    ordered.open_with([], f"#{order.order[:8]}")
    ordered.ask()
    settled()
    assert [entry.detail for entry in ordered.shown()] == ["Active, Visa 4242, $360.00 on Feb 10, 2026"]
    press(ordered._field, Qt.Key.Key_Return)
    settled()
    tab = window.page.current
    assert isinstance(tab, OrdersTab)
    QTest.qWait(200)
    settled()
    assert (tab.current.answer().number, tab.pane.isVisible()) == (1, True)


def test_ctrl_i_explains_what_the_order_found_costs(
    ordered: CommandPalette, open_window: MainWindow, settled: Settled
) -> None:
    ordered.open_with([], "#2")
    ordered.ask()
    settled()
    QTest.keyClick(ordered._field, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert not ordered.isVisible()
    assert open_window.why.isVisible()
    open_window.why.copy()
    assert "225.00" in QGuiApplication.clipboard().text()


def test_entries_of_the_journal_are_found_in_the_language_of_the_moment(
    ordered: CommandPalette, open_window: MainWindow, settled: Settled
) -> None:
    open_window.tools.words.speak("fr")
    ordered.open_with([], "commande de 25")
    ordered.ask()
    settled()
    (entry,) = [one for one in ordered.shown() if one.section is Section.JOURNAL]
    assert entry.run is not None
    entry.run()
    settled()
    tab = open_window.page.current
    assert isinstance(tab, HistoryTab)
    shown = tab.rows.current_answer()
    assert isinstance(shown, ActEntry)
    assert open_window.tools.words.text(shown.verb) == entry.text


def test_a_word_without_its_accents_finds_commands_and_the_guide(open_window: MainWindow, settled: Settled) -> None:
    open_window.tools.words.speak("fr")
    open_window.errands.open_palette()
    palette = the(open_window, CommandPalette)
    plain, accented = "preferences", "Préférences…"
    write(palette._field, plain)
    settled()
    assert accented in of(palette, Section.COMMANDS)
    palette.open_with([Entry(Section.GUIDE, "Une échéance, un œuf")], "echeance OEUF")
    assert of(palette, Section.GUIDE) == ["Une échéance, un œuf"]


def test_what_is_found_later_leaves_the_current_line_where_it_was(ordered: CommandPalette, settled: Settled) -> None:
    ordered.open_with([Entry(Section.GUIDE, "42 questions")], "42")
    before = ordered.shown()[0]
    ordered._found = [Entry(Section.ORDERS, "Order 42")]
    ordered._show(keep=True)
    assert ordered._list.currentIndex().data(ENTRY) is before
    settled()


def test_a_click_beside_the_palette_puts_it_away(palette: CommandPalette, open_window: MainWindow) -> None:
    click(the(open_window, Shade))
    assert not palette.isVisible()
    assert not the(open_window, Shade).isVisible()
