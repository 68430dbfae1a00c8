"""Prices kept in the store: added by their first day, used by quotes and orders, removed in time (rules.md 1.1, F4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise

START, NEW, AFTER = "2026-01-10", "2026-03-01", "2026-03-02"


@pytest.fixture(name="academy")
def _academy(seatwise: Seatwise) -> Seatwise:
    seatwise.ok("init", "--name", "Academy", "--owner", "anna@example.com", day=START)
    return seatwise


def add(academy: Seatwise, *more: str, start: str = NEW, price: str = "USD=9.50", day: str = START) -> Any:
    return academy.ok("price", "add", "--from", start, "--price", price, *more, day=day)


def order(academy: Seatwise, seats: int, day: str) -> Any:
    return academy.ok("order", "place", "--seats", str(seats), "--card-token", "t", day=day)["order"]


def names(academy: Seatwise, day: str = START) -> list[str]:
    return [one["version"] for one in academy.ok("price", "list", day=day)["prices"]]


def test_prices_hold_from_their_day_on_and_quotes_and_orders_name_them(academy: Seatwise) -> None:
    assert add(academy, "--name", "spring")["prices"] == [{"amount": "9.50", "currency": "USD"}]
    before, after = (academy.ok("quote", "--seats", "10", "--on", day, day=START) for day in ("2026-02-28", NEW))
    assert (before["monthly"]["amount"], before["price_version"]) == ("90.00", "learners-2")
    assert (after["monthly"]["amount"], after["price_version"]) == ("95.00", "spring")
    assert after["price_reason"]["text"] == "New orders from 2026-03-01 on pay this price."
    placed = order(academy, 10, NEW)
    assert (placed["monthly"]["amount"], placed["price_version"]) == ("95.00", "spring")
    shown = academy.call("--today", NEW, "quote", "--seats", "10").out
    assert "Price version: spring." in shown
    in_force = {one["version"]: one["in_force"] for one in academy.ok("price", "list", day=NEW)["prices"]}
    assert in_force == {"learners-1": False, "learners-2": False, "spring": True}


def test_existing_orders_keep_their_price_unless_the_new_one_reaches_them(academy: Seatwise) -> None:
    order(academy, 10, START)
    add(academy)
    assert academy.ok("order", "show", "1", day="2027-02-01")["order"]["monthly"]["amount"] == "90.00"
    add(academy, "--reaches-existing-from", "2027-01-01", start="2026-04-01", price="USD=8")
    renewed = academy.ok("order", "show", "1", day="2027-02-01")["order"]
    assert (renewed["monthly"]["amount"], renewed["price_version"]) == ("80.00", "prices-2026-04-01")
    assert academy.ok("order", "show", "1", day="2026-12-31")["order"]["monthly"]["amount"] == "90.00"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "2026-01-09", "--price", "USD=9"), "Prices begin today or later: what was agreed before stays."),
        (("--from", NEW, "--price", "EUR=9"), "Give a price in USD too: the account is billed in it."),
        (("--from", NEW, "--price", "USD=-1"), "“-1” is not a price. Write it with at most six decimals: 4.00."),
        (("--from", NEW, "--price", "USD=1.1234567"), "“1.1234567” is not a price."),
        (("--from", NEW, "--price", "USD=9", "--name", "learners-1"), "There are prices “learners-1” already."),
        (
            ("--from", NEW, "--price", "USD=9", "--reaches-existing-from", "2026-02-01"),
            "Prices reach existing orders on their own first day or later.",
        ),
    ],
)
def test_what_is_no_price_is_refused(arguments: tuple[str, ...], sentence: str, academy: Seatwise) -> None:
    assert academy.refused("price", "add", *arguments, day=START).startswith(sentence)
    assert names(academy) == ["learners-1", "learners-2"]


@pytest.mark.parametrize(
    ("prices", "sentence"),
    [
        (("USD=0",), "A price is more than 0."),
        (("USD=0.000000",), "A price is more than 0."),
        (("USD=5", "usd=6"), "There are two prices in USD. Give one."),
        (("USD=5", "FRF=6"), "Nobody pays with FRF on Mar 1, 2026. Use a currency such as USD or EUR."),
        (("USD=5", "XAU=6"), "Nobody pays with XAU on Mar 1, 2026. Use a currency such as USD or EUR."),
    ],
)
def test_a_currency_is_paid_with_and_has_one_price_which_is_more_than_nothing(
    prices: tuple[str, ...], sentence: str, academy: Seatwise
) -> None:
    options = [word for price in prices for word in ("--price", price)]
    answer = academy.call("--today", START, "price", "add", "--from", "2026-03-01", *options)
    assert (answer.code, answer.sentence) == (2, sentence)
    assert names(academy) == ["learners-1", "learners-2"]


@pytest.mark.parametrize("price", ["9.50", "dollars=9", "XX=9"])
def test_a_price_is_written_with_its_currency(price: str, academy: Seatwise) -> None:
    answer = academy.call("--today", START, "price", "add", "--from", NEW, "--price", price)
    assert (answer.code, bool(answer.sentence)) == (2, True)


def test_two_prices_never_begin_on_one_day(academy: Seatwise) -> None:
    add(academy)
    taken = "Other prices begin on Mar 1, 2026 already. Choose another day."
    assert academy.refused("price", "add", "--from", NEW, "--price", "USD=9", "--name", "b", day=START) == taken
    assert academy.refused("account", "set-rule", "price_change_on", NEW, day=START) == taken
    academy.ok("account", "set-rule", "price_change_on", "2026-05-01", day=START)
    assert academy.refused("price", "add", "--from", "2026-05-01", "--price", "USD=9", day=START) == (
        "Other prices begin on May 1, 2026 already. Choose another day."
    )


def test_prices_are_removed_until_their_day_comes(academy: Seatwise) -> None:
    add(academy, "--name", "spring")
    academy.ok("price", "remove", "spring", day="2026-02-28")
    assert names(academy, "2026-02-28") == ["learners-1", "learners-2"]
    academy.ok("undo", day="2026-02-28")
    assert academy.refused("price", "remove", "spring", day=NEW).startswith(
        "The prices spring hold since Mar 1, 2026 and stay."
    )
    order(academy, 10, NEW)
    assert academy.refused("price", "remove", "spring", day=AFTER) == "The prices spring stay: an order uses them."
    assert academy.refused("price", "remove", "learners-2", day=AFTER).startswith("The prices learners-2 come with")
    assert academy.refused("price", "remove", "autumn", day=AFTER) == "There are no prices “autumn”."


def test_prices_are_undone_newest_first_and_never_from_under_an_order(academy: Seatwise) -> None:
    add(academy, "--name", "spring")
    first = str(max(act["number"] for act in academy.ok("history")["acts"]))
    add(academy, "--name", "summer", start="2026-06-01")
    assert academy.refused("undo", first, day=START) == "The price list was changed afterwards. Undo that first."
    academy.ok("undo", day=START)
    assert names(academy) == ["learners-1", "learners-2", "spring"]
    order(academy, 10, NEW)
    assert academy.refused("undo", first, day=NEW) == "The prices spring stay: an order uses them."
    assert academy.ok("store", "check")["ok"]


def test_a_new_price_is_an_entry_of_the_journal(academy: Seatwise) -> None:
    add(academy, "--name", "spring")
    [newest, *_] = academy.ok("history")["acts"]
    assert newest["verb"]["text"] == "Add prices spring from 2026-03-01"


def why(academy: Seatwise, day: str) -> tuple[str, list[str]]:
    """Why the order's price is what it is, and why that of its instalments, in turn and each once."""
    shown = academy.ok("order", "show", "1", day=day)
    found = [spoken(one["lines"][0]["explanation"]) for one in shown["instalments"]]
    return spoken(shown["price_reason"])[0], list(dict.fromkeys(one for texts in found for one in texts))


