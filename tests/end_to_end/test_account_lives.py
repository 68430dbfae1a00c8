"""The lives of accounts and orders as rules.md tells them, walked through day by day on the command line."""

from __future__ import annotations

from tests.end_to_end.desk import Seatwise
from tests.end_to_end.test_orders import FIRST, init, place, state


def test_c15_an_account_with_a_mau_key_ends_with_its_period(seatwise: Seatwise) -> None:
    init(seatwise, "2018-07-17")
    key = seatwise.ok("key", "issue", "--seats", "321", "--plan", "mau", day="2018-07-17")["key"]
    seatwise.ok("key", "activate", key, day="2018-07-17")
    preview = seatwise.ok("account", "deactivate", "--confirm", day="2018-09-05")
    assert (preview["endings"], preview["fee"]["amount"], preview["paid_until"]) == ([], "0.00", "2019-07-01")
    assert state(seatwise, "2019-06-30") == ("activation_required", "2018-09-05")
    assert state(seatwise, "2019-07-01") == ("trial", "2019-07-01")
    assert state(seatwise, "2019-07-30") == ("trial", "2019-07-01")
    assert state(seatwise, "2019-07-31") == ("inactive", "2019-07-31")


def test_c3_a_trial_of_10_january_is_inactive_on_9_february_and_an_order_of_that_day_makes_it_active(
    seatwise: Seatwise,
) -> None:
    init(seatwise, "2026-01-10")
    assert state(seatwise, "2026-02-08") == ("trial", "2026-01-10")
    assert state(seatwise, "2026-02-09") == ("inactive", "2026-02-09")
    place(seatwise, 10, "2026-02-09")
    assert state(seatwise, "2026-02-09") == ("active", "2026-02-09")
    said = [one["verb"]["text"] for one in seatwise.ok("history")["acts"]]
    assert said[0].startswith("Place order")
    assert said[1].startswith("Account became")


def test_month_steps_come_from_the_day_of_the_order(seatwise: Seatwise) -> None:
    init(seatwise, "2019-08-31")
    months = place(seatwise, 10, "2019-08-31")["instalments"]
    assert [one["due_on"] for one in months] == [
        *("2019-08-31", "2019-09-30", "2019-10-31", "2019-11-30", "2019-12-31", "2020-01-31"),
        *("2020-02-29", "2020-03-31", "2020-04-30", "2020-05-31", "2020-06-30", "2020-07-31"),
    ]
    assert months[-1]["until"] == "2020-08-31"


def test_f3_ten_users_at_nine_dollars_with_seven_charged_cost_225(seatwise: Seatwise) -> None:
    init(seatwise, "2023-01-10")
    place(seatwise, 10, "2023-01-10")
    [ending] = seatwise.ok("account", "preview", "deactivate", day="2023-07-20")["endings"]
    assert ending["fee"]["amount"] == "225.00"


def test_a_fee_of_yen_is_rounded_once_to_whole_yen(seatwise: Seatwise) -> None:
    init(seatwise, "2023-01-10", "recorded", "--currency", "JPY")
    seatwise.ok("account", "set-rule", "first_order_min", "1", day="2023-01-10")
    seatwise.ok("price", "add", "--price", "JPY=545", "--from", "2023-01-10", day="2023-01-10")
    place(seatwise, 1, "2023-01-10")
    assert seatwise.ok("account", "preview", "deactivate", day="2023-11-15")["fee"] == {
        "amount": "273",
        "currency": "JPY",
    }


def test_a_month_of_dinars_is_rounded_once_to_three_decimals(seatwise: Seatwise) -> None:
    init(seatwise, "2023-01-10", "recorded", "--currency", "KWD")
    seatwise.ok("price", "add", "--price", "KWD=1.2345", "--from", "2023-01-10", day="2023-01-10")
    quoted = seatwise.ok("quote", "--seats", "3", day="2023-01-10")
    assert quoted["monthly"] == {"amount": "3.704", "currency": "KWD"}
    assert quoted["annual"]["amount"] == "44.448"


