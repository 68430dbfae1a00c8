"""The chart of cancel or keep: what is drawn is what the curve says, in the language asked for."""

from datetime import date
from typing import Literal
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from desktop.charts.leaving import LeavingChart, LeavingSeries, point_at_leaving, render_leaving
from desktop.charts.lettering import CSS_DPI
from desktop.charts.palette import LIGHT
from desktop.i18n import Translator, msg
from desktop.system.paths import resources

SERIES = LeavingSeries(
    (date(2019, 9, 5), date(2019, 9, 18), date(2020, 4, 18)),
    date(2020, 9, 5),
    (2500.0, 2200.0, 3300.0),
    (2500.0, 2800.0, 8850.0),
    date(2019, 9, 17),
    date(2020, 4, 18),
    msg("{currency}, by day of leaving, without tax", currency="USD"),
    msg("Last day of the current cycle: {day}", day=date(2019, 9, 17)),
    msg("Cancel or keep"),
    msg("Leaving today costs a fee."),
)


def drawn(language: str, size: tuple[float, float] = (6.0, 2.6), series: LeavingSeries = SERIES) -> Figure:
    figure = Figure(figsize=size, dpi=CSS_DPI)
    canvas = FigureCanvasAgg(figure)
    LeavingChart(figure, Translator(language, resources() / "locale")).show(series)
    canvas.draw()  # type: ignore[no-untyped-call]
    return figure


def points(line: Line2D) -> list[list[float]]:
    found: list[list[float]] = np.asarray(line.get_xydata()).tolist()
    return found


def test_both_lines_go_through_every_step_to_the_end() -> None:
    fee, outlay = (points(line) for line in drawn("en").axes[0].lines[:2])
    assert fee == [[0, 2500.0], [13, 2200.0], [226, 3300.0], [366, 3300.0]]
    assert outlay == [[0, 2500.0], [13, 2800.0], [226, 8850.0], [366, 8850.0]]


def test_the_last_day_of_the_cycle_and_the_end_of_the_term_are_marked() -> None:
    places = [points(line)[0][0] for line in drawn("en").axes[0].lines[2:]]
    assert places == [226, 12, 12]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Last day of the current cycle: Sep 17, 2019"), ("fr", "Dernier jour du cycle")]
)
def test_words_and_numbers_are_those_of_the_language(language: str, words: str) -> None:
    axes = drawn(language).axes[0]
    assert any(text.get_text().startswith(words) for text in axes.texts)
    assert axes.get_yticks()[0] == 0
    assert axes.get_xticklabels()[0].get_text().startswith("Oct" if language == "en" else "oct")


@pytest.mark.parametrize("size", [(1.0, 0.6), (2.4, 2.6), (20.0, 3.0)])
def test_any_size_can_be_drawn(size: tuple[float, float]) -> None:
    assert drawn("en", size).axes[0].get_xlim() == (0, 366)


def test_a_free_account_is_drawn_at_zero() -> None:
    series = LeavingSeries(
        (date(2020, 1, 1),),
        date(2020, 2, 1),
        (0.0,),
        (0.0,),
        date(2020, 1, 31),
        date(2020, 3, 1),
        *(msg("x"),) * 4,
    )
    axes = drawn("en", series=series).axes[0]
    assert axes.get_ylim()[0] == 0
    assert len(axes.lines) == 4, "no end of a term lies within the chart"


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_chart_is_a_file_with_its_name_and_what_it_shows(kind: Literal["png", "svg", "pdf"]) -> None:
    translator = Translator("en", resources() / "locale")
    content = render_leaving(SERIES, kind, translator)
    assert content == render_leaving(SERIES, kind, translator)
    if kind == "svg":
        root = ET.fromstring(content)
        assert root.findtext("{http://www.w3.org/2000/svg}desc") == "Leaving today costs a fee."


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_each_day_lies_where_it_is_drawn(ratio: float) -> None:
    found = point_at_leaving(SERIES, Translator("en", resources() / "locale"), LIGHT, (), (600, 260), ratio)
    assert found.png.startswith(b"\x89PNG")
    assert len(found.places) == 366
    assert [found.nearest(place) for place in found.places] == list(range(366))
    axes = drawn("en").axes[0].get_position()
    assert found.places[0] == pytest.approx(axes.x0)
    assert found.top == pytest.approx(1 - axes.y1)
    assert found.bottom == pytest.approx(1 - axes.y0)
    assert found.nearest(0.0) is None
