"""An order whose first charge the processor declines, as an administrator enters it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise

FIRST, TOLD = "2019-04-18", "2019-04-20"


@pytest.fixture
def ordered(seatwise: Seatwise) -> Seatwise:
    """The order of 150 users of 18 April 2019, charged by a processor elsewhere."""
    seatwise.ok("init", "--payments", "recorded", day=FIRST)
    place(seatwise, 150)
    return seatwise


def place(seatwise: Seatwise, seats: int, day: str = FIRST, token: str = "sub_77") -> Any:
    return seatwise.ok("order", "place", "--seats", str(seats), "--card-token", token, day=day)


def account(seatwise: Seatwise, day: str) -> str:
    return str(seatwise.ok("account", "show", day=day)["state"])


def statuses(order: Any) -> list[str]:
    return [one["status"] for one in order["instalments"][:3]]


def test_a_declined_first_charge_is_no_order_and_nothing_is_owed(ordered: Seatwise) -> None:
    told = ordered.ok("order", "outcome", "1", "declined", day=TOLD)
    assert (told["order"]["state"], told["order"]["owes"]["amount"], told["fee"]) == ("canceled", "0.00", None)
    assert statuses(told) == ["declined", "waived", "waived"]
    assert (account(ordered, TOLD), account(ordered, "2019-05-18")) == ("trial", "inactive")
    due = ordered.ok("order", "due", day="2019-05-20")
    assert [due[name]["count"] for name in ("to_charge", "expected", "arrears", "fees")] == [0, 0, 0, 0]
    assert "at least 10 users" in ordered.refused("order", "place", "--seats", "9", "--card-token", "sub_8", day=TOLD)
    assert place(ordered, 10, TOLD)["order"]["state"] == "active"
    assert ordered.ok("store", "check")["ok"]


def test_the_contact_is_told_that_the_confirmed_order_is_void(ordered: Seatwise) -> None:
    ordered.ok("order", "outcome", "1", "declined", day=TOLD)
    drafts = ordered.ok("mail", "list", day=TOLD)["drafts"]
    assert [one["notice"] for one in drafts] == ["order_not_placed", "order_confirmed"]
    letter = ordered.ok("mail", "show", "order_not_placed-1", day=TOLD)
    assert letter["subject"] == "Order 1 was not placed: its first charge was declined"


def test_told_late_it_counts_from_its_own_day(ordered: Seatwise) -> None:
    ordered.ok("account", "advance", day="2019-09-05")
    told = ordered.ok("order", "outcome", "1", "declined", "--on", TOLD, day="2019-09-05")
    assert (told["order"]["state"], told["order"]["state_since"]) == ("canceled", TOLD)
    assert statuses(told) == ["declined", "waived", "waived"]
    assert [account(ordered, day) for day in ("2019-04-19", TOLD, "2019-05-18")] == ["active", "trial", "inactive"]
    assert ordered.ok("store", "check")["ok"]


def test_told_late_it_cannot_take_away_a_month_that_is_recorded_as_paid(ordered: Seatwise) -> None:
    list_of = ordered.file("paid.csv", "order,due,amount,status\n1,2019-06-18,600.00,paid\n")
    ordered.ok("order", "outcomes", "import", list_of, day="2019-09-05")
    late = ("order", "outcome", "1", "declined", "--on", TOLD)
    reason = "The order would have ended before instalment 3, which is paid."
    assert ordered.refused(*late, day="2019-09-05") == reason
    ordered.ok("undo", day="2019-09-05")
    ordered.ok("order", "outcome", "1", "accepted", "--on", "2019-06-18", day="2019-09-05")
    assert ordered.refused(*late, day="2019-09-05") == (
        "This would leave no room for what was done on Jun 18, 2019: Nothing is owed on this order. Undo that first."
    )


def test_accepted_by_mistake_it_is_corrected_by_naming_the_month(ordered: Seatwise) -> None:
    ordered.ok("order", "outcome", "1", "accepted", day="2019-04-19")
    ordered.ok("account", "advance", day="2019-09-05")
    named = ("order", "outcome", "1", "declined", "--instalment", "1", "--on", "2019-04-19")
    told = ordered.ok(*named, day="2019-09-05")
    assert (told["order"]["state"], told["order"]["state_since"]) == ("canceled", "2019-04-19")
    verbs = [one["verb"]["text"] for one in ordered.ok("history", day="2019-09-05")["acts"]]
    assert verbs[0] == "Instalment 1 of order 1 declined"
    assert ordered.ok("store", "check")["ok"]
    ordered.ok("undo", day="2019-09-05")
    assert ordered.ok("order", "show", "1", day="2019-09-05")["order"]["state"] == "active"
    wrong = ordered.call("order", "outcome", "1", "declined", "--instalment", "1", "--fee")
    assert (wrong.code, "Give either --instalment or --fee." in wrong.err) == (2, True)


def test_a_list_declines_it_once(ordered: Seatwise) -> None:
    rows = "order,due,amount,status\n1,2019-04-18,600.00,declined\n"
    later = rows + "1,2019-05-18,600.00,paid\n"
    answer = ordered.ok("order", "outcomes", "import", ordered.file("a.csv", rows), day="2019-05-20")
    assert (answer["applied"], answer["refused"]) == (1, 0)
    assert account(ordered, "2019-05-17") == "trial"
    again = ordered.ok("order", "outcomes", "import", ordered.file("b.csv", later), day="2019-05-20")
    assert (again["duplicate"], again["refused"]) == (1, 1)
    assert again["rows"][0]["reason"]["text"].startswith("The order ended on 2019-04-18, and the processor charged it")
    assert ordered.ok("store", "check")["ok"]


def test_of_several_orders_only_that_one_is_void(ordered: Seatwise) -> None:
    for day in ("2019-05-02", "2019-05-10", "2019-05-16"):
        place(ordered, 10, day, "sub_9")
    told = ordered.ok("order", "outcome", "4", "declined", day="2019-05-17")
    assert told["order"]["state"] == "canceled"
    assert account(ordered, "2019-05-17") == "active"
    states = [one["state"] for one in ordered.ok("order", "list", day="2019-05-17")["orders"]]
    assert sorted(states) == ["active", "active", "active", "canceled"]
    assert ordered.ok("store", "check")["ok"]
