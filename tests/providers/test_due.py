"""What is owed and awaited of an account that Stripe charges: each item in one list, with its sums, and in a file."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, text

from desktop.app import Desk
from desktop.domain.orders.order import FEE
from desktop.domain.payments import Outcome
from desktop.services.payments.due import waiting_orders
from desktop.services.workspace import Choice
from desktop.store.guard import opened
from desktop.store.schema import OrderRow
from tests.desks import run_seatwise
from tests.end_to_end.desk import Seatwise
from tests.providers.conftest import Charged
from tests.providers.far import FarSide
from tests.providers.test_charging import FAILS_LATER, FIRST, SECOND, due, place, refused_place

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


NO_KEY = "There is no key for Stripe on this machine. Set it first."
SETTLED = "A charge was still open and is settled now. Look at it, then try again."


@pytest.fixture
def two(stripe: Seatwise, charged: Charged) -> Seatwise:
    """Two orders of which one is due since 18 May, the other on 25 May."""
    place(stripe)
    place(stripe, day="2019-04-25")
    assert due(stripe, DAY) == {"to_charge": [(2, SECOND), (2, DAY)]}
    return stripe


def leave_open(seatwise: Seatwise, far: FarSide, tries: int) -> None:
    """A first charge that nobody answers, nor so many times it is asked for again."""
    far.fail(*["500"] * 3)
    refused_place(seatwise, day=DAY)
    far.fail(*["500"] * 3 * tries)


def test_an_order_that_is_refused_is_named_with_why_and_keeps_no_other_waiting(
    two: Seatwise, charged: Charged, far: FarSide
) -> None:
    leave_open(two, far, 1)
    answer = two.call("--today", DAY, "--strict", "--json", "order", "charge", "--due")
    assert (answer.code, [(one["order"], one["outcome"]) for one in answer.json["attempts"]]) == (3, [(2, "accepted")])
    assert [(one["order"], one["reason"]["text"]) for one in answer.json["not_charged"]] == [(1, SETTLED)]
    assert charged.amounts() == [4000] * 4, "two orders and the first and second month of others"
    again = two.call("--today", DAY, "--strict", "--json", "order", "charge", "--due")
    assert (again.code, [one["order"] for one in again.json["attempts"]], again.json["not_charged"]) == (0, [1], [])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", f"Order 1 was not charged: {SETTLED}"),
        ("fr", "La commande 1 n’a pas été prélevée\u202f: "),
        ("nl", "Bestelling 1 is niet afgeschreven: "),
    ],
)
def test_what_was_not_charged_is_said_in_words(two: Seatwise, far: FarSide, language: str, sentence: str) -> None:
    leave_open(two, far, 1)
    answer = two.call("--today", DAY, "--lang", language, "order", "charge", "--due")
    assert (answer.code, answer.out.splitlines()[-1].startswith(sentence)) == (0, True), answer.out


def test_an_open_charge_that_is_settled_on_the_way_is_no_refusal_of_its_order(
    two: Seatwise, charged: Charged, far: FarSide
) -> None:
    far.fail(*["500"] * 3)
    two.refused("order", "charge", "1", day=DAY)
    far.fail(*["500"] * 3)
    answer = two.ok("order", "charge", "--due", day=DAY)
    assert ([one["order"] for one in answer["attempts"]], answer["not_charged"]) == ([1, 2], [])
    assert charged.amounts() == [4000] * 4


def test_without_a_key_all_that_waits_is_refused_at_once(several: Seatwise, charged: Charged) -> None:
    several.ok("payments", "forget-key")
    assert several.refused("order", "charge", "--due", day=DAY) == f"{NO_KEY} Use seatwise payments set-key."
    assert due(several, DAY)["to_charge"] == [(2, DAY), (2, DAY)]
    assert charged.amounts() == [4000] * 4


def test_an_account_that_charges_by_itself_says_what_was_not_charged_and_why(two: Seatwise, charged: Charged) -> None:
    two.ok("account", "set-rule", "charge_by_itself", "on", day="2019-05-01")
    two.ok("payments", "forget-key")
    answer = two.call("--today", DAY, "--strict", "account", "advance")
    assert answer.code == 3
    assert answer.out.splitlines()[-2:] == [f"Order {number} was not charged: {NO_KEY}" for number in (1, 2)]
    left = two.ok("account", "advance", day=DAY)
    assert [(one["order"], one["reason"]["text"]) for one in left["not_charged"]] == [(1, NO_KEY), (2, NO_KEY)]
    assert (left["events"], left["attempts"], charged.amounts()) == ([], [], [4000] * 2)


def test_what_is_charged_by_itself_is_shown_beside_what_was_refused(
    two: Seatwise, charged: Charged, far: FarSide
) -> None:
    two.ok("account", "set-rule", "charge_by_itself", "on", day="2019-05-01")
    leave_open(two, far, 2)
    answer = two.ok("account", "advance", day=DAY)
    assert [(one["order"], one["outcome"]) for one in answer["attempts"]] == [(2, "accepted")]
    assert [one["order"] for one in answer["not_charged"]] == [1]
    assert charged.amounts() == [4000] * 4


def test_where_nobody_answers_the_calendar_is_applied_and_the_charges_are_left(several: Seatwise, desk: Desk) -> None:
    several.ok("account", "set-rule", "charge_by_itself", "on", day="2019-05-20")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    away = Desk(desk.folders, replace(desk.settings, stripe=closed))
    answer = run_seatwise(away, "--today", DAY, "--json", "account", "advance")
    assert (answer.code, [one["order"] for one in answer.json["not_charged"]]) == (0, [1, 4])
    assert [one["kind"] for one in answer.json["events"] if one["kind"] == "instalment"] == ["instalment"]
    lost = run_seatwise(away, "--today", DAY, "order", "charge", "--due")
    assert (lost.code, "could not be reached" in lost.sentence) == (1, True)


def test_what_was_charged_before_the_provider_fell_silent_is_shown(stripe: Seatwise, far: FarSide) -> None:
    for token in (FAILS_LATER, FAILS_LATER):
        place(stripe)
        stripe.ok(
            "order", "edit", str(stripe.ok("order", "list", day=FIRST)["total"]), "--payment-token", token, day=FIRST
        )
    far.fail("", *["500"] * 3)
    answer = stripe.call("--today", SECOND, "--json", "order", "charge", "--due")
    assert (answer.code, [one["order"] for one in answer.json["attempts"]]) == (1, [1])
    assert [one["order"] for one in answer.json["not_charged"]] == [2]
    assert "answer 500" in answer.sentence


def test_what_is_due_is_found_by_indexes_in_a_fixed_number_of_reads(several: Seatwise, desk: Desk) -> None:
    workspace = desk.open(Choice(day=date(2019, 5, 26)))
    asked: list[tuple[str, Any]] = []
    event.listen(
        workspace.context.store.engine,
        "before_cursor_execute",
        lambda _c, _u, said, given, *_: asked.append((said, given)),
    )
    with workspace.context.store.read() as session:
        assert len(waiting_orders(session, workspace.context)) == 3
    assert len([said for said, _ in asked if "FROM charge_attempt" in said]) == 1
    workspace.due.show()
    with workspace.context.store.read() as session:
        plans = [
            row[-1]
            for said, given in asked
            if said.lstrip().startswith("SELECT")
            for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given)
        ]
    workspace.close()
    assert [one for one in plans if one.startswith("SCAN") and "instalment" in one and "unsettled" not in one] == []
    assert [one for one in plans if one.startswith(("SCAN charge", "SCAN subscription"))] == []
    for index in ("ix_charge_attempt_order_id", "ix_instalment_unsettled", "ix_subscription_order_fees"):
        assert any(index in one for one in plans), plans


def test_a_fee_of_an_older_row_is_found_and_a_paid_one_is_not_read_again(several: Seatwise, desk: Desk) -> None:
    workspace = desk.open(Choice(day=date(2019, 5, 25)))
    store = workspace.context.store
    with store.read() as session:
        kept = {row.number: (row.fee_status, row.fee and row.fee["status"]) for row in session.query(OrderRow)}
    assert kept == {1: (None, None), 2: ("open", "open"), 3: (None, None), 4: (None, None)}
    with store.engine.begin() as connection, opened(connection, "journaled"):
        connection.execute(text("UPDATE subscription_order SET fee_status = NULL"))
    assert workspace.due.show().fees.count == 1, "as a store of before 0006 has it"
    workspace.outcomes.enter("2", Outcome.ACCEPTED, None, of=FEE)
    assert workspace.due.show().fees.count == 0
    with store.read() as session:
        assert session.query(OrderRow.fee_status).filter(OrderRow.number == 2).scalar() == "paid"
    workspace.close()
