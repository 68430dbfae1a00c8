"""A chart drawn in a job and pointed at: a cursor follows pointer and keys, and a line reads out what it marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)

from desktop.i18n import Message, Translator, msg
from desktop.views.desk import Surroundings
from desktop.views.widgets.looks import Role
from desktop.views.widgets.pointed_chart import RING, PointedChart

if TYPE_CHECKING:
    from desktop.charts.palette import Palette
    from desktop.charts.pointing import Pointed
    from desktop.domain.progress import Step

_SETTLES_MILLISECONDS = 150

Draw = Callable[[Translator, "Palette", Sequence[str], tuple[int, int], float], "Pointed"]


@dataclass(frozen=True)
class Plot:
    """What a chart shows: its name and summary, how it is drawn, and what it says of each of its places."""

    name: Message
    summary: str
    draw: Draw
    count: int
    readout: Callable[[int], str]
    steps: Sequence[int] = field(default=())
    """Places at which something changes, in order; Page Up and Page Down go from one to the next."""


class DrawnChart(PointedChart):
    """Draws again when plot, size, language or colours are others. `why_wanted` with the place at Ctrl+I or "="."""

    why_wanted = Signal(int)

    def __init__(self, around: Surroundings, smallest: tuple[int, int], hint: Message, lines: int = 1) -> None:
        """Show nothing yet; `hint` says what can be read out, which takes so many `lines`."""
        super().__init__(around.looks)
        self._lines = lines
        self._around, self._smallest, self._hint = around, smallest, hint
        self.plot: Plot | None = None
        self.drawn: Pointed | None = None
        self.marked = -1
        self._picture = QPixmap()
        self._asked = 0
        self._timer = QTimer(self, interval=_SETTLES_MILLISECONDS, singleShot=True)
        self._timer.timeout.connect(self.draw)

    @property
    def readout(self) -> str:
        """What is said of the place under the cursor; without one, what can be done."""
        if self.plot is None:
            return ""
        if 0 <= self.position < self.plot.count:
            return self.plot.readout(self.position)
        return self._around.words.text(self._hint)

    def show_plot(self, plot: Plot | None) -> None:
        """Show another plot; the cursor stays where there still is such a place."""
        self.plot = plot
        if plot is None or self.position >= plot.count:
            self.position = -1
        self._describe()
        self.draw()

    def draw(self) -> None:
        """Draw at the size of the moment, off the window's thread; the last picture stays until then."""
        self._asked += 1
        asked, plot, around = self._asked, self.plot, self._around
        if plot is None:
            self.drawn, self._picture = None, QPixmap()
            self.update()
            return
        translator, dark, ratio = around.words.translator, around.looks.dark, self.devicePixelRatioF()
        font, size = QGuiApplication.font().family(), (max(1, self.width()), max(1, self._height()))

        def work(_step: Step) -> Pointed:
            from desktop.charts.palette import DARK, LIGHT

            return plot.draw(translator, DARK if dark else LIGHT, (font,), size, ratio)

        def show(drawn: Pointed) -> None:
            if asked == self._asked:
                self._show(drawn, ratio)

        around.jobs.read(msg("Draw the chart"), work, show)

    def count(self) -> int:
        """How many places the plot has."""
        return self.plot.count if self.plot is not None else 0

    def place_at(self, at: QPointF) -> int | None:
        """The place at a point of the picture; None on the readout below."""
        if self.drawn is None or at.y() > self._height():
            return None
        return self.drawn.nearest(at.x() / max(1, self.width()))

    def copy_here(self) -> None:
        """What is read out; without a cursor the summary."""
        if self.plot is not None:
            QGuiApplication.clipboard().setText(self.readout if self.position >= 0 else self.plot.summary)

    def point(self, position: int) -> None:
        """Put the cursor on a place, or away with -1."""
        super().point(position)
        self._describe()
        self.update()

    def mark(self, place: int) -> None:
        """Mark a place that is looked into, beside the cursor; -1 marks none."""
        self.marked = place
        self.update()

    def explain_here(self) -> None:
        """Ask why the place under the cursor comes to what it does; without one, the first."""
        if self.plot is not None and self.plot.count:
            self.why_wanted.emit(max(0, self.position))

    def minimumSizeHint(self) -> QSize:
        """Room for the chart and its readout."""
        return QSize(self._smallest[0], self._smallest[1] + self._line_height())

    def sizeHint(self) -> QSize:
        """The size a window of usual size gives it."""
        return QSize(max(640, self._smallest[0]), max(380, self._smallest[1]) + self._line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the size has settled."""
        super().resizeEvent(event)
        if self.plot is not None:
            self._timer.start()

    def leaveEvent(self, event: QEvent) -> None:
        """The cursor stays while the chart has the keyboard."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.move_to(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down move too; "=" explains."""
        if event.text() == "=":
            self.explain_here()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, the cursor over it, the readout below, and the ring of the focus."""
        del event
        looks, painter = self._around.looks, QPainter(self)
        painter.fillRect(self.rect(), looks.color("base"))
        painter.drawPixmap(0, 0, self._picture)
        self._paint_line(painter, self.marked, QPen(looks.color("warn"), 2, Qt.PenStyle.DashLine))
        self._paint_line(painter, self.position, QPen(looks.color("accent"), 1))
        painter.setFont(looks.font(Role.CAPTION))
        painter.setPen(looks.color("text" if self.position >= 0 else "text2"))
        room = self.rect().adjusted(2 * RING, self._height() + 2, -2 * RING, -RING)
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self.readout)
        self.paint_ring(painter)
        painter.end()

    def _paint_line(self, painter: QPainter, place: int, pen: QPen) -> None:
        drawn = self.drawn
        if drawn is None or not 0 <= place < len(drawn.places):
            return
        x = round(drawn.places[place] * self.width())
        painter.setPen(pen)
        painter.drawLine(x, round(drawn.top * self._height()), x, round(drawn.bottom * self._height()))

    def moves(self) -> dict[Qt.Key, int]:
        """Page Up and Page Down go to where something changes."""
        steps = self.plot.steps if self.plot is not None else ()
        after, before = bisect_right(steps, self.position), bisect_left(steps, self.position) - 1
        changes = {
            Qt.Key.Key_PageDown: steps[after] if after < len(steps) else self.count() - 1,
            Qt.Key.Key_PageUp: steps[before] if before >= 0 else 0,
        }
        return super().moves() | changes

    def _show(self, drawn: Pointed, ratio: float) -> None:
        picture = QPixmap()
        picture.loadFromData(drawn.png)
        picture.setDevicePixelRatio(ratio)
        self.drawn, self._picture = drawn, picture
        self.update()

    def _describe(self) -> None:
        """Name, summary and readout are what a screen reader says."""
        plot = self.plot
        self.setAccessibleName("" if plot is None else self._around.words.text(plot.name))
        readout = self.readout if self.position >= 0 else ""
        self.setAccessibleDescription("" if plot is None else f"{plot.summary} {readout}".strip())

    def _line_height(self) -> int:
        return self._lines * QFontMetrics(self._around.looks.font(Role.CAPTION)).lineSpacing() + 2 + RING

    def _height(self) -> int:
        """How high the picture is."""
        return self.height() - self._line_height()
