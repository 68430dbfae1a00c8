"""Workbooks, as another program reads them."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from desktop.domain.money import Money
from desktop.domain.periods import Month
from desktop.formats.reports import workbook
from desktop.formats.reports.report import Batch, Column, Kind, Report, Table
from desktop.formats.reports.xlsx_files import write_xlsx
from desktop.i18n import msg
from tests.formats.reports.samples import NAMES, marked, months_table, pictured, report, text_table, translator


def sheets(made: Report, folder: Path, language: str = "en") -> dict[str, list[list[object]]]:
    path = folder / "r.xlsx"
    write_xlsx(made, path, translator(language), overwrite=True)
    book = CalamineWorkbook.from_path(path)
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_facts_are_on_the_first_sheet(tmp_path: Path) -> None:
    about = sheets(report(), tmp_path)["About"]
    assert about[0][0] == "Monthly usage of Veldhuis Academy"
    assert ["Account", "Veldhuis Academy"] in about
    assert ["As of", "Sep 5, 2019"] in about


def test_numbers_days_and_instants_are_values_of_their_kind(tmp_path: Path) -> None:
    found = sheets(report(), tmp_path)
    assert found["Monthly Usage"][1] == [date(2019, 1, 1), 50, 1000, 1234.56]
    assert found["People"][1][2] == datetime.fromisoformat("2019-04-01T01:30:00")
    assert found["People"][1][4] == date(2019, 3, 31)
    assert found["People"][0][2] == "First Qualifying Activity (Europe/Amsterdam)"


def test_texts_are_string_cells_and_come_back_as_they_were(tmp_path: Path) -> None:
    assert [row[1] for row in sheets(report(), tmp_path)["People"][1:]] == NAMES
    people = parts(tmp_path / "r.xlsx")["xl/worksheets/sheet3.xml"]
    assert "<f>" not in people
    assert "hyperlink" not in people
    assert 't="inlineStr"><is><t xml:space="preserve">=1+1</t>' in people


def test_totals_are_live_formulas_with_their_values(tmp_path: Path) -> None:
    rows = sheets(report(), tmp_path)["Monthly Usage"]
    assert rows[-1] == ["Total", 5550, "", 1234.06]
    sheet = parts(tmp_path / "r.xlsx")["xl/worksheets/sheet2.xml"]
    assert "<f>SUM(B2:B4)</f><v>5550</v>" in sheet


def test_the_spreadsheet_draws_the_chart_itself(tmp_path: Path) -> None:
    sheets(pictured(), tmp_path)
    chart = parts(tmp_path / "r.xlsx")["xl/charts/chart1.xml"]
    assert "<c:barChart>" in chart
    assert "<c:lineChart>" in chart
    assert "'Monthly Usage'!$B$2:$B$4" in chart
    assert "A chart of three months." in parts(tmp_path / "r.xlsx")["xl/drawings/drawing1.xml"]


def test_headers_stay_and_can_be_filtered(tmp_path: Path) -> None:
    sheets(report(), tmp_path)
    sheet = parts(tmp_path / "r.xlsx")["xl/worksheets/sheet3.xml"]
    assert 'ySplit="1"' in sheet
    assert '<autoFilter ref="A1:E6"' in sheet
    assert "<cols>" in sheet


def test_sheets_and_days_are_in_the_language(tmp_path: Path) -> None:
    sheets(report(), tmp_path, "fr")
    styles = parts(tmp_path / "r.xlsx")["xl/styles.xml"]
    assert "[$-40C]dd/mm/yyyy" in styles
    assert "[$-40C]mmm yyyy" in styles


def test_demo_data_is_marked(tmp_path: Path) -> None:
    assert sheets(marked(), tmp_path)["About"][1][0] == "Demo data"


def test_names_of_sheets_are_legal_and_different(tmp_path: Path) -> None:
    first = replace(months_table(), name=msg("Usage: [all]/2019? and something too long"))
    found = list(sheets(report(first, replace(first, key="again")), tmp_path))
    assert found == ["About", "Usage all 2019 and something to", "Usage all 2019 and somethin (2)"]


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS_PER_SHEET", 6)
    columns = (Column("name", msg("Name")), Column("n", msg("N"), Kind.INT))
    batches: list[Batch] = [[[f"p{i}" for i in range(k, k + 3)], list(range(k, k + 3))] for k in range(0, 9, 3)]
    table = Table("people", msg("People"), columns, batches, totals=("n",))
    found = sheets(replace(report(table), chart=None), tmp_path)
    assert [row[0] for name in ("People", "People (2)", "People (3)") for row in found[name]] == [
        *("Name", "p0", "p1", "p2", "p3"),
        *("Name", "p4", "p5", "p6", "p7"),
        *("Name", "p8", "Total"),
    ]
    assert found["People (3)"][-1][1] == 36


def test_a_table_without_rows_has_its_header_and_a_total_of_zero(tmp_path: Path) -> None:
    rows = sheets(report(replace(months_table(), batches=[])), tmp_path)["Monthly Usage"]
    assert rows[0][0] == "Month"
    assert rows[-1] == ["Total", 0, "", 0]


def test_what_excel_cannot_hold_is_text_or_cut(tmp_path: Path) -> None:
    columns = (Column("n", msg("N"), Kind.INT), Column("on", msg("On"), Kind.DATE), Column("t", msg("T")))
    batch: Batch = [[2**53 + 1, -5], [date(1899, 1, 1), date(2000, 1, 1)], ["\U0001f600" * 20_000, "_x0041_"]]
    rows = sheets(replace(report(Table("t", msg("T"), columns, [batch])), chart=None), tmp_path)["T"]
    assert rows[1][:2] == [str(2**53 + 1), "1899-01-01"]
    assert len(str(rows[1][2]).encode("utf-16-le")) // 2 <= 32_767
    assert str(rows[1][2]).endswith("\U0001f600…")
    assert rows[2] == [-5, date(2000, 1, 1), "_x0041_"]


def test_amounts_of_several_currencies_show_theirs(tmp_path: Path) -> None:
    columns = (Column("paid", msg("Paid"), Kind.MONEY), Column("month", msg("Month"), Kind.MONTH))
    batch: Batch = [[Money(1999, "USD"), Money(5, "JPY"), None], [Month.parse("2019-01")] * 3]
    rows = sheets(replace(report(Table("t", msg("T"), columns, [batch])), chart=None), tmp_path)["T"]
    assert [row[0] for row in rows[1:]] == [19.99, 5, ""]
    styles = parts(tmp_path / "r.xlsx")["xl/styles.xml"]
    assert re.search(r"#,##0\.00 \[\$USD\]", styles)
    assert re.search(r"#,##0 \[\$JPY\]", styles)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(report(), tmp_path / name, translator())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=30), min_size=1))
@settings(max_examples=40, deadline=None)
def test_every_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    made = replace(report(text_table(texts)), chart=None)
    found = [str(row[0]) for row in sheets(made, tmp_path_factory.mktemp("x"))["Texts"][1:]]
    assert found == texts
