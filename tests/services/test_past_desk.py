"""A past day shows its own mail drafts, scenarios, prices, rules, details, addresses and journal."""

from datetime import date

import pytest

from desktop.domain.accounts import Payments, Region
from desktop.domain.orders.order import ChargeStatus
from desktop.domain.payments import Outcome
from desktop.domain.scenarios import Buying
from desktop.services.accounts.accounts import NewAccount
from desktop.services.accounts.addresses import Address
from desktop.services.accounts.details import DetailsWish
from desktop.services.accounts.users import UserWish
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.rules.price_lists import NewPrices
from desktop.services.scenarios.answers import ScenarioWish
from desktop.services.scenarios.scenarios import Scenarios
from desktop.services.time.fork import Simulations
from desktop.services.workspace import Workspace
from tests.desks import Desks, activate, at, new_key, refused
from tests.services.looks import looking_back

START, MAY, JUNE = date(2026, 1, 10), date(2026, 5, 1), date(2026, 6, 1)
BEFORE = date(2026, 4, 30)
RECORDED = NewAccount("Academy", Region.US, "UTC", "USD", Payments.RECORDED, "anna@example.org")


def address(street: str) -> Address:
    return Address("Anna", "Academy", (street,), "Springfield", "IL", "62701", "US", "anna@example.org")


@pytest.fixture
def ordered(desks: Desks) -> Workspace:
    return desks.like("twelve-seats", twelve_seats, START)


def twelve_seats(desks: Desks) -> Workspace:
    made = desks.new(account=RECORDED)
    made.orders.place(NewOrderWish(12, CardWish("ref-1", last4="1111"), address=address("1 Old Street")))
    return made


def test_details_and_address_of_the_account_are_those_of_the_day(ordered: Workspace) -> None:
    at(ordered, MAY).account_details.change(DetailsWish(name="Renamed", ims_org="IMS-1", registered_with_adobe=True))
    at(ordered, JUNE).account_details.address(address("9 New Street"))
    before = looking_back(ordered, BEFORE)
    details = before.account_details.show()
    assert (details.name, details.ims_org, details.registered_with_adobe) == ("Academy", None, False)
    assert before.accounts.show().name == "Academy"
    shown = looking_back(ordered, MAY).account_details.show()
    assert (shown.name, shown.ims_org, shown.address) == ("Renamed", "IMS-1", None)
    page = looking_back(ordered, MAY).billing_page.show()
    assert page.address is not None
    assert page.address.lines == ("1 Old Street",), "that of the newest order"


def test_card_and_address_of_an_order_are_those_of_the_day(ordered: Workspace) -> None:
    at(ordered, MAY).orders.change_payment("1", CardWish("ref-9", last4="9999"))
    at(ordered, JUNE).orders.change_address("1", address("9 New Street"))
    before = looking_back(ordered, BEFORE)
    for detail in (before.orders.show("1"), before.order_details.pane("1").detail):
        assert detail.order.payment_method is not None
        assert detail.address is not None
        assert (detail.order.payment_method.last4, detail.address.lines) == ("1111", ("1 Old Street",))
    page = before.billing_page.show()
    assert page.method is not None
    assert page.method.last4 == "1111"


def test_an_order_that_was_undone_since_was_there(ordered: Workspace) -> None:
    at(ordered, MAY).orders.place(NewOrderWish(5, CardWish("ref-1", last4="1111")))
    at(ordered, date(2026, 5, 9)).history.undo()
    at(ordered, JUNE).orders.place(NewOrderWish(7, CardWish("ref-2", last4="2222")))
    past = looking_back(ordered, MAY)
    assert [(one.number, one.seats) for one in past.order_list.page().orders] == [(2, 5), (1, 12)]
    assert past.accounts.show().seats.available == 17
    assert [one.seats for one in looking_back(ordered, date(2026, 5, 9)).order_list.page().orders] == [12]


def test_prices_are_those_of_the_day_with_the_orders_they_had(ordered: Workspace) -> None:
    at(ordered, MAY).prices.add(NewPrices(JUNE, {"USD": "12"}, "summer"))
    at(ordered, JUNE).orders.place(NewOrderWish(4, CardWish("ref-1", last4="1111")))
    found = {one.version: one.orders for one in looking_back(ordered, MAY).prices.list()}
    assert (found["summer"], found["learners-2"]) == (0, 1)
    assert "summer" not in {one.version for one in looking_back(ordered, BEFORE).prices.list()}
    assert {one.version: one.orders for one in at(ordered, JUNE).prices.list()} == {**found, "summer": 1}


def test_rules_are_those_known_then_and_one_for_an_earlier_day_counts_from_its_day_on(ordered: Workspace) -> None:
    at(ordered, MAY).rules.change("dunning_days", "9")
    at(ordered, JUNE).rules.change("usage_alerts", "50", on=date(2026, 2, 1))
    versions = [
        {one.name: one.version for one in looking_back(ordered, day).rules.list()}
        for day in (date(2026, 1, 31), BEFORE, date(2026, 5, 2))
    ]
    assert [(one["dunning_days"], one["usage_alerts"]) for one in versions] == [(0, 0), (0, 1), (1, 1)]
    assert at(ordered, JUNE).rules.change("usage_alerts", "60", on=date(2026, 8, 1)).version == 2
    shown = looking_back(ordered, JUNE).history.list("account_rule")
    assert len(shown) == 3, "a rule to come was known on the day it was made"


