"""Usage alerts: once a crossing, from imports, registrations and orders (rules.md 1.7)."""

from __future__ import annotations

import pytest

from tests.end_to_end.desk import Seatwise

START = "2026-01-10"


@pytest.fixture(name="academy")
def _academy(seatwise: Seatwise) -> Seatwise:
    seatwise.ok("init", "--name", "Academy", "--owner", "anna@example.com", day=START)
    seatwise.ok("order", "place", "--seats", "10", "--card-token", "t", day=START)
    return seatwise


def register(academy: Seatwise, count: int, state: str = "ACTIVE", first: int = 0) -> None:
    rows = "".join(f"user{place}@example.com,{state}\n" for place in range(first, first + count))
    academy.ok("user", "import", academy.file("users.csv", "userEmail,state\n" + rows), day=START)


def alerts(academy: Seatwise, day: str = START) -> list[str]:
    found = academy.ok("mail", "list", day=day)["drafts"]
    return [one["text"]["params"]["percent"] for one in reversed(found) if one["notice"] == "usage_alert"]


def test_a_share_is_told_once_when_it_is_reached(academy: Seatwise) -> None:
    register(academy, 8)
    assert alerts(academy) == []
    register(academy, 9)
    register(academy, 9)
    assert alerts(academy) == ["90%"]
    register(academy, 10)
    assert alerts(academy) == ["90%", "100%"]
    said = academy.ok("mail", "show", "usage_alert-2", day=START)
    assert (said["subject"], said["to"]) == ("Academy: 10 of 10 seats are used", "anna@example.com")
    assert "This mail was drafted because 100% was reached." in said["text"]


def test_a_leap_over_both_is_one_alert_and_a_second_crossing_another(academy: Seatwise) -> None:
    register(academy, 10)
    assert alerts(academy) == ["100%"]
    register(academy, 5, "DELETED", 5)
    register(academy, 9)
    assert alerts(academy) == ["100%", "90%"]


def test_an_order_that_leaves_the_share_below_lets_it_be_crossed_again(academy: Seatwise) -> None:
    register(academy, 9)
    academy.ok("order", "place", "--seats", "10", "--card-token", "t", day=START)
    assert alerts(academy) == ["90%"]
    register(academy, 18)
    assert alerts(academy) == ["90%", "90%"]


def test_the_shares_are_a_rule_of_the_account(academy: Seatwise) -> None:
    academy.ok("account", "set-rule", "usage_alerts", "50", day=START)
    register(academy, 5)
    assert alerts(academy) == ["50%"]


def test_an_undone_registration_takes_its_alert_back(academy: Seatwise) -> None:
    register(academy, 9)
    academy.ok("undo", day=START)
    assert alerts(academy) == []
    assert academy.ok("store", "check")["ok"]


def test_an_alert_stays_when_the_account_is_told_again(academy: Seatwise) -> None:
    register(academy, 9)
    academy.ok("account", "advance", day="2026-03-01")
    academy.ok("order", "outcome", "1", "declined", "--on", "2026-02-10", day="2026-03-01")
    assert alerts(academy, "2026-03-01") == ["90%"]


def test_an_import_brings_units_of_the_mau_plan_into_use(seatwise: Seatwise) -> None:
    seatwise.ok("init", day=START)
    seatwise.ok("key", "activate", "V-1", "--seats", "10", "--plan", "mau", day=START)
    for count in (8, 9, 12):
        rows = "".join(f"u{one}@x,2026-01-11T10:00:00Z,completed\n" for one in range(count))
        path = seatwise.file(f"log-{count}.csv", "user,time,action\n" + rows)
        seatwise.ok("usage", "import", path, day="2026-01-12")
    assert alerts(seatwise, "2026-01-12") == ["90%", "100%"]
    said = seatwise.ok("mail", "show", "usage_alert-2", day="2026-01-12")
    assert said["subject"] == "My organization: 12 of 10 units of the MAU plan are used"


def test_a_report_that_is_ready_is_drafted_where_it_is_asked_for(academy: Seatwise) -> None:
    path = str(academy.folder / "usage.csv")
    academy.ok("usage", "report", "--from", "2026-01", "--to", "2026-01", "-o", path, "--draft-mail", day=START)
    said = academy.ok("mail", "show", "usage_report-1", day=START)
    assert said["subject"] == "The usage report of Jan 2026 to Jan 2026 is ready"
    assert "It is in the file usage.csv." in said["text"]
    assert str(academy.folder) not in said["text"]
