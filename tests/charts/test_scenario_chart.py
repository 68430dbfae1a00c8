"""Scenarios as a picture: the same bytes each time, told apart without colour, and said in words."""

from dataclasses import replace
from datetime import date
from typing import Literal
from xml.etree import ElementTree as ET

import pytest
from matplotlib.figure import Figure

from desktop.charts.palette import LIGHT
from desktop.charts.scenarios import (
    ScenarioLine,
    ScenarioSeries,
    draw_scenarios,
    point_at_scenarios,
    render_scenarios,
    scenario_readout,
    scenario_summary,
)
from desktop.domain.periods import add_months
from tests.charts.samples import translator

SVG = "{http://www.w3.org/2000/svg}"
STARTS = tuple(add_months(date(2026, 1, 31), place) for place in range(12))
SEATS = ScenarioLine("Seats", STARTS, (90_000,) * 12, tuple(90_000 * place for place in range(1, 13)))
ACTIVE = ScenarioLine("_Active $x$", STARTS[:6], (75_000,) * 6, tuple(75_000 * place for place in range(1, 7)))
UNPRICED = ScenarioLine("Unpriced", STARTS, (None,) * 12, (None,) * 12)
BOARD = ScenarioSeries("Academy", "USD", (SEATS, ACTIVE, UNPRICED))


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_scenarios_give_the_same_bytes(kind: Literal["png", "svg", "pdf"]) -> None:
    assert render_scenarios(BOARD, kind, translator()) == render_scenarios(BOARD, kind, translator())


def test_the_svg_says_what_it_shows() -> None:
    root = ET.fromstring(render_scenarios(BOARD, "svg", translator()))
    assert root.findtext(f"{SVG}title") == "Scenarios of Academy"
    assert root.findtext(f"{SVG}desc") == scenario_summary(BOARD, translator())
    assert scenario_summary(BOARD, translator()) == (
        "Seats: $10,800.00 over 12 months. _Active $x$: $4,500.00 over 6 months. Unpriced: no price."
    )
    words = {"".join(element.itertext()).strip() for element in root.iter(f"{SVG}text")}
    assert {"Running total", "Cost of the month", "Seats", "Month of the scenario"} <= words


def test_lines_are_told_apart_by_dashes_and_marks_too() -> None:
    figure = Figure()
    many = replace(BOARD, lines=tuple(replace(SEATS, name=f"Scenario {place}") for place in range(6)))
    draw_scenarios(figure, many, translator())
    for axes in figure.axes:
        looks = {(str(line.get_linestyle()), repr(line._dash_pattern), line.get_marker()) for line in axes.lines}  # type: ignore[attr-defined]
        assert len(looks) == 6


def test_nothing_to_show_is_drawn_too() -> None:
    assert render_scenarios(replace(BOARD, lines=()), "png", translator()).startswith(b"\x89PNG")


def test_each_month_is_pointed_at_and_says_what_every_scenario_costs() -> None:
    found = point_at_scenarios(BOARD, translator(), LIGHT, (), (640, 380), 1.0)
    assert [found.nearest(place) for place in found.places] == list(range(12))
    assert 0 < found.top < found.bottom < 1
    assert scenario_readout(BOARD, 1, translator()) == (
        "Month 2, from Feb 28, 2026. Seats: $900.00, $1,800.00 in all, _Active $x$: $750.00, $1,500.00 in all, "
        "Unpriced: no price"
    )
    assert "_Active" not in scenario_readout(BOARD, 6, translator())
    assert point_at_scenarios(replace(BOARD, lines=()), translator(), LIGHT, (), (640, 380), 1.0).nearest(0.5) is None