def test_keys_are_those_known_then(ordered: Workspace) -> None:
    key = new_key(at(ordered, MAY), 5)
    at(ordered, JUNE).keys.activate(key)
    assert looking_back(ordered, BEFORE).keys.list() == []
    assert [one.activated_on for one in looking_back(ordered, MAY).keys.list()] == [None]
    assert [one.activated_on for one in looking_back(ordered, JUNE).keys.list()] == [JUNE]


def test_a_key_entered_late_counts_from_its_own_day_on(desks: Desks) -> None:
    made = desks.new(account=RECORDED)
    at(made, BEFORE).accounts.advance()
    activate(at(made, JUNE), 20, on=date(2026, 1, 20))
    assert looking_back(made, date(2026, 1, 19)).accounts.show().seats.available is None
    assert looking_back(made, date(2026, 1, 20)).accounts.show().seats.available == 20
    assert looking_back(made, date(2026, 1, 20)).history.list()[0].verb.text == "Activate key ending {end}"
    at(made, date(2026, 6, 2)).history.undo()
    assert looking_back(made, date(2026, 1, 20)).keys.list() == [], "nothing remains of it once it is undone"
    assert len(looking_back(made, JUNE).keys.list()) == 1


def test_a_charge_confirmed_late_was_paid_on_its_own_day(ordered: Workspace) -> None:
    at(ordered, date(2026, 1, 20)).outcomes.enter("1", Outcome.ACCEPTED)
    statuses = [looking_back(ordered, day).orders.show("1").instalments[0].status for day in (START, date(2026, 1, 19))]
    assert statuses == [ChargeStatus.PAID, ChargeStatus.PAID]


def test_scenarios_are_those_of_the_day(ordered: Workspace) -> None:
    Scenarios(at(ordered, MAY).context).add(ScenarioWish("Plan", Buying.SEATS, 20))
    Scenarios(at(ordered, JUNE).context).change("Plan", ScenarioWish("Bigger", Buying.SEATS, 50))
    Scenarios(at(ordered, date(2026, 6, 9)).context).remove("Bigger")
    found = [
        [(one.name, one.users) for one in Scenarios(looking_back(ordered, day).context).list()]
        for day in (BEFORE, MAY, JUNE, date(2026, 6, 9))
    ]
    assert found == [[], [("Plan", 20)], [("Bigger", 50)], []]
    assert len(Scenarios(looking_back(ordered, MAY).context).compare()) == 1


def test_mail_drafts_are_those_of_the_day(ordered: Workspace) -> None:
    at(ordered, MAY).account_details.change(DetailsWish(registered_with_adobe=True))
    asked = ordered.purchase_requests.request(40)
    at(ordered, date(2026, 5, 5)).history.undo()
    then = looking_back(ordered, MAY)
    assert asked.draft in {one.draft for one in then.drafts.list()}, "it was undone later"
    assert "40" in then.drafts.show(asked.draft).text
    assert asked.draft not in {one.draft for one in looking_back(ordered, BEFORE).drafts.list()}
    assert asked.draft not in {one.draft for one in looking_back(ordered, date(2026, 5, 5)).drafts.list()}


def test_a_draft_is_late_only_on_a_day_after_its_own(ordered: Workspace) -> None:
    at(ordered, date(2026, 1, 12)).orders.change_payment(
        "1", CardWish("ref-1", exp_month=1, exp_year=2026, last4="1111")
    )
    at(ordered, JUNE).accounts.advance()
    draft = next(one for one in ordered.drafts.list() if one.late)
    assert not next(one for one in looking_back(ordered, draft.on).drafts.list() if one.draft == draft.draft).late


def test_the_journal_ends_with_the_day(ordered: Workspace) -> None:
    at(ordered, MAY).rules.change("usage_alerts", "50")
    at(ordered, JUNE).history.undo()
    past = looking_back(ordered, MAY)
    newest = past.history.list()[0]
    assert (newest.verb.text, newest.undone_by) == ("Change rule “{name}” to {value}", None)
    assert all(one.effective_on <= MAY for one in past.history.list())
    assert past.history.in_full()[0].act == newest.act
    assert past.care.newest_entry() == newest.number
    assert past.care.check().ok, "the store is checked as it is"


def test_what_is_written_meanwhile_does_not_move_the_past(ordered: Workspace) -> None:
    at(ordered, MAY).rules.change("dunning_days", "9")
    past = looking_back(ordered, BEFORE)
    newest = past.care.newest_entry()
    activate(at(ordered, JUNE), 5)
    assert (past.keys.list(), past.care.newest_entry()) == ([], newest)
    activate(at(ordered, date(2026, 6, 2)), 6, on=date(2026, 4, 1))
    assert [one.seats for one in past.keys.list()] == [6], "a late word about an earlier day is seen at once"
    assert past.care.newest_entry() > newest


def test_no_simulation_begins_in_the_past(ordered: Workspace) -> None:
    at(ordered, MAY).accounts.advance()
    at(ordered, date(2026, 5, 5)).users.change("anna@example.org", UserWish(registered=True))
    with refused("A simulation begins today. Go back to today first."):
        Simulations(looking_back(ordered, date(2026, 5, 3)).context).run(JUNE)
    with refused("The workspace has already been advanced to"):
        Simulations(looking_back(ordered, BEFORE).context).run(JUNE)
