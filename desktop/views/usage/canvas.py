"""The Agg canvas of the usage chart. Imported late, in a job: it brings the drawing library."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.charts.cursor import MonthCursor
from desktop.charts.lettering import CSS_DPI
from desktop.charts.palette import DARK, LIGHT
from desktop.charts.series import UsageSeries
from desktop.charts.usage import UsageChart
from desktop.i18n import Translator
from desktop.views.desk import Surroundings


class ChartCanvas(FigureCanvasQTAgg):
    """Draws one chart; pointer and keys belong to the view around it."""

    def __init__(self, surroundings: Surroundings, margins: tuple[float, float] | None) -> None:
        """A chart in the language and colours of the moment, without months."""
        figure = Figure(figsize=(8.2, 4.0), dpi=CSS_DPI)
        super().__init__(figure)  # type: ignore[no-untyped-call]
        palette = DARK if surroundings.looks.dark else LIGHT
        fonts = (QGuiApplication.font().family(),)
        self.chart = UsageChart(figure, surroundings.words.translator, palette, fonts=fonts, margins=margins)
        self.cursor_of_month = MonthCursor(self.chart, palette)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_series(self, series: UsageSeries) -> None:
        """Give the artists other figures; drawn when the window next paints."""
        self.chart.show(series)
        self.cursor_of_month.wait()
        self.draw_idle()  # type: ignore[no-untyped-call]

    def point(self, position: int | None) -> None:
        """Mark a month over the kept picture."""
        self.cursor_of_month.move(position)

    def month_at(self, x: float) -> int | None:
        """The place of the month at `x` pixels; None beside the panels."""
        return self.chart.month_at(x / max(1, self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new size before it is drawn."""
        super().resizeEvent(event)  # type: ignore[no-untyped-call]
        if self.chart.series is not None and self.width() > 0 and self.height() > 0:
            self.chart.show(self.chart.series)

    def minimumSizeHint(self) -> QSize:
        """As small as the view around it allows."""
        return QSize(10, 10)


@dataclass(frozen=True)
class Rehearsal:
    """A chart drawn where nobody sees it, in a job: fonts are found and texts set once for all later drawings."""

    series: UsageSeries
    translator: Translator
    dark: bool
    font: str
    ratio: float
    """Device pixels for a pixel."""

    def draw(self) -> None:
        """Draw it; only the texts are kept."""
        figure = Figure(figsize=(8.2, 4.0), dpi=CSS_DPI * self.ratio)
        canvas = FigureCanvasAgg(figure)
        chart = UsageChart(figure, self.translator, DARK if self.dark else LIGHT, fonts=(self.font,))
        chart.show(self.series)
        canvas.draw()  # type: ignore[no-untyped-call]