def test_f3_nothing_is_charged_for_leaving_in_the_last_cycle(seatwise: Seatwise) -> None:
    init(seatwise, "2023-01-10")
    place(seatwise, 10, "2023-01-10")
    [ending] = seatwise.ok("account", "preview", "deactivate", day="2023-12-15")["endings"]
    assert (ending["fee"]["amount"], ending["ends_on"]) == ("0.00", "2024-01-10")


def test_f4_whose_order_is_canceled_buys_at_the_new_price(seatwise: Seatwise) -> None:
    init(seatwise, "2022-03-01")
    place(seatwise, 25, "2022-03-01")
    seatwise.ok("order", "cancel", "1", "--accept-fee", "250", day="2022-09-10")
    again = place(seatwise, 25, "2022-10-01")["order"]
    assert (again["monthly"]["amount"], again["unit_price"]["amount"]) == ("225.00", "9.00")
    assert state(seatwise, "2022-10-01") == ("active", "2022-10-01")


def test_f4_an_order_that_was_suspended_and_is_paid_keeps_its_price(seatwise: Seatwise) -> None:
    init(seatwise, "2022-03-01")
    place(seatwise, 25, "2022-03-01")
    seatwise.ok("order", "outcome", "1", "declined", day="2022-08-01")
    paid = seatwise.ok("order", "outcome", "1", "accepted", day="2022-08-20")
    assert (paid["order"]["state"], paid["order"]["monthly"]["amount"]) == ("active", "100.00")
    assert [one["net"]["amount"] for one in paid["instalments"]] == ["100.00"] * 12


def test_o11_a_term_is_renewed_at_the_same_price_unless_the_rule_says_no(seatwise: Seatwise) -> None:
    init(seatwise, "2022-03-01")
    place(seatwise, 25, "2022-03-01")
    renewed = seatwise.ok("order", "show", "1", day="2023-03-01")
    assert (renewed["order"]["state"], renewed["order"]["term_ends_on"]) == ("active", "2024-03-01")
    assert renewed["instalments"][12]["net"]["amount"] == "100.00"
    seatwise.ok("account", "set-rule", "auto_renew", "off", day="2023-03-02")
    over = seatwise.ok("order", "show", "1", day="2024-03-01")
    assert (over["order"]["state"], over["order"]["ends_on"], over["fee"]) == ("canceled", "2024-03-01", None)
    assert state(seatwise, "2024-03-01") == ("inactive", "2024-03-01")


def test_o3_a_card_of_august_2019_suspends_on_1_september(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    seatwise.ok("order", "place", "--seats", "10", "--card-token", "t-1", "--expiry", "08/2019", day=FIRST)
    assert seatwise.ok("order", "show", "1", day="2019-08-31")["order"]["state"] == "active"
    suspended = seatwise.ok("order", "show", "1", day="2019-09-01")["order"]
    assert (suspended["state"], suspended["state_since"]) == ("suspended", "2019-09-01")
    edited = seatwise.ok("order", "edit", "1", "--payment-token", "t-2", "--expiry", "12/2025", day="2019-09-05")
    assert (edited["order"]["state"], edited["order"]["payment_method"]["token"]) == ("active", "t-2")


def test_r11_a_card_is_changed_only_while_the_account_is_active(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 10, FIRST)
    seatwise.ok("account", "deactivate", "--confirm", day=FIRST)
    sentence = "Subscription details can be edited only for an active account."
    assert seatwise.refused("order", "edit", "1", "--payment-token", "t-2", day=FIRST) == sentence
    file = seatwise.file("address.json", "{}")
    assert seatwise.refused("order", "edit", "1", "--address-file", file, day=FIRST) == sentence


def test_suspended_on_a_billing_day_thirty_days_later_ends_without_a_charge(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("order", "outcome", "1", "declined", day="2019-09-18")
    over = seatwise.ok("order", "show", "1", day="2019-10-18")
    assert [one["status"] for one in over["instalments"]][4:8] == ["expected", "declined", "waived", "waived"]
    assert over["order"]["owes"]["amount"] == "600.00"
