"""What machines read: JSON as one document, Parquet with types."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from desktop.domain.money import Money
from desktop.formats.reports.json_files import write_json
from desktop.formats.reports.parquet_files import write_parquet
from desktop.formats.reports.report import Column, Kind, Table
from desktop.i18n import msg
from tests.formats.reports.samples import NAMES, marked, months_table, people_table, report, text_table, translator

HARD = ["", "\x00", "a\nb", "a\r\nb", "\r", '"', '""', "'", "\ufeff", ",", "NULL", " ", "\\", "é" * 400_000]


def read(path: Path, what: str = "*") -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(f"SELECT {what} FROM read_parquet(?)", [str(path)]).fetchall()


def test_json_is_one_document_with_facts_rows_and_totals(tmp_path: Path) -> None:
    write_json(marked(), tmp_path / "r.json", translator())
    found = json.loads((tmp_path / "r.json").read_bytes())
    assert found["title"] == "Monthly usage of Veldhuis Academy"
    assert found["mark"] == "Demo data"
    assert {"name": "As of", "value": "2019-09-05"} in found["facts"]
    assert found["tables"]["months"][1] == {
        "month": "2019-02",
        "active": 500,
        "purchased": None,
        "amount": {"amount": "-0.50", "currency": "EUR"},
    }
    assert [row["user_name"] for row in found["tables"]["people"]] == NAMES
    assert found["tables"]["people"][0]["first_activity_at"] == "2019-03-31T23:30:00Z"
    assert found["totals"]["months"] == {"active": 5550, "amount": {"amount": "1234.06", "currency": "EUR"}}


def test_json_of_no_rows_is_still_a_document(tmp_path: Path) -> None:
    write_json(report(people_table([])), tmp_path / "r.json", translator())
    assert json.loads((tmp_path / "r.json").read_bytes())["tables"] == {"people": []}


def test_json_takes_every_text(tmp_path: Path) -> None:
    texts = [*HARD, "\ud800", "\u2028"]
    write_json(report(text_table(texts)), tmp_path / "r.json", translator())
    found = json.loads((tmp_path / "r.json").read_bytes())
    assert [row["text"] for row in found["tables"]["texts"]] == texts


def test_parquet_has_types_and_keys(tmp_path: Path) -> None:
    months, people = write_parquet(report(), tmp_path / "r.parquet", translator())
    assert read(months) == [
        ("2019-01", 50, 1000, Decimal("1234.56")),
        ("2019-02", 500, None, Decimal("-0.50")),
        ("2019-03", 5000, 6000, None),
    ]
    assert people.name == "r.people.parquet"
    assert [row[0] for row in read(people, "user_name")] == NAMES
    micros, seen = read(people, "epoch_us(first_activity_at), seen_on")[0]
    assert micros == int(datetime(2019, 3, 31, 23, 30, tzinfo=UTC).timestamp()) * 1_000_000
    assert seen == date(2019, 3, 31)
    assert read(people, "first_activity_at IS NULL")[-1] == (True,)


def test_parquet_tells_empty_from_missing_and_takes_every_text(tmp_path: Path) -> None:
    columns = (Column("text", msg("Text")), Column("n", msg("N"), Kind.INT))
    table = Table("t", msg("T"), columns, [[[*HARD, None], [*range(len(HARD)), None]]])
    write_parquet(report(table), tmp_path / "r.parquet", translator())
    assert [row[0] for row in read(tmp_path / "r.parquet")] == [*HARD, None]


def test_parquet_names_the_currency_where_they_differ(tmp_path: Path) -> None:
    columns = (Column("paid", msg("Paid"), Kind.MONEY),)
    table = Table("t", msg("T"), columns, [[[Money(1999, "USD"), None, Money(5, "JPY")]]])
    write_parquet(report(table), tmp_path / "r.parquet", translator())
    assert read(tmp_path / "r.parquet", "paid, paid_currency") == [
        (Decimal("19.9900"), "USD"),
        (None, None),
        (Decimal("5.0000"), "JPY"),
    ]


def test_parquet_of_no_rows_has_its_columns(tmp_path: Path) -> None:
    write_parquet(report(people_table([])), tmp_path / "r.parquet", translator())
    assert read(tmp_path / "r.parquet", "count(*), count(user_name)") == [(0, 0)]


def test_parquet_carries_facts_and_mark(tmp_path: Path) -> None:
    write_parquet(marked(months_table()), tmp_path / "r.parquet", translator())
    with duckdb.connect() as connection:
        pairs = connection.execute(
            "SELECT key, value FROM parquet_kv_metadata(?)", [str(tmp_path / "r.parquet")]
        ).fetchall()
    found = {bytes(key).decode(): bytes(value).decode() for key, value in pairs}
    assert found["mark"] == "Demo data"
    assert json.loads(found["facts"])["Account"] == "Veldhuis Academy"
    assert {row[-1] for row in read(tmp_path / "r.parquet")} == {"Demo data"}


@pytest.mark.parametrize("write", [write_json, write_parquet])
def test_the_same_report_gives_the_same_bytes(tmp_path: Path, write: object) -> None:
    assert callable(write)
    first, second = tmp_path / "a", tmp_path / "b"
    write(report(), first, translator())
    write(report(), second, translator())
    assert first.read_bytes() == second.read_bytes()
