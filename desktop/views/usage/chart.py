"""The usage chart on the screen: one month under the cursor, by pointer or by key, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout

from desktop.domain.progress import Step
from desktop.i18n import msg
from desktop.views.desk import Surroundings
from desktop.views.widgets.pointed_chart import RING, PointedChart

if TYPE_CHECKING:
    from desktop.charts.series import UsageSeries
    from desktop.views.usage.canvas import ChartCanvas

_LEFT = 8
"""The chart's own margin is 16: its titles begin at the page's margin."""


class ChartView(PointedChart):
    """Holds the canvas, which is made late: its library is imported in a job, after the page is shown.

    Its places are the months.
    """

    wanted_menu = Signal(object)
    wanted_copy = Signal()
    drawn = Signal()

    def __init__(self, surroundings: Surroundings) -> None:
        """Show nothing yet."""
        super().__init__(surroundings.looks)
        self._surroundings = surroundings
        self._canvas: ChartCanvas | None = None
        self._asked = self._stale = False
        self._series: UsageSeries | None = None
        self._margins: tuple[float, float] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(_LEFT, RING, RING, RING)

    @property
    def canvas(self) -> ChartCanvas | None:
        """The canvas, once it is there."""
        return self._canvas

    def minimumSizeHint(self) -> QSize:
        """Room for both panels."""
        return QSize(480, 300)

    def sizeHint(self) -> QSize:
        """The size a window of usual size gives it."""
        return QSize(820, 400)

    def show_series(self, series: UsageSeries, margins: tuple[float, float] | None) -> None:
        """Show these months; `margins` in pixels where a table below shares the columns."""
        if margins is not None:
            margins = (margins[0] - _LEFT, margins[1] - RING)
        again = margins != self._margins or self._stale
        self._series, self._margins = series, margins
        self._describe()
        if self._canvas is None:
            self._ask()
        elif again:
            self._make()
        else:
            self._canvas.show_series(series)

    def retranslate(self) -> None:
        """Draw anew in the language and the colours of the moment, with the months shown next."""
        self._stale = True
        self._describe()

    def point(self, position: int) -> None:
        """Put the cursor on a month, without telling anybody."""
        super().point(position)
        if self._canvas is not None:
            self._canvas.point(None if position < 0 else position)

    def say(self, readout: str) -> None:
        """What a screen reader hears after the summary: the month under the cursor."""
        self.setAccessibleDescription(f"{self._summary()} {readout}".strip())

    def _ask(self) -> None:
        if self._asked or self._series is None:
            return
        self._asked = True
        series, around, ratio = self._series, self._surroundings, self.devicePixelRatioF()
        translator, dark, font = around.words.translator, around.looks.dark, QGuiApplication.font().family()

        def rehearse(_step: Step) -> None:
            from desktop.views.usage.canvas import Rehearsal

            Rehearsal(series, translator, dark, font, ratio).draw()

        around.jobs.prepare(msg("Preparing the chart"), rehearse, lambda _: self._make())

    def _make(self) -> None:
        """A canvas for the language, colours and margins of the moment; the picture before stays until it is drawn."""
        from desktop.views.usage.canvas import ChartCanvas

        self._stale = False
        old, self._canvas = self._canvas, ChartCanvas(self._surroundings, self._margins)
        self._canvas.setAccessibleName(self.accessibleName())
        if old is not None:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._layout.addWidget(self._canvas)
        if self._series is not None:
            self._canvas.show_series(self._series)
        self.point(self.position)
        self.drawn.emit()

    def _describe(self) -> None:
        words = self._surroundings.words
        account = self._series.account if self._series is not None else ""
        self.setAccessibleName(words.text(msg("Monthly usage of {account}", account=account)))
        self.setAccessibleDescription(self._summary())

    def _summary(self) -> str:
        from desktop.charts.wording import summary

        return "" if self._series is None else summary(self._series, self._surroundings.words.translator)

    def count(self) -> int:
        """How many months are shown."""
        return len(self._series.months) if self._series is not None else 0

    def place_at(self, at: QPointF) -> int | None:
        """The month at a point."""
        return None if self._canvas is None else self._canvas.month_at(at.x() - _LEFT)

    def copy_here(self) -> None:
        """The table of the months is what is copied."""
        self.wanted_copy.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the month under the cursor."""
        self.wanted_menu.emit(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, and the ring of the focus around the chart."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._surroundings.looks.color("base"))
        self.paint_ring(painter)
        painter.end()
