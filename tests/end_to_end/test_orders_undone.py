"""What was done to orders is taken back, and done again, to the last row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise
from tests.end_to_end.test_orders import FIRST, LEAVING, init, place, state


def picture(seatwise: Seatwise, day: str) -> Any:
    """Everything there is to see of the orders and the account on a day."""
    orders = seatwise.ok("order", "list", day=day)["orders"]
    details = [seatwise.ok("order", "show", str(one["number"]), day=day) for one in orders]
    return details, seatwise.ok("account", "show", day=day)


ACTS = (
    ("order", "place", "--seats", "12", "--card-token", "tok_amex"),
    ("order", "edit", "1", "--payment-token", "ref-2", "--expiry", "12/2030"),
    ("order", "outcome", "1", "declined"),
    ("order", "outcome", "1", "declined", "--on", "2019-06-18"),
    ("order", "outcome", "1", "accepted"),
    ("order", "cancel", "1", "--accept-fee", "2100"),
    ("account", "deactivate", "--confirm"),
)


@pytest.mark.parametrize("act", ACTS, ids=" ".join)
def test_an_act_on_orders_is_undone_and_redone_exactly(seatwise: Seatwise, act: tuple[str, ...]) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("account", "advance", day=LEAVING)
    before = picture(seatwise, LEAVING)
    seatwise.ok(*act, day=LEAVING)
    after = picture(seatwise, LEAVING)
    assert after != before
    seatwise.ok("undo", day=LEAVING)
    assert picture(seatwise, LEAVING) == before
    undo = str(seatwise.ok("history")["acts"][0]["number"])
    seatwise.ok("undo", undo, day=LEAVING)
    assert picture(seatwise, LEAVING) == after
    assert seatwise.ok("store", "check")["ok"]


def test_a_reactivation_is_taken_back(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("account", "deactivate", "--confirm", day=LEAVING)
    before = picture(seatwise, LEAVING)
    seatwise.ok("account", "reactivate", day=LEAVING)
    assert state(seatwise, LEAVING)[0] == "active"
    seatwise.ok("undo", day=LEAVING)
    assert picture(seatwise, LEAVING) == before


@pytest.mark.parametrize(
    ("act", "instead"),
    [
        (("order", "place", "--seats", "12", "--card-token", "tok_amex"), "Cancel the order instead, or deactivate"),
        (("order", "outcome", "1", "declined"), "Enter the right outcome instead: it stands at its own day."),
        (("order", "cancel", "1", "--accept-fee", "2100"), "Place a new order instead."),
        (("account", "deactivate", "--confirm"), "Reactivate the account while it can be; afterwards place"),
    ],
    ids=lambda given: " ".join(given[:2]) if isinstance(given, tuple) else "",
)
def test_an_act_the_calendar_went_on_from_is_not_undone_and_what_to_do_is_said(
    seatwise: Seatwise, act: tuple[str, ...], instead: str
) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("account", "advance", day=LEAVING)
    seatwise.ok(*act, day=LEAVING)
    number = str(seatwise.ok("history")["acts"][0]["number"])
    seatwise.ok("account", "advance", day="2019-12-31")
    sentence = seatwise.refused("undo", number, day="2019-12-31")
    assert "followed from the calendar. " + instead in sentence
    assert sentence == seatwise.refused("undo", number, "--preview", day="2019-12-31")


@pytest.mark.parametrize(
    ("story", "until", "news", "instead"),
    [
        ((), "2019-07-01", "Account became Inactive", "Place a new order or activate a key to make the account Active"),
        (("place",), "2019-05-18", "instalment 2", "If a charge came out otherwise, enter its outcome."),
        (("place",), "2020-04-18", "renewed until", "To leave the new term, cancel the order or deactivate"),
        (("place", "declined"), "2019-10-18", "Account became Inactive", "Place a new order or activate a key"),
        (("place", "place", "declined"), "2019-10-18", "became Canceled", "Place a new order for these users."),
        (("place", "expiring"), "2019-06-01", "became Suspended", "Enter the right outcome, or change the payment"),
        (("place", "declined"), "2019-09-25", "Reminder", "A draft that is not wanted is simply not sent."),
    ],
)
def test_a_day_of_the_calendar_is_not_undone_and_what_to_do_is_said(
    seatwise: Seatwise, story: tuple[str, ...], until: str, news: str, instead: str
) -> None:
    init(seatwise, "2019-04-01")
    for what in story:
        if what == "place":
            place(seatwise, 150, FIRST)
        elif what == "expiring":
            seatwise.ok("order", "edit", "1", "--payment-token", "ref-2", "--expiry", "05/2019", day="2019-05-20")
        else:
            seatwise.ok("order", "outcome", "1", "declined", day="2019-09-18")
    seatwise.ok("account", "advance", day=until)
    act = seatwise.ok("history")["acts"][0]
    sentence = seatwise.refused("undo", str(act["number"]), day=until)
    assert news in sentence
    assert "follows from the calendar and cannot be undone. " + instead in sentence


def test_received_seats_are_undone_and_redone_exactly(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    for act in (("key", "receive", "--seats", "5", "--from", "Group"), ("key", "return", "Group")):
        before = (picture(seatwise, FIRST), seatwise.ok("key", "list", day=FIRST))
        seatwise.ok(*act, day=FIRST)
        after = (picture(seatwise, FIRST), seatwise.ok("key", "list", day=FIRST))
        seatwise.ok("undo", day=FIRST)
        assert (picture(seatwise, FIRST), seatwise.ok("key", "list", day=FIRST)) == before
        seatwise.ok("undo", str(seatwise.ok("history")["acts"][0]["number"]), day=FIRST)
        assert (picture(seatwise, FIRST), seatwise.ok("key", "list", day=FIRST)) == after


def test_the_preview_says_which_orders_and_which_days_come_to_what(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("order", "outcome", "1", "declined", day="2019-06-18")
    said = seatwise.call("--today", "2019-06-18", "undo", "--preview").out
    for line in (
        "Order 1, Jun 18, 2019 Order of Apr 18, 2019 became Suspended: The charge was declined. –",
        "Order 1, instalment 3, Jun 18, 2019: Status Declined Expected, not confirmed",
        "Order 1: State Suspended Active",
    ):
        assert line in [" ".join(one.split()) for one in said.splitlines()]
    assert "many at once" not in said