def said(text: Any) -> str:
    sentence: str = text if isinstance(text, str) else text["text"].format_map(text["params"])
    return sentence


def spoken(tree: Any) -> list[str]:
    """The sentences of an explanation that say where a price comes from."""
    mine = [said(tree["text"])] if said(tree["text"]).startswith("Price of") else []
    return mine + [one for step in tree["steps"] for one in spoken(step)]


KEPT = "Price of the order of 2026-01-10, kept: no price list has reached it at a renewal"
LIST = "Price of the list autumn, which reaches existing orders: "
REACHED = LIST + "the order of 2026-01-10 from its term of 2027-01-10 on"


def test_f4_a_price_that_reached_an_order_says_which_list_which_term_and_why(academy: Seatwise) -> None:
    order(academy, 10, START)
    add(academy, "--name", "autumn", "--reaches-existing-from", "2026-09-01", start="2026-09-01", price="USD=8")
    assert why(academy, "2026-12-31") == (KEPT, [KEPT])
    unwritten = why(academy, "2027-02-01")
    assert unwritten == (REACHED, [KEPT, REACHED])
    academy.ok("account", "advance", day="2027-02-01")
    assert why(academy, "2027-02-01") == unwritten
    academy.ok("order", "outcome", "1", "declined", "--on", "2027-01-20", day="2027-02-01")
    assert why(academy, "2027-02-01") == unwritten, "told again, it says the same"
    timeline = [said(one["text"]) for one in academy.ok("order", "show", "1", day="2027-02-01")["timeline"]]
    assert any("renewed until 2028-01-10: the price list autumn reaches it" in one for one in timeline)
    assert academy.ok("store", "check")["ok"]
