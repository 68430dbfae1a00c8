"""What comes of an order by itself (rules.md O6, O11)."""

from datetime import date

from desktop.domain.accounts import Payments
from desktop.domain.billing_rules import BillingRules
from desktop.domain.life.acts import EnterOutcome
from desktop.domain.orders.coming import Coming, coming
from desktop.domain.payments import Outcome
from tests.domain.life.stories import day, the_2019_account
from tests.domain.pricing.lists import learners, priced


def test_an_order_that_goes_on_comes_to_its_last_instalment_and_renews() -> None:
    book, _ = the_2019_account(until="2019-09-20")
    found = coming(book.order("one"), day("2019-09-20"), BillingRules(), learners())
    assert [(one.on, str(one.kind), one.rule) for one in found if one.rule != "O3"] == [
        (date(2020, 3, 18), "last_instalment", "F3"),
        (date(2020, 4, 18), "renewal", "O11"),
    ]


def test_a_suspended_order_that_nobody_pays_comes_to_its_end() -> None:
    decline = EnterOutcome(day("2019-09-18"), "one", Outcome.DECLINED)
    book, _ = the_2019_account(decline, until="2019-09-20", payments=Payments.RECORDED)
    assert [(one.on, one.rule) for one in coming(book.order("one"), day("2019-09-20"), BillingRules(), learners())] == [
        (date(2019, 10, 18), "O6")
    ]


def test_a_price_list_that_reaches_the_order_is_named_with_its_renewal_and_charged_from_it_on() -> None:
    book, _ = the_2019_account(until="2020-03-20")
    prices = priced(("learners-1", date.min, "4"), ("spring", day("2020-01-01"), "5"), reaches=day("2020-02-01"))
    found = coming(book.order("one"), day("2020-03-20"), BillingRules(), prices, charges=1)
    [renewal] = [one for one in found if one.kind is Coming.RENEWAL]
    assert renewal.about.english() == "At the price of the list spring, 5.00 USD"
    assert [one.amount.decimal for one in found if one.amount is not None] == ["750.00"]
