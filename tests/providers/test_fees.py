"""Early termination fees through Stripe: asked for on the day the order ends, once, as an instalment is (F3)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise
from tests.providers.conftest import Charged
from tests.providers.far import FarSide
from tests.providers.test_charging import FAILS_LATER, FIRST, VISA, due, place

LEFT, ENDED, LATER = "2019-05-05", "2019-05-18", "2019-05-25"
FEE, CENTS = "220.00", 22000
"""10 users at $4, left in the first of twelve months: half of eleven."""


def leave(seatwise: Seatwise, token: str = VISA) -> None:
    """An order that is canceled by the support team; its fee is due on the day it ends."""
    place(seatwise)
    if token != VISA:
        seatwise.ok("order", "edit", "1", "--payment-token", token, day=FIRST)
    seatwise.ok("order", "cancel", "1", "--accept-fee", FEE, day=LEFT)


def fee_of(seatwise: Seatwise, day: str) -> tuple[str, str]:
    order = seatwise.ok("order", "show", "1", day=day)
    return order["order"]["state"], order["fee"]["status"]


def restore(store: Path, backup: Path) -> None:
    for file in store.parent.glob("seatwise.db*"):
        file.unlink()
    shutil.copyfile(backup, store)


def test_f3_a_fee_waits_from_its_day_and_is_charged_once(stripe: Seatwise, charged: Charged) -> None:
    leave(stripe)
    assert (due(stripe, "2019-05-17"), fee_of(stripe, "2019-05-17")[1]) == ({}, "scheduled")
    assert due(stripe, ENDED) == {"to_charge": [(None, ENDED)]}
    assert fee_of(stripe, ENDED) == ("canceled", "open")
    answer = stripe.ok("order", "charge", "1", day=ENDED)
    assert [(one["instalments"], one["amount"]["amount"]) for one in answer["attempts"]] == [([1], "40.00"), ([0], FEE)]
    assert (fee_of(stripe, ENDED), charged.amounts()) == (("canceled", "paid"), [4000, CENTS])
    assert (due(stripe, LATER), stripe.refused("order", "charge", "1", day=LATER)) == (
        {},
        "Nothing is owed on this order.",
    )
    assert charged.amounts() == [4000, CENTS]
    assert stripe.ok("store", "check")["ok"]


def test_f3_the_calendar_calls_nobody_and_one_word_charges_every_fee(stripe: Seatwise, charged: Charged) -> None:
    leave(stripe)
    stripe.ok("account", "advance", day=ENDED)
    assert charged.amounts() == [4000]
    asked = stripe.ok("order", "charge", "--due", day=ENDED)["attempts"]
    assert [(one["instalments"], one["outcome"]) for one in asked] == [([0], "accepted")]
    assert stripe.ok("order", "charge", "--due", day=LATER)["attempts"] == []
    assert charged.amounts() == [4000, CENTS]


def test_f3_a_rule_charges_a_fee_by_itself(stripe: Seatwise, charged: Charged) -> None:
    leave(stripe)
    stripe.ok("account", "set-rule", "charge_by_itself", "on", day=LEFT)
    stripe.ok("account", "advance", day=LATER)
    stripe.ok("account", "advance", day="2019-06-20")
    assert (fee_of(stripe, "2019-06-20"), charged.amounts()) == (("canceled", "paid"), [4000, CENTS])


def test_f3_a_declined_fee_stays_open_and_is_asked_for_again_by_word_alone(stripe: Seatwise, charged: Charged) -> None:
    leave(stripe, FAILS_LATER)
    stripe.ok("account", "set-rule", "charge_by_itself", "on", day=LEFT)
    stripe.ok("account", "advance", day=ENDED)
    assert (fee_of(stripe, ENDED), due(stripe, ENDED)) == (("canceled", "open"), {"fees": [(None, None)]})
    stripe.ok("account", "advance", day=LATER)
    tried = stripe.ok("order", "charge", "1", day=LATER)["attempts"]
    assert [(one["instalments"], one["outcome"]) for one in tried[1:]] == [([0], "declined"), ([0], "declined")]
    assert charged.amounts() == [4000]
    stripe.ok("order", "outcome", "1", "accepted", "--fee", day=LATER)
    assert fee_of(stripe, LATER) == ("canceled", "paid")


@pytest.mark.parametrize("fault", ["lost", "garbage", "500"])
def test_f3_a_fee_whose_answer_is_lost_is_not_charged_again(
    stripe: Seatwise, charged: Charged, far: FarSide, fault: str
) -> None:
    leave(stripe)
    before = len(far.told()["requests"])
    far.fail(*[fault] * 3)
    assert "Stripe" in stripe.refused("order", "charge", "1", day=ENDED)
    far.fail()
    stripe.ok("account", "advance", day=LATER)
    assert (fee_of(stripe, LATER), charged.amounts()) == (("canceled", "paid"), [4000, CENTS])
    asked = far.told()["requests"][before:]
    assert (len({one["key"] for one in asked}), {one["amount"] for one in asked}) == (1, {str(CENTS)})


def test_f3_a_restored_copy_enters_the_fee_that_was_taken_after_it(
    stripe: Seatwise, charged: Charged, far: FarSide, desk: Any, tmp_path: Path
) -> None:
    leave(stripe)
    backup = Path(shutil.copyfile(desk.folders.store, tmp_path / "backup.db"))
    stripe.ok("order", "charge", "1", day=ENDED)
    restore(desk.folders.store, backup)
    far.forget()
    assert fee_of(stripe, LATER) == ("canceled", "open")
    answer = stripe.ok("order", "charge", "1", day=LATER)
    assert [one["instalments"] for one in answer["attempts"]] == [[1], [0]]
    assert (fee_of(stripe, LATER), charged.amounts()) == (("canceled", "paid"), [4000, CENTS])
    assert stripe.ok("store", "check")["ok"]


def test_f3_a_fee_that_takes_days_is_asked_about_and_not_made_again(
    stripe: Seatwise, charged: Charged, far: FarSide
) -> None:
    leave(stripe)
    far.fail("processing")
    stripe.ok("order", "charge", "--due", day=ENDED)
    assert (fee_of(stripe, ENDED)[1], due(stripe, ENDED)) == ("processing", {"fees": [(None, None)]})
    assert "still being processed" in stripe.refused("order", "charge", "1", day=ENDED)
    far.fail()
    stripe.ok("order", "charge", "--resume", day=LATER)
    assert (fee_of(stripe, LATER), charged.amounts()) == (("canceled", "paid"), [4000, CENTS])


def test_f3_arrears_come_before_the_fee_and_only_a_person_asks_for_them(
    stripe: Seatwise, charged: Charged, far: FarSide
) -> None:
    place(stripe)
    stripe.ok("order", "edit", "1", "--payment-token", FAILS_LATER, day=ENDED)
    stripe.ok("order", "cancel", "1", "--accept-fee", "200.00", day=ENDED)
    assert due(stripe, "2019-06-18") == {"to_charge": [(None, "2019-06-18")], "arrears": [(2, None)]}
    before = len(far.told()["requests"])
    stripe.ok("order", "charge", "--due", day="2019-06-18")
    assert [one["amount"] for one in far.told()["requests"][before:]] == ["20000"], "dunning and retries stop (O7)"
    stripe.ok("order", "charge", "1", day="2019-06-18")
    amounts = [one["amount"] for one in far.told()["requests"][before:]]
    assert (amounts, charged.amounts()) == (["20000", "4000"], [4000]), "a card that was just declined is asked once"
    stripe.ok("order", "outcome", "1", "accepted", day="2019-06-19")
    stripe.ok("order", "charge", "1", day="2019-06-19")
    assert [one["amount"] for one in far.told()["requests"][before:]] == ["20000", "4000", "20000"]


def test_f3_a_deactivated_account_is_charged_the_fee_of_each_order(stripe: Seatwise, charged: Charged) -> None:
    place(stripe)
    place(stripe, day=LEFT)
    stripe.ok("account", "deactivate", "--confirm", day="2019-05-06")
    asked = stripe.ok("order", "charge", "--due", day="2019-06-05")["attempts"]
    assert sorted((one["order"], one["amount"]["amount"]) for one in asked) == [(1, FEE), (2, FEE)]
    assert charged.amounts() == [4000, 4000, CENTS, CENTS]
    assert stripe.ok("order", "due", day="2019-06-05")["to_charge"]["count"] == 0


def test_f3_a_reactivated_order_is_charged_no_fee(stripe: Seatwise, charged: Charged) -> None:
    place(stripe)
    stripe.ok("account", "deactivate", "--confirm", day=LEFT)
    stripe.ok("account", "reactivate", day="2019-05-10")
    stripe.ok("order", "charge", "--due", day=ENDED)
    assert charged.amounts() == [4000, 4000]


@pytest.mark.parametrize(
    ("token", "on_the_day", "days_later"),
    [
        ("tok_visa", "paid", "paid"),
        ("tok_declined", "open", "open"),
        ("tok_insufficient_funds", "open", "open"),
        ("tok_late", "processing", "paid"),
    ],
)
def test_f3_with_the_test_provider_the_token_decides(
    seatwise: Seatwise, token: str, on_the_day: str, days_later: str
) -> None:
    seatwise.ok("init", "--payments", "test", day=FIRST)
    place(seatwise, "tok_visa")
    seatwise.ok("order", "edit", "1", "--payment-token", token, day=FIRST)
    seatwise.ok("order", "cancel", "1", "--accept-fee", FEE, day=LEFT)
    assert fee_of(seatwise, ENDED) == ("canceled", on_the_day)
    seatwise.ok("account", "advance", day="2019-05-20")
    assert fee_of(seatwise, "2019-05-20") == ("canceled", on_the_day)
    assert fee_of(seatwise, "2019-05-21") == ("canceled", days_later)
    seatwise.ok("account", "advance", day="2019-05-21")
    assert fee_of(seatwise, "2019-05-21") == ("canceled", days_later)
    assert seatwise.ok("store", "check")["ok"]


def test_f3_a_fee_of_the_test_provider_is_charged_again_by_word(seatwise: Seatwise) -> None:
    seatwise.ok("init", "--payments", "test", day=FIRST)
    place(seatwise, "tok_visa")
    seatwise.ok("order", "edit", "1", "--payment-token", "tok_declined", day=FIRST)
    seatwise.ok("order", "cancel", "1", "--accept-fee", FEE, day=LEFT)
    asked = seatwise.ok("order", "charge", "1", day=ENDED)["attempts"]
    assert [(one["instalments"], one["outcome"]) for one in asked] == [([0], "declined")]
