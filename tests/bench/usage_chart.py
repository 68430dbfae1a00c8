"""P7: the usage chart given other months, and the cursor over it, beside what matplotlib does without our care."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from tests.bench.pairs import Row, alternating

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from desktop.charts.series import UsageSeries

ME = "tests.bench.usage_chart"
_RUNS = 25


def chart_rows() -> list[Row]:
    """The lines of P7, for a plan period and for ten years."""
    found = []
    for months in (12, 120):
        told = subprocess.run([sys.executable, "-m", ME, str(months)], stdout=subprocess.PIPE, check=True)
        new, replot, hover, full, own = json.loads(told.stdout)
        name = f"P7 chart, {months} months"
        found.append(alternating(f"{name}: new data; peer: matplotlib clear() and replot", new, replot, "≤ 0.3"))
        found.append(alternating(f"{name}: hover; peer: matplotlib's full draw", hover, full, "≤ 0.1 and ≤ 16 ms"))
        found.append(alternating(f"{name}: hover; peer: our own full draw", hover, own, ""))
    return found


def _measured(months: int) -> list[list[float]]:
    """Milliseconds: new data, the peer's replot, a hover, the peer's full draw, our own."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from desktop.charts.cursor import MonthCursor
    from desktop.charts.lettering import CSS_DPI
    from desktop.charts.usage import UsageChart
    from desktop.i18n import Translator
    from desktop.system.paths import resources

    figure, plain = (Figure(figsize=(9.6, 4.6), dpi=CSS_DPI) for _ in range(2))
    canvas, plain_canvas = FigureCanvasAgg(figure), FigureCanvasAgg(plain)
    chart = UsageChart(figure, Translator("en", resources() / "locale"))
    cursor = MonthCursor(chart)
    new, replot, hover, full, own = (list[float]() for _ in range(5))
    for run in range(_RUNS + 1):
        series = _series(months, run)

        def renew(series: UsageSeries = series) -> None:
            chart.show(series)
            canvas.draw()  # type: ignore[no-untyped-call]

        def again(series: UsageSeries = series) -> None:
            _replot(plain, series)
            plain_canvas.draw()  # type: ignore[no-untyped-call]

        new.append(_timed(renew))
        replot.append(_timed(again))
        hover.append(_timed(partial(cursor.move, run % months)))
        full.append(_timed(plain_canvas.draw))
        own.append(_timed(canvas.draw))
    # The first of each finds fonts.
    return [times[1:] for times in (new, replot, hover, full, own)]


def _series(months: int, run: int) -> UsageSeries:
    from desktop.charts.series import UsageSeries
    from desktop.domain.periods import Month
    from desktop.domain.usage import MonthState

    first = Month.parse("2016-01") + run
    active = tuple(9_000 + (place * 7919 + run * 104_729) % 6_000 for place in range(months))
    cumulative = tuple(sum(active[: place + 1]) for place in range(months))
    bought = cumulative[-1] + 5_000
    return UsageSeries(
        account="Bench",
        months=tuple(first + place for place in range(months)),
        active=active,
        billed=active,
        cumulative=cumulative,
        purchased=(bought,) * months,
        remaining=tuple(bought - used for used in cumulative),
        states=(MonthState.CLOSED,) * months,
    )


def _replot(figure: Figure, series: UsageSeries) -> None:
    """The same two panels as anybody would plot them."""
    figure.clear()
    upper, lower = figure.subplots(2, 1, sharex=True)
    places = range(len(series.months))
    step = max(1, len(series.months) // 12)
    upper.plot(places, series.cumulative, marker="o")
    upper.step(places, [seats or 0 for seats in series.purchased], where="mid")
    upper.grid(axis="y")
    bars = lower.bar(places, series.active)
    if step == 1:
        lower.bar_label(bars)
    lower.set_xticks(list(places)[::step], [str(month) for month in series.months][::step])


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measured(int(sys.argv[1]))))
