"""A processor's list of charges, taken in as an administrator gets it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise

FIRST, TODAY = "2019-04-18", "2019-09-05"
DUE = ("2019-04-18", "2019-05-18", "2019-06-18", "2019-07-18", "2019-08-18")


@pytest.fixture
def recorded(seatwise: Seatwise) -> Seatwise:
    """The order of 150 users of 18 April 2019, charged 600.00 a month by a processor elsewhere."""
    seatwise.ok("init", "--payments", "recorded", day=FIRST)
    seatwise.ok("order", "place", "--seats", "150", "--card-token", "sub_77", day=FIRST)
    return seatwise


def taken(seatwise: Seatwise, text: str, *options: str, day: str = TODAY) -> Any:
    return seatwise.ok("order", "outcomes", "import", seatwise.file("charges.csv", text), *options, day=day)


def counts(answer: Any) -> tuple[int, ...]:
    names = ("applied", "duplicate", "unknown_order", "wrong_amount", "refused")
    found = tuple(answer[name] for name in names)
    assert sum(found) == answer["rows_in"]
    return found


def statuses(seatwise: Seatwise, day: str = TODAY) -> list[str]:
    shown = seatwise.ok("order", "show", "1", day=day)
    return [one["status"] for one in shown["instalments"] if one["status"] != "scheduled"]


def list_of(*rows: str) -> str:
    return "Order,Due date,Amount,Currency,Status\n" + "\n".join(rows) + "\n"


PAID = list_of(*(f"1,{day},600.00,USD,paid" for day in DUE))


def test_expected_charges_are_confirmed_and_the_list_again_changes_nothing(recorded: Seatwise) -> None:
    assert counts(taken(recorded, PAID)) == (5, 0, 0, 0, 0)
    assert statuses(recorded) == ["paid"] * 5
    acts = recorded.ok("history", day=TODAY)["acts"]
    assert counts(taken(recorded, PAID)) == (0, 5, 0, 0, 0)
    assert recorded.ok("history", day=TODAY)["acts"] == acts
    assert recorded.ok("store", "check")["ok"]
    recorded.ok("undo", day=TODAY)
    assert statuses(recorded) == ["expected"] * 5


def test_every_line_is_one_thing_and_says_why(recorded: Seatwise) -> None:
    answer = taken(
        recorded,
        list_of(
            "1,2019-04-18,600.00,USD,paid",
            "1,2019-04-18,600.00,USD,paid",
            "2,2019-04-18,600.00,USD,paid",
            "1,2019-05-18,599.99,USD,paid",
            "1,2019-05-18,600.00,EUR,paid",
            "1,2019-05-19,600.00,USD,paid",
            "1,2019-05-18,six hundred,USD,paid",
            "1,2019-05-18,600.00,USD,perhaps",
            "4111 1111 1111 1111,2019-05-18,600.00,USD,paid",
        ),
    )
    assert counts(answer) == (1, 1, 1, 2, 4)
    assert [(one["line"], one["kind"], one["order"]) for one in answer["rows"]] == [
        (4, "unknown_order", None),
        (5, "wrong_amount", 1),
        (6, "wrong_amount", 1),
        (7, "refused", 1),
        (8, "refused", 1),
        (9, "refused", None),
        (10, "refused", None),
    ]
    wrong = answer["rows"][1]["reason"]["params"]
    assert wrong == {"amount": "599.99 USD", "total": "600.00 USD"}
    assert answer["rows"][6]["reason"]["params"] == {"last": "1111"}
    assert "4111" not in str(answer)
    assert statuses(recorded) == ["paid", *["expected"] * 4]


def test_a_dry_run_says_the_same_and_changes_nothing(recorded: Seatwise) -> None:
    before = recorded.ok("history", day=TODAY)["acts"]
    rows = list_of(*(f"1,{day},600.00,USD,paid" for day in DUE), "1,2019-09-01,600.00,USD,paid")
    dry = taken(recorded, rows, "--dry-run")
    assert recorded.ok("history", day=TODAY)["acts"] == before
    done = taken(recorded, rows)
    assert counts(done) == (5, 0, 0, 0, 1)
    assert dry == done | {"dry_run": True}


def test_a_late_decline_stands_at_its_own_day_and_a_later_payment_after_it(recorded: Seatwise) -> None:
    recorded.ok("account", "advance", day=TODAY)
    answer = taken(
        recorded,
        "order,charge date,amount,status\n"
        "1,2019-07-25,600.00,paid\n"
        "1,2019-07-18,600.00,declined\n"
        "1,2019-08-18,600.00,paid\n",
    )
    assert counts(answer) == (3, 0, 0, 0, 0)
    assert statuses(recorded) == ["expected"] * 3 + ["paid", "paid"]
    order = recorded.ok("order", "show", "1", day=TODAY)
    assert (order["order"]["state"], order["order"]["state_since"]) == ("active", "2019-07-25")
    again = taken(recorded, "order,charge date,amount,status\n1,2019-07-18,600.00,declined\n1,2019-07-25,600.00,paid\n")
    assert counts(again) == (0, 2, 0, 0, 0)
    assert recorded.ok("store", "check")["ok"]
    recorded.ok("undo", day=TODAY)
    assert statuses(recorded) == ["expected"] * 5
    assert recorded.ok("order", "show", "1", day=TODAY)["order"]["state_since"] == FIRST


def test_a_month_that_was_paid_is_not_lost_by_a_late_decline_before_it(recorded: Seatwise) -> None:
    taken(recorded, PAID)
    recorded.ok("undo", day=TODAY)
    taken(recorded, list_of("1,2019-08-18,600.00,USD,paid"))
    answer = taken(recorded, list_of("1,2019-05-18,600.00,USD,declined"))
    assert counts(answer) == (0, 0, 0, 0, 1)
    assert answer["rows"][0]["reason"]["params"] == {"number": 5}
    assert statuses(recorded)[-1] == "paid"


def test_an_unpaid_order_ends_by_the_list_and_what_comes_after_is_refused(recorded: Seatwise) -> None:
    answer = taken(
        recorded,
        "order,charge date,amount,status\n1,2019-05-18,600.00,declined\n1,2019-07-20,600.00,declined\n",
    )
    assert counts(answer) == (1, 0, 0, 0, 1)
    order = recorded.ok("order", "show", "1", day=TODAY)["order"]
    assert (order["state"], order["state_since"]) == ("canceled", "2019-06-17")


def test_columns_are_named_with_options_and_the_reference_finds_the_order(recorded: Seatwise) -> None:
    answer = taken(
        recorded,
        "Abo;Betrag;Faellig;Ergebnis\nsub_77;600,00;2019-04-18;settled\nsub_78;600,00;2019-04-18;settled\n",
        *("--reference", "Abo", "--amount", "Betrag", "--due", "Faellig", "--status", "Ergebnis"),
    )
    assert counts(answer) == (1, 0, 1, 0, 0)


def test_a_list_that_breaks_off_leaves_nothing(recorded: Seatwise) -> None:
    path = recorded.file("broken.csv", PAID + '1,"2019')
    assert "is broken" in recorded.refused("order", "outcomes", "import", path, day=TODAY)
    assert statuses(recorded) == ["expected"] * 5
    path = recorded.file("other.csv", "a,b\n1,2\n")
    assert "has no column for" in recorded.refused("order", "outcomes", "import", path, day=TODAY)
    assert "cannot be read" in recorded.refused("order", "outcomes", "import", str(recorded.folder / "no.csv"))


def test_a_list_of_many_blocks_is_one_act_and_adds_up(recorded: Seatwise) -> None:
    many = [f"{number},2019-04-18,600.00,USD,paid" for number in range(2, 5002)]
    answer = taken(recorded, list_of(*many, "1,2019-04-18,600.00,USD,paid", "1,2019-04-18,600.00,USD,paid"))
    assert counts(answer) == (1, 1, 5000, 0, 0)
    assert (answer["reasons"], len(answer["rows"])) == ({"There is no order “{order}”.": 5000}, 1000)


def test_what_is_expected_is_listed_until_it_is_confirmed(recorded: Seatwise) -> None:
    expected = recorded.ok("order", "due", day=TODAY)["expected"]
    assert (expected["count"], expected["total"]["amount"]) == (5, "3000.00")
    assert [one["due_on"] for one in expected["items"]] == list(DUE)
    taken(recorded, list_of("1,2019-04-18,600.00,USD,paid", "1,2019-08-18,600.00,USD,declined"))
    answer = recorded.ok("order", "due", day=TODAY)
    assert [one["instalment"] for one in answer["expected"]["items"]] == [2, 3, 4]
    assert [one["instalment"] for one in answer["arrears"]["items"]] == [5]
    assert answer["to_charge"] == {"count": 0, "total": None, "items": []}


def test_an_open_fee_is_listed(recorded: Seatwise) -> None:
    recorded.ok("account", "deactivate", "--confirm", day=TODAY)
    fees = recorded.ok("order", "due", day="2019-09-18")["fees"]
    assert [(one["due_on"], one["total"]["amount"], one["status"]) for one in fees["items"]] == [
        ("2019-09-18", "2100.00", "expected")
    ]


def test_a_charge_after_the_end_of_its_order_is_told_as_such(recorded: Seatwise) -> None:
    fee = recorded.ok("order", "cancel", "1", "--accept-fee", "2100", day="2019-08-20")["fee"]
    assert fee["due_on"] == "2019-09-18"
    day = "2019-11-20"
    late = ("1,2019-10-18,600.00,USD,paid", "1,2019-10-18,600.00,USD,declined", "1,2019-08-20,600.00,USD,paid")
    rows = taken(recorded, list_of(*late), day=day)["rows"]
    charged = "The order ended on 2019-09-18, and the processor charged it all the same."
    assert [one["reason"]["text"] for one in rows] == [
        f"{charged} Stop it there, and refund this charge.",
        "The order ended on 2019-09-18; nothing falls due any more.",
        "No instalment of the order fell due on that day.",
    ]


ENDED, AFTER = "2019-09-18", "2019-10-05"
CHARGED = "order,charge date,amount,status\n"


@pytest.fixture
def left(recorded: Seatwise) -> Seatwise:
    """The same order, left on 5 September 2019: its fee of 2,100.00 is due on 18 September."""
    recorded.ok("account", "deactivate", "--confirm", day=TODAY)
    return recorded


def fee(seatwise: Seatwise, day: str = AFTER) -> str:
    return str(seatwise.ok("order", "show", "1", day=day)["fee"]["status"])


@pytest.mark.parametrize("rows", [list_of(f"1,{ENDED},2100.00,USD,paid"), CHARGED + "1,2019-09-20,2100.00,paid\n"])
def test_f3_a_fee_that_was_paid_is_entered_once(left: Seatwise, rows: str) -> None:
    assert counts(taken(left, rows, "--dry-run", day=AFTER)) == (1, 0, 0, 0, 0)
    assert fee(left) == "expected"
    assert counts(taken(left, rows, day=AFTER)) == (1, 0, 0, 0, 0)
    assert (fee(left), statuses(left, AFTER)[:5]) == ("paid", ["expected"] * 5)
    assert counts(taken(left, rows, day=AFTER)) == (0, 1, 0, 0, 0)
    assert left.ok("order", "due", day=AFTER)["fees"]["count"] == 0
    assert left.ok("store", "check")["ok"]
    left.ok("undo", day=AFTER)
    assert fee(left) == "expected"


def test_f3_a_declined_fee_stays_open_and_is_paid_later_beside_its_months(left: Seatwise) -> None:
    rows = CHARGED + "1,2019-09-18,2100.00,declined\n1,2019-08-18,600.00,paid\n"
    assert counts(taken(left, rows, day=AFTER)) == (2, 0, 0, 0, 0)
    assert (fee(left), statuses(left, AFTER)[4]) == ("open", "paid")
    assert counts(taken(left, rows, day=AFTER)) == (0, 2, 0, 0, 0)
    rows += "1,2019-10-02,2100.00,paid\n1,2019-10-04,2100.00,paid\n1,2019-10-04,2100.00,declined\n"
    assert counts(taken(left, rows, day=AFTER)) == (1, 2, 0, 0, 2)
    assert fee(left) == "paid"
    again = taken(left, rows, day=AFTER)
    assert counts(again) == (0, 4, 0, 0, 1)
    assert again["rows"][0]["reason"]["text"] == "The early termination fee is recorded as paid."


def test_f3_a_fee_line_that_is_not_the_fee_says_why(left: Seatwise) -> None:
    early = taken(left, list_of(f"1,{ENDED},2100.00,USD,paid"), day="2019-09-17")
    assert early["rows"][0]["reason"]["text"] == "An outcome cannot be of a day in the future."
    answer = taken(
        left,
        "order,due,charge date,amount,status\n"
        f"1,{ENDED},{ENDED},2099.99,paid\n"
        f"1,{ENDED},2019-09-17,2100.00,paid\n"
        "1,,2019-09-17,2100.00,paid\n",
        day=AFTER,
    )
    assert counts(answer) == (0, 0, 0, 2, 1)
    assert [one["reason"]["text"] for one in answer["rows"]] == [
        "The amount is 2099.99 USD; the early termination fee is 2100.00 USD.",
        "The early termination fee falls due after that day, on 2019-09-18.",
        "The amount is 2100.00 USD; the instalment charges 600.00 USD.",
    ]
    assert fee(left) == "expected"


def test_f3_a_line_that_fits_a_month_and_the_fee_is_named_and_left_out(recorded: Seatwise) -> None:
    day = "2020-02-05"
    recorded.ok("order", "cancel", "1", "--accept-fee", "600", day=day)
    after = "2020-03-01"
    answer = taken(recorded, CHARGED + "1,2020-02-20,600.00,paid\n", day=after)
    assert counts(answer) == (0, 0, 0, 0, 1)
    assert answer["rows"][0]["reason"]["text"] == (
        "Instalment 10 and the early termination fee both come to 600.00 USD. Add the due date to the line."
    )
    told = "order,due,charge date,amount,status\n1,2020-02-18,2020-02-20,600.00,paid\n"
    assert counts(taken(recorded, told, day=after)) == (1, 0, 0, 0, 0)
    assert (fee(recorded, after), counts(taken(recorded, told, day=after))) == ("paid", (0, 1, 0, 0, 0))


def test_a_line_without_a_day_or_an_order_says_what_it_lacks(recorded: Seatwise) -> None:
    rows = ("1,18/04/2019,600.00,USD,paid", "1,,600.00,USD,paid", ",2019-04-18,600.00,USD,paid")
    assert [one["reason"]["text"] for one in taken(recorded, list_of(*rows))["rows"]] == [
        "“18/04/2019” is not a day. Write it as YYYY-MM-DD, for example 2019-09-05.",
        "The line has neither a due date nor a day of the charge.",
        "The line names no order.",
    ]


def test_charging_what_another_charges_says_who(recorded: Seatwise) -> None:
    said = recorded.call("--today", TODAY, "order", "charge", "--due").out
    assert said == "A processor elsewhere charges this account: enter or import what it says.\n"
    assert recorded.ok("order", "charge", "--due", day=TODAY)["attempts"] == []
