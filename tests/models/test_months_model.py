"""The month table as a model: across and down, empty where nothing has happened, copied plainly."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from desktop.charts.series import UsageSeries
from desktop.domain.periods import Month
from desktop.domain.usage import MonthState
from desktop.i18n import Translator
from desktop.models.months import Measure, MonthsModel

ENGLISH = Translator("en", Path())
FIRST = Month.of(date(2026, 1, 1))


def series(*, plan: bool = True) -> UsageSeries:
    states = (MonthState.CLOSED, MonthState.OPEN, MonthState.FUTURE)
    purchased = (1000, 1000, 1000) if plan else (None, None, None)
    remaining = (-500, 200, 200) if plan else (None, None, None)
    months = (FIRST, FIRST + 1, FIRST + 2)
    return UsageSeries("A", months, (1502, 7, 0), (1500, None, None), (1500, 1507, 1507), purchased, remaining, states)


@pytest.mark.parametrize("across", [True, False])
def test_the_model_keeps_the_rules_of_models(qtmodeltester: ModelTester, across: bool) -> None:
    model = MonthsModel(ENGLISH, across=across)
    model.show(series(), ENGLISH)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_what_has_not_begun_is_left_empty_but_what_is_purchased(qapp: object) -> None:
    model = MonthsModel(ENGLISH, across=True)
    model.show(series(), ENGLISH)
    assert [model.text(2, measure) for measure in Measure] == ["", "", "", "", "1,000", "", ""]


def test_overage_is_a_negative_number_with_a_minus_sign_that_is_marked(qapp: object) -> None:
    model = MonthsModel(ENGLISH, across=True)
    model.show(series(), ENGLISH)
    cell = model.index(list(Measure).index(Measure.REMAINING), 0)
    assert cell.data() == "\u2212500"
    assert cell.data(MonthsModel.MarkRole) is True
    assert model.tsv().splitlines()[1] == "2026-01\t1502\t1500\t2\t1500\t1000\t-500\tClosed"


def test_without_a_plan_nothing_is_purchased_or_remains(qapp: object) -> None:
    model = MonthsModel(ENGLISH, across=False)
    model.show(series(plan=False), ENGLISH)
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    assert heads == ["Observed", "Billed", "Late activity", "Cumulative", "State"]
