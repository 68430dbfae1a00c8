"""The page of the months: numbers, chart and grid with one cursor, periods, and what leads on."""

import subprocess
import sys
from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.periods import Month
from desktop.models.months import MonthsModel
from desktop.services.usage.page import Span
from desktop.services.workspace import Workspace
from desktop.views.usage.grid import MonthGrid
from tests.views.usage.conftest import DECEMBER, MARCH, Desktop


def cells(grid: MonthGrid, line: int) -> list[str]:
    model = grid.model()
    return [str(model.index(line, column).data()) for column in range(model.columnCount())]


def drawn(desktop: Desktop, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desktop.tab.months.chart.canvas is not None)


def test_the_headline_shows_what_remains_and_what_is_used_of_the_running_period(desktop: Desktop) -> None:
    headline = desktop.tab.headline
    assert headline.used.accessibleName() == "55 used, March 2025 to Jan 10, 2026"
    assert headline.remaining.accessibleName() == "45 units remaining of 100"


def test_each_headline_number_explains_itself(desktop: Desktop) -> None:
    desktop.tab.headline.used.explain_here()
    desktop.tab.headline.remaining.explain_here()
    assert [one.value for one in desktop.said.explained] == [55, 45]


def test_the_grid_shows_the_months_of_the_period_under_the_chart(desktop: Desktop) -> None:
    grid = desktop.tab.months.across
    assert grid.isVisible()
    assert not desktop.tab.months.down.isVisible()
    assert cells(grid, 0) == [*(str(count) for count in range(1, 11)), "0", ""]
    assert cells(grid, 2)[9] == "55"
    assert cells(grid, 3) == ["100"] * 12


def test_the_columns_of_the_grid_stand_under_the_months_of_the_chart(desktop: Desktop, qtbot: QtBot) -> None:
    drawn(desktop, qtbot)
    months = desktop.tab.months
    for place in (0, 5, 11):
        middle = months.across.columnViewportPosition(place) + months.across.columnWidth(place) // 2
        x = months.across.viewport().mapTo(months, QPoint(middle, 0)).x()
        assert months.chart.place_at(months.chart.mapFrom(months, QPointF(x, 0))) == place


def test_the_columns_follow_when_the_page_is_made_wider(desktop: Desktop, qtbot: QtBot) -> None:
    drawn(desktop, qtbot)
    grid = desktop.tab.months.across
    before = grid.columnWidth(0)
    desktop.tab.resize(1700, 760)
    qtbot.waitUntil(lambda: grid.columnWidth(0) > before)
    right = grid.columnViewportPosition(11) + grid.columnWidth(11)
    assert abs(grid.viewport().width() - 16 - right) <= 1


def test_the_chart_copies_the_table(desktop: Desktop, qtbot: QtBot) -> None:
    drawn(desktop, qtbot)
    QTest.keyClick(desktop.tab.months.chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Month\t")


def test_the_chart_is_made_in_a_job_after_the_page_is_there(
    show: Callable[[Workspace], Desktop], used: Workspace, qtbot: QtBot
) -> None:
    desktop = show(used)
    chart = desktop.tab.months.chart
    assert chart.position >= 0
    drawn(desktop, qtbot)
    qtbot.waitUntil(lambda: chart.canvas is not None and chart.canvas.chart.frame is not None)


def test_the_page_comes_without_the_drawing_library() -> None:
    code = "import sys, desktop.views.usage.tab; print('matplotlib' in sys.modules, 'duckdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_left_and_right_home_and_end_move_one_cursor_through_chart_grid_and_words(
    desktop: Desktop, qtbot: QtBot
) -> None:
    drawn(desktop, qtbot)
    months = desktop.tab.months
    assert months.month == Month.parse("2026-01")
    for key, month, words in (
        (Qt.Key.Key_Left, "2025-12", "December 2025: 10 active"),
        (Qt.Key.Key_Home, "2025-03", "March 2025: 1 active"),
        (Qt.Key.Key_Right, "2025-04", "April 2025: 2 active"),
        (Qt.Key.Key_End, "2026-02", "February 2026 has not begun."),
    ):
        QTest.keyClick(months.chart, key)
        assert months.month == Month.parse(month)
        assert months.across.marked == months.chart.position
        assert months.readout.text().startswith(words)
        assert words in months.chart.accessibleDescription()


def test_the_pointer_moves_the_same_cursor_and_a_click_opens_the_month(desktop: Desktop, qtbot: QtBot) -> None:
    drawn(desktop, qtbot)
    chart = desktop.tab.months.chart
    frame = chart.canvas.chart.frame if chart.canvas is not None else None
    assert frame is not None
    place = QPoint(round(frame.upper.x(9)) + 8, 120)
    QTest.mouseMove(chart, place)
    qtbot.waitUntil(lambda: desktop.tab.months.month == DECEMBER)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    desktop.settle()
    assert desktop.tab.people.month == DECEMBER
    assert desktop.tab.stack.currentWidget() is desktop.tab.people


