"""Statements of a period (rules.md F5, R13): counts always, an amount only where a unit has a price."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.periods import Month
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.statements import Basis, MonthCount, refuse_statement, statement
from tests.desks import refused

COUNTS = [MonthCount(Month.parse("2018-07") + place, users) for place, users in enumerate([50, 500, 5000, *[10] * 9])]


def test_f5_a_period_of_50_500_5000_and_nine_times_10_is_5640() -> None:
    for basis in Basis:
        found = statement(basis, COUNTS, None)
        assert (found.units, found.rating, found.explanation.value) == (5640, None, 5640)
        assert [step.value for step in found.explanation.steps] == [50, 500, 5000, *[10] * 9]
    assert statement(Basis.PURCHASE_ORDER, COUNTS, None).explanation.rule == "R13"


def test_with_a_unit_price_each_month_is_a_line() -> None:
    found = statement(Basis.MAU, COUNTS, UnitPrice.read("0.125", "USD"), Fraction("0.2"))
    assert found.rating is not None
    assert (found.rating.net.decimal, found.rating.tax.decimal) == ("705.00", "141.00")
    assert [line.net.decimal for line in found.rating.lines[:4]] == ["6.25", "62.50", "625.00", "1.25"]
    assert found.rating.lines[0].item.text.english() == "2018-07: 50 unique active users"
    assert statement(Basis.MAU, [], UnitPrice.read("1", "USD")).rating is None


@given(users=st.lists(st.integers(0, 10**6), max_size=24), cut=st.integers(0, 24))
def test_a_period_split_anywhere_sums_to_the_whole(users: list[int], cut: int) -> None:
    counts = [MonthCount(Month.parse("2018-07") + place, count) for place, count in enumerate(users)]
    price = UnitPrice.read("1.333333", "USD")
    whole, parts = statement(Basis.MAU, counts, price), [counts[:cut], counts[cut:]]
    found = [statement(Basis.MAU, part, price) for part in parts]
    assert sum(one.units for one in found) == whole.units
    net = sum(one.rating.net.minor for one in found if one.rating is not None)
    assert net == (whole.rating.net.minor if whole.rating else 0)


def test_f8_a_statement_waits_for_the_end_of_its_period() -> None:
    with refused("The period has not ended. Its statement can be issued from 2019-07-01 on."):
        refuse_statement(Month.parse("2019-06"), date(2019, 6, 30))
    refuse_statement(Month.parse("2019-06"), date(2019, 7, 1))
