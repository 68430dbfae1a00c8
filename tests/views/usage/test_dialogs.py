"""The acts of the page: import with preview, removal, closing, the map, aliases and exclusions, reports."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.domain.periods import Month
from desktop.domain.qualification import Kind
from desktop.services.usage.page import Span
from desktop.views.usage.close_month import CloseMonth
from desktop.views.usage.how_read import HowRead
from desktop.views.usage.import_wizard import ImportWizard
from desktop.views.usage.learners import LearnersDialog
from desktop.views.usage.map_editor import MapEditor
from desktop.views.usage.removal import RemovalDialog
from desktop.views.usage.reopen_month import ReopenMonth
from desktop.views.usage.report_request import ReportRequest
from tests.views.hands import write
from tests.views.usage.conftest import Desktop


def observed(desktop: Desktop, month: str) -> int:
    page = desktop.tab.page
    assert page is not None
    return page.series.active[page.series.months.index(Month.parse(month))]


def wizard(desktop: Desktop, path: Path) -> ImportWizard:
    desktop.tab.import_files([path])
    desktop.settle()
    found = desktop.dialog()
    assert isinstance(found, ImportWizard)
    return found


def choose(found: ImportWizard, key: str, value: str) -> None:
    field = found.choices.fields[key]
    field.setCurrentIndex(field.findData(value))
    field.activated.emit(field.currentIndex())


def test_an_import_shows_the_first_rows_and_what_will_count_before_it_imports(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text(
        "user,timestamp,action\nnew@example.org,2025-03-05T10:00:00Z,completed\nx@example.org,never,completed\n",
        encoding="utf-8",
    )
    found = wizard(desktop, path)
    assert found.rows.index(0, 0).data() == "new@example.org"
    assert found.counts.bar.accessibleName() == "1 counted, 0 ignored, 0 unmapped, 1 rejected, 0 duplicates"
    assert found.act.text() == "Import 2 rows"
    assert observed(desktop, "2025-03") == 1
    found.act.click()
    desktop.settle()
    assert found.title.text() == "1 file imported"
    assert found.counts.rejects.index(0, found.counts.rejects.columnCount() - 1).data().startswith("x@example.org")
    assert observed(desktop, "2025-03") == 2
    assert desktop.said.announced
    found.reject()


def test_columns_that_are_not_known_by_their_names_are_asked_for(
    desktop: Desktop, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Wer,Wann,Was\nnew@example.org,2025-03-05T10:00:00Z,completed\n", encoding="utf-8")
    found = wizard(desktop, path)
    assert found.problem.text() == "Choose the column that says who the learner is."
    assert not found.act.isEnabled()
    for key, column in (("user", "Wer"), ("time", "Wann"), ("action", "Was")):
        choose(found, key, column)
    qtbot.waitUntil(lambda: not found._settle.isActive())
    desktop.settle()
    assert found.act.isEnabled()
    found.act.click()
    desktop.settle()
    assert observed(desktop, "2025-03") == 2
    found.reject()


def test_dates_that_can_be_read_two_ways_are_asked_for(desktop: Desktop, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("user,timestamp,action\nnew@example.org,05/03/2025 10:00,completed\n", encoding="utf-8")
    found = wizard(desktop, path)
    assert found.problem.text() == "Choose how dates are written: both orders are possible."
    choose(found, "order", "dmy")
    qtbot.waitUntil(lambda: not found._settle.isActive())
    desktop.settle()
    assert "1 person in Mar 2025." in found.counts.notes.text()
    found.reject()


def test_a_file_that_is_imported_already_cannot_be_imported_again(desktop: Desktop, activity: Path) -> None:
    found = wizard(desktop, activity)
    assert not found.act.isEnabled()
    assert "imported already" in found.counts.notes.text()
    found.reject()


def test_a_file_that_cannot_be_read_says_why(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    found = wizard(desktop, path)
    assert found.problem.text()
    assert not found.act.isEnabled()
    found.reject()


def test_removing_a_source_shows_its_effect_first_and_can_be_taken_back(desktop: Desktop) -> None:
    page = desktop.tab.page
    assert page is not None
    desktop.tab.acts.remove(page.sources[0])
    desktop.settle()
    found = desktop.dialog()
    assert isinstance(found, RemovalDialog)
    assert found.model.rowCount() == 10
    assert [found.model.index(9, column).data() for column in range(4)] == ["December 2025", "10", "0", "Open"]
    found.accept()
    desktop.settle()
    assert desktop.said.messages == ["activity.csv is removed. Undo brings it back."]
    page = desktop.tab.page
    assert page is not None
    assert page.sources[0].removed
    desktop.tab.acts.bring_back(page.sources[0])
    desktop.settle()
    assert observed(desktop, "2025-12") == 10


def test_how_a_file_was_read_shows_the_rows_that_did_not_count(desktop: Desktop) -> None:
    page = desktop.tab.page
    assert page is not None
    desktop.tab.acts.how_read(page.sources[0])
    desktop.settle()
    found = desktop.dialog()
    assert isinstance(found, HowRead)
    rows = {found.model.index(row, found.model.columnCount() - 2).data() for row in range(found.model.rowCount())}
    assert "The time cannot be read." in rows
    found.reject()


def test_closing_offers_the_oldest_month_the_files_are_past_and_says_what_it_fixes(desktop: Desktop) -> None:
    assert desktop.tab.headline.close_month.text() == "Close March 2025"
    desktop.tab.acts.close_month()
    found = desktop.dialog()
    assert isinstance(found, CloseMonth)
    assert found.months.count() == 9
    assert found.effect.text() == "March 2025 will be billed for the 1 person observed in it now."
    found.accept()
    desktop.settle()
    page = desktop.tab.page
    assert page is not None
    assert page.series.billed[0] == 1
    assert desktop.tab.headline.close_month.text() == "Close April 2025"


def test_mapping_an_action_says_how_many_rows_count_at_once(desktop: Desktop) -> None:
    desktop.tab.side.map_wanted.emit("pondered")
    desktop.settle()
    found = desktop.dialog()
    assert isinstance(found, MapEditor)
    assert found.action.text() == "pondered"
    assert found.effect.text() == (
        "3 rows with this action are imported already. They will count as soon as you map it."
    )
    found.accept()
    desktop.settle()
    assert desktop.said.messages == ["Mapped. 3 more rows count now."]
    assert observed(desktop, "2025-12") == 11
    assert not desktop.tab.side.unmapped_part.isVisible()


def test_a_line_of_the_account_is_deleted_from_the_map_and_undo_brings_it_back(desktop: Desktop) -> None:
    workspace = desktop.around.workspace
    workspace.map_changes.map_actions({"pondered": Kind.Q1})
    desktop.tab.acts.edit_map("pondered")
    desktop.settle()
    found = desktop.dialog()
    assert isinstance(found, MapEditor)
    assert found.out.isEnabled()
    found.out.click()
    desktop.settle()
    assert observed(desktop, "2025-12") == 10
    assert desktop.said.messages == ["pondered is out of the map. Undo brings the line back."]
    workspace.history.undo()
    assert workspace.usage_changes.sources()[0].unmapped == 0
    desktop.tab.acts.edit_map("completed")
    desktop.settle()
    other = desktop.dialog()
    assert isinstance(other, MapEditor)
    assert not other.out.isEnabled(), "lines of the program stay"


def test_a_closed_month_is_reopened_with_a_reason(desktop: Desktop) -> None:
    month = Month.parse("2025-03")
    desktop.around.workspace.usage_changes.close_month(month)
    desktop.tab.read()
    desktop.settle()
    desktop.tab.acts.reopen_month()
    found = desktop.dialog()
    assert isinstance(found, ReopenMonth)
    assert (found.month, found.reopen.isEnabled()) == (month, False)
    write(found.reason, "A file was forgotten")
    found.reopen.click()
    desktop.settle()
    assert desktop.tab.page is not None
    assert desktop.tab.page.closed_on == {}
    assert desktop.said.messages == ["2025-03 is open again."]


def test_aliases_and_exclusions_are_added_and_taken_back(desktop: Desktop) -> None:
    desktop.tab.acts.learners()
    desktop.settle()
    found = desktop.dialog()
    assert isinstance(found, LearnersDialog)
    found.learner.setText("p01@example.org")
    found.same_as.setText("p00@example.org")
    found.aliases.add.click()
    desktop.settle()
    assert observed(desktop, "2025-12") == 9
    found.excluded.setText("p02@example.org")
    found.reason.setText("test account")
    found.exclusions.add.click()
    desktop.settle()
    assert observed(desktop, "2025-12") == 8
    for listing in (found.aliases, found.exclusions):
        listing.table.setCurrentIndex(listing.rows.index(0, 0))
        listing.back.click()
        desktop.settle()
    assert observed(desktop, "2025-12") == 10
    assert (found.aliases.rows.rowCount(), found.exclusions.rows.rowCount()) == (0, 0)
    found.reject()


def test_a_learner_nobody_knows_is_refused_in_the_dialog(desktop: Desktop) -> None:
    desktop.tab.acts.learners()
    desktop.settle()
    found = desktop.dialog()
    assert isinstance(found, LearnersDialog)
    found.excluded.setText("who@example.org")
    found.reason.setText("test")
    found.exclusions.add.click()
    desktop.settle()
    assert "who@example.org" in found.refusal.text()
    found.reject()


def test_a_report_is_written_in_each_format_chosen_and_replaces_nothing(desktop: Desktop, tmp_path: Path) -> None:
    for _ in range(2):
        desktop.tab.acts.report(None)
        found = desktop.dialog()
        assert isinstance(found, ReportRequest)
        assert (str(found.first.month), str(found.last.month)) == ("2025-03", "2026-01")
        found.folder.setText(str(tmp_path))
        found.kinds["csv"].setChecked(True)
        found.accept()
        desktop.settle()
    written = {path.name for path in tmp_path.glob("monthly-usage-*")}
    assert {"monthly-usage-2025-03-2026-01.xlsx", "monthly-usage-2025-03-2026-01 (2).xlsx"} <= written
    assert all(message.startswith("Written: ") for message in desktop.said.messages)


def test_a_report_of_the_future_or_backwards_is_refused_while_choosing(desktop: Desktop) -> None:
    desktop.tab.acts.report(Span(Month.parse("2025-05"), Month.parse("2025-05")))
    found = desktop.dialog()
    assert isinstance(found, ReportRequest)
    found.last.set_month(Month.parse("2026-02"))
    assert found.refusal.text() == "To month must not be in the future."
    found.last.set_month(Month.parse("2025-04"))
    assert found.refusal.text() == "From month must not be after To month."
    assert not found.generate.isEnabled()
    found.reject()


@pytest.mark.parametrize(
    ("name", "begins"), [("chart.png", b"\x89PNG"), ("chart.svg", b"<?xml"), ("chart.pdf", b"%PDF")]
)
def test_the_chart_is_saved_as_picture(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, begins: bytes
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
    desktop.tab.acts.save_chart()
    desktop.settle()
    assert (tmp_path / name).read_bytes().startswith(begins)
