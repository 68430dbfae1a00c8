"""What the Billing tab says of orders: a month, the charges to come, prices, terms, and what to look at."""

from datetime import date

import pytest

from desktop.domain.accounts import Payments
from desktop.domain.money import Money
from desktop.domain.orders.order import ChargeStatus
from desktop.domain.payments import Outcome
from desktop.i18n import Message
from desktop.models.alerts import alerts_of
from desktop.models.orders import instalment_words
from desktop.services.accounts.accounts import NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.rules.price_lists import NewPrices
from desktop.services.workspace import Workspace
from tests.desks import ACADEMY, Desks, at

FIRST, SECOND, LOOKING = date(2019, 4, 18), date(2019, 5, 29), date(2019, 9, 5)
CARD = CardWish("ref-1", "Visa", "4242", 9, 2019, "Marit Halden")


def place(workspace: Workspace, day: date, seats: int, card: CardWish = CARD) -> str:
    return at(workspace, day).orders.place(NewOrderWish(seats, card)).order.order


@pytest.fixture
def halden(desks: Desks) -> Workspace:
    return desks.like("halden", the_screenshots, LOOKING)


def the_screenshots(desks: Desks) -> Workspace:
    """The account of the screenshots on 5 September 2019; its card expires at the end of the month."""
    account = NewAccount("Halden", ACADEMY.region, "UTC", "USD", Payments.RECORDED, "Marit")
    workspace = desks.new(day=FIRST, account=account)
    place(workspace, FIRST, 150)
    place(workspace, SECOND, 25)
    return at(workspace, LOOKING)


def test_a_month_costs_700_and_the_next_charge_is_600_on_the_18th(halden: Workspace) -> None:
    page = halden.billing_page.show()
    assert (page.monthly.decimal, page.orders, page.seats) == ("700.00", 2, 175)
    assert [(str(step.text), step.value.decimal) for step in page.monthly_why.steps] == [  # type: ignore[union-attr]
        ("Order of 2019-04-18: 150 users × 4.00 USD", "600.00"),
        ("Order of 2019-05-29: 25 users × 4.00 USD", "100.00"),
    ]
    coming = page.coming.next_charge
    assert coming is not None
    assert (coming.on, coming.amount.decimal, coming.charges) == (date(2019, 9, 18), "600.00", 1)
    assert coming.explanation.value == coming.amount


def test_the_charges_of_two_months_say_which_the_card_will_not_pay(halden: Workspace) -> None:
    page = halden.billing_page.show()
    assert [
        (one.due_on.isoformat(), one.instalment, one.total.decimal, one.card_expired) for one in page.coming.charges
    ] == [
        ("2019-09-18", 6, "600.00", False),
        ("2019-09-29", 5, "100.00", False),
        ("2019-10-18", 7, "600.00", True),
        ("2019-10-29", 6, "100.00", True),
    ]
    assert page.coming.total is not None
    assert page.coming.total.decimal == "1400.00"
    assert page.paid_by_card == {"ref-1": page.paid_by_method}
    assert len(page.paid_by_method) == 2
    assert page.method is not None
    assert (page.method.last4, page.method.exp_month) == ("4242", 9)


def test_reading_writes_nothing_and_says_what_applying_would_give(halden: Workspace) -> None:
    acts, before = len(halden.history.list()), halden.billing_page.show()
    assert len(halden.history.list()) == acts
    halden.accounts.advance()
    assert halden.billing_page.show() == before


def test_an_earlier_day_is_shown_as_it_was(halden: Workspace) -> None:
    halden.accounts.advance()
    page = at(halden, date(2019, 5, 1)).billing_page.show()
    assert (page.monthly.decimal, page.orders) == ("600.00", 1)
    assert [one.due_on.isoformat() for one in page.coming.charges] == ["2019-05-18", "2019-06-18"]


def test_terms_end_and_renew_at_the_price_they_keep(halden: Workspace) -> None:
    term = at(halden, date(2022, 9, 1)).billing_page.show().term
    assert term is None, "the card expired long ago and both orders ended unpaid"
    halden = at(halden, LOOKING)
    halden.order_cards.change(["1", "2"], CardWish("ref-2", "Visa", "4242"))
    term = at(halden, date(2022, 9, 1)).billing_page.show().term
    assert term is not None
    assert (term.on.isoformat(), term.unit_price.decimal, term.monthly.decimal) == (  # type: ignore[union-attr]
        "2023-04-18",
        "4.00",
        "600.00",
    )


