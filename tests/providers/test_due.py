"""What is owed and awaited of an account that Stripe charges: each item in one list, with its sums, and in a file."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise
from tests.providers.conftest import Charged
from tests.providers.test_charging import FAILS_LATER, due, place

LEFT, ENDED, DAY = "2019-05-05", "2019-05-18", "2019-05-25"
LISTS = {"to_charge": "to_charge", "expected": "expected", "arrears": "arrears", "fees": "fee"}


@pytest.fixture
def several(stripe: Seatwise, charged: Charged) -> Seatwise:
    """On the day one order is due, one due again, one due again tomorrow, and a fee was declined."""
    place(stripe)
    place(stripe)
    place(stripe, day="2019-04-19")
    place(stripe, day="2019-04-25")
    for number in ("1", "2", "3"):
        stripe.ok("order", "edit", number, "--payment-token", FAILS_LATER, day="2019-04-25")
    stripe.ok("order", "cancel", "2", "--accept-fee", "220.00", day=LEFT)
    stripe.ok("order", "charge", "--due", day=ENDED)
    stripe.ok("order", "charge", "--due", day="2019-05-19")
    assert charged.amounts() == [4000] * 4
    return stripe


def sums(answer: Any) -> dict[str, str]:
    return {name: answer[name]["total"]["amount"] for name in LISTS if answer[name]["count"]}


def test_each_item_is_in_one_list_and_the_lists_add_up(several: Seatwise) -> None:
    answer = several.ok("order", "due", day=DAY)
    assert due(several, DAY) == {
        "to_charge": [(2, DAY), (2, DAY)],
        "arrears": [(2, "2019-05-26")],
        "fees": [(None, None)],
    }
    assert [one["number"] for one in answer["to_charge"]["items"]] == [1, 4]
    assert sums(answer) == {"to_charge": "80.00", "arrears": "40.00", "fees": "220.00"}
    kinds = {(name, one["kind"]) for name in LISTS for one in answer[name]["items"]}
    assert kinds == {(name, LISTS[name]) for name in ("to_charge", "arrears", "fees")}


def test_the_file_lists_and_sums_each_debt_once(several: Seatwise) -> None:
    file = several.folder / "due.json"
    several.ok("order", "due", "--limit", "1", "-o", str(file), day=DAY)
    written = json.loads(file.read_text(encoding="utf-8"))
    rows = [(row["what"], row["order"], row["instalment"], row["total"]["amount"]) for row in written["tables"]["due"]]
    assert rows == [
        ("Waits to be charged", 1, 2, "40.00"),
        ("Waits to be charged", 4, 2, "40.00"),
        ("Owed", 3, 2, "40.00"),
        ("Open fees", 2, None, "220.00"),
    ]
    facts = {one["name"]: one["value"] for one in written["facts"]}
    said = [facts[name]["amount"] for name in ("Waits to be charged", "Owed", "Open fees")]
    assert (said, facts["Expected, not confirmed"]) == (["80.00", "40.00", "220.00"], "None")
    assert sum(Decimal(one) for one in said) == sum(Decimal(row[-1]) for row in rows) == Decimal("340.00")


def test_what_waits_longest_is_charged_first_and_each_order_once(several: Seatwise) -> None:
    asked = several.ok("order", "charge", "--due", day="2019-05-26")["attempts"]
    assert [one["order"] for one in asked] == [1, 4, 3]