def test_enter_opens_the_people_of_the_month_under_the_cursor(desktop: Desktop, qtbot: QtBot) -> None:
    drawn(desktop, qtbot)
    QTest.keyClick(desktop.tab.months.chart, Qt.Key.Key_Home)
    QTest.keyClick(desktop.tab.months.chart, Qt.Key.Key_Return)
    desktop.settle()
    assert desktop.tab.people.month == MARCH


def test_the_arrows_in_the_grid_move_the_cursor_of_the_chart(desktop: Desktop, qtbot: QtBot) -> None:
    months = desktop.tab.months
    months.across.setFocus()
    qtbot.waitUntil(months.across.hasFocus)
    months.across.setCurrentIndex(months.across.model().index(0, 0))
    QTest.keyClick(months.across, Qt.Key.Key_Right)
    assert months.chart.position == 1
    QTest.keyClick(months.across, Qt.Key.Key_Return)
    desktop.settle()
    assert desktop.tab.people.month == Month.parse("2025-04")


def test_a_month_that_has_not_begun_opens_nothing(desktop: Desktop, qtbot: QtBot) -> None:
    drawn(desktop, qtbot)
    QTest.keyClick(desktop.tab.months.chart, Qt.Key.Key_End)
    QTest.keyClick(desktop.tab.months.chart, Qt.Key.Key_Return)
    assert desktop.tab.stack.currentWidget() is desktop.tab.main
    assert not desktop.tab.months.people.isEnabled()


def test_why_on_the_chart_explains_the_month_under_the_cursor(desktop: Desktop, qtbot: QtBot) -> None:
    drawn(desktop, qtbot)
    QTest.keyClick(desktop.tab.months.chart, Qt.Key.Key_Home)
    desktop.tab.months.explain_here()
    desktop.settle()
    assert desktop.said.explained[-1].value == 1


def test_more_than_two_years_stand_in_a_table_of_rows(desktop: Desktop) -> None:
    desktop.tab.months.periods.chosen.emit(Span(Month.parse("2004-09"), Month.parse("2026-01")))
    desktop.settle()
    months = desktop.tab.months
    assert months.down.isVisible()
    assert not months.across.isVisible()
    assert months.down.model().rowCount() == 257
    assert months.down.model().headerData(256, Qt.Orientation.Vertical) == "January 2026"


def test_a_past_plan_period_is_offered_and_the_arrows_step_through_periods(
    show: Callable[[Workspace], Desktop], used: Workspace
) -> None:
    desktop = show(used)
    bar = desktop.tab.months.periods
    assert bar.periods.itemText(0) == "Mar 2025 – Feb 2026"
    assert not bar.back.isEnabled()
    assert not bar.forward.isEnabled()


def test_the_year_before_is_drawn_on_demand(desktop: Desktop) -> None:
    page = desktop.tab.page
    assert page is not None
    assert page.series.year_before is None
    desktop.tab.months.periods.year_before.setChecked(True)
    desktop.settle()
    page = desktop.tab.page
    assert page is not None
    assert page.series.year_before == (None,) * 12


def test_the_table_copies_as_text_with_tabs_and_plain_numbers(desktop: Desktop) -> None:
    desktop.tab.months.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Month\tObserved\tBilled\tCumulative\tPurchased\tRemaining\tState"
    assert lines[10] == "2025-12\t10\t\t55\t100\t45\tOpen"


def test_a_screen_reader_hears_month_and_measure_of_each_cell(desktop: Desktop) -> None:
    model = desktop.tab.months.across.model()
    assert isinstance(model, MonthsModel)
    heard = model.index(0, 9).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "December 2025, Observed: 10"


def test_an_empty_workspace_says_what_will_be_here_and_offers_the_import(
    show: Callable[[Workspace], Desktop], workspace: Workspace
) -> None:
    desktop = show(workspace)
    assert desktop.tab.stack.currentWidget() is desktop.tab.empty
    assert desktop.tab.empty.sentence.text() == "Here you will see who was active in which month."
    assert desktop.tab.empty.button.isEnabled()
    reasons = {action.id: action.enabled() for action in desktop.tab.declared_actions()}
    assert reasons["usage.report"] is not None
    assert reasons["usage.import"] is None


def test_overall_usage_counts_distinct_people(desktop: Desktop) -> None:
    lines = desktop.tab.side.overall._lines
    assert [(name.text(), number.text()) for name, number in lines] == [
        ("Total active users", "10"),
        ("Active in January 2026", "0"),
        ("Not yet enrolled in any course", "1"),
    ]
