"""Orders as files: the list with its filters, one order with everything about it, and what comes as a calendar."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.end_to_end.desk import Seatwise

DAY, LATER = "2019-04-18", "2019-09-05"


@pytest.fixture
def orders(seatwise: Seatwise) -> Seatwise:
    """The account of 2019: 150 users on 18 April, 25 on 29 May, at $4."""
    seatwise.ok("init", "--payments", "test", day=DAY)
    seatwise.ok("order", "place", "--seats", "150", "--card-token", "tok_visa", day=DAY)
    seatwise.ok("order", "place", "--seats", "25", "--card-token", "tok_visa", day="2019-05-29")
    return seatwise


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_the_list_is_written_as_it_is_filtered_and_says_why(orders: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    answer = orders.ok("order", "report", "--search", "150", "-o", str(file), day=LATER)
    assert answer["rows"] == 1
    (row,) = read_csv(file)
    assert (row["order"], row["seats"], row["monthly"], row["annual"]) == ("1", "150", "600.00 USD", "7200.00 USD")
    assert row["next_charge"] == "2019-09-18"
    assert row["explanation"].startswith("150 users × $4.00 = $600.00 a month (F2); × 12 = $7,200.00 a year (F1).")


@pytest.mark.parametrize("applied", [True, False])
def test_f4_the_list_says_of_each_order_whether_its_price_is_kept_or_was_reached(
    orders: Seatwise, tmp_path: Path, applied: bool
) -> None:
    reaching = ("--name", "autumn", "--reaches-existing-from", "2019-09-01")
    orders.ok("price", "add", "--from", "2019-09-01", "--price", "USD=5", *reaching, day="2019-06-01")
    day, file = "2020-05-01", tmp_path / "orders.csv"
    if applied:
        orders.ok("account", "advance", day=day)
    orders.ok("order", "report", "-o", str(file), day=day)
    said = {row["order"]: row["explanation"].split(" (F1). ")[1] for row in read_csv(file)}
    assert said == {
        "1": "Price of the list autumn, which reaches existing orders: "
        "the order of Apr 18, 2019 from its term of Apr 18, 2020 on (F4).",
        "2": "Price of the order of May 29, 2019, kept: no price list has reached it at a renewal (F4).",
    }


@pytest.mark.parametrize("kind", ["xlsx", "pdf", "json", "parquet"])
def test_every_format_takes_the_list_and_an_order(orders: Seatwise, tmp_path: Path, kind: str) -> None:
    for typed in ([], ["1"]):
        file = tmp_path / f"file{len(typed)}.{kind}"
        answer = orders.ok("order", "report", *typed, "-o", str(file), day=LATER)
        assert answer["rows"] == (12 if typed else 2)
        assert file.stat().st_size > 0


def test_an_order_is_written_with_its_instalments_its_timeline_and_its_fee(orders: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    orders.ok("order", "report", "1", "-o", str(file), day=LATER)
    tables = json.loads(file.read_text(encoding="utf-8"))["tables"]
    assert len(tables["instalments"]) == 12
    assert tables["instalments"][5]["status"] == "Scheduled"
    assert tables["fee"][0]["comes_to"] == "2100.00 USD"
    assert {"Renews: Same price, $4.00"} <= {line["what"] for line in tables["timeline"]}


def test_a_list_of_an_earlier_day_has_what_was_there_then(orders: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    orders.ok("order", "report", "-o", str(file), day="2019-05-01")
    assert [row["order"] for row in read_csv(file)] == ["1"]


def test_a_filter_with_one_order_is_wrong_usage(orders: Seatwise, tmp_path: Path) -> None:
    answer = orders.call("--today", LATER, "order", "report", "1", "--search", "2019", "-o", str(tmp_path / "a.csv"))
    assert answer.code == 2


def test_the_calendar_holds_charges_the_end_of_the_term_and_the_card(orders: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "orders.ics"
    answer = orders.ok("order", "calendar", "-o", str(file), day=LATER)
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert answer["rows"] == len(events)
    said = {(one.decoded("dtstart"), str(one["summary"])) for one in events}
    assert (date(2019, 9, 18), "Next charge, order 1: $600.00") in said
    assert (date(2020, 4, 18), "Renews, order 1") in said
    assert (date(2020, 3, 18), "Last instalment of the term, order 1") in said
    again = tmp_path / "again.ics"
    orders.ok("order", "calendar", "-o", str(again), day=LATER)
    uids = [[str(one["uid"]) for one in Calendar.from_ical(path.read_bytes()).walk("VEVENT")] for path in (file, again)]
    assert uids[0] == uids[1]


def test_a_calendar_has_its_own_ending(orders: Seatwise, tmp_path: Path) -> None:
    assert orders.refused("order", "calendar", "-o", str(tmp_path / "a.csv"), day=LATER) == (
        "Name a file that ends in .ics."
    )
