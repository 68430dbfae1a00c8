"""What lies behind both panels: grid, baseline, the pale fill of the current month, hairlines between periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from desktop.charts.frame import Panel
from desktop.charts.palette import Palette
from desktop.charts.series import UsageSeries

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Background:
    """The artists behind one panel."""

    def __init__(self, axes: Axes, palette: Palette) -> None:
        """Make the artists once."""
        axes.set_axis_off()
        axes.set_autoscale_on(False)
        self._axes = axes
        self._palette = palette
        self._current = Rectangle((0, 0), 1, 1, color=palette.current, linewidth=0, zorder=0)
        axes.add_patch(self._current)
        self._lines = LineCollection([], linewidths=0.8, zorder=1)
        axes.add_collection(self._lines, autolim=False)

    def show(self, series: UsageSeries, panel: Panel, grid: tuple[int, ...]) -> None:
        """Fit the panel's scales and draw its background, with a line at every count of `grid` and at zero."""
        end = panel.months - 0.5
        self._axes.set_xlim(-0.5, end)
        self._axes.set_ylim(0, panel.highest)
        # One month alone is no month among others: the fill would cover the whole panel.
        marked = panel.months > 1 and series.current in series.months
        at = series.months.index(series.current) if marked and series.current else None
        self._current.set_visible(at is not None)
        self._current.set_bounds((at or 0) - 0.5, 0, 1, panel.highest)
        rows = [((-0.5, float(mark)), (end, float(mark))) for mark in grid]
        zero = [((-0.5, 0.0), (end, 0.0))]
        periods = [((begin - 0.5, 0.0), (begin - 0.5, panel.highest)) for begin, _ in series.periods()[1:]]
        self._lines.set_segments([*rows, *zero, *periods])
        colors = (self._palette.grid, self._palette.baseline, self._palette.edge)
        counts = (len(rows), 1, len(periods))
        self._lines.set_color([color for color, n in zip(colors, counts, strict=True) for _ in range(n)])
