"""What is on the usage chart, and that all of it can be read."""

import itertools
import math
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from desktop.charts.cursor import MonthCursor
from desktop.charts.palette import DARK, LIGHT
from desktop.charts.series import UsageSeries
from desktop.charts.usage import UsageChart
from tests.charts.samples import CASES, COMPARED, LATE, TWO_PERIODS, WORKED, series, translator

VIEWS = [("en", (960, 460)), ("fr", (960, 460)), ("nl", (1280, 520)), ("fr", (640, 360))]


def canvas_of(chart: UsageChart) -> Any:
    """The chart's canvas, whose methods ship no types."""
    assert isinstance(chart.figure.canvas, FigureCanvasAgg)
    return chart.figure.canvas


def drawn(shown: UsageSeries, *, language: str = "en", size: tuple[int, int] = (960, 460)) -> UsageChart:
    figure = Figure(figsize=(size[0] / 100, size[1] / 100), dpi=100)
    FigureCanvasAgg(figure)
    chart = UsageChart(figure, translator(language), heading=True)
    chart.show(shown)
    return chart


def boxes(chart: UsageChart) -> list[tuple[str, Bbox]]:
    renderer = canvas_of(chart).get_renderer()
    texts = [artist for artist in chart.figure.get_children() if isinstance(artist, Text)]
    return [
        (text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_visible() and text.get_text()
    ]


@pytest.mark.parametrize(("language", "size"), VIEWS)
@pytest.mark.parametrize("case", CASES)
def test_no_label_is_cut_off_and_no_two_overlap(case: str, language: str, size: tuple[int, int]) -> None:
    found = boxes(drawn(CASES[case], language=language, size=size))
    assert found
    outside = [text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > size[0] or box.y1 > size[1]]
    assert outside == []
    assert [(one, other) for (one, a), (other, b) in itertools.combinations(found, 2) if a.padded(-1).overlaps(b)] == []


def test_lines_are_labeled_directly_and_a_second_key_is_named_where_purchased_rises() -> None:
    words = drawn(WORKED).words()
    assert {"Purchased 1,000", "Purchased 6,000", "Cumulative 5,640", "Key of 4 Mar, +5,000"} <= set(words)


def test_every_month_of_a_year_shows_its_count_and_its_name() -> None:
    words = drawn(WORKED).words()
    assert words.count("10") == 9
    assert {"Jan", "Feb", "Dec", "2019", "50", "500", "5,000"} <= set(words)


def test_months_and_numbers_are_written_in_the_language() -> None:
    words = drawn(WORKED, language="fr").words()
    assert {"janv.", "févr.", "5\u202f000"} <= set(words)
    assert {"mrt", "5.000"} <= set(drawn(WORKED, language="nl").words())


def test_the_line_breaks_where_a_plan_period_begins() -> None:
    chart = drawn(TWO_PERIODS)
    heights: Any = chart.upper._cumulative.get_ydata()
    assert [i for i, y in enumerate(heights) if math.isnan(y)] == [12, 19]
    assert heights[11] == 531
    assert heights[13] == 50
    assert {"New period", "Cumulative 257"} <= set(chart.words())


def test_a_plan_that_ended_is_no_new_period() -> None:
    shown = series("2019-01", [5] * 8, purchased=[100] * 4 + [None] * 4, restarts=["2019-05"])
    words = drawn(shown).words()
    assert "No plan" in words
    assert "New period" not in words


def test_overage_is_said_at_the_line() -> None:
    assert "Cumulative 5,640, overage 4,640" in drawn(CASES["overage"]).words()


def test_without_a_plan_nothing_is_said_of_purchases() -> None:
    words = drawn(CASES["no plan"]).words()
    assert "Used" in words
    assert not [word for word in words if "urchased" in word or "Key" in word]


def test_closed_and_open_months_look_different() -> None:
    faces: Any = drawn(WORKED).lower._bars.get_facecolor()
    assert list(faces[0]) != list(faces[-1])
    assert "per month; outlined bars are open" in drawn(WORKED).words()


def test_bars_show_what_counts_and_what_came_late_beside_it() -> None:
    words = drawn(LATE).words()
    assert "500 +12" in words
    assert "per month; outlined: open, hatched: late, not billed" in words


def test_the_year_before_is_shown_on_demand_only() -> None:
    assert "Year before" in drawn(COMPARED).words()
    assert "Year before" not in drawn(TWO_PERIODS).words()


def test_more_than_24_months_have_years_instead_of_names() -> None:
    words = drawn(CASES["257 months"]).words()
    assert {"2006", "2026"} <= set(words)
    assert "Jan" not in words


def test_nothing_to_show_is_said_in_a_sentence() -> None:
    assert drawn(CASES["none"]).words() == ["No months to show yet. Usage appears here after the first import."]
    assert "No active users in these months." in drawn(CASES["zeros"]).words()
    assert "cumulative; one month makes no line yet" in drawn(CASES["one month"]).words()


def test_an_account_name_is_no_formula_and_cannot_break_the_chart() -> None:
    chart = drawn(replace(WORKED, account="$x^2$ <b> 漢字 \x00\ud800 " * 20))
    chart.figure.canvas.draw()
    assert "$x^2$ <b>" in chart.words()[0]
    assert chart.words()[0].endswith("…")


def test_new_figures_are_shown_by_the_same_artists() -> None:
    chart = drawn(WORKED)
    before = set(chart.figure.findobj())
    chart.show(replace(WORKED, cumulative=tuple(count + 7 for count in WORKED.cumulative)))
    assert "Cumulative 5,647" in chart.words()
    assert set(chart.figure.findobj()) == before


def test_fewer_months_leave_nothing_of_the_earlier_ones() -> None:
    chart = drawn(WORKED)
    chart.show(CASES["none"])
    assert len(boxes(chart)) == 1
    chart.show(WORKED)
    assert sorted(chart.words()) == sorted(drawn(WORKED).words())


def test_a_place_on_the_figure_names_its_month() -> None:
    chart = drawn(WORKED)
    assert chart.frame is not None
    panel = chart.frame.upper
    assert [chart.month_at(panel.x(i) / chart.frame.width) for i in (0, 5, 11)] == [0, 5, 11]
    assert chart.month_at(0.001) is None


def test_the_cursor_marks_a_month_and_goes_away_again() -> None:
    chart = drawn(WORKED)
    canvas = canvas_of(chart)
    cursor = MonthCursor(chart)
    canvas.draw()
    plain = bytes(canvas.buffer_rgba())
    cursor.move(3)
    assert bytes(canvas.buffer_rgba()) != plain
    canvas.draw()
    assert bytes(canvas.buffer_rgba()) != plain
    cursor.move(None)
    assert bytes(canvas.buffer_rgba()) == plain


def test_the_cursor_is_not_drawn_over_months_that_are_no_longer_shown() -> None:
    figure = Figure(figsize=(9.6, 4.6), dpi=100)
    FigureCanvasAgg(figure)
    chart = UsageChart(figure, translator())
    chart.show(WORKED)
    canvas = canvas_of(chart)
    cursor = MonthCursor(chart)
    canvas.draw()
    before = bytes(canvas.buffer_rgba())
    cursor.wait()
    cursor.move(3)
    assert bytes(canvas.buffer_rgba()) == before
    canvas.draw()
    assert bytes(canvas.buffer_rgba()) != before


def test_the_dark_chart_stands_on_the_dark_base() -> None:
    figure = Figure(figsize=(9.6, 4.6), dpi=100)
    FigureCanvasAgg(figure)
    chart = UsageChart(figure, translator(), DARK)
    chart.show(WORKED)
    canvas = canvas_of(chart)
    canvas.draw()
    corner = bytes(canvas.buffer_rgba())[:3]
    assert "#" + corner.hex().upper() == DARK.base != LIGHT.base


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one entry a month"):
        replace(series("2019-01", [1, 2]), active=(1,))
