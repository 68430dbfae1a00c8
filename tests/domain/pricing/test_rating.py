"""One function prices everything, exactly, with one rounding a line (rules.md 0.3.5, F1 to F3, section 9)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.money import Money
from desktop.domain.orders.order import Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.periods import Period
from desktop.domain.pricing.differences import differences
from desktop.domain.pricing.grandfathering import Scope, kept_price, price_for_new_order
from desktop.domain.pricing.rating import Item, LineKind, Price, Rating, rate
from desktop.domain.pricing.subscriptions import Terms, annual, explain_annual, first_cycle, rate_cycle, rate_fee
from desktop.domain.pricing.tax import document_tax
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import msg
from tests.desks import refused
from tests.domain.pricing.lists import dollars, learners

DAY = date(2019, 4, 18)
MONTH = first_cycle(DAY)
PRICES = st.builds(lambda n: UnitPrice(Fraction(n, 10**6), "USD"), st.integers(0, 10**8))
Charge: TypeAlias = tuple[Item, Period]
RATES = st.fractions(0, Fraction(1, 2), max_denominator=1000)


def price(unit: UnitPrice, version: str = "one") -> Price:
    return Price(unit, version, price_for_new_order(learners(), "USD", DAY, Scope.ORDER).explanation)


def terms(users: int, amount: str, tax: str = "0") -> Terms:
    return Terms(users, price(dollars(amount)), Fraction(tax))


def item(quantity: int, unit: UnitPrice, period: Period = MONTH, version: str = "one") -> Charge:
    return Item(LineKind.SUBSCRIPTION, msg("Tried"), quantity, price(unit, version)), period


def test_f1_and_f2_four_users_at_4_dollars_are_16_a_month_and_192_a_year() -> None:
    month = rate_cycle(terms(4, "4.00"), MONTH)
    assert (month.total.decimal, annual(month).decimal) == ("16.00", "192.00")
    assert explain_annual(month).value == Money(19200, "USD")
    assert annual(rate_cycle(terms(10, "9"), MONTH)).decimal == "1080.00"
    assert annual(rate_cycle(terms(3500, "9"), MONTH)).decimal == "378000.00"


def test_f2_forty_users_pay_160_with_tax_of_0_percent() -> None:
    month = rate_cycle(terms(40, "4.00"), MONTH)
    assert (month.net.decimal, month.tax.decimal, month.total.decimal) == ("160.00", "0.00", "160.00")
    texts = [step.text.english() for _, step in month.explanation.walk()]
    assert "Learners Annual Subscription [40]" in texts
    assert "Tax (0 %), rounded once for all lines" in texts


def test_f3_half_of_what_is_left_of_the_term() -> None:
    fees = [(150, "4", 7, "2100.00"), (25, "4", 8, "400.00"), (10, "9", 5, "225.00"), (150, "4", 6, "1800.00")]
    for users, amount, remaining, fee in fees:
        assert rate_fee(terms(users, amount), Fraction(1, 2), remaining, MONTH).total.decimal == fee
    assert rate_fee(terms(150, "4"), Fraction(1, 2), 0, MONTH).total.decimal == "0.00"


def test_tax_is_rounded_once_for_the_document_and_parted_by_largest_remainder() -> None:
    lines = rate([item(1, dollars("10.03"))] * 3, Fraction("0.2"))
    assert (lines.tax.decimal, [line.tax.decimal for line in lines.lines]) == ("6.02", ["2.01", "2.01", "2.00"])


def test_a_line_is_rounded_once_and_says_what_it_was_before() -> None:
    yen = rate(
        [(Item(LineKind.SUBSCRIPTION, msg("Tried"), 1, price(UnitPrice(Fraction(545, 2), "JPY"))), MONTH)], Fraction(0)
    )
    assert yen.total.decimal == "273"
    steps = yen.lines[0].explanation.steps
    assert (steps[-1].text.english(), steps[-1].value) == (
        "Exactly, before the one rounding of the line",
        Fraction(545, 2),
    )
    assert rate([item(3, UnitPrice.read("1.2345", "KWD"))], Fraction(0)).total.decimal == "3.704"


def test_a_document_has_one_currency() -> None:
    with refused("Amounts in USD and EUR cannot be added up."):
        rate([item(1, dollars("1")), item(1, UnitPrice.read("1", "EUR"))], Fraction(0))


ITEMS = st.lists(
    st.builds(
        item,
        st.integers(0, 5000),
        PRICES,
        st.builds(first_cycle, st.dates(date(2015, 1, 1), date(2030, 1, 1))),
        st.sampled_from(["one", "two"]),
    ),
    min_size=1,
    max_size=5,
)


@given(items=ITEMS, tax=RATES)
def test_what_is_rated_again_has_the_same_lines_and_the_same_hash(items: list[Charge], tax: Fraction) -> None:
    once, again = rate(items, tax), rate(items, tax)
    assert once == again
    assert differences(once, again) == []
    assert once.total == once.net + once.tax
    assert sum(line.net.minor for line in once.lines) == once.net.minor
    assert sum(line.tax.minor for line in once.lines) == once.tax.minor
    assert all(abs(line.net.exact - line.item.exact) <= Fraction(1, 200) for line in once.lines)
    assert abs(once.tax.exact - once.net.exact * tax) <= Fraction(1, 200)


@given(one=ITEMS, other=ITEMS, tax=RATES, other_tax=RATES)
def test_whatever_moved_is_named_and_changes_the_hash(
    one: list[Charge], other: list[Charge], tax: Fraction, other_tax: Fraction
) -> None:
    before, after = rate(one, tax), rate(other, other_tax)
    assert (differences(before, after) == []) == (before.sha256 == after.sha256)


def test_a_changed_price_is_shown_with_both_figures() -> None:
    moved = differences(rate_cycle(terms(10, "4"), MONTH), rate_cycle(terms(10, "9", "0.2"), MONTH))
    assert [(one.line, one.field.english()) for one in moved] == [
        (0, "Tax rate"),
        (1, "Unit price"),
        (1, "Net amount"),
        (1, "Tax"),
    ]
    assert (moved[2].before, moved[2].after) == (Money(4000, "USD"), Money(9000, "USD"))
    gone = differences(rate([item(1, dollars("1"))] * 2, Fraction(0)), rate([item(1, dollars("1"))], Fraction(0)))
    assert {(one.line, one.after) for one in gone} == {(2, None)}


@given(nets=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30), tax=RATES)
def test_the_parts_of_a_tax_add_up_and_none_is_off_by_a_whole_unit(nets: list[int], tax: Fraction) -> None:
    parts = document_tax([Money(net, "USD") for net in nets], tax)
    assert abs(sum(part.minor for part in parts) - sum(nets) * tax) <= Fraction(1, 2)
    assert all(abs(part.minor - net * tax) <= 1 for part, net in zip(parts, nets, strict=True))


@given(users=st.integers(1, 5000), unit=PRICES, tax=RATES, day=st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_a_month_like_another_is_what_it_is_when_rated_alone(
    users: int, unit: UnitPrice, tax: Fraction, day: date
) -> None:
    """Months of one term share their lines with the explanations; only the period is each one's own."""
    order = Order("one", day, users, unit, "one", OrderState.ACTIVE, day, tax)
    months = list(order.each_rated(range(1, 14)))
    for number, month in enumerate(months, 1):
        alone = rate_cycle(Terms(users, kept_price(unit, "one", day), tax), order.month(number))
        assert month == alone == order.rated(number)
        assert month.sha256 == alone.sha256
        assert month.explanation == alone.explanation
        assert month.lines[0].explanation is months[0].lines[0].explanation
    assert len({month.sha256 for month in months}) == len(months)


def test_a_month_is_rated_anew_where_its_terms_are_others() -> None:
    before = terms(10, "4", "0.2")
    month = rate_cycle(before, MONTH)
    for other in (replace(before, quantity=11), replace(before, tax_rate=Fraction(0)), terms(10, "9", "0.2")):
        assert rate_cycle(other, MONTH, month) == rate_cycle(other, MONTH) != month


def test_the_hash_knows_no_words() -> None:
    """A text that is worded anew leaves the hash as it is."""
    first = rate([item(4, dollars("4"))], Fraction(0))
    renamed = Item(LineKind.SUBSCRIPTION, msg("Other words"), 4, price(dollars("4")))
    assert rate([(renamed, MONTH)], Fraction(0)).sha256 == first.sha256


def test_a_golden_hash_stays_what_it_is() -> None:
    """Hashes are kept in stores: changing how they are made would move every quote."""
    found: Rating = rate_cycle(terms(4, "4.00"), MONTH)
    assert found.sha256 == "7034a78ed744ddabc6b59419e0e92c1c262cf115a3085c0e3284f689b90a38e8"
