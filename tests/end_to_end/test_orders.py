"""Orders by card as an administrator types them: the account of 2019 and the other numbers of rules.md."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise

FIRST, SECOND, LEAVING = "2019-04-18", "2019-05-29", "2019-09-05"


def place(seatwise: Seatwise, seats: int, day: str, token: str = "tok_visa") -> Any:
    return seatwise.ok("order", "place", "--seats", str(seats), "--card-token", token, day=day)


def init(seatwise: Seatwise, day: str, payments: str = "recorded", *more: str) -> None:
    seatwise.ok("init", "--payments", payments, *more, day=day)


def amounts(orders: Any, name: str) -> list[str]:
    return [one[name]["amount"] for one in orders]


def state(seatwise: Seatwise, day: str) -> tuple[str, str]:
    shown = seatwise.ok("account", "show", day=day)
    return shown["state"], shown["state_since"]


@pytest.fixture
def account_2019(seatwise: Seatwise) -> Seatwise:
    """The account of the screenshots: 150 users on 18 April, 25 on 29 May, at $4."""
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    place(seatwise, 25, SECOND)
    return seatwise


def test_r3_the_first_order_is_for_at_least_ten_and_a_later_one_may_be_for_four(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    sentence = seatwise.refused("order", "place", "--seats", "9", "--card-token", "tok_visa", day=FIRST)
    assert sentence == "Your first order must be for at least 10 users."
    place(seatwise, 10, FIRST)
    four = place(seatwise, 4, FIRST)["order"]
    assert (four["monthly"]["amount"], four["annual"]["amount"]) == ("16.00", "192.00")


def test_r4_a_card_order_is_for_at_most_3500_and_there_may_be_two(seatwise: Seatwise) -> None:
    init(seatwise, "2022-08-01")
    sentence = seatwise.refused("order", "place", "--seats", "3501", "--card-token", "tok_visa", day="2022-08-01")
    assert sentence == "A single credit card order cannot exceed 3,500 users."
    assert place(seatwise, 3500, "2022-08-01")["order"]["annual"]["amount"] == "378000.00"
    place(seatwise, 3500, "2022-08-01")


def test_a_quote_says_what_the_first_instalment_charges_to_the_hash(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    seatwise.ok("account", "set-rule", "tax_rates", "FR=20", day=FIRST)
    quote = seatwise.ok("quote", "--seats", "40", "--country", "FR", day=FIRST)
    placed = seatwise.ok("order", "place", "--seats", "40", "--card-token", "t-1", "--country", "FR", day=FIRST)
    first = placed["instalments"][0]
    assert (first["net"]["amount"], first["tax"]["amount"], first["total"]["amount"]) == ("160.00", "32.00", "192.00")
    assert first["sha256"] == quote["sha256"]
    again = seatwise.ok("quote", "--seats", "40", "--country", "FR", "--on", FIRST, day="2020-01-01")
    assert again["sha256"] == quote["sha256"]


def test_f9_remaining_is_available_less_registered(account_2019: Seatwise) -> None:
    seats = account_2019.ok("account", "show", day=SECOND)["seats"]
    assert (seats["available"], seats["registered"], seats["remaining"]) == (175, 0, 175)


def test_f3_leaving_on_5_september_costs_2100_and_400(account_2019: Seatwise) -> None:
    preview = account_2019.ok("account", "preview", "deactivate", day=LEAVING)
    assert amounts(preview["endings"], "fee") == ["2100.00", "400.00"]
    assert [one["ends_on"] for one in preview["endings"]] == ["2019-09-18", "2019-09-29"]
    assert preview["fee"]["amount"] == "2500.00"
    assert [step["text"] for step in preview["explanation"]["steps"]] == [
        "Order of 2019-04-18, early termination fee",
        "Order of 2019-05-29, early termination fee",
    ]
    dearer = preview["dearer"]
    assert (dearer["starts_on"], dearer["unit_price"]["amount"]) == ("2022-08-01", "9.00")
    assert dearer["explanation"]["rule"] == "F4"
    cheapest = account_2019.ok("account", "preview", "deactivate", "--on", "2020-03-29", day=LEAVING)
    assert (cheapest["later"], cheapest["fee"]["amount"], cheapest["paid_until"]) == (True, "50.00", "2020-04-29")
    assert [one["left"] for one in cheapest["endings"]] == [0, 1]
    later = account_2019.ok("account", "preview", "deactivate", day="2019-09-18")
    assert amounts(later["endings"], "fee") == ["1800.00", "400.00"]
    assert len(account_2019.ok("history")["acts"]) == 4, "a preview writes nothing"


def test_deactivating_on_18_september_charges_the_sixth_instalment_first(account_2019: Seatwise) -> None:
    done = account_2019.ok("account", "deactivate", "--confirm", day="2019-09-18")
    assert done["fee"]["amount"] == "2200.00"
    first = account_2019.ok("order", "show", "1", day="2019-09-18")
    assert [one["status"] for one in first["instalments"]][:7] == ["expected"] * 6 + ["waived"]


def test_without_a_confirmation_the_fee_is_shown_and_nothing_done(account_2019: Seatwise) -> None:
    answer = account_2019.call("--today", LEAVING, "account", "deactivate")
    assert (answer.code, answer.sentence) == (
        1,
        "Nothing was changed. Deactivating costs $2,500.00. Repeat it with --confirm.",
    )
    assert "Early termination fee of all orders  $2,500.00" in answer.out
    assert state(account_2019, LEAVING) == ("active", FIRST)


def test_c4_to_c6_the_life_after_a_deactivation(account_2019: Seatwise) -> None:
    account_2019.ok("account", "deactivate", "--confirm", day=LEAVING)
    assert state(account_2019, "2019-09-28") == ("activation_required", LEAVING)
    assert state(account_2019, "2019-09-29") == ("trial", "2019-09-29")
    assert state(account_2019, "2019-10-28") == ("trial", "2019-09-29")
    assert state(account_2019, "2019-10-29") == ("inactive", "2019-10-29")
    orders = account_2019.ok("order", "list", day="2019-10-29")["orders"]
    assert [(one["number"], one["state"], one["state_since"]) for one in orders] == [
        (2, "canceled", "2019-09-29"),
        (1, "canceled", "2019-09-18"),
    ]
    advanced = account_2019.ok("account", "advance", day="2019-10-29")
    reminders = [one["on"] for one in advanced["events"] if one["text"]["text"].startswith("Reminder")]
    assert reminders == ["2019-09-29", "2019-10-13", "2019-10-25"]
    assert account_2019.ok("store", "check")["ok"]


def test_c7_reactivating_on_20_september_keeps_what_ended_and_drops_what_did_not(account_2019: Seatwise) -> None:
    account_2019.ok("account", "deactivate", "--confirm", day=LEAVING)
    assert account_2019.ok("account", "reactivate", day="2019-09-20")["state"] == "active"
    one, two = (account_2019.ok("order", "show", number, day="2019-09-20") for number in ("1", "2"))
    assert (one["order"]["state"], one["fee"]["total"]["amount"]) == ("canceled", "2100.00")
    assert (two["order"]["state"], two["fee"], two["order"]["ends_on"]) == ("active", None, None)


def test_c16_and_c7_are_refused_where_they_make_no_sense(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    assert seatwise.refused("account", "deactivate", "--confirm", day=FIRST) == (
        "Only an active account can be deactivated."
    )
    assert seatwise.refused("account", "reactivate", day=FIRST) == (
        "Place a new order or activate a key to reactivate."
    )


def test_the_curve_marks_the_last_day_of_the_cycle(account_2019: Seatwise) -> None:
    curve = account_2019.ok("order", "curve", "1", day=LEAVING)
    assert curve["marked"] == "2019-09-17"
    assert amounts(curve["steps"], "outlay")[:3] == ["2100.00", "2400.00", "2700.00"]
    assert curve["steps"][0]["keep"]["amount"] == "4200.00"


def test_o10_exactly_the_fee_must_be_accepted(account_2019: Seatwise) -> None:
    cancel = ("order", "cancel", "2", "--accept-fee")
    assert account_2019.refused(*cancel[:3], day=LEAVING) == (
        "Canceling this order costs $400.00. Accept exactly this amount to cancel it."
    )
    assert "$400.00" in account_2019.refused(*cancel, "399.99", day=LEAVING)
    done = account_2019.ok(*cancel, "400", day=LEAVING)
    assert (done["order"]["state"], done["order"]["ends_on"]) == ("cancellation_initiated", "2019-09-29")


def test_dunning_from_18_september_cancels_on_18_october(seatwise: Seatwise) -> None:
    init(seatwise, FIRST, "recorded")
    place(seatwise, 150, FIRST)
    declined = seatwise.ok("order", "outcome", "1", "declined", day="2019-09-18")
    assert (declined["order"]["state"], declined["order"]["owes"]["amount"]) == ("suspended", "600.00")
    over = seatwise.ok("order", "show", "1", day="2019-10-18")
    assert (over["order"]["state"], over["order"]["state_since"]) == ("canceled", "2019-10-18")
    events = seatwise.ok("account", "advance", day="2019-10-18")["events"]
    drafts = [one["on"] for one in events if one["text"]["text"].startswith("Reminder")]
    assert drafts == ["2019-09-25", "2019-10-09"]
    assert state(seatwise, "2019-10-18") == ("inactive", "2019-10-18")


def test_an_outcome_told_late_stands_at_its_own_day(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("account", "advance", day="2019-10-05")
    late = seatwise.ok("order", "outcome", "1", "declined", "--on", "2019-09-18", day="2019-10-05")
    assert (late["order"]["state"], late["order"]["state_since"]) == ("suspended", "2019-09-18")
    drafts = [(one["on"], one["late"]) for one in late["timeline"] if one["text"]["text"].startswith("Reminder")]
    assert drafts == [("2019-09-18", True), ("2019-09-25", True)]
    assert seatwise.ok("store", "check")["ok"]
    paid = seatwise.ok("order", "outcome", "1", "accepted", day="2019-10-06")
    assert (paid["order"]["state"], paid["order"]["owes"]["amount"]) == ("active", "0.00")


def test_arrears_are_owed_in_full_beside_the_fee(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("order", "outcome", "1", "declined", "--on", "2019-08-18", day=LEAVING)
    [ending] = seatwise.ok("account", "preview", "deactivate", day=LEAVING)["endings"]
    assert (ending["owes"]["amount"], ending["fee"]["amount"]) == ("600.00", "2100.00")


def test_f4_the_old_price_is_kept_and_new_orders_pay_the_new_one(seatwise: Seatwise) -> None:
    init(seatwise, "2022-03-01")
    place(seatwise, 25, "2022-03-01")
    more = place(seatwise, 10, "2022-08-10")["order"]
    orders = seatwise.ok("order", "list", day="2022-08-10")["orders"]
    assert (more["monthly"]["amount"], sorted(amounts(orders, "monthly"))) == ("90.00", ["100.00", "90.00"])


def test_f4_in_scope_account_the_whole_account_keeps_the_old_price(seatwise: Seatwise) -> None:
    init(seatwise, "2022-03-01")
    seatwise.ok("account", "set-rule", "grandfather_scope", "account", day="2022-03-01")
    place(seatwise, 25, "2022-03-01")
    quote = seatwise.ok("quote", "--seats", "10", day="2022-08-10")
    assert (quote["monthly"]["amount"], quote["price_reason"]["text"]) == (
        "40.00",
        "The account keeps its earlier price: it still has an order at it.",
    )
    assert place(seatwise, 10, "2022-08-10")["order"]["monthly"]["amount"] == "40.00"


def test_the_test_provider_says_what_its_tokens_mean(seatwise: Seatwise) -> None:
    init(seatwise, FIRST, "test")
    order = ("order", "place", "--seats", "10", "--card-token")
    assert seatwise.refused(*order, "tok_declined", day=FIRST) == "No order was placed. The charge was declined."
    assert "insufficient funds" in seatwise.refused(*order, "tok_insufficient_funds", day=FIRST)
    assert seatwise.refused(*order, "tok_expired", day=FIRST) == "The card has expired. Use another payment method."
    assert "The test provider does not know this token" in seatwise.refused(*order, "tok_other", day=FIRST)
    late = seatwise.ok(*order, "tok_late", day=FIRST)
    assert late["order"]["state"] == "suspended"
    assert seatwise.ok("order", "show", "1", day="2019-04-21")["order"]["state"] == "active"


def test_a_card_number_is_never_taken_for_a_token(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    sentence = seatwise.refused("order", "place", "--seats", "10", "--card-token", "4111111111111111", day=FIRST)
    assert "Seatwise never keeps card numbers" in sentence
    assert seatwise.ok("order", "list", day=FIRST)["orders"] == []


def test_an_address_is_checked_as_its_country_writes_it(account_2019: Seatwise) -> None:
    wrong = {"lines": ["1 rue de Rivoli"], "city": "Paris", "postal_code": "1", "country": "FR"}
    file = account_2019.file("wrong.json", json.dumps(wrong))
    assert account_2019.refused("order", "edit", "1", "--address-file", file, day=LEAVING) == (
        "The address is wrong: Postal code does not fit the country."
    )
    right = account_2019.file("right.json", json.dumps(wrong | {"postal_code": "75001", "contact": "Ann"}))
    address = account_2019.ok("order", "edit", "1", "--address-file", right, day=LEAVING)["address"]
    assert (address["contact"], address["postal_code"], address["country"]) == ("Ann", "75001", "FR")


def test_placing_an_order_is_undone_while_nothing_followed_from_it(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 10, FIRST)
    seatwise.ok("undo", day=FIRST)
    assert seatwise.ok("order", "list", day=FIRST)["orders"] == []
    assert state(seatwise, FIRST) == ("trial", FIRST)
    place(seatwise, 10, FIRST)
    sentence = seatwise.refused("undo", "4", day="2019-07-01")
    assert "followed from the calendar" in sentence
    assert seatwise.ok("store", "check")["ok"]


def test_one_leap_gives_what_every_day_gives(seatwise: Seatwise, account_2019: Seatwise) -> None:
    leap = account_2019.ok("order", "list", day="2020-07-01")["orders"]
    for day in ("2019-06-01", "2019-06-30", "2019-12-18", "2020-04-18", "2020-05-29", "2020-07-01"):
        account_2019.ok("account", "advance", day=day)
    assert account_2019.ok("order", "list", day="2020-07-01")["orders"] == leap
