"""The usage chart: used and purchased above, active users per month below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.charts.frame import CAPTION, PAD, Frame, Panel, frame
from desktop.charts.lettering import CSS_DPI, Lettering, drawable, families
from desktop.charts.lower import LowerPanel
from desktop.charts.palette import LIGHT, Palette
from desktop.charts.series import UsageSeries
from desktop.charts.texts import Texts
from desktop.charts.upper import UpperPanel
from desktop.charts.wording import NOTHING_YET, lower_caption, span, upper_caption
from desktop.i18n import Message, Translator, msg

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class UsageChart:
    """A usage chart on a figure. `show` gives the same artists new figures, so a redraw costs little (P7).

    The figure wants at least 480 x 300 pixels of a hundredth of an inch; `show` again after its size has changed.
    """

    def __init__(
        self,
        figure: Figure,
        translator: Translator,
        palette: Palette = LIGHT,
        *,
        fonts: Sequence[str] = (),
        heading: bool = False,
        margins: tuple[float, float] | None = None,
    ) -> None:
        """Make the artists on `figure`.

        Args:
            figure: An empty figure; whoever owns it chooses its canvas.
            translator: The language of the words, numbers and months.
            palette: The colours, `LIGHT` or `DARK`.
            fonts: Families to prefer where they are installed, such as the system's.
            heading: Whether account and months are written on top, for pictures that leave the window.
            margins: Left and right margin in pixels, where a table below shares the months' columns.
        """
        self.figure = figure
        self.series: UsageSeries | None = None
        self.frame: Frame | None = None
        self._translator = translator
        self._palette = palette
        self._heading = heading
        self._margins = margins
        figure.set_facecolor(palette.base)
        self.upper = UpperPanel(figure.add_axes((0.1, 0.5, 0.8, 0.4)), palette)
        self.lower = LowerPanel(figure.add_axes((0.1, 0.1, 0.8, 0.3)), palette)
        self._texts = Texts(figure, Lettering(families(fonts)))

    def show(self, series: UsageSeries) -> None:
        """Show `series`. Nothing is painted yet: the canvas draws when it is asked to."""
        self.series = series
        width, height = (float(side) * CSS_DPI for side in self.figure.get_size_inches())
        self._texts.begin()
        for panel in (self.upper, self.lower):
            panel.axes.set_visible(bool(series.months))
        if series.months:
            self._draw(series, (width, height))
        else:
            self.frame = None
            text = self._texts.lettering.elided(self._translator.text(NOTHING_YET), width - 2 * PAD)
            self._texts.put(width / 2, height / 2, text, self._palette.text_second, align="center")
        self._texts.end()

    def month_at(self, x: float) -> int | None:
        """The position of the month at `x`, a fraction of the figure's width; None beside the panels."""
        if self.frame is None:
            return None
        panel = self.frame.upper
        position = int((x * self.frame.width - panel.box.left) // panel.column)
        return position if 0 <= position < panel.months else None

    def words(self) -> list[str]:
        """Every text on the chart, as it is written there."""
        return [text.get_text() for text in self._texts.shown()]

    def _draw(self, series: UsageSeries, size: tuple[float, float]) -> None:
        found = frame(
            series, size, self._texts.lettering, self._translator, heading=self._heading, margins=self._margins
        )
        self.frame = found
        self._head(series, found)
        for part, panel, caption in (
            (self.upper, found.upper, upper_caption(series)),
            (self.lower, found.lower, lower_caption(series)),
        ):
            box = panel.box
            part.axes.set_position(
                (box.left / size[0], box.bottom / size[1], box.width / size[0], box.height / size[1])
            )
            part.show(series, panel)
            self._caption(caption, box.top + CAPTION / 2, size[0])
            self._ticks(panel)
            part.label(series, panel, self._texts, self._translator)

    def _head(self, series: UsageSeries, found: Frame) -> None:
        if found.heading is None:
            return
        months = span(series, self._translator)
        room = found.width - 3 * PAD - self._texts.lettering.width(months)
        account = self._texts.lettering.elided(drawable(series.account), room, strong=True)
        self._texts.put(PAD, found.heading, account, self._palette.text, strong=True)
        self._texts.put(found.width - PAD, found.heading, months, self._palette.text_second, align="right")

    def _caption(self, caption: tuple[Message, Message], y: float, width: float) -> None:
        title, rest = (self._translator.text(part) for part in caption)
        x = PAD + self._texts.lettering.width(title, strong=True) + 12
        self._texts.put(PAD, y, title, self._palette.text, strong=True)
        self._texts.put(x, y, self._texts.lettering.elided(rest, width - PAD - x), self._palette.text_second)

    def _ticks(self, panel: Panel) -> None:
        for mark in panel.ticks:
            text = self._translator.value(mark)
            self._texts.put(panel.box.left - 8, panel.y(mark), text, self._palette.text_second, align="right")


def title(series: UsageSeries) -> Message:
    """What the chart is called, in files and for screen readers."""
    return msg("Monthly usage of {account}", account=series.account)
