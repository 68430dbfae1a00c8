"""What can go wrong between the desk and Stripe, each told in a sentence, with the charge left open."""

from __future__ import annotations

import io
import socket
from dataclasses import replace

import pytest

from desktop.app import Desk
from desktop.domain.money import Money
from desktop.domain.payments import Card, Outcome
from desktop.providers.payment import Ask, UnansweredError
from desktop.providers.stripe import Stripe, checked_address
from tests.desks import DAY, refused, run_seatwise
from tests.end_to_end.desk import Seatwise
from tests.providers.conftest import Charged
from tests.providers.far import KEY, FarSide
from tests.providers.test_charging import FIRST, SECOND, orders, place, refused_place, shown


def asked(token: str, key: str, order: str = "order-1") -> Ask:
    return Ask(key, order, (1, 2), Money(12345, "USD"), Card(token, "", "", 12, 2030), DAY)


def stripe_at(far: FarSide, key: str = KEY) -> Stripe:
    return Stripe(key, far.address, wait=lambda _: None)


def test_a_wrong_key_is_told_and_the_right_one_settles_the_charge(
    stripe: Seatwise, charged: Charged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("rk_live_ofanotheraccount\n"))
    stripe.ok("payments", "set-key")
    assert "does not accept the key" in refused_place(stripe)
    assert (orders(stripe), charged.amounts()) == (0, [])
    monkeypatch.setattr("sys.stdin", io.StringIO(KEY + "\n"))
    stripe.ok("payments", "set-key")
    stripe.ok("account", "advance", day=FIRST)
    assert (shown(stripe), charged.amounts()) == (("active", ["paid"]), [4000])


def test_a_key_that_is_none_is_refused_and_not_shown(stripe: Seatwise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("pk_live_public\n"))
    sentence = stripe.refused("payments", "set-key")
    assert "begins with sk_ or rk_" in sentence
    assert "public" not in sentence


def test_where_nobody_listens_the_charge_stays_open_and_other_acts_go_on(stripe: Seatwise, desk: Desk) -> None:
    place(stripe)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    away = Desk(desk.folders, replace(desk.settings, stripe=closed))
    lost = run_seatwise(away, "--today", SECOND, "order", "charge", "1")
    assert (lost.code, "could not be reached (ConnectError)" in lost.sentence) == (1, True)
    assert run_seatwise(away, "--today", SECOND, "account", "deactivate", "--confirm").code == 0
    assert stripe.ok("store", "check")["ok"]


def test_a_charge_that_comes_through_after_the_order_was_left_still_pays_its_month(
    stripe: Seatwise, charged: Charged, far: FarSide
) -> None:
    place(stripe)
    far.fail(*["lost"] * 3, *["500"] * 3)
    stripe.refused("order", "charge", "1", day=SECOND)
    far.fail("lag", *["500"] * 3)
    stripe.ok("account", "deactivate", "--confirm", day="2019-05-20")
    far.fail()
    stripe.ok("account", "advance", day="2019-05-21")
    assert shown(stripe, "2019-05-21") == ("cancellation_initiated", ["paid", "paid", *["waived"] * 10])
    assert charged.amounts() == [4000, 4000]
    assert stripe.ok("store", "check")["ok"]


def test_one_key_is_one_charge_and_the_first_answer_stands(far: FarSide, charged: Charged) -> None:
    stripe = stripe_at(far)
    first = stripe.charge(asked("pm_card_visa", "key-1"))
    assert (first.outcome, stripe.charge(asked("pm_card_visa", "key-1"))) == (Outcome.ACCEPTED, first)
    assert charged.amounts() == [12345]
    assert stripe.charge(asked("pm_card_chargeCustomerFail", "key-2")).outcome is Outcome.DECLINED
    found = {one.key: one for one in stripe.made_for("order-1")}
    assert {key: one.told.outcome for key, one in found.items()} == {
        "key-1": Outcome.ACCEPTED,
        "key-2": Outcome.DECLINED,
    }
    assert (found["key-1"].numbers, found["key-1"].amount, found["key-1"].on) == ((1, 2), Money(12345, "USD"), DAY)
    assert found["key-1"].told == first
    assert stripe.made_for("order-2") == []


@pytest.mark.parametrize("fault", ["500", "429", "409", "cut", "lost", "garbage", "401"])
def test_what_is_no_answer_is_no_outcome_and_the_key_is_not_told(far: FarSide, fault: str) -> None:
    far.fail(*[fault] * 3)
    with pytest.raises(UnansweredError) as caught:
        stripe_at(far).charge(asked("pm_card_visa", f"key-{fault}", "order-3"))
    assert KEY not in str(caught.value) + repr(caught.value.__cause__) + repr(caught.value.__context__)


def test_the_tries_are_bounded_and_wait_longer_each_time(far: FarSide) -> None:
    waited: list[float] = []
    far.fail(*["503"] * 9)
    before = len(far.told()["requests"])
    with pytest.raises(UnansweredError):
        Stripe(KEY, far.address, wait=waited.append).charge(asked("pm_card_visa", "key-9"))
    assert (len(far.told()["requests"]) - before, waited) == (3, sorted(waited))


@pytest.mark.parametrize(
    "address",
    ["https://stripe.example", "http://api.stripe.com", "http://127.0.0.1@stripe.example", "https://api.stripe.com.x"],
)
def test_a_key_is_sent_to_stripe_or_to_this_machine_alone(address: str) -> None:
    with refused("Payments are only sent to Stripe, or to an address of this machine for tests."):
        checked_address(address)
