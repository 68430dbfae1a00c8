"""The canvas of the cancel-or-keep chart. Imported late, in a job: it brings the drawing library."""

from __future__ import annotations

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.charts.leaving import LeavingChart, LeavingSeries
from desktop.charts.lettering import CSS_DPI
from desktop.charts.palette import DARK, LIGHT
from desktop.i18n import msg
from desktop.models.leaving import marked, summary
from desktop.services.leaving import WholeCurve
from desktop.views.desk import Surroundings

_HEIGHT = 260


class LeavingCanvas(FigureCanvasQTAgg):
    """Draws one curve in the language and colours of the moment; the table beside it says the same."""

    def __init__(self, around: Surroundings, curve: WholeCurve) -> None:
        """Draw the curve."""
        figure = Figure(figsize=(5, 2.6), dpi=CSS_DPI)
        super().__init__(figure)  # type: ignore[no-untyped-call]
        palette = DARK if around.looks.dark else LIGHT
        fonts = (QGuiApplication.font().family(),)
        self._chart = LeavingChart(figure, around.words.translator, palette, fonts=fonts)
        self._series = series_of(curve)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(around.words.text(msg("Cancel or keep")))
        self.setAccessibleDescription(around.words.text(summary(curve)))
        self._chart.show(self._series)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new size before it is drawn."""
        super().resizeEvent(event)  # type: ignore[no-untyped-call]
        if self.width() > 0 and self.height() > 0:
            self._chart.show(self._series)

    def minimumSizeHint(self) -> QSize:
        """As small as the page allows."""
        return QSize(240, _HEIGHT)


def series_of(curve: WholeCurve) -> LeavingSeries:
    """The curve as it is drawn: amounts as floats, which are never shown as numbers."""
    return LeavingSeries(
        tuple(step.first_day for step in curve.steps),
        curve.until,
        tuple(float(step.fee.exact) for step in curve.steps),
        tuple(float(step.outlay.exact) for step in curve.steps),
        curve.marked,
        curve.term_ends_on,
        msg("{currency}, by day of deactivation, without tax", currency=curve.keep.currency),
        marked(curve),
    )
