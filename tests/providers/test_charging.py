"""Charging through Stripe: once, whatever happens on the way."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise
from tests.providers.conftest import Charged
from tests.providers.far import KEY, FarSide

FIRST, SECOND, THIRD = "2019-04-18", "2019-05-18", "2019-06-18"
VISA, FAILS_LATER, DECLINED = "pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_visa_chargeDeclined"


def place(seatwise: Seatwise, token: str = VISA, day: str = FIRST) -> Any:
    return seatwise.ok("order", "place", "--seats", "10", "--card-token", token, day=day)


def refused_place(seatwise: Seatwise, token: str = VISA, day: str = FIRST) -> str:
    return seatwise.refused("order", "place", "--seats", "10", "--card-token", token, day=day)


def shown(seatwise: Seatwise, day: str = FIRST) -> tuple[str, list[str]]:
    order = seatwise.ok("order", "show", "1", day=day)
    statuses = [one["status"] for one in order["instalments"] if one["status"] != "scheduled"]
    return order["order"]["state"], statuses


def orders(seatwise: Seatwise, day: str = FIRST) -> int:
    total: int = seatwise.ok("order", "list", day=day)["total"]
    return total


def test_an_order_is_placed_once_its_first_month_is_charged(stripe: Seatwise, charged: Charged) -> None:
    placed = place(stripe)
    assert (placed["order"]["state"], placed["instalments"][0]["status"]) == ("active", "paid")
    assert charged.amounts() == [4000]
    for act in ("2", "3"):
        assert "had an effect outside" in stripe.refused("undo", act, day=FIRST)
    assert stripe.ok("store", "check")["ok"]


def test_what_the_rules_refuse_is_not_charged(stripe: Seatwise, charged: Charged, far: FarSide) -> None:
    asked = len(far.told()["requests"])
    sentence = stripe.refused("order", "place", "--seats", "9", "--card-token", VISA, day=FIRST)
    assert sentence == "Your first order must be for at least 10 users."
    assert (charged.amounts(), len(far.told()["requests"])) == ([], asked)


@pytest.mark.parametrize("token", [FAILS_LATER, "pm_nobody_knows"])
def test_a_declined_first_charge_places_no_order(stripe: Seatwise, charged: Charged, token: str) -> None:
    assert refused_place(stripe, token) == "No order was placed. The charge was declined."
    assert (orders(stripe), charged.amounts()) == (0, [])
    place(stripe)
    assert (orders(stripe), charged.amounts()) == (1, [4000])


def test_an_instalment_waits_until_somebody_charges_it(stripe: Seatwise, charged: Charged) -> None:
    place(stripe)
    assert shown(stripe, SECOND) == ("active", ["paid", "open"])
    answer = stripe.ok("order", "charge", "1", day=SECOND)
    assert shown(stripe, SECOND) == ("active", ["paid", "paid"])
    assert [one["instalments"] for one in answer["attempts"]] == [[1], [2]]
    assert charged.amounts() == [4000, 4000]
    assert stripe.refused("order", "charge", "1", day=SECOND) == "Nothing is owed on this order."
    assert charged.amounts() == [4000, 4000]


def test_two_months_are_charged_at_once_or_not_at_all(stripe: Seatwise, charged: Charged) -> None:
    place(stripe)
    stripe.ok("order", "charge", "1", day=THIRD)
    assert (shown(stripe, THIRD), charged.amounts()) == (("active", ["paid"] * 3), [4000, 8000])


def test_a_declined_charge_suspends_and_another_card_settles_all(stripe: Seatwise, charged: Charged) -> None:
    place(stripe)
    stripe.ok("order", "edit", "1", "--payment-token", FAILS_LATER, day=SECOND)
    assert shown(stripe, SECOND) == ("suspended", ["paid", "declined"])
    stripe.ok("order", "edit", "1", "--payment-token", VISA, day="2019-05-20")
    assert shown(stripe, "2019-05-20") == ("active", ["paid", "paid"])
    assert charged.amounts() == [4000, 4000]


@pytest.mark.parametrize("fault", ["lost", "garbage"])
def test_a_charge_whose_answer_is_lost_is_not_made_again(
    stripe: Seatwise, charged: Charged, far: FarSide, fault: str
) -> None:
    far.fail(*[fault] * 3)
    assert "Stripe" in refused_place(stripe)
    assert (orders(stripe), charged.amounts()) == (0, [4000])
    far.fail()
    attempts = stripe.ok("order", "charge", "--resume", day=FIRST)["attempts"]
    assert (attempts, orders(stripe)) == ([], 1), "whatever is done next asks first"
    assert (shown(stripe), charged.amounts()) == (("active", ["paid"]), [4000])


def test_a_search_that_lags_behind_is_no_second_charge(stripe: Seatwise, charged: Charged, far: FarSide) -> None:
    place(stripe)
    far.fail(*["lost"] * 3)
    stripe.refused("order", "charge", "1", day=SECOND)
    far.fail("lag")
    stripe.ok("account", "advance", day=SECOND)
    keys = [one["key"] for one in far.told()["requests"][-4:]]
    assert (len(set(keys)), charged.amounts()) == (1, [4000, 4000])
    assert shown(stripe, SECOND) == ("active", ["paid", "paid"])


def test_while_a_charge_is_open_no_second_one_is_begun(stripe: Seatwise, charged: Charged, far: FarSide) -> None:
    far.fail(*["500"] * 12)
    assert "answer 500" in refused_place(stripe)
    assert "answer 500" in refused_place(stripe)
    far.fail()
    assert orders(stripe) == 0
    assert charged.amounts() == []
    stripe.ok("account", "advance", day=FIRST)
    assert (orders(stripe), charged.amounts()) == (1, [4000])


def test_faults_that_pass_are_waited_for(stripe: Seatwise, charged: Charged, far: FarSide) -> None:
    far.fail("429", "503")
    place(stripe)
    assert charged.amounts() == [4000]


def test_a_key_forgotten_by_the_provider_is_no_second_charge(stripe: Seatwise, charged: Charged, far: FarSide) -> None:
    place(stripe)
    far.fail(*["lost"] * 3)
    assert "could not be reached" in stripe.refused("order", "charge", "1", day=SECOND)
    far.fail()
    far.forget()
    stripe.ok("account", "advance", day="2019-05-25")
    assert (shown(stripe, "2019-05-25"), charged.amounts()) == (("active", ["paid", "paid"]), [4000, 4000])


def test_a_restored_copy_enters_what_was_taken_after_it_and_charges_only_the_rest(
    stripe: Seatwise, charged: Charged, far: FarSide, desk: Any, tmp_path: Path
) -> None:
    place(stripe)
    store = desk.folders.store
    shutil.copyfile(store, tmp_path / "backup.db")
    stripe.ok("order", "charge", "1", day=SECOND)
    for file in store.parent.glob("seatwise.db*"):
        file.unlink()
    shutil.copyfile(tmp_path / "backup.db", store)
    far.forget()
    assert shown(stripe, THIRD) == ("active", ["paid", "open", "open"])
    answer = stripe.ok("order", "charge", "1", day=THIRD)
    assert (shown(stripe, THIRD), charged.amounts()) == (("active", ["paid"] * 3), [4000, 4000, 4000])
    assert [one["instalments"] for one in answer["attempts"]] == [[1], [2], [3]]
    assert stripe.ok("store", "check")["ok"]


@pytest.mark.parametrize("restored", [False, True])
def test_a_charge_that_takes_days_is_asked_about_and_not_made_again(
    stripe: Seatwise, charged: Charged, far: FarSide, desk: Any, tmp_path: Path, *, restored: bool
) -> None:
    place(stripe)
    store = desk.folders.store
    shutil.copyfile(store, tmp_path / "backup.db")
    far.fail("processing")
    stripe.ok("order", "charge", "1", day=SECOND)
    if restored:
        for file in store.parent.glob("seatwise.db*"):
            file.unlink()
        shutil.copyfile(tmp_path / "backup.db", store)
        far.forget()
        far.fail("processing")
        stripe.ok("order", "charge", "1", day=SECOND)
    assert shown(stripe, SECOND) == ("active", ["paid", "processing"])
    assert "still being processed" in stripe.refused("order", "charge", "1", day=SECOND)
    assert shown(stripe, "2019-05-19") == ("suspended", ["paid", "processing"])
    stripe.ok("order", "charge", "--resume", day="2019-05-20")
    assert shown(stripe, "2019-05-20") == ("suspended", ["paid", "processing"])
    far.fail()
    answer = stripe.ok("order", "charge", "--resume", day="2019-05-21")
    assert [one["outcome"] for one in answer["attempts"]] == ["accepted"]
    assert (shown(stripe, "2019-05-21"), charged.amounts()) == (("active", ["paid", "paid"]), [4000, 4000])


def test_a_first_charge_that_takes_days_places_a_suspended_order(
    stripe: Seatwise, charged: Charged, far: FarSide
) -> None:
    far.fail("processing")
    assert place(stripe)["order"]["state"] == "suspended"
    far.fail()
    stripe.ok("order", "charge", "--resume", day="2019-04-20")
    assert (shown(stripe, "2019-04-20"), charged.amounts()) == (("active", ["paid"]), [4000])


def test_without_a_key_nothing_is_asked_and_the_sentence_says_what_to_do(seatwise: Seatwise) -> None:
    seatwise.ok("init", "--payments", "stripe", day=FIRST)
    assert seatwise.ok("payments", "show") == {"payments": "stripe", "key": False}
    assert refused_place(seatwise) == (
        "There is no key for Stripe on this machine. Set it first. Use seatwise payments set-key."
    )
    assert len(seatwise.ok("history")["acts"]) == 1


def test_the_key_is_in_no_file_and_no_answer(
    stripe: Seatwise, charged: Charged, far: FarSide, tmp_path: Path, keys: Path
) -> None:
    place(stripe)
    far.fail(*["500"] * 3)
    assert KEY not in stripe.refused("order", "charge", "1", day=SECOND)
    assert KEY not in str(stripe.ok("history", day=SECOND))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []
    assert [path.read_text() for path in keys.iterdir()] == [KEY], "it is where this test looks for it"
    assert stripe.ok("payments", "forget-key") == {"payments": "stripe", "key": False}


def test_a_recorded_account_is_never_charged_from_here(
    seatwise: Seatwise, charged: Charged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(KEY + "\n"))
    seatwise.ok("init", "--payments", "recorded", day=FIRST)
    place(seatwise)
    assert "charges this account, not Seatwise" in seatwise.refused("order", "charge", "1", day=FIRST)
    assert "needs no key" in seatwise.refused("payments", "set-key")
    assert charged.amounts() == []


def test_the_test_provider_says_what_it_is(seatwise: Seatwise) -> None:
    seatwise.ok("init", "--payments", "test", day=FIRST)
    answer = seatwise.call("--today", FIRST, "order", "place", "--seats", "10", "--card-token", "tok_visa")
    assert "This account uses the test provider: no money moves" in answer.out


@pytest.mark.parametrize("option", ["--card-token", "--brand", "--holder"])
def test_a_card_number_is_refused_wherever_it_is_typed(stripe: Seatwise, charged: Charged, option: str) -> None:
    options = {"--card-token": VISA, option: "4111 1111 1111 1111"}
    words = [word for pair in options.items() for word in pair]
    sentence = stripe.refused("order", "place", "--seats", "10", *words, day=FIRST)
    assert "ending 1111" in sentence
    assert "4111" not in sentence
    assert charged.amounts() == []


def due(seatwise: Seatwise, day: str) -> dict[str, list[tuple[int | None, str | None]]]:
    answer = seatwise.ok("order", "due", day=day)
    names = ("to_charge", "expected", "arrears", "fees")
    return {
        name: [(one["instalment"], one["charge_on"]) for one in answer[name]["items"]]
        for name in names
        if answer[name]["count"]
    }


def test_what_waits_to_be_charged_is_listed_on_its_days(stripe: Seatwise, far: FarSide) -> None:
    place(stripe)
    assert due(stripe, "2019-05-17") == {}
    assert due(stripe, SECOND) == {"to_charge": [(2, SECOND)]}
    stripe.ok("order", "edit", "1", "--payment-token", FAILS_LATER, day=SECOND)
    stripe.ok("order", "charge", "1", day=SECOND)
    assert due(stripe, "2019-05-24") == {"arrears": [(2, "2019-05-25")]}
    assert due(stripe, "2019-05-25") == {"to_charge": [(2, "2019-05-25")]}
    stripe.ok("order", "charge", "1", day="2019-05-25")
    assert due(stripe, "2019-05-26") == {"arrears": [(2, "2019-06-08")]}
    far.fail(*["500"] * 3)
    stripe.refused("order", "charge", "1", day="2019-06-08")
    attempts = stripe.ok("order", "due", day="2019-06-08")["attempts"]
    assert [(one["amount"]["amount"], one["outcome"]) for one in attempts] == [("40.00", None)]


def test_all_that_waits_is_charged_by_one_word_or_by_itself(stripe: Seatwise, charged: Charged) -> None:
    for token in (VISA, FAILS_LATER, VISA):
        place(stripe)
        stripe.ok("order", "edit", str(orders(stripe)), "--payment-token", token, day=FIRST)
    stripe.ok("account", "advance", day=SECOND)
    assert charged.amounts() == [4000] * 3, "the calendar calls nobody"
    asked = stripe.ok("order", "charge", "--due", day=SECOND)["attempts"]
    assert sorted(one["outcome"] for one in asked) == ["accepted", "accepted", "declined"]
    assert charged.amounts() == [4000] * 5
    stripe.ok("account", "set-rule", "charge_by_itself", "on", day=SECOND)
    stripe.ok("account", "advance", day=THIRD)
    assert charged.amounts() == [4000] * 7
    assert stripe.ok("store", "check")["ok"]
