"""An amount can say how it came about, step by step (architecture.md, idea 1)."""

import json
from datetime import date
from fractions import Fraction

from desktop.domain.explanation import Explanation
from desktop.domain.keys import mau_periods
from desktop.domain.money import Money
from desktop.domain.periods import Month
from desktop.domain.usage import MonthRow, MonthState, explain_remaining, explain_used
from desktop.i18n import msg


def test_the_tree_is_walked_result_first_with_its_depth() -> None:
    tree = Explanation(msg("a"), 3, (Explanation(msg("b"), 1, (Explanation(msg("c")),)), Explanation(msg("d"), 2)))
    assert [(depth, step.text.text) for depth, step in tree.walk()] == [(0, "a"), (1, "b"), (2, "c"), (1, "d")]


def test_the_tree_as_json_has_exact_fractions_as_text_and_money_with_its_currency() -> None:
    tree = Explanation(
        msg("Fee of {n} users", n=4),
        Money(19200, "USD"),
        (Explanation(msg("Share"), Fraction(1, 3), rule="F3", source="S0"), Explanation(msg("None yet"))),
    )
    found = tree.as_json()
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "text": "Fee of 4 users",
        "params": {"n": 4},
        "value": {"amount": "192.00", "currency": "USD"},
        "rule": None,
        "source": None,
        "steps": [
            {"text": "Share", "params": {}, "value": "1/3", "rule": "F3", "source": "S0", "steps": []},
            {"text": "None yet", "params": {}, "value": None, "rule": None, "source": None, "steps": []},
        ],
    }


def row(month: str, active: int, billed: int | None = None) -> MonthRow:
    return MonthRow(Month.parse(month), active, 0, billed, None, None, MonthState.OPEN)


def test_f5_used_is_the_sum_of_its_months_and_names_each() -> None:
    counts = [50, 500, 5000, *[10] * 9]
    rows = [row(str(Month.parse("2018-07") + place), count) for place, count in enumerate(counts)]
    tree = explain_used(rows, None)
    assert tree.value == 5640
    assert [step.value for step in tree.steps] == counts
    assert tree.text.english() == "Sum of the unique active users of 12 months"
    assert explain_used(rows[:1], None).text.english() == "Sum of the unique active users of 1 month"


def test_f8_a_closed_month_explains_what_was_billed() -> None:
    tree = explain_used([row("2018-07", 60, billed=50)], None)
    assert (tree.value, tree.steps[0].rule) == (50, "F8")
    assert tree.steps[0].text.english() == "2018-07: billed when the month was closed, 60 observed now"


def test_f7_remaining_is_purchased_less_used_and_overage_below_zero() -> None:
    [period] = mau_periods([(date(2018, 7, 17), 321), (date(2018, 11, 9), 100)])
    used = explain_used([row("2018-07", 3)], period)
    early, late = (explain_remaining(period, Month.parse(month), used) for month in ("2018-10", "2018-11"))
    assert (early.value, late.value) == (318, 418)
    assert [step.value for step in late.steps[0].steps] == [321, 100]
    assert [step.value for step in early.steps[0].steps] == [321]
    over = explain_remaining(period, Month.parse("2018-07"), explain_used([row("2018-07", 400)], period))
    assert (over.value, over.text.english()) == (-79, "Overage: used more than purchased")
