"""The lower panel: active users per month."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection

from desktop.charts.background import Background
from desktop.charts.frame import Panel
from desktop.charts.lettering import LINE
from desktop.charts.palette import Palette
from desktop.charts.placing import Box, Labels, Segments
from desktop.charts.scale import MONTHLY_LIMIT, labeled_months, labeled_years
from desktop.charts.series import UsageSeries
from desktop.charts.texts import Texts
from desktop.charts.wording import NO_ACTIVITY
from desktop.domain.usage import MonthState
from desktop.i18n import Translator, msg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDEST_BAR = 64


class LowerPanel:
    """A bar a month, closed and open ones different; what came too late hatched; the year before as a thin line."""

    def __init__(self, axes: Axes, palette: Palette) -> None:
        """Make the artists once; `show` gives them their figures."""
        self.axes = axes
        self._palette = palette
        self.background = Background(axes, palette)
        self._bars = PolyCollection([], closed=True, zorder=2)
        self._late = PolyCollection(
            [], closed=True, facecolors="none", edgecolors=palette.late, linewidths=0.8, hatch="////", zorder=3
        )
        axes.add_collection(self._bars, autolim=False)
        axes.add_collection(self._late, autolim=False)
        (self._before,) = axes.plot([], [], color=palette.year_before, linewidth=1.2, zorder=4, clip_on=False)

    def show(self, series: UsageSeries, panel: Panel) -> None:
        """Draw the bars of `series`."""
        self.background.show(series, panel, panel.ticks[1:])
        half = _half_width(panel)
        used = series.used
        self._bars.set_verts([_bar(i, half, 0, count) for i, count in enumerate(used)])
        closed = [state is MonthState.CLOSED for state in series.states]
        few = panel.months <= MONTHLY_LIMIT
        edge = self._palette.accent if few else self._palette.bar_closed
        self._bars.set_facecolor([self._palette.bar_closed if fixed else self._palette.bar_open for fixed in closed])
        self._bars.set_edgecolor([self._palette.bar_closed if fixed else edge for fixed in closed])
        edged = [count > 0 and not fixed for count, fixed in zip(used, closed, strict=True)]
        self._bars.set_linewidth([0.9 if open_bar else 0.0 for open_bar in edged])
        self._late.set_verts([_bar(i, half, used[i], used[i] + count) for i, count in enumerate(series.late) if count])
        before = series.year_before or ()
        self._before.set_data(range(len(before)), [np.nan if count is None else count for count in before])
        self._before.set_marker("." if len(before) == 1 else "")

    def label(self, series: UsageSeries, panel: Panel, texts: Texts, translator: Translator) -> None:
        """Write the counts above the bars and the months below.

        Where room is short, the largest counts stay; of more than 24 months only the largest has its count.
        """
        room = Box(panel.box.left - 8, panel.box.bottom, panel.box.right + 8, panel.box.top + 4)
        labels = Labels(room, _lines(series, panel))
        if not any(series.used):
            self._sentence(panel, texts, translator)
        else:
            self._counts(series, panel, texts, labels, translator)
            self._year_before(series, panel, texts, labels, translator)
        if panel.months <= MONTHLY_LIMIT:
            self._month_names(series, panel, texts, translator)
        else:
            self._years(series, panel, texts)

    def _sentence(self, panel: Panel, texts: Texts, translator: Translator) -> None:
        text = texts.lettering.elided(translator.text(NO_ACTIVITY), panel.box.width)
        middle = (panel.box.left + panel.box.right) / 2
        texts.put(middle, (panel.box.bottom + panel.box.top) / 2, text, self._palette.text_second, align="center")

    def _counts(self, series: UsageSeries, panel: Panel, texts: Texts, labels: Labels, translator: Translator) -> None:
        used = series.used
        order = sorted(range(series.begun), key=lambda i: (-used[i], -i))
        if panel.months > MONTHLY_LIMIT:
            order = order[:1]
        for i in order:
            text = translator.value(used[i])
            if series.late[i]:
                text = f"{text} +{translator.value(series.late[i])}"
            x, y, width = panel.x(i), panel.y(max(used[i], series.active[i])), texts.lettering.width(text)
            x = min(max(x, panel.box.left - 8 + width / 2), panel.box.right + 8 - width / 2)
            spots = [Box(x - width / 2, y + up, x + width / 2, y + up + LINE) for up in (2, 10, 18, 26)]
            box = labels.place(spots, margin=1)
            if box is not None:
                texts.put(x, (box.bottom + box.top) / 2, text, self._palette.text, align="center")

    def _year_before(
        self, series: UsageSeries, panel: Panel, texts: Texts, labels: Labels, translator: Translator
    ) -> None:
        known = [(i, count) for i, count in enumerate(series.year_before or ()) if count is not None]
        text = translator.text(msg("Year before"))
        width = texts.lettering.width(text)
        spots = []
        for up in (3, -3 - LINE, 14, 26, 40):
            for i, count in reversed(known):
                x, y = min(panel.x(i) - width / 2, panel.box.right + 8 - width), panel.y(count) + up
                spots.append(Box(max(x, panel.box.left - 8), y, max(x, panel.box.left - 8) + width, y + LINE))
        bars = [_bar_box(panel, i, series.active[i]) for i in range(panel.months)]
        box = labels.place(spot for spot in spots if not any(spot.meets(bar) for bar in bars))
        if box is not None:
            texts.put(box.left, (box.bottom + box.top) / 2, text, self._palette.text_second)

    def _month_names(self, series: UsageSeries, panel: Panel, texts: Texts, translator: Translator) -> None:
        names = [translator.month(month.first_day, style="LLL") for month in series.months]
        widest = max(texts.lettering.width(name) for name in names)
        row = panel.box.bottom - 13
        for i in labeled_months(len(names), widest, panel.column):
            now = series.months[i] == series.current
            color = self._palette.text if now else self._palette.text_second
            texts.put(panel.x(i), row, names[i], color, align="center", strong=now)
        years = [i for i, month in enumerate(series.months) if month.ordinal % 12 == 0]
        width = texts.lettering.width("2000")
        begins = [0, *years] if not years or panel.x(years[0]) - panel.x(0) > width + 8 else years
        for i in begins:
            self._year(series, panel, texts, i, row - 16)

    def _years(self, series: UsageSeries, panel: Panel, texts: Texts) -> None:
        for i in labeled_years(series.months, texts.lettering.width("2000"), panel.column):
            self._year(series, panel, texts, i, panel.box.bottom - 13)

    def _year(self, series: UsageSeries, panel: Panel, texts: Texts, i: int, y: float) -> None:
        year = str(series.months[i].ordinal // 12)
        half = texts.lettering.width(year) / 2
        x = min(max(panel.x(i), panel.box.left + half - 8), panel.box.right + 8 - half)
        texts.put(x, y, year, self._palette.text_second, align="center")


def _half_width(panel: Panel) -> float:
    if panel.months > MONTHLY_LIMIT:
        return 0.5 if panel.column < 4 else 0.4
    return min(0.32, _WIDEST_BAR / 2 / panel.column)


def _bar(i: int, half: float, low: int, high: int) -> list[tuple[float, float]]:
    return [(i - half, low), (i - half, high), (i + half, high), (i + half, low)]


def _bar_box(panel: Panel, i: int, count: int) -> Box:
    half = _half_width(panel) * panel.column + 2
    return Box(panel.x(i) - half, panel.box.bottom, panel.x(i) + half, panel.y(count))


def _lines(series: UsageSeries, panel: Panel) -> Segments:
    before = series.year_before or ()
    pairs = [
        (panel.x(i), panel.y(one), panel.x(i + 1), panel.y(other))
        for i, (one, other) in enumerate(itertools.pairwise(before))
        if one is not None and other is not None
    ]
    return np.array(pairs, dtype=float).reshape(-1, 4)
