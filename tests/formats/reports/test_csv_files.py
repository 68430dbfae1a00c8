"""CSV that every spreadsheet and program reads as it was meant."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import Money
from desktop.formats.reports.csv_files import DIALECTS, CsvProfile, Lines, write_csv
from desktop.formats.reports.guard import guard, unguard
from desktop.formats.reports.plain import Plain
from desktop.formats.reports.report import Column, Kind, Table
from desktop.i18n import msg
from tests.formats.reports.samples import (
    HOSTILE,
    NAMES,
    marked,
    months_table,
    people_table,
    report,
    text_table,
    translator,
)


def rows_of(path: Path, profile: CsvProfile = CsvProfile.MACHINE) -> list[list[str]]:
    dialect = DIALECTS[profile]
    with path.open(encoding=dialect.encoding, newline="") as file:
        return list(csv.reader(file, delimiter=dialect.delimiter, strict=True))


def hostile_texts() -> list[str]:
    if not HOSTILE.is_dir():
        pytest.skip("../shared/data/hostile is not beside this checkout")
    texts = list(json.loads((HOSTILE / "blns" / "blns.json").read_text(encoding="utf-8")))
    for file in sorted((HOSTILE / "formula").rglob("*.txt")):
        texts += file.read_text(encoding="utf-8").splitlines()
    return texts


def test_machines_read_utf_8_with_commas_iso_days_keys_and_utc(tmp_path: Path) -> None:
    write_csv(report(people_table()), tmp_path / "r.csv", translator("fr"))
    content = (tmp_path / "r.csv").read_bytes()
    assert content.startswith(b"month,user_name,first_activity_at,activity_kind,seen_on\n2019-03,")
    assert b"\r" not in content
    assert b"2019-03-31T23:30:00Z,viewed a page,2019-03-31\n" in content
    assert rows_of(tmp_path / "r.csv")[5] == ["2019-03", "", "", "viewed a page", "2019-03-31"]


@pytest.mark.parametrize(
    ("profile", "instant", "day", "amount"),
    [
        (CsvProfile.EXCEL_EN, "2019-04-01 01:30:00", "2019-03-31", "1234.56"),
        (CsvProfile.EXCEL_FR, "01/04/2019 01:30:00", "31/03/2019", "1234,56"),
        (CsvProfile.EXCEL_NL, "01-04-2019 01:30:00", "31-03-2019", "1234,56"),
    ],
)
def test_excel_gets_its_languages_signs_and_the_reports_zone(
    tmp_path: Path, profile: CsvProfile, instant: str, day: str, amount: str
) -> None:
    paths = write_csv(report(), tmp_path / "r.csv", translator(profile[-2:]), profile=profile)
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    months, people = (rows_of(path, profile) for path in paths)
    assert people[1][2:5:2] == [instant, day]
    assert people[0][2].endswith("(Europe/Amsterdam)")
    assert months[1][3] == amount
    assert months[0][3].endswith("(EUR)")


def test_each_table_has_a_file_of_its_own(tmp_path: Path) -> None:
    paths = write_csv(report(), tmp_path / "r.csv", translator())
    assert [path.name for path in paths] == ["r.csv", "r.people.csv"]
    assert rows_of(paths[0])[0][0] == rows_of(paths[1])[0][0] == "month"


def test_names_come_back_as_they_were(tmp_path: Path) -> None:
    write_csv(report(people_table()), tmp_path / "r.csv", translator())
    found = [row[1] for row in rows_of(tmp_path / "r.csv")[1:]]
    assert found[:2] == ["'=1+1", "'t Hart"]
    assert [unguard(name) for name in found] == NAMES


def test_demo_data_is_marked_in_every_line(tmp_path: Path) -> None:
    write_csv(marked(people_table()), tmp_path / "r.csv", translator())
    rows = rows_of(tmp_path / "r.csv")
    assert rows[0][-1] == "mark"
    assert {row[-1] for row in rows[1:]} == {"Demo data"}


def test_numbers_are_never_guarded(tmp_path: Path) -> None:
    write_csv(report(months_table()), tmp_path / "r.csv", translator())
    assert rows_of(tmp_path / "r.csv")[2] == ["2019-02", "500", "", "-0.50"]


def test_amounts_of_several_currencies_name_theirs(tmp_path: Path) -> None:
    columns = (Column("paid", msg("Paid"), Kind.MONEY), Column("n", msg("N"), Kind.INT))
    table = Table("t", msg("T"), columns, [[[Money(1999, "USD"), Money(5, "JPY")], [1, 2]]])
    write_csv(report(table), tmp_path / "r.csv", translator())
    assert [row[0] for row in rows_of(tmp_path / "r.csv")[1:]] == ["19.99 USD", "5 JPY"]


def test_an_amount_in_another_currency_than_its_columns_is_a_mistake(tmp_path: Path) -> None:
    columns = (Column("paid", msg("Paid"), Kind.MONEY, currency="EUR"),)
    table = Table("t", msg("T"), columns, [[[Money(1999, "USD")]]])
    with pytest.raises(ValueError, match="USD"):
        write_csv(report(table), tmp_path / "r.csv", translator())
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_one_column_keeps_its_empty_rows(tmp_path: Path) -> None:
    table = Table("t", msg("T"), (Column("text", msg("Text")),), [[["a", "", "b"]], [[]]])
    write_csv(report(table), tmp_path / "r.csv", translator())
    assert rows_of(tmp_path / "r.csv") == [["text"], ["a"], [""], ["b"]]


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\x00", "\uff1d", "\uff0b", "\uff0d", "\uff20", " =", '"=', "\ufeff="]
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(start: str) -> None:
    assert guard(f"{start}1") == f"'{start}1"
    assert unguard(f"'{start}1") == f"{start}1"


@pytest.mark.parametrize("text", ["'t Hart", "'s-Gravenhage", "", "'", "5-6", "a=b", "O'Neill"])
def test_harmless_texts_are_left_alone(text: str) -> None:
    assert guard(text) == unguard(text) == text


@given(st.text())
@settings(max_examples=400, deadline=None)
def test_taking_the_guard_off_gives_every_text_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert unguard(guard(f"'{text}")) == f"'{text}"


@given(
    st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@'\"\t\r\n\x00,; \ufeff\uff1d")), min_size=1)
)
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("profile", CsvProfile)
def test_every_text_comes_back_from_every_profile(profile: CsvProfile, texts: list[str]) -> None:
    dialect = DIALECTS[profile]
    lines = Lines((Column("text", msg("Text")),), dialect, Plain(translator())).text([texts])
    found = csv.reader(io.StringIO(lines, newline=""), delimiter=dialect.delimiter, strict=True)
    assert [unguard(row[0]) for row in found] == texts


@pytest.mark.parametrize("profile", CsvProfile)
def test_hostile_texts_come_back_to_themselves(tmp_path: Path, profile: CsvProfile) -> None:
    texts = hostile_texts()
    write_csv(report(text_table(texts)), tmp_path / "r.csv", translator(), profile=profile)
    found = [row[0] for row in rows_of(tmp_path / "r.csv", profile)[1:]]
    assert [unguard(text) for text in found] == texts
    assert [text for text in found if text.strip(" \"'")[:1] in set("=+@") and not text.startswith("'")] == []
