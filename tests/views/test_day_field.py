"""The day looked at: typed or pasted whole, stepped, or taken from a calendar; read-only, one click from today."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.views.desk import Tools
from desktop.views.frame.as_of import AsOf
from desktop.views.widgets.calendar_popup import CalendarPopup
from desktop.views.widgets.day_field import read_day
from tests.views.hands import click, press, write

FIRST, SHOWN, TODAY = date(2019, 4, 1), date(2019, 9, 5), date(2019, 10, 1)


@pytest.fixture
def bar(qtbot: QtBot, tools: Tools) -> AsOf:
    made = AsOf(tools.looks, tools.words, tools.icons)
    qtbot.addWidget(made)
    made.show_day(SHOWN, looking=True, today=TODAY, first=FIRST)
    made.activateWindow()
    made.resize(600, 400)
    made.day.setFocus()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def chosen(bar: AsOf) -> list[date | None]:
    found: list[date | None] = []
    bar.chosen.connect(found.append)
    return found


@pytest.fixture
def said(bar: AsOf, tools: Tools) -> list[str]:
    found: list[str] = []
    bar.refused.connect(lambda message: found.append(tools.words.text(message)))
    return found


@pytest.mark.parametrize("text", ["2019-06-20", " 6/20/2019 ", "06/20/2019", "Jun 20, 2019", "20 June 2019"])
def test_a_whole_day_is_pasted_over_the_one_that_stands_there(bar: AsOf, chosen: list[date | None], text: str) -> None:
    QApplication.clipboard().setText(text)
    bar.day.selectAll()
    bar.day.lineEdit().paste()
    assert chosen == []
    press(bar.day, Qt.Key.Key_Return)
    assert chosen == [date(2019, 6, 20)]
    assert bar.day.text() == "6/20/2019"


@pytest.mark.parametrize(("language", "text"), [("fr", "20/06/2019"), ("nl", "20-6-2019"), ("nl", "20 jun 2019")])
def test_a_day_is_typed_as_the_language_writes_it(tools: Tools, language: str, text: str) -> None:
    tools.words.speak(language)
    assert QLocale().name().startswith(language)
    assert read_day(text) == date(2019, 6, 20)


def test_what_is_no_day_is_refused_in_a_sentence_and_can_be_mended(
    bar: AsOf, chosen: list[date | None], said: list[str]
) -> None:
    bar.day.selectAll()
    write(bar.day, "32/13/2019")
    press(bar.day, Qt.Key.Key_Return)
    assert said == ["“32/13/2019” is not a day. Type it as 9/5/2019 or as 2019-09-05."]
    assert bar.day.text() == "32/13/2019"
    press(bar.day, Qt.Key.Key_Escape)
    assert (bar.day.text(), chosen) == ("9/5/2019", [])


def test_no_day_before_the_account_is_looked_at(bar: AsOf, chosen: list[date | None], said: list[str]) -> None:
    bar.day.choose(date(2019, 3, 31))
    assert said == ["The account was made on Apr 1, 2019; there is nothing to show before."]
    assert (bar.day.text(), chosen) == ("9/5/2019", [])


@pytest.mark.parametrize(
    ("key", "day"),
    [
        (Qt.Key.Key_Up, date(2019, 9, 6)),
        (Qt.Key.Key_Down, date(2019, 9, 4)),
        (Qt.Key.Key_PageUp, date(2019, 10, 5)),
        (Qt.Key.Key_PageDown, date(2019, 8, 5)),
    ],
)
def test_arrows_step_by_days_and_pages_by_months(
    qtbot: QtBot, bar: AsOf, chosen: list[date | None], key: Qt.Key, day: date
) -> None:
    press(bar.day, key)
    qtbot.waitUntil(lambda: chosen == [day])


def test_several_steps_are_one_choice(bar: AsOf, chosen: list[date | None]) -> None:
    for _ in range(3):
        press(bar.day, Qt.Key.Key_PageDown)
    press(bar.day, Qt.Key.Key_Return)
    assert chosen == [date(2019, 6, 5)]
    for _ in range(9):
        press(bar.day, Qt.Key.Key_PageDown)
    press(bar.day, Qt.Key.Key_Return)
    assert chosen[-1] == FIRST


def calendar(bar: AsOf) -> CalendarPopup:
    QTest.keyClick(bar.day, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    found = bar.chooser.calendar
    assert found is not None
    assert found.isVisible()
    return found


@pytest.mark.parametrize(
    ("language", "first"), [("en", Qt.DayOfWeek.Sunday), ("fr", Qt.DayOfWeek.Monday), ("nl", Qt.DayOfWeek.Monday)]
)
def test_the_calendar_speaks_the_language_and_begins_its_weeks_as_the_place_does(
    bar: AsOf, tools: Tools, language: str, first: Qt.DayOfWeek
) -> None:
    tools.words.speak(language)
    shown = calendar(bar)
    assert shown.days.locale().name().startswith(language)
    assert shown.days.firstDayOfWeek() == first
    assert shown.days.selectedDate() == QDate(2019, 9, 5)
    assert shown.days.minimumDate() == QDate(2019, 4, 1)


def test_a_day_of_the_calendar_is_chosen_with_the_keyboard(bar: AsOf, chosen: list[date | None]) -> None:
    shown = calendar(bar)
    shown.days.setSelectedDate(QDate(2019, 9, 12))
    shown.days.activated.emit(shown.days.selectedDate())
    assert not shown.isVisible()
    assert chosen == [date(2019, 9, 12)]


def test_esc_closes_the_calendar_and_chooses_nothing(bar: AsOf, chosen: list[date | None]) -> None:
    shown = calendar(bar)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert shown.isAncestorOf(focused)
    press(focused, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert bar.day.hasFocus()
    assert chosen == []


def test_a_click_beside_the_calendar_closes_it(bar: AsOf, chosen: list[date | None]) -> None:
    shown = calendar(bar)
    click(bar.label)
    assert not shown.isVisible()
    assert chosen == []


def test_the_calendar_has_a_way_to_today(bar: AsOf, chosen: list[date | None]) -> None:
    shown = calendar(bar)
    shown.today.click()
    assert not shown.isVisible()
    assert chosen == [TODAY]
