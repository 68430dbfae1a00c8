"""The cursor over a usage chart: one month marked in both panels, drawn over the kept picture (P7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg

from desktop.charts.palette import LIGHT, Palette
from desktop.charts.usage import UsageChart

if TYPE_CHECKING:
    from matplotlib.backend_bases import Event, FigureCanvasBase


class MonthCursor:
    """Marks a month without drawing the chart again. The canvas must be one of Agg, as Qt's is."""

    def __init__(self, chart: UsageChart, palette: Palette = LIGHT) -> None:
        """Follow the chart's canvas: after each full draw its picture is kept."""
        self.position: int | None = None
        self._chart = chart
        self._kept: Any = None
        # Animated artists are left out of full draws, so the kept picture has no cursor in it.
        self._lines = [
            panel.axes.axvline(0, color=palette.accent, linewidth=0.9, animated=True, visible=False, zorder=5)
            for panel in (chart.upper, chart.lower)
        ]
        (self._point,) = chart.upper.axes.plot(
            [], [], marker="o", markersize=7, color=palette.accent, animated=True, visible=False, clip_on=False
        )
        self._point.set_zorder(7)
        chart.figure.canvas.mpl_connect("draw_event", self._keep)

    def move(self, position: int | None) -> None:
        """Show the cursor on the month at `position` of the series, or nowhere."""
        self.position = position
        canvas = self._chart.figure.canvas
        if self._kept is not None and isinstance(canvas, FigureCanvasAgg):
            canvas.restore_region(self._kept)  # type: ignore[no-untyped-call]
            self._paint()
            _blit(canvas)

    def wait(self) -> None:
        """The chart has other months, which are still to be drawn: until then the cursor is only remembered."""
        self._kept = None

    def _keep(self, _event: Event) -> None:
        canvas = self._chart.figure.canvas
        if isinstance(canvas, FigureCanvasAgg):
            self._kept = canvas.copy_from_bbox(self._chart.figure.bbox)  # type: ignore[no-untyped-call]
            self._paint()

    def _paint(self) -> None:
        series, position = self._chart.series, self.position
        shown = series is not None and position is not None and position < len(series.months)
        for artist in (*self._lines, self._point):
            artist.set_visible(shown)
        if not shown or series is None or position is None:
            return
        begun = position < series.begun
        self._point.set_data([position] if begun else [], [series.cumulative[position]] if begun else [])
        for line in self._lines:
            line.set_xdata([position, position])
            self._chart.figure.draw_artist(line)
        self._chart.figure.draw_artist(self._point)


def _blit(canvas: FigureCanvasBase) -> None:
    blit = getattr(canvas, "blit", None)
    if blit is not None:
        blit(canvas.figure.bbox)
