"""Where the two panels of a usage chart lie and how months and counts map to pixels, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.charts.lettering import Lettering
from desktop.charts.placing import Box
from desktop.charts.scale import ticks
from desktop.charts.series import UsageSeries
from desktop.i18n import Translator

PAD = 16.0
CAPTION = 24.0
HEADROOM = 26.0
NAMES = 40.0
GAP = 12.0
LOWER = 0.42


@dataclass(frozen=True)
class Panel:
    """One panel: its box in pixels, the months it is divided into, and the count at its upper edge."""

    box: Box
    months: int
    highest: float
    ticks: tuple[int, ...]

    @property
    def column(self) -> float:
        """How wide one month is."""
        return self.box.width / max(1, self.months)

    def x(self, position: float) -> float:
        """The pixel of a month's middle; `position - 0.5` is its left edge."""
        return self.box.left + (position + 0.5) * self.column

    def y(self, count: float) -> float:
        """The pixel of a count."""
        return self.box.bottom + count / self.highest * self.box.height


@dataclass(frozen=True)
class Frame:
    """Both panels over one another, with the same months at the same pixels."""

    width: float
    height: float
    upper: Panel
    lower: Panel
    heading: float | None


def frame(
    series: UsageSeries,
    size: tuple[float, float],
    lettering: Lettering,
    translator: Translator,
    *,
    heading: bool = False,
    margins: tuple[float, float] | None = None,
) -> Frame:
    """Divide a figure of `size` pixels. `margins` fixes the left and right one, so that a table can stand below."""
    width, height = size
    tops = (
        max((*series.cumulative, *(seats or 0 for seats in series.purchased)), default=0),
        max((*series.active, *series.used, *(count or 0 for count in series.year_before or ())), default=0),
    )
    above = PAD / 2 + (CAPTION + 6 if heading else 0)
    room = max(80.0, height - above - 2 * CAPTION - GAP - NAMES - PAD / 2)
    most = max(2, min(4, int(room * LOWER / 20)))
    marks = [ticks(top, most=most) for top in tops]
    widest = max(lettering.width(translator.value(mark)) for mark in (*marks[0], *marks[1]))
    left, right = margins or (PAD + widest + 8, PAD)
    lower_top = PAD / 2 + NAMES + room * LOWER
    lower = Box(left, PAD / 2 + NAMES, width - right, lower_top)
    upper = Box(left, lower_top + CAPTION + GAP, width - right, height - above - CAPTION)
    return Frame(
        width,
        height,
        _panel(upper, series, tops[0], marks[0]),
        _panel(lower, series, tops[1], marks[1]),
        height - above + CAPTION / 2 if heading else None,
    )


def _panel(box: Box, series: UsageSeries, top: int, marks: tuple[int, ...]) -> Panel:
    # A label above the highest count needs its own height of room; a tick up there would touch the caption.
    highest = max(1, top) * box.height / max(1.0, box.height - HEADROOM)
    shown = tuple(mark for mark in marks if mark <= highest * (1 - 8 / box.height))
    return Panel(box, len(series.months), highest, shown)
