"""The journal of one order: every line is about this order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise

FIRST, LATER = "2019-04-18", "2019-08-01"


@pytest.fixture
def two(seatwise: Seatwise) -> Seatwise:
    """Two orders charged on the same day of the month; the card of the second ends in June."""
    seatwise.ok("init", "--payments", "recorded", day=FIRST)
    place = ("order", "place", "--seats")
    seatwise.ok(*place, "150", "--card-token", "sub_1", day=FIRST)
    seatwise.ok(*place, "25", "--card-token", "sub_2", "--last4", "4242", "--expiry", "06/2019", day=FIRST)
    return seatwise


def journal(seatwise: Seatwise, order: str, day: str = LATER) -> list[tuple[str, str]]:
    acts: list[Any] = seatwise.ok("history", "--of", order, day=day)["acts"]
    return [(one["effective_on"], one["verb"]["text"]) for one in reversed(acts)]


def test_a_day_says_what_it_brought_to_this_order_and_nothing_of_another(two: Seatwise) -> None:
    two.ok("account", "advance", day=LATER)
    assert journal(two, "1") == [
        (FIRST, "Place order for 150 users"),
        ("2019-05-18", "Order of 2019-04-18, instalment 2, due on 2019-05-18: Expected, not confirmed"),
        ("2019-06-18", "Order of 2019-04-18, instalment 3, due on 2019-06-18: Expected, not confirmed"),
        ("2019-07-18", "Order of 2019-04-18, instalment 4, due on 2019-07-18: Expected, not confirmed"),
    ]
    assert journal(two, "2") == [
        (FIRST, "Place order for 25 users"),
        ("2019-05-18", "Order of 2019-04-18, instalment 2, due on 2019-05-18: Expected, not confirmed"),
        ("2019-06-18", "Order of 2019-04-18, instalment 3, due on 2019-06-18: Expected, not confirmed"),
        ("2019-07-01", "Order of 2019-04-18 became Suspended: The card has expired. (and 1 thing more)"),
        ("2019-07-08", "Reminder 2: the order of 2019-04-18 is suspended"),
        ("2019-07-18", "Order of 2019-04-18, instalment 4, due on 2019-07-18: Due, not charged"),
        ("2019-07-22", "Reminder 3: the order of 2019-04-18 is suspended"),
        ("2019-07-31", "Order of 2019-04-18 became Canceled: It was not paid after the reminders."),
    ]


def test_an_entry_about_many_orders_says_what_it_did_to_this_one(two: Seatwise) -> None:
    rows = "order,due,amount,status\n1,2019-05-18,600.00,paid\n2,2019-05-18,100.00,declined\n"
    two.ok("order", "outcomes", "import", two.file("may.csv", rows), day="2019-05-20")
    two.ok("account", "deactivate", "--confirm", day="2019-05-21")
    paid, left = (text for _, text in journal(two, "1", "2019-05-21")[2:])
    assert paid == "Enter the outcomes of may.csv: Instalment 2: Paid"
    assert left.startswith("Deactivate the account: Order of 2019-04-18 became Cancellation initiated: ")
    declined = journal(two, "2", "2019-05-21")[2][1]
    assert declined.startswith("Enter the outcomes of may.csv: Order of 2019-04-18 became Suspended: ")


def test_a_day_that_brought_what_is_told_otherwise_now_still_says_it(two: Seatwise) -> None:
    two.ok("account", "advance", day="2019-06-20")
    two.ok("order", "outcome", "1", "declined", "--on", FIRST, day="2019-06-20")
    assert journal(two, "1", "2019-06-20")[1:] == [
        ("2019-05-18", "Instalment 2 fell due"),
        ("2019-06-18", "Instalment 3 fell due"),
        (FIRST, "Charge of order 1 declined"),
    ]
    two.ok("undo", day="2019-06-20")
    assert journal(two, "1", "2019-06-20")[-1][1].startswith(
        "Undo: Charge of order 1 declined: The order became Active"
    )


def test_its_changes_are_its_own_and_the_wrong_call_says_so(two: Seatwise) -> None:
    two.ok("account", "advance", day="2019-05-20")
    newest = two.ok("history", "--of", "2", "--limit", "1", day="2019-05-20")["acts"]
    assert [[one["entity"] for one in act["changes"]] for act in newest] == [["subscription_order"]]
    table = two.call("--today", "2019-05-20", "history", "--of", "2").out
    assert "instalment 2, due on May 18, 2019" in table
    assert "no order “7”" in two.refused("history", "--of", "7", day="2019-05-20")
    wrong = two.call("history", "--of", "2", "--entity", "user")
    assert (wrong.code, "leave out --entity" in wrong.err) == (2, True)
