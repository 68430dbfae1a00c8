"""Preferences: the desk's tastes work at once, and account rules keep their history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from desktop.app import Desk
from desktop.domain.rules import RULES
from desktop.services.workspace import Choice
from desktop.views.desk import Tools
from desktop.views.frame.window import MainWindow
from desktop.views.preferences.dialog import Preferences
from desktop.views.preferences.prices_page import PricesPage
from desktop.views.preferences.rules_page import RulesPage
from tests.desks import ACADEMY
from tests.views.hands import click, press, the, write

Settled = Callable[[], None]


@pytest.fixture
def preferences(open_window: MainWindow, settled: Settled) -> Preferences:
    open_window.errands.open_preferences()
    settled()
    return the(open_window, Preferences)


def test_the_language_changes_at_once_qts_own_words_too(preferences: Preferences, tools: Tools, qtbot: QtBot) -> None:
    preferences.language.setCurrentIndex(preferences.language.findData("nl"))
    preferences.language.activated.emit(preferences.language.currentIndex())
    assert tools.words.language == "nl"
    assert tools.settings.current.language == "nl"
    assert QLocale().name().startswith("nl")
    close = the(preferences, QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    qtbot.waitUntil(lambda: close.text().replace("&", "") == "Sluiten")


def test_the_appearance_changes_at_once_and_is_kept(preferences: Preferences, tools: Tools) -> None:
    preferences.theme.setCurrentIndex(preferences.theme.findData("dark"))
    preferences.theme.activated.emit(preferences.theme.currentIndex())
    assert tools.looks.dark
    assert tools.settings.current.theme == "dark"


def test_a_rule_gets_a_new_version_and_its_history(preferences: Preferences, settled: Settled) -> None:
    page = the(preferences, RulesPage)
    page.list.selectRow(0)
    page.value.number.setValue(45)
    click(page.save)
    settled()
    assert page.rules.answer(0).value == 45
    assert page.rules.answer(0).version == 1
    assert [page.past.index(row, 2).data() for row in range(page.past.rowCount())] == [
        "Change rule “Days of a trial” to 45"
    ]


def test_the_changes_so_far_stand_in_the_accounts_own_time(
    window: MainWindow, desk: Desk, place_two: Path, settled: Settled
) -> None:
    place_two.parent.mkdir(parents=True, exist_ok=True)
    there = replace(ACADEMY, time_zone="America/Los_Angeles")
    desk.create(Choice(store=str(place_two), day=date(2026, 1, 9)), there).close()
    window.sitting.open_place(str(place_two))
    settled()
    assert window.around is not None
    window.around.workspace.rules.change("trial_days", "45")
    window.errands.open_preferences()
    settled()
    page = the(window, RulesPage)
    assert page.past.index(0, 0).data().startswith("Jan 10, 2026, 11:59")


def test_a_value_a_rule_cannot_have_is_refused_beside_it(preferences: Preferences, settled: Settled) -> None:
    page = the(preferences, RulesPage)
    page.list.selectRow(list(RULES).index("tax_rates"))
    page.value.line.setText("soon")
    press(page.value.line, Qt.Key.Key_Return)
    settled()
    assert page.problem.text() == (
        "“Tax by country, in percent” is a percentage for each country, such as FR=20, NL=21; or none."
    )
    assert page.past.rowCount() == 0
    assert preferences.isVisible()


def test_a_rule_is_chosen_by_the_names_of_its_values(preferences: Preferences, tools: Tools, settled: Settled) -> None:
    page = the(preferences, RulesPage)
    tools.words.speak("fr")
    page.list.selectRow(list(RULES).index("grandfather_scope"))
    assert page.value.currentWidget() is page.value.choice
    offered = [page.value.choice.itemText(row) for row in range(page.value.choice.count())]
    assert offered == ["chaque commande", "tout le compte"]
    page.value.choice.setCurrentIndex(1)
    click(page.save)
    settled()
    assert page.rules.answer(list(RULES).index("grandfather_scope")).value == "account"


def test_every_rule_shows_its_value_in_the_field_that_suits_it_and_gives_it_back(preferences: Preferences) -> None:
    page = the(preferences, RulesPage)
    kinds = {}
    for row, rule in enumerate(RULES.values()):
        page.list.selectRow(row)
        assert rule.read(page.value.plain()) == rule.default, rule.name
        kinds[rule.name] = type(page.value.currentWidget()).__name__
    assert (kinds["trial_days"], kinds["auto_renew"], kinds["price_change_on"]) == (
        "WholeField",
        "QComboBox",
        "QDateEdit",
    )
    assert (kinds["termination_fee_rate"], kinds["po_kinds"], kinds["tax_rates"]) == (
        "PercentField",
        "QComboBox",
        "QLineEdit",
    )


def test_rates_and_prices_are_typed_with_the_comma_of_the_language(
    preferences: Preferences, tools: Tools, settled: Settled
) -> None:
    page = the(preferences, RulesPage)
    tools.words.speak("nl")
    for name, typed, value in (
        ("tax_rates", "fr=5,5, NL=21", {"FR": "5.5", "NL": "21"}),
        ("mau_unit_price", "1,25", "1.25"),
        ("mau_unit_price", "", "none"),
    ):
        page.list.selectRow(list(RULES).index(name))
        page.value.line.setText(typed)
        press(page.value.line, Qt.Key.Key_Return)
        settled()
        assert page.rules.answer(list(RULES).index(name)).value == value


def test_enter_on_an_unchanged_value_says_that_there_is_nothing_to_change(
    preferences: Preferences, settled: Settled
) -> None:
    page = the(preferences, RulesPage)
    page.list.selectRow(0)
    press(page.value.number, Qt.Key.Key_Return)
    settled()
    assert page.problem.text() == "There is nothing to change: “Days of a trial” has this value already."
    assert page.problem.isVisibleTo(page)
    assert page.past.rowCount() == 0


def test_a_price_is_added_and_removed_again(preferences: Preferences, settled: Settled) -> None:
    page = the(preferences, PricesPage)
    assert [page.versions.index(row, 1).data() for row in range(2)] == ["$4.00", "$9.00"]
    assert not page.remove.isEnabled()
    page.price.setText("9.50")
    page.start.setDate(QDate(2026, 3, 1))
    page.reaches.setChecked(True)
    page.reaches_from.setDate(QDate(2027, 1, 1))
    click(page.add)
    settled()
    added = [page.versions.index(2, column).data() for column in range(4)]
    assert added == ["Mar 1, 2026", "$9.50", "prices-2026-03-01", "Jan 1, 2027"]
    assert page.price.text() == ""
    click(page.remove)
    settled()
    assert page.versions.rowCount() == 2


def test_what_is_no_price_is_refused_beside_it(preferences: Preferences, settled: Settled) -> None:
    page = the(preferences, PricesPage)
    page.price.setText("nine")
    click(page.add)
    settled()
    assert page.problem.text().startswith("“nine” is not a price.")
    assert page.versions.rowCount() == 2


@pytest.mark.parametrize(("language", "typed"), [("fr", "1 234,50"), ("nl", "1.234,50"), ("en", "$1,234.50")])
def test_a_price_is_typed_as_the_language_writes_it_and_enter_adds_it(
    language: str, typed: str, preferences: Preferences, tools: Tools, settled: Settled
) -> None:
    page = the(preferences, PricesPage)
    preferences.pages.setCurrentWidget(page)
    tools.words.speak(language)
    write(page.price, typed)
    press(page.price, Qt.Key.Key_Return)
    settled()
    assert [price.decimal for price in page.versions.answer(2).prices] == ["1234.50"]
    assert preferences.isVisible()


def test_a_price_that_can_be_read_in_two_ways_is_refused(
    preferences: Preferences, tools: Tools, settled: Settled
) -> None:
    page = the(preferences, PricesPage)
    tools.words.speak("nl")
    page.price.setText("1.234")
    click(page.add)
    settled()
    assert page.problem.text() == "“1.234” kan worden gelezen als 1,234 of als 1234. Typ een van beide."
    assert page.versions.rowCount() == 2
