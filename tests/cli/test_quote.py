"""quote: what an order would cost, and why; it never refuses for R2 to R5 (cli.md, rules.md 1.4)."""

from typing import Any

import pytest

from tests.desks import Seatwise


@pytest.fixture
def rehearsal(seatwise: Seatwise) -> Seatwise:
    assert seatwise("--today", "2019-04-18", "init", "--name", "Academy").code == 0
    return seatwise


def quoted(seatwise: Seatwise, *arguments: str, today: str = "2019-04-18") -> Any:
    answer = seatwise("--json", "--today", today, "quote", *arguments)
    assert (answer.code, answer.err) == (0, "")
    return answer.json


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def test_four_users_cost_16_a_month_and_192_a_year_and_36_and_432_after_the_change(rehearsal: Seatwise) -> None:
    found = quoted(rehearsal, "--seats", "4")
    assert (found["unit_price"], found["monthly"], found["annual"]) == (usd("4.00"), usd("16.00"), usd("192.00"))
    assert (found["tax_rate"], found["tax"], found["monthly_total"]) == ("0", usd("0.00"), usd("16.00"))
    assert (found["price_version"], found["would_refuse"]) == ("learners-1", ["R3"])
    [line] = found["lines"]
    assert (line["text"]["text"], line["amount"]) == ("Learners Annual Subscription [4]", usd("16.00"))
    assert line["explanation"]["value"] == usd("16.00")
    later = quoted(rehearsal, "--seats", "4", "--on", "2022-08-01")
    assert (later["monthly"], later["annual"], later["price_version"]) == (usd("36.00"), usd("432.00"), "learners-2")
    assert quoted(rehearsal, "--seats", "4", "--on", "2022-07-31")["monthly"] == usd("16.00")


def test_a_quote_asked_later_for_the_same_day_is_the_same(rehearsal: Seatwise) -> None:
    once = quoted(rehearsal, "--seats", "40")
    assert quoted(rehearsal, "--seats", "40", "--on", "2019-04-18", today="2026-01-10") == once
    assert (once["monthly_total"], once["would_refuse"]) == (usd("160.00"), [])


def test_tax_follows_the_rule_and_the_country(rehearsal: Seatwise) -> None:
    day = ("--today", "2019-04-18")
    assert rehearsal(*day, "account", "set-rule", "tax_rates", "nl=21, FR = 20").code == 0
    found = quoted(rehearsal, "--seats", "40", "--country", "fr")
    assert (found["tax_rate"], found["tax"], found["monthly_total"]) == ("0.2", usd("32.00"), usd("192.00"))
    assert quoted(rehearsal, "--seats", "40")["tax"] == usd("0.00")


def test_the_day_of_the_price_change_and_the_limits_are_account_rules(rehearsal: Seatwise) -> None:
    day = ("--today", "2019-04-18")
    for name, value in (("price_change_on", "2019-01-01"), ("first_order_min", "3"), ("card_order_max", "20")):
        assert rehearsal(*day, "account", "set-rule", name, value).code == 0
    found = quoted(rehearsal, "--seats", "4")
    assert (found["monthly"], found["would_refuse"]) == (usd("36.00"), [])
    assert quoted(rehearsal, "--seats", "21")["would_refuse"] == ["R4"]


def test_outside_the_us_region_and_in_another_currency(seatwise: Seatwise) -> None:
    init = ("--today", "2026-01-10", "init", "--region", "EU")
    assert seatwise(*init, "--currency", "EUR").code == 0
    answer = seatwise("quote", "--seats", "10")
    assert (answer.code, answer.sentence) == (1, "There is no price in EUR.")


def test_what_cannot_be_quoted_is_wrong_usage(rehearsal: Seatwise) -> None:
    for arguments, sentence in (
        (("--seats", "0"), "The number of users is a whole number, at least 1."),
        (("--seats", "4", "--country", "France"), "“France” is not a country. Write its two letters, such as FR."),
        (("--seats", "4", "--country", "ZZ"), "“ZZ” is not a country. Write its two letters, such as FR."),
        (("--seats", "4", "--country", "é1"), "“é1” is not a country. Write its two letters, such as FR."),
    ):
        answer = rehearsal("quote", *arguments)
        assert (answer.code, answer.sentence) == (2, sentence)
    answer = rehearsal("quote", "--seats", "4", "--on", "1999-01-01")
    assert (answer.code, answer.sentence) == (1, "The price list has no price for Jan 1, 1999.")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Pricing Estimate"), ("fr", "Devis"), ("nl", "Prijsindicatie")],
)
def test_people_read_a_table_and_why(rehearsal: Seatwise, language: str, said: str) -> None:
    answer = rehearsal("--lang", language, "--today", "2022-08-02", "quote", "--seats", "9")
    assert answer.code == 0
    assert said in answer.out
    assert "81" in answer.out
    if language == "en":
        assert "New orders from Aug 1, 2022 on pay this price." in answer.out
        assert "An order would be refused: Your first order must be for at least 10 users." in answer.out
