"""The people of a month: who, what first, from which file; late ones; filters; the months beside it."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.periods import Month
from desktop.models.people import Column
from desktop.services.usage.imports import ImportWishes
from desktop.views.export_dialog import ExportDialog
from desktop.views.usage.learners import LearnersDialog
from tests.desks import at
from tests.views.hands import texts, write
from tests.views.usage.conftest import DECEMBER, MONTHS, Desktop


def opened(desktop: Desktop, month: Month = DECEMBER) -> None:
    desktop.tab.open_month(month)
    desktop.settle()


def names(desktop: Desktop) -> list[str]:
    model = desktop.tab.people.model
    return [str(model.index(row, Column.NAME).data()) for row in range(model.rowCount())]


def test_each_person_stands_once_with_the_first_activity_its_kind_and_file(desktop: Desktop) -> None:
    opened(desktop)
    model = desktop.tab.people.model
    assert names(desktop) == [f"p{who:02d}@example.org" for who in range(10)]
    row = [str(model.index(0, column).data()) for column in Column]
    assert row[Column.FIRST] == "Dec 1, 10:00"
    assert row[Column.KIND] == "Course (Q1)"
    assert row[Column.ACTION] == "completed"
    assert row[Column.OBJECT] == "Course 0"
    assert row[Column.SOURCE] == "activity.csv"
    assert row[Column.BILLING] == "Open"


def test_people_who_came_after_the_month_was_closed_are_marked_and_can_be_shown_alone(
    desktop: Desktop, tmp_path: Path
) -> None:
    workspace = desktop.around.workspace
    workspace.usage_changes.close_month(Month.parse("2025-11"))
    late = tmp_path / "late.csv"
    late.write_text("user,timestamp,action\nlate@example.org,2025-11-09T10:00:00Z,completed\n", encoding="utf-8")
    workspace.usage_imports.import_files([late], ImportWishes())
    opened(desktop, Month.parse("2025-11"))
    people = desktop.tab.people
    assert people.head.late.accessibleName() == "1 late, not billed"
    people._filter_by("late")
    desktop.settle()
    assert names(desktop) == ["late@example.org"]
    assert people.model.index(0, Column.BILLING).data() == "Late, not billed"
    assert people.head.closed.text() == "Closed on Jan 10, 2026"


def test_the_filter_finds_names_objects_and_files(desktop: Desktop, qtbot: QtBot) -> None:
    opened(desktop)
    for text, found in (("P03", 1), ("course 4", 1), ("activity.csv", 10), ("nowhere", 0)):
        desktop.tab.people.filter.setText(text)
        qtbot.waitUntil(lambda: not desktop.tab.people._typing.isActive())
        desktop.settle()
        assert len(names(desktop)) == found, text
    assert desktop.tab.people.nobody.text() == "Nobody fits the filter."


def test_the_months_beside_are_one_step_away_and_escape_leads_back(desktop: Desktop, qtbot: QtBot) -> None:
    opened(desktop)
    people = desktop.tab.people
    assert people.head.before.text() == "November 2025"
    people.head.before.click()
    desktop.settle()
    assert people.head.name.text() == "November 2025"
    assert len(names(desktop)) == 9
    people.list.setFocus()
    qtbot.waitUntil(people.list.hasFocus)
    QTest.keyClick(people.list, Qt.Key.Key_Escape)
    assert desktop.tab.stack.currentWidget() is desktop.tab.main


def test_selected_rows_copy_as_text_with_tabs(desktop: Desktop) -> None:
    opened(desktop)
    people = desktop.tab.people.list
    people.clearSelection()
    people.selectRow(2)
    QTest.keyClick(people, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("p02@example.org\t\t2025-12-03T10:00:00+00:00")


def test_the_next_page_is_asked_for_when_the_list_is_scrolled_to_its_end(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = [f"many{who:04d}@example.org,2025-06-09T10:00:00Z,completed" for who in range(450)]
    path.write_text("user,timestamp,action\n" + "\n".join(rows) + "\n", encoding="utf-8")
    desktop.around.workspace.usage_imports.import_files([path], ImportWishes())
    opened(desktop, Month.parse("2025-06"))
    people = desktop.tab.people
    assert (people.model.total, people.model.loaded) == (454, 200)
    people.list.scrollToBottom()
    people.model.fetchMore()
    desktop.settle()
    assert people.model.loaded == 400


def test_a_month_without_activity_says_so(desktop: Desktop) -> None:
    at(desktop.around.workspace, date(2026, 1, 10))
    opened(desktop, Month.parse("2025-01"))
    assert desktop.tab.people.nobody.text() == "Nobody was active in this month."
    assert not desktop.tab.people.export.isEnabled()


def test_the_export_writes_everyone_who_fits_the_filter_not_only_what_was_read(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    rows = [f"many{who:04d}@example.org,2025-06-09T10:00:00Z,completed" for who in range(450)]
    path.write_text("user,timestamp,action\n" + "\n".join(rows) + "\n", encoding="utf-8")
    desktop.around.workspace.usage_imports.import_files([path], ImportWishes())
    opened(desktop, Month.parse("2025-06"))
    people = desktop.tab.people
    people.filter.setText("many")
    qtbot.waitUntil(lambda: not people._typing.isActive())
    desktop.settle()
    assert (people.model.loaded, people.export.text()) == (200, "Export 450 rows…")
    people.export.click()
    dialog = desktop.dialog()
    assert isinstance(dialog, ExportDialog)
    assert dialog.said.text() == "450 people are written: those of 454 who fit the filter."
    dialog.kind.setCurrentIndex(1)
    dialog.folder.setText(str(tmp_path))
    dialog.write.click()
    desktop.settle()
    lines = (tmp_path / "people-2025-06-filtered.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 451
    assert lines[1].endswith(",completed,,many.csv,Open")


def said(desktop: Desktop) -> str:
    return "\n".join(texts(desktop.tab.people.pane))


def test_the_person_chosen_is_told_beside_the_list(desktop: Desktop, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("user,timestamp,action\np03@example.org,2025-12-02T08:00:00Z,passed\n", encoding="utf-8")
    desktop.around.workspace.usage_imports.import_files([other], ImportWishes())
    opened(desktop)
    people = desktop.tab.people
    people.list.selectRow(names(desktop).index("p03@example.org"))
    desktop.settle()
    found = people.pane.person
    assert found is not None
    assert [(one.action, one.file) for one in found.firsts] == [("passed", "other.csv"), ("completed", "activity.csv")]
    assert [str(one.month) for one in found.year if one.active] == MONTHS[3:]
    assert "Counts once in Dec 2025; 2 files name this person." in said(desktop)
    assert people.pane.strip.accessibleDescription().startswith("Active in Jun 2025, Jul 2025")


def test_a_person_can_be_the_same_as_another_and_that_is_taken_back_beside_the_list(desktop: Desktop) -> None:
    opened(desktop)
    people = desktop.tab.people
    desktop.around.workspace.usage_changes.alias("p01@example.org", "p02@example.org")
    people.reload()
    desktop.settle()
    people.list.selectRow(names(desktop).index("p02@example.org"))
    desktop.settle()
    assert "p01@example.org" in said(desktop)
    people.pane.back.click()
    desktop.settle()
    assert "p01@example.org" in names(desktop)
    assert desktop.around.workspace.care.check().ok


def test_never_counting_begins_with_the_person_chosen(desktop: Desktop) -> None:
    opened(desktop)
    people = desktop.tab.people
    people.list.selectRow(4)
    desktop.settle()
    people.pane.exclude.click()
    dialog = desktop.dialog()
    assert isinstance(dialog, LearnersDialog)
    assert dialog.excluded.identifier() == "p04@example.org"
    write(dialog.reason, "Teacher")
    dialog.exclusions.add.click()
    desktop.settle()
    dialog.reject()
    assert "p04@example.org" not in names(desktop)
    assert (people.list.currentIndex().row(), people.pane.person) == (-1, None)
    history = desktop.around.workspace.history
    history.undo(history.list()[0].act)
    people.reload()
    desktop.settle()
    assert people.list.currentIndex().row() == names(desktop).index("p04@example.org")


def test_the_person_chosen_stays_chosen_when_others_leave_the_list(desktop: Desktop) -> None:
    opened(desktop)
    people = desktop.tab.people
    assert people.list.currentIndex().row() == 0
    people.list.selectRow(5)
    desktop.settle()
    desktop.around.workspace.usage_changes.exclude("p02@example.org", "Teacher")
    people.reload()
    desktop.settle()
    assert names(desktop)[people.list.currentIndex().row()] == "p05@example.org"
    assert people.pane.person is not None
    assert people.pane.person.learner.identifier == "p05@example.org"
    people.head.after.click()
    people.head.before.click()
    desktop.settle()
    assert people.list.currentIndex().row() == 0


def test_where_there_is_little_room_a_person_is_shown_when_opened(desktop: Desktop) -> None:
    desktop.tab.resize(1024, 600)
    opened(desktop)
    people = desktop.tab.people
    assert people.pane.isHidden()
    people.list.selectRow(2)
    QTest.keyClick(people.list, Qt.Key.Key_Return)
    desktop.settle()
    assert people.pane.isVisible()
    assert people.pane.person is not None
    people.pane.away.click()
    assert people.pane.isHidden()
    desktop.tab.resize(1300, 700)
    assert people.pane.isVisible()


def test_in_a_narrow_window_no_column_is_out_of_sight_and_no_state_is_cut(desktop: Desktop) -> None:
    for width in (1300, 1200, 1024):
        desktop.tab.resize(width, 600)
        opened(desktop)
        listed = desktop.tab.people.list
        shown = [column for column in Column if not listed.isColumnHidden(column)]
        assert sum(listed.columnWidth(column) for column in shown) <= listed.viewport().width() + 1
        letters = listed.fontMetrics()
        for column in (Column.FIRST, Column.KIND, Column.BILLING):
            assert letters.horizontalAdvance(str(listed.model().index(0, column).data())) < listed.columnWidth(column)
        assert Column.NAME in shown
