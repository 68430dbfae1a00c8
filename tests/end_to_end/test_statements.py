"""The statement of a plan period, from imported activity (rules.md F5 to F8, R13)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.periods import Month, months_between
from tests.end_to_end.desk import Seatwise

START, OVER = "2018-07-17", "2019-07-01"
COUNTS = (50, 500, 5000, *[10] * 9)
"""The example of F5: 5,640 in all."""


def activity(seatwise: Seatwise, counts: dict[str, int], action: str = "completed", name: str = "log.csv") -> str:
    rows = [
        f"u{person}@example.com,{month}-15T10:00:00Z,{action}"
        for month, count in counts.items()
        for person in range(count)
    ]
    return seatwise.file(name, "\n".join(("user,time,action", *rows, "")))


def months() -> list[str]:
    return [str(month) for month in months_between(Month.parse("2018-07"), Month.parse("2019-06"))]


def statement(seatwise: Seatwise, *more: str, day: str = OVER) -> Any:
    return seatwise.ok("usage", "statement", *more, day=day)["statement"]


@pytest.fixture(name="mau")
def _mau(seatwise: Seatwise) -> Seatwise:
    """A MAU plan of 321 units from July 2018 with the activity of the example."""
    seatwise.ok("init", "--name", "Academy", day=START)
    seatwise.ok("key", "activate", "VENDOR-1", "--seats", "321", "--plan", "mau", day=START)
    seatwise.ok("usage", "import", activity(seatwise, dict(zip(months(), COUNTS, strict=True))), day=OVER)
    return seatwise


def test_f5_the_months_of_the_example_add_up_to_5640(mau: Seatwise) -> None:
    found = statement(mau)
    assert (found["first"], found["last"], found["units"]) == ("2018-07", "2019-06", 5640)
    assert [one["users"] for one in found["months"]] == list(COUNTS)
    assert (found["number"], found["net"], found["can_be_issued_from"]) == (None, None, "2019-07-01")
    steps = found["explanation"]["steps"]
    assert (found["explanation"]["value"], [step["value"] for step in steps]) == (5640, list(COUNTS))


def test_f5_an_amount_comes_only_with_a_price(mau: Seatwise) -> None:
    mau.ok("account", "set-rule", "mau_unit_price", "1.25", day=OVER)
    mau.ok("account", "set-rule", "tax_rates", "US=20", day=OVER)
    found = statement(mau)
    assert (found["net"]["amount"], found["tax"]["amount"], found["total"]["amount"]) == (
        "7050.00",
        "1410.00",
        "8460.00",
    )
    assert found["months"][0]["net"]["amount"] == "62.50"


def test_issuing_closes_the_months_numbers_the_statement_and_is_not_taken_back(mau: Seatwise) -> None:
    mau.ok("usage", "close-month", "2018-07", day=OVER)
    mau.ok("account", "set-rule", "mau_unit_price", "0.5", day=OVER)
    issued = statement(mau, "--issue")
    assert (issued["number"], issued["issued_on"], issued["units"]) == (1, OVER, 5640)
    table = mau.ok("usage", "monthly", "--from", "2018-07", "--to", "2019-06", day=OVER)["months"]
    assert [one["billed"] for one in table] == list(COUNTS)
    newest = str(max(act["number"] for act in mau.ok("history")["acts"]))
    assert "had an effect outside the workspace and cannot be undone" in mau.refused("undo", newest, day=OVER)
    sentence = mau.refused("usage", "reopen-month", "2018-09", "--reason", "Wrong", day=OVER)
    assert sentence == "Sep 2018 is on statement 1, which was issued. It stays closed."
    again = mau.refused("usage", "statement", "--issue", day=OVER)
    assert again == "The statement of this period was issued already: number 1."
    assert mau.ok("store", "check")["ok"]


def test_a_month_closed_before_the_statement_is_not_opened_by_undo_either(mau: Seatwise) -> None:
    mau.ok("usage", "close-month", "2018-07", day=OVER)
    closing = str(max(act["number"] for act in mau.ok("history")["acts"]))
    statement(mau, "--issue")
    assert "is on statement 1" in mau.refused("undo", closing, day=OVER)


def test_f8_what_comes_later_changes_no_issued_statement(mau: Seatwise) -> None:
    mau.ok("account", "set-rule", "mau_unit_price", "0.5", day=OVER)
    issued = statement(mau, "--issue")
    late = activity(mau, {"2018-07": 60}, name="late.csv")
    mau.ok("usage", "import", late, day="2019-07-02")
    mau.ok("account", "set-rule", "mau_unit_price", "9", day="2019-07-02")
    mau.ok("account", "set-rule", "tax_rates", "US=20", day="2019-07-02")
    assert statement(mau, day="2019-07-02") == issued
    assert mau.ok("usage", "statements", day="2019-07-02")["statements"] == [issued]
    assert mau.ok("usage", "statements", day="2019-06-30")["statements"] == []


def test_the_running_period_shows_its_months_so_far_and_is_not_issued(seatwise: Seatwise) -> None:
    seatwise.ok("init", day=START)
    seatwise.ok("key", "activate", "VENDOR-1", "--seats", "321", "--plan", "mau", day=START)
    seatwise.ok("usage", "import", activity(seatwise, {"2018-07": 2, "2018-08": 1}), day="2018-08-20")
    found = statement(seatwise, day="2018-08-20")
    assert [(one["users"], one["state"]) for one in found["months"]] == [(2, "open"), (1, "running")]
    sentence = seatwise.refused("usage", "statement", "--issue", day="2019-06-30")
    assert sentence == "The period has not ended. Its statement can be issued from Jul 1, 2019 on."
    assert seatwise.ok("usage", "statement", "--issue", day="2019-07-01")["statement"]["units"] == 3


def test_statements_are_numbered_without_gaps(mau: Seatwise) -> None:
    mau.ok("key", "activate", "VENDOR-2", "--seats", "10", "--plan", "mau", day="2019-09-02")
    first = statement(mau, "--issue", "--period", "2018-12", day="2020-09-01")
    second = statement(mau, "--issue", day="2020-09-01")
    assert [(one["number"], one["first"], one["units"]) for one in (first, second)] == [
        (1, "2018-07", 5640),
        (2, "2019-09", 0),
    ]
    assert mau.refused("usage", "statement", "--period", "2019-08", day="2020-09-01") == (
        "No plan period contains Aug 2019."
    )


def test_r13_a_purchase_order_does_not_charge_social_activity_alone(seatwise: Seatwise) -> None:
    seatwise.ok("init", day=START)
    seatwise.ok("key", "activate", "VENDOR-1", "--seats", "25", "--plan", "users", day=START)
    seatwise.ok("usage", "import", activity(seatwise, {"2018-07": 3}), day="2018-08-20")
    social = seatwise.file("social.csv", "user,time,action\nz@example.com,2018-07-20T10:00:00Z,commented\n")
    seatwise.ok("usage", "import", social, day="2018-08-20")
    found = statement(seatwise, day="2018-08-20")
    assert (found["basis"], found["units"]) == ("purchase_order", 3)
    issued = statement(seatwise, "--issue", "--basis", "purchase-order")
    assert issued["units"] == 3, "the closed month holds four people, the order charges three of them"
    assert "no plan period" in seatwise.refused("usage", "statement", "--basis", "mau", day=OVER)


def test_without_a_key_there_is_no_period(seatwise: Seatwise) -> None:
    seatwise.ok("init", day=START)
    assert seatwise.refused("usage", "statement", day=START).startswith("There is no plan period")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf", "parquet", "json"])
def test_a_statement_is_written_in_every_format(kind: str, mau: Seatwise) -> None:
    mau.ok("account", "set-rule", "mau_unit_price", "1.25", day=OVER)
    path = str(mau.folder / f"statement.{kind}")
    answer = mau.ok("usage", "statement", "-o", path, day=OVER)
    assert path in answer["files"]
    raw = Path(path).read_bytes()
    assert len(raw) > 100
    if kind == "csv":
        rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
        assert [int(row["units"]) for row in rows] == list(COUNTS)
        assert rows[2]["net"] == "6250.00"
    if kind == "json":
        assert "7050.00" in json.dumps(json.loads(raw))
