"""What would happen, and what if: as an administrator types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.desk import Seatwise

FIRST, LATER = "2019-04-18", "2019-09-05"


@pytest.fixture
def account_2019(seatwise: Seatwise) -> Seatwise:
    seatwise.ok("init", day=FIRST)
    seatwise.ok("order", "place", "--seats", "150", "--card-token", "ref-1", day=FIRST)
    seatwise.ok("order", "place", "--seats", "25", "--card-token", "ref-1", day="2019-05-29")
    return seatwise


def test_a_year_to_come_with_its_renewals_and_its_total(account_2019: Seatwise) -> None:
    before = account_2019.ok("history", day=LATER)
    seen = account_2019.ok("simulate", "--to", "2020-09-05", day=LATER)
    assert (seen["from"], seen["to"], seen["total"]["amount"]) == (LATER, "2020-09-05", "8400.00")
    assert [one["on"] for one in seen["events"] if one["kind"] == "renewal"] == ["2020-04-18", "2020-05-29"]
    assert [(one["month"], one["instalments"], one["total"]["amount"]) for one in seen["charges"]][:2] == [
        ("2019-09", 2, "700.00"),
        ("2019-10", 2, "700.00"),
    ]
    assert seen["account"]["state"] == "active"
    assert account_2019.ok("history", day=LATER) == before, "nothing was written"


def test_leaving_played_to_its_end_charges_the_fees_it_showed(account_2019: Seatwise) -> None:
    account_2019.ok("account", "deactivate", "--confirm", day=LATER)
    seen = account_2019.ok("simulate", "--to", "2019-12-31", day=LATER)
    assert [(one["month"], one["instalments"], one["fees"], one["total"]["amount"]) for one in seen["charges"]] == [
        ("2019-09", 0, 2, "2500.00")
    ]
    assert (seen["account"]["state"], seen["account"]["state_since"]) == ("inactive", "2019-10-29")


def test_a_simulation_is_written_to_a_file_that_says_what_it_is(account_2019: Seatwise) -> None:
    file = account_2019.folder / "ahead.json"
    account_2019.ok("simulate", "--to", "2019-10-31", "-o", str(file), day=LATER)
    written = json.loads(file.read_text(encoding="utf-8"))
    assert "Simulated" in json.dumps(written)
    table = account_2019.call("--today", LATER, "simulate", "--to", "2019-10-31")
    assert "Simulated: nothing was changed. What falls due is assumed paid; what is owed today stays owed." in table.out
    assert "From Sep 5, 2019 to Oct 31, 2019, $1,400.00 falls due." in table.out


def test_scenarios_side_by_side_and_one_of_them_done(account_2019: Seatwise, tmp_path: Path) -> None:
    account_2019.ok("account", "set-rule", "mau_unit_price", "5", day=LATER)
    account_2019.ok("scenario", "add", "Seats", "--users", "100", day=LATER)
    account_2019.ok(
        *("scenario", "add", "Active", "--buying", "active-users", "--users", "100"),
        *("--active-share", "60%", "--growth", "10%"),
        day=LATER,
    )
    found = account_2019.ok("scenario", "compare", "Seats", "Active", "-o", str(tmp_path / "b.svg"), day=LATER)
    seats, active = found["scenarios"]
    assert (seats["scenario"]["total"]["amount"], seats["dearer_from"]) == ("4800.00", None)
    months = active["scenario"]["months"]
    assert [one["units"] for one in months[:3]] == [60, 66, 73]
    running = [float(one["running_total"]["amount"]) for one in months]
    first = next(place for place, one in enumerate(running) if one > 400 * (place + 1))
    assert active["dearer_from"] == months[first]["starts_on"]
    shown = account_2019.call("--today", LATER, "scenario", "apply", "Seats")
    assert (shown.code, shown.sentence) == (
        1,
        "Nothing was placed. Applying it charges $400.00 a month. Repeat it with --confirm and --card-token.",
    )
    done = account_2019.ok("scenario", "apply", "Seats", "--confirm", "--card-token", "ref-1", day=LATER)
    assert done["placed"] == [3]
    assert account_2019.ok("order", "show", "3", day=LATER)["order"]["monthly"]["amount"] == "400.00"
    sentence = account_2019.refused("scenario", "apply", "Active", "--confirm", "--card-token", "x", day=LATER)
    assert sentence.startswith("Active users are bought with an activation key")
    assert account_2019.ok("scenario", "remove", "Active", day=LATER) == {"removed": "Active"}
    assert account_2019.ok("store", "check")["ok"]