@pytest.mark.parametrize("applied", [True, False])
def test_f2_the_month_after_a_renewal_rounds_each_order_that_a_price_list_reaches(desks: Desks, applied: bool) -> None:
    """12, 1 and 1 users at $12.005 are $144.06, $12.01 and $12.01; one rounding of 14 users would be a cent less."""
    workspace = desks.new(
        day=FIRST, account=NewAccount("Small", ACADEMY.region, "UTC", "USD", Payments.RECORDED, "Ida")
    )
    for seats in (12, 1, 1):
        place(workspace, FIRST, seats, CardWish("ref-2"))
    place(workspace, SECOND, 7, CardWish("ref-2"))
    workspace.prices.add(NewPrices(date(2019, 6, 1), {"USD": "12.005"}, "summer", date(2019, 6, 1)))
    at(workspace, date(2020, 4, 1))
    if applied:
        workspace.accounts.advance()
    term = workspace.billing_page.show().term
    assert term is not None
    assert (term.on, term.orders, term.seats, term.unit_price.decimal) == (date(2020, 4, 18), 3, 14, "12.005")
    assert term.monthly == Money(168_08, "USD")
    paid = at(workspace, term.on).billing_page.show().prices
    assert [one.monthly for one in paid if one.price_version == "summer"] == [term.monthly]


def test_without_renewal_the_last_instalment_is_the_twelfth(halden: Workspace) -> None:
    halden.order_cards.change(["1", "2"], CardWish("ref-2"))
    halden.rules.change("auto_renew", "off")
    page = at(halden, date(2020, 3, 1)).billing_page.show()
    assert [(one.due_on.isoformat(), one.instalment) for one in page.coming.charges] == [
        ("2020-03-18", 12),
        ("2020-03-29", 11),
        ("2020-04-29", 12),
    ]
    assert page.term is not None
    assert page.term.monthly is None


def test_a_suspended_order_says_what_is_owed_and_is_not_charged(halden: Workspace) -> None:
    page = at(halden, date(2019, 10, 20)).billing_page.show()
    owed = {one.placed_on: (one.owes.decimal, one.ends_on.isoformat()) for one in page.suspended}
    assert owed == {FIRST: ("600.00", "2019-10-31"), SECOND: ("0.00", "2019-10-31")}
    assert page.coming.charges == ()
    assert page.monthly.decimal == "700.00"


def test_f4_both_headlines_count_the_running_orders_and_say_which_are_suspended(halden: Workspace) -> None:
    halden.order_cards.change(["2"], CardWish("ref-2"))
    page = at(halden, date(2019, 10, 20)).billing_page.show()
    totals = halden.order_list.totals()
    assert (totals.running, totals.users, totals.monthly[0].amount) == (page.orders, page.seats, page.monthly)
    assert (page.orders, page.seats, page.monthly.decimal) == (2, 175, "700.00")
    assert [(step.text.english(), step.value) for step in page.monthly_why.steps] == [
        ("Order of 2019-05-29: 25 users × 4.00 USD", Money(10000, "USD")),
        ("Suspended: Order of 2019-04-18: 150 users × 4.00 USD", Money(60000, "USD")),
    ]
    assert [step.text.english() for step in totals.monthly[0].explanation.steps] == [
        "1 order at 4.00",
        "1 suspended order at 4.00",
    ]
    halden.accounts.advance()
    assert halden.billing_page.show() == page


def test_the_next_month_of_a_suspended_order_is_not_called_next(halden: Workspace) -> None:
    halden.order_cards.change(["2"], CardWish("ref-2"))
    at(halden, date(2019, 10, 20))
    for number, said in (("1", "Not charged while suspended"), ("2", "Next")):
        pane = halden.order_details.pane(number)
        words = instalment_words(pane)
        coming = [one for one in pane.detail.instalments if one.status is ChargeStatus.SCHEDULED]
        texts = [word.english() for word in map(words, coming) if isinstance(word, Message)]
        assert (texts[0], set(texts[1:])) == (said, {"Scheduled"})


def test_after_a_deactivation_the_fees_are_the_charges_to_come(halden: Workspace) -> None:
    halden.deactivations.deactivate()
    page = halden.billing_page.show()
    assert [(one.due_on.isoformat(), one.instalment, one.total.decimal) for one in page.coming.charges] == [
        ("2019-09-18", None, "2100.00"),
        ("2019-09-29", None, "400.00"),
    ]
    assert (page.orders, page.monthly.decimal, page.paid_until) == (0, "0.00", date(2019, 9, 29))


