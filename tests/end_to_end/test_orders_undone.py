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
