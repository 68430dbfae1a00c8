"""Spreadsheets are read for their values, and for nothing else in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from desktop.domain.errors import UserError
from desktop.formats.activity import intake
from desktop.formats.activity.reading import RowCounts
from tests.formats.activity.conftest import SHARED, Read, firsts, months, needs_shared

Fill = Callable[[xlsxwriter.Workbook], None]
ROWS = [("user", "time", "action"), ("Ann", "2026-01-03 10:00", "viewed"), ("Bob", "2026-02-03", "viewed")]


def book(path: Path, fill: Fill, **options: bool) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss", **options}) as written:
        fill(written)
    return path


def rows(written: xlsxwriter.Workbook, name: str = "Log") -> xlsxwriter.worksheet.Worksheet:
    sheet = written.add_worksheet(name)
    for place, row in enumerate(ROWS):
        sheet.write_row(place, 0, row)
    return sheet


def test_f102_the_first_sheet_that_is_not_hidden_is_read_and_hidden_ones_are_named(read: Read, tmp_path: Path) -> None:
    def fill(written: xlsxwriter.Workbook) -> None:
        written.add_worksheet("Secret").hide()
        rows(written).activate()
        written.add_worksheet("Other").write_row(0, 0, ["user", "time", "action"])
        written.get_worksheet_by_name("Other").write_row(1, 0, ["Cat", "2026-03-03", "viewed"])
        written.get_worksheet_by_name("Log").set_first_sheet()

    path = book(tmp_path / "log.xlsx", fill)
    fold = read(path)
    assert months(fold) == {"2026-01": {"Ann"}, "2026-02": {"Bob"}}
    assert (fold.summary.member, fold.summary.hidden_sheets) == ("Log", ("Secret",))
    assert months(read(path, sheet="Other")) == {"2026-03": {"Cat"}}
    with pytest.raises(UserError, match="Its sheets are: Secret, Log, Other"):
        read(path, sheet="Missing")


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_f102_date_cells_are_times_whatever_the_workbooks_first_day(
    read: Read, tmp_path: Path, epoch_1904: bool
) -> None:
    def fill(written: xlsxwriter.Workbook) -> None:
        sheet = rows(written)
        sheet.write_datetime(1, 1, datetime(2026, 1, 31, 23, 59, 59))  # noqa: DTZ001
        sheet.write_datetime(2, 1, date(2026, 2, 1))
        sheet.write_number(3, 0, 4711)
        sheet.write_datetime(3, 1, date(2026, 2, 1))
        sheet.write_string(3, 2, "viewed")

    fold = read(
        book(tmp_path / "log.xlsx", fill, date_1904=epoch_1904), zone="Asia/Tokyo", time_zone="America/New_York"
    )
    assert months(fold) == {"2026-02": {"Ann", "Bob", "4711"}}
    assert firsts(fold)["2026-02", "Bob"][0] == 0
    assert firsts(fold)["2026-02", "Ann"][0] == 14 * 3_600 - 1


def test_f102_formulas_are_their_stored_values_and_numbers_are_no_dates(read: Read, tmp_path: Path) -> None:
    def fill(written: xlsxwriter.Workbook) -> None:
        sheet = rows(written)
        sheet.write_formula(1, 0, '=WEBSERVICE("http://x")', value="Eve")
        sheet.write_number(2, 1, 46_000.5)
        sheet.write_row(5, 0, ["", "", ""])
        sheet.write_row(6, 0, ["", "2026-02-03", "viewed"])

    fold = read(book(tmp_path / "log.xlsx", fill))
    assert months(fold) == {"2026-01": {"Eve"}}
    assert fold.summary.counts == RowCounts(counted=1, rejected=2)
    assert fold.summary.reasons == {"no learner": 1, "unreadable time": 1}


def test_a_locked_or_broken_workbook_is_refused(read: Read, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"not a workbook that can be read|password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000), "locked.xlsx")
    path = book(tmp_path / "log.xlsx", lambda written: rows(written) and None)
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as broken:
        for info in whole.infolist():
            content = whole.read(info)
            broken.writestr(info, content[: len(content) // 2] if "sheet1" in info.filename else content)
    with pytest.raises(UserError, match="cannot be read"):
        read(tmp_path / "broken.xlsx")


def test_a_workbook_without_its_drawing_is_read_all_the_same(read: Read, tmp_path: Path) -> None:
    def fill(written: xlsxwriter.Workbook) -> None:
        sheet = rows(written)
        chart = written.add_chart({"type": "line"})
        chart.add_series({"values": "=Log!$A$1:$A$2"})
        sheet.insert_chart("F1", chart)

    path = book(tmp_path / "log.xlsx", fill)
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "less.xlsx", "w") as less:
        for info in whole.infolist():
            if not info.filename.startswith(("xl/drawings", "xl/charts")):
                content = whole.read(info)
                if info.filename.endswith("sheet1.xml"):
                    content = content.replace(b'<dimension ref="A1:C3"/>', b'<dimension ref="A1:B1"/>')
                less.writestr(info, content)
    assert months(read(tmp_path / "less.xlsx")) == {"2026-01": {"Ann"}, "2026-02": {"Bob"}}


def test_f103_a_workbook_that_unpacks_beyond_measure_is_refused(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "RATIO_FROM", 1 << 20)
    path = book(tmp_path / "log.xlsx", lambda written: rows(written) and None)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(30 << 20))
    with pytest.raises(UserError, match="far more"):
        read(path)


@needs_shared
def test_a_workbook_of_another_kind_names_its_columns(read: Read) -> None:
    with pytest.raises(UserError, match="customerId, externalId, signupDate"):
        read(SHARED / "activity/learning-manager/report-export-20170401175342.xlsx", count_all=True)
