"""The short names of rules that an explanation or a timeline cites are said in words."""

from desktop.domain.billing_rules import BillingRules
from desktop.domain.orders.coming import coming
from desktop.domain.orders.transitions import TABLE
from desktop.domain.rulebook import RULES_OF_BILLING
from tests.domain.life.stories import day, the_2019_account
from tests.domain.pricing.lists import learners


def test_every_rule_of_the_life_of_an_order_is_in_words() -> None:
    assert {row.rule for row in TABLE} - RULES_OF_BILLING.keys() == set()


def test_every_rule_that_an_order_cites_is_in_words() -> None:
    book, events = the_2019_account(until="2019-09-05")
    cited = {event.rule for event in events if event.subject != book.account_id}
    for order in book.orders:
        cited |= {one.rule for one in coming(order, day("2019-09-05"), BillingRules(), learners(), 12)}
        cited |= {step.rule for _, step in order.rated(1).explanation.walk() if step.rule}
    assert {"O1", "F2", "F4", "O11"} <= cited
    assert cited - RULES_OF_BILLING.keys() == set()


def test_what_comes_is_in_order_and_ends_with_the_term() -> None:
    book, _ = the_2019_account(until="2019-09-05")
    found = coming(book.orders[0], day("2019-09-05"), BillingRules(), learners(), 12)
    days = [one.on for one in found]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (day("2019-09-18"), day("2020-04-18"))
    assert [one.rule for one in found if one.on == day("2020-03-18")] == ["F2", "F3"]
    ending = coming(book.orders[0], day("2019-09-05"), BillingRules(auto_renew=False), learners(), 12)
    assert [one.title.text for one in ending if one.on == day("2020-04-18")] == ["Ends"], "no charge after its end"
