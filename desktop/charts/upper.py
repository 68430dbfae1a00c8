"""The upper panel: what is used in all, against what was purchased."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from desktop.charts.background import Background
from desktop.charts.frame import Panel
from desktop.charts.lettering import LINE
from desktop.charts.palette import Palette
from desktop.charts.placing import Box, Labels, Segments
from desktop.charts.scale import MONTHLY_LIMIT
from desktop.charts.series import KeyStep, UsageSeries
from desktop.charts.texts import Texts
from desktop.charts.wording import cumulative_label, keys_label, period_label
from desktop.i18n import Translator, msg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAN = float("nan")
_MOST_KEYS = 6
_NO_SEGMENTS: Segments = np.empty((0, 4))


class UpperPanel:
    """The cumulative line, broken where a plan period begins, and the dashed steps of Purchased."""

    def __init__(self, axes: Axes, palette: Palette) -> None:
        """Make the artists once; `show` gives them their figures."""
        self.axes = axes
        self._palette = palette
        self.background = Background(axes, palette)
        (self._purchased,) = axes.plot([], [], color=palette.purchased, linewidth=1.6, dashes=(6, 2), zorder=3)
        (self._cumulative,) = axes.plot(
            [], [], color=palette.accent, marker="o", markerfacecolor=palette.base, zorder=4, clip_on=False
        )
        self._purchased.set_dash_capstyle("butt")

    def show(self, series: UsageSeries, panel: Panel) -> None:
        """Draw the lines of `series`."""
        self.background.show(series, panel, panel.ticks[1:])
        few = panel.months <= MONTHLY_LIMIT
        points = np.array(list(_line(series)), dtype=float).reshape(-1, 2)
        self._cumulative.set_data(points[:, 0], points[:, 1])
        self._cumulative.set(linewidth=2.2 if few else 1.6, markersize=5 if few else 0, markeredgewidth=1.6)
        steps = np.array(list(_steps(series)), dtype=float).reshape(-1, 2)
        self._purchased.set_data(steps[:, 0], steps[:, 1])

    def label(self, series: UsageSeries, panel: Panel, texts: Texts, translator: Translator) -> None:
        """Write the labels, the newest first: where room is short, the older ones are left out."""
        rules = [(begin - 0.5, height) for begin, _ in series.periods()[1:] for height in (0, panel.highest, _NAN)]
        obstacles = _segments(panel, list(_line(series)), list(_steps(series)), rules)
        labels = Labels(Box(panel.box.left, panel.box.bottom + 1, panel.box.right + 8, panel.box.top + 6), obstacles)
        writer = _Writer(panel, texts, labels)
        periods = series.periods()[::-1]
        for _, end in ((begin, min(end, series.begun)) for begin, end in periods if begin < series.begun):
            remaining = series.remaining[end - 1]
            text = translator.text(cumulative_label(series.cumulative[end - 1], remaining))
            overage = remaining is not None and remaining < 0
            color = self._palette.refused if overage else self._palette.accent
            writer.at(text, color, end - 1, series.cumulative[end - 1])
        for begin, end, seats in reversed(list(_runs(series))):
            text = translator.text(msg("Purchased {count}", count=seats))
            writer.along(text, self._palette.purchased, begin, end, seats)
        for position, low, high, keys in list(_risers(series))[: -_MOST_KEYS - 1 : -1]:
            text = translator.text(keys_label(keys, translator))
            writer.beside(text, self._palette.text_second, position, low, high)
        for begin, _ in periods[:-1]:
            text = translator.text(period_label(series.purchased[begin]))
            writer.beside(text, self._palette.text_second, begin, panel.highest * 0.8, panel.highest)


class _Writer:
    """Finds a place for a label and writes it there."""

    def __init__(self, panel: Panel, texts: Texts, labels: Labels) -> None:
        self._panel = panel
        self._texts = texts
        self._labels = labels

    def at(self, text: str, color: str, position: int, count: int) -> None:
        """Label the point where a line ends: above it, else below, as near as there is room."""
        width, x, y = self._texts.lettering.width(text), self._panel.x(position), self._panel.y(count)
        right = min(x + width / 2, self._panel.x(position + 0.5) - 3)
        lefts = [right - width - aside * self._panel.column for aside in (0, 0.5, 1, 1.5, 2)]
        spots = [(left, y + up) for left in lefts for up in (12, -13, 20, -22)]
        self._write(text, color, [*spots, (x + 10, y), *((lefts[0], y + up) for up in (32, -34, 46, -48))])

    def along(self, text: str, color: str, begin: int, end: int, count: int) -> None:
        """Label a level stretch over the months `begin <= i < end`: above it, else below.

        A stretch shorter than its label gets none, unless it is the last: the label would seem to be its neighbours'.
        """
        width, y = self._texts.lettering.width(text), self._panel.y(count)
        left, right = self._panel.x(begin - 0.5) + 6, self._panel.x(end - 0.5) - 2
        if right - left < width and end < self._panel.months:
            return
        middle = (left + right - width) / 2
        across = [right - width, left, middle, (middle + left) / 2, (middle + right - width) / 2]
        self._write(text, color, [(x, y + up) for up in (11, -12, 20, -22) for x in across])

    def beside(self, text: str, color: str, position: int, low: float, high: float) -> None:
        """Label the vertical at the left edge of month `position`, between two counts."""
        width, x = self._texts.lettering.width(text), self._panel.x(position - 0.5)
        bottom, top = self._panel.y(low), self._panel.y(high)
        heights = [bottom + part * (top - bottom) for part in (0.5, 0.7, 0.3, 0.85, 0.15)]
        self._write(text, color, [(side, at) for side in (x - width - 7, x + 7) for at in heights])

    def _write(self, text: str, color: str, spots: list[tuple[float, float]]) -> None:
        width = self._texts.lettering.width(text)
        box = self._labels.place(Box(x, y - LINE / 2, x + width, y + LINE / 2) for x, y in spots)
        if box is not None:
            self._texts.put(box.left, (box.bottom + box.top) / 2, text, color)


def _line(series: UsageSeries) -> Iterator[tuple[float, float]]:
    for begin, end in series.periods():
        yield from ((float(i), float(series.cumulative[i])) for i in range(begin, min(end, series.begun)))
        yield (_NAN, _NAN)


def _runs(series: UsageSeries) -> Iterator[tuple[int, int, int]]:
    """The stretches of months in one period with the same Purchased: begin, end, seats."""
    for first, after in series.periods():
        begin = first
        for i in range(first + 1, after + 1):
            if i == after or series.purchased[i] != series.purchased[begin]:
                seats = series.purchased[begin]
                if seats is not None:
                    yield begin, i, seats
                begin = i


def _steps(series: UsageSeries) -> Iterator[tuple[float, float]]:
    periods = {begin for begin, _ in series.periods()}
    previous = -1
    for begin, end, seats in _runs(series):
        if begin in periods or begin != previous:
            yield (_NAN, _NAN)
        yield (begin - 0.5, float(seats))
        yield (end - 0.5, float(seats))
        previous = end


def _risers(series: UsageSeries) -> Iterator[tuple[int, float, float, list[KeyStep]]]:
    """Where Purchased rises within a period: position, the counts below and above, the keys that did it."""
    begins = {begin for begin, _ in series.periods()}
    for begin, _, seats in _runs(series):
        before = series.purchased[begin - 1] if begin else None
        keys = [key for key in series.keys if key.month == series.months[begin]]
        if begin not in begins and before is not None and keys:
            yield begin, float(before), float(seats), keys


def _segments(panel: Panel, *lines: list[tuple[float, float]]) -> Segments:
    parts = []
    for line in lines:
        points = np.array([(panel.x(x), panel.y(y)) for x, y in line]).reshape(-1, 2)
        joined = np.hstack([points[:-1], points[1:]]) if len(points) > 1 else _NO_SEGMENTS
        single = np.hstack([points, points])
        parts += [joined, single]
    every = np.vstack(parts) if parts else _NO_SEGMENTS
    return every[~np.isnan(every).any(axis=1)]
