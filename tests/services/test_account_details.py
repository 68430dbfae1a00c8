"""The details of an account: kept, taken away, undone; and one card for several orders."""

from datetime import date

import pytest

from desktop.domain.errors import UserError, WrongUsage
from desktop.services.accounts.addresses import Address
from desktop.services.accounts.details import DetailsWish
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from tests.desks import at, refused

SEATTLE = Address("Marit Halden", "Halden", ("410 Pine Street",), "Seattle", "WA", "98101", "US")


def test_what_is_not_named_stays_and_an_empty_text_takes_a_detail_away(workspace: Workspace) -> None:
    details = workspace.account_details
    details.change(DetailsWish(eccid="E-2231", ims_org="ORG@AdobeOrg", registered_with_adobe=True))
    answer = details.change(DetailsWish(name=" Halden ", ims_org=""))
    assert (answer.name, answer.eccid, answer.ims_org, answer.registered_with_adobe) == ("Halden", "E-2231", None, True)


def test_details_are_undone_one_act_at_a_time(workspace: Workspace) -> None:
    workspace.account_details.change(DetailsWish(ims_org="ORG@AdobeOrg"))
    workspace.account_details.address(SEATTLE)
    assert workspace.history.undo().undone.verb.text == "Change the account's address"
    shown = workspace.account_details.show()
    assert (shown.address, shown.ims_org) == (None, "ORG@AdobeOrg")
    workspace.history.undo()
    assert workspace.account_details.show().ims_org is None
    assert workspace.care.check().ok


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (DetailsWish(name="  "), "An account needs a name"),
        (DetailsWish(eccid="4111 1111 1111 1111"), "looks like a card number"),
        (DetailsWish(country="France"), "is not a country"),
        (DetailsWish(ims_org="a\nb"), "cannot be printed"),
        (DetailsWish(), "Say what to change"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    workspace: Workspace, wish: DetailsWish, sentence: str
) -> None:
    before = workspace.account_details.show()
    with pytest.raises((UserError, WrongUsage), match=sentence):
        workspace.account_details.change(wish)
    assert workspace.account_details.show() == before


def test_the_default_address_is_that_of_new_orders(workspace: Workspace) -> None:
    kept = workspace.account_details.address(SEATTLE).address
    placed = workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    assert placed.address == kept
    assert kept is not None
    assert kept.city == "Seattle"


def test_one_card_for_several_orders_is_one_act(workspace: Workspace) -> None:
    for seats in (10, 4):
        workspace.orders.place(NewOrderWish(seats, CardWish("tok_visa")))
    workspace.order_cards.change(["1", "2"], CardWish("tok_amex"))
    assert [workspace.orders.show(one).order.payment_method.brand for one in ("1", "2")] == (  # type: ignore[union-attr]
        ["American Express"] * 2
    )
    workspace.history.undo()
    assert workspace.orders.show("2").order.payment_method.brand == "Visa"  # type: ignore[union-attr]
    assert workspace.care.check().ok


def test_a_card_that_expired_is_refused_for_all_orders(workspace: Workspace) -> None:
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    with refused("The card has expired"):
        workspace.order_cards.change(["1"], CardWish("tok_expired"))


def test_an_estimate_says_what_the_order_charges_to_the_hash_and_what_it_changes(workspace: Workspace) -> None:
    at(workspace, date(2026, 1, 12))
    first = workspace.estimates.estimate(10)
    assert (first.available.now, first.available.after) == (None, 10)  # type: ignore[union-attr]
    placed = workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    assert placed.instalments[0].sha256 == first.quote.rating.sha256
    assert workspace.estimates.moved(placed.order.order, first.quote.rating) == []
    second = workspace.estimates.estimate(4)
    assert (second.available.now, second.available.after) == (10, 14)  # type: ignore[union-attr]
    assert (second.monthly.now.decimal, second.monthly.after.decimal) == ("90.00", "126.00")
    assert (second.fee.now.decimal, second.fee.after.decimal) == ("495.00", "693.00")  # type: ignore[union-attr]
    moved = workspace.estimates.moved(placed.order.order, second.quote.rating)
    assert [str(one.field) for one in moved] == ["Units", "Net amount"]


def test_a_refused_estimate_says_why_and_still_prices(workspace: Workspace) -> None:
    four = workspace.estimates.estimate(4)
    assert str(four.quote.would_refuse[0].message) == "Your first order must be for at least 10 users."
    assert (four.available, four.fee, four.quote.monthly.decimal) == (None, None, "36.00")


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        (CardWish("tok_visa", last4="42424242"), "Enter no more of the card than its last four digits."),
        (CardWish("tok_visa", last4="abcd"), "Enter all of the last four digits of the card, or leave them out."),
        (CardWish("tok_visa", exp_month=13, exp_year=2028), "The card's expiry is a month and a year"),
        (CardWish("tok_visa", exp_month=12, exp_year=2023), "tok_visa is Visa ending in 4242 and expires 12/2099."),
        (CardWish("tok_visa", last4="0002"), "The test token decides which card it is"),
        (CardWish("tok_visa", brand="Mastercard"), "tok_visa is Visa ending in 4242 and expires 12/2099."),
    ],
)
def test_what_is_said_of_a_test_card_must_be_what_its_token_says(
    workspace: Workspace, card: CardWish, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        workspace.orders.place(NewOrderWish(10, card))
    placed = workspace.orders.place(NewOrderWish(10, CardWish("tok_visa", "Visa", "4242", 12, 2099)))
    assert placed.order.payment_method is not None
    assert placed.order.payment_method.last4 == "4242"