def test_many_orders_are_summed_without_being_read(desks: Desks) -> None:
    """More orders than are listed, on a few days: the sums are those of every order."""
    account = NewAccount("Many", ACADEMY.region, "UTC", "USD", Payments.RECORDED, "Marit")
    workspace = desks.new(day=FIRST, account=account)
    for _ in range(35):
        place(workspace, FIRST, 10, CardWish("ref-9"))
    for _ in range(36):
        place(workspace, SECOND, 11, CardWish("ref-9"))
    workspace.accounts.advance()
    page = workspace.billing_page.show()
    assert (page.orders, page.seats, page.monthly.decimal) == (71, 746, "2984.00")
    assert sum(one.seats for one in page.ordered) == workspace.accounts.show().seats.available == 746
    assert page.coming.more
    assert page.coming.total is None
    coming = page.coming.next_charge
    assert coming is not None
    assert (coming.on, coming.amount.decimal, coming.charges) == (date(2019, 6, 18), "1400.00", 35)


def test_the_prices_paid_say_since_when(halden: Workspace) -> None:
    halden.order_cards.change(["1", "2"], CardWish("ref-2"))
    place(halden, date(2022, 8, 1), 10, CardWish("ref-2"))
    prices = halden.billing_page.show().prices
    assert [(one.unit_price.decimal, one.seats, one.orders) for one in prices] == [("4.00", 175, 2), ("9.00", 10, 1)]
    assert "kept: no price list has reached it" in str(prices[0].reason.text)


@pytest.mark.parametrize("due", [False, True])
def test_f4_an_order_reached_by_a_list_that_began_on_its_own_day_says_so(halden: Workspace, due: bool) -> None:
    place(halden, date(2019, 10, 1), 10, CardWish("ref-2"))
    halden.prices.add(NewPrices(date(2019, 10, 1), {"USD": "3"}, "autumn", date(2020, 10, 1)))
    at(halden, date(2020, 10, 1))
    if not due:
        halden.accounts.advance()
    reached = next(one for one in halden.billing_page.show().prices if one.price_version == "autumn")
    assert (reached.orders, reached.seats) == (1, 10)
    assert reached.reason.text.english() == "Price of the list autumn: it reaches existing orders from 2020-10-01 on"


def test_f4_the_prices_paid_say_whether_they_were_kept_or_reached(halden: Workspace) -> None:
    halden.order_cards.change(["1", "2"], CardWish("ref-2"))
    at(halden, date(2022, 8, 1))
    new = NewPrices(date(2022, 9, 1), {"USD": "5"}, "autumn", date(2022, 9, 1))
    halden.prices.add(new)
    at(halden, date(2023, 4, 20)).accounts.advance()
    reached, kept = halden.billing_page.show().prices
    assert reached.reason.text.english() == "Price of the list autumn: it reaches existing orders from 2022-09-01 on"
    assert kept.reason.text.english().startswith("Price of the order of 2019-05-29, kept")
    place(halden, date(2023, 4, 21), 10, CardWish("ref-2"))
    both = halden.billing_page.show().prices[0].reason
    assert both.text.english() == "Price of the list autumn: orders were placed at it, and earlier ones reached by it"
    assert [step.text.english()[:30] for step in both.steps] == [
        "Price of the order of 2023-04-",
        "Price of the list autumn: it r",
    ]


def alert(workspace: Workspace) -> str:
    said = alerts_of(workspace.accounts.show(), workspace.billing_page.show())[0]
    return f"{said.title.english()}: {said.detail.english()}"


def test_a_suspended_order_is_told_by_its_reason_and_never_by_an_amount_of_nothing(halden: Workspace) -> None:
    at(halden, date(2019, 10, 2))
    expired = "The cards of 2 orders have expired. Without others, the first ends on 2019-10-31."
    assert alert(halden) == f"2 orders are suspended: {expired}"
    halden.orders.change_payment("2", CardWish("ref-2"))
    assert alert(halden).endswith("The card of 1 order has expired. Without another one, the first ends on 2019-10-31.")
    halden.outcomes.enter("2", Outcome.DECLINED)
    assert "100.00 USD are owed, and the card of 1 order has expired." in alert(halden)
    halden.orders.change_payment("1", CardWish("ref-2"))
    assert alert(halden) == "1 order is suspended: 100.00 USD are owed. Unpaid, the first ends on 2019-11-01."
