"""Cancel or keep: the fee of leaving and all that is paid by then, for each day of the months to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.charts.files import Kind, Said, as_file
from desktop.charts.lettering import CSS_DPI, Lettering, drawable, families
from desktop.charts.palette import LIGHT, Palette
from desktop.charts.pointing import Pointed, point_at
from desktop.charts.scale import labeled_months, ticks
from desktop.domain.periods import Month, months_between
from desktop.i18n import Message, Translator, msg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEFT, _RIGHT, _TOP, _BOTTOM = 16.0, 16.0, 40.0, 26.0
_HEADING = 24.0
_SMALLEST = 120.0
_BESIDE, _NEAR = 4, 8
"""Pixels between words and what they name; words so many points above it are led to it by a line."""
_POINTS = 72
"""Points of an inch."""


@dataclass(frozen=True)
class LeavingSeries:
    """A step a row: its first day, the fee, and fee and instalments together, in major units; only to draw."""

    days: tuple[date, ...]
    until: date
    fees: tuple[float, ...]
    outlays: tuple[float, ...]
    marked: date
    term_ends_on: date
    caption: Message
    marked_text: Message
    title: Message
    summary: Message
    first_fees: tuple[float, ...] = ()
    """Of each step the part of the fee that is for the first of the `parts`."""

    parts: tuple[Message, ...] = (msg("Fee"),)
    """What the fee is for: one part, or two of which the second stands on the first."""

    lowest: tuple[date, float, Message] | None = None
    """The first day with the lowest fee, that fee, and how it is called."""


class LeavingChart:
    """The chart on a figure; `show` draws it anew in the figure's size."""

    def __init__(
        self,
        figure: Figure,
        translator: Translator,
        palette: Palette = LIGHT,
        *,
        fonts: Sequence[str] = (),
        heading: bool = False,
    ) -> None:
        """Draw on `figure` in the language of the translator, with the families of `fonts` that are there."""
        self._heading = heading
        self.figure, self._translator, self._palette = figure, translator, palette
        self._names = families(fonts)
        self._letters = Lettering(self._names)
        figure.set_facecolor(palette.base)

    def show(self, series: LeavingSeries) -> Axes:
        """Draw the series."""
        self.figure.clear()
        width, height = (float(inches) * CSS_DPI for inches in self.figure.get_size_inches())
        marks = ticks(int(max((*series.fees, *series.outlays), default=0.0)) + 1)
        labels = [self._translator.value(mark) for mark in marks]
        left = _LEFT + max(self._letters.width(label) for label in labels) + 8
        top = _TOP + (_HEADING if self._heading else 0)
        across, up = max(_SMALLEST, width - left - _RIGHT), max(_SMALLEST, height - top - _BOTTOM)
        axes = self.figure.add_axes((left / width, _BOTTOM / height, across / width, up / height))
        self._frame(axes, series, marks, labels)
        self._months(axes, series, across)
        self._areas(axes, series)
        self._marks(axes, series, up)
        if self._heading:
            self.figure.text(
                left / width,
                1 - 8 / height,
                drawable(self._translator.text(series.title)),
                ha="left",
                va="top",
                color=self._palette.text,
                fontproperties=self._letters.strong,
                parse_math=False,
            )
        return axes

    def _frame(self, axes: Any, series: LeavingSeries, marks: Sequence[int], labels: Sequence[str]) -> None:
        palette = self._palette
        axes.set_facecolor(palette.base)
        axes.set_xlim(0, _place(series, series.until))
        axes.set_ylim(0, max(marks))
        axes.set_yticks(list(marks), labels=[drawable(label) for label in labels])
        axes.tick_params(length=0, colors=palette.text_second)
        axes.grid(visible=True, axis="y", color=palette.grid, linewidth=0.8)
        axes.set_axisbelow(True)
        for name, spine in axes.spines.items():
            spine.set_visible(name == "bottom")
            spine.set_color(palette.baseline)
        for label in axes.get_yticklabels():
            label.set_fontproperties(self._letters.plain)

    def _months(self, axes: Any, series: LeavingSeries, width: float) -> None:
        first, last = Month.of(series.days[0]), Month.of(series.until)
        months = [month for month in months_between(first, last) if series.days[0] <= month.first_day < series.until]
        names = [self._translator.month(month.first_day) for month in months]
        widest = max((self._letters.width(name) for name in names), default=0.0)
        shown = labeled_months(len(months), widest + 12, width / max(1, len(months)))
        axes.set_xticks(
            [_place(series, months[place].first_day) for place in shown],
            labels=[drawable(names[place]) for place in shown],
            ha="left",
        )
        for label in axes.get_xticklabels():
            label.set_fontproperties(self._letters.plain)

    def _areas(self, axes: Any, series: LeavingSeries) -> None:
        """The fee as an area, its second part hatched; fee and instalments together as a dashed line."""
        palette = self._palette
        places = [*(_place(series, day) for day in series.days), _place(series, series.until)]
        fees, outlays = [*series.fees, series.fees[-1]], [*series.outlays, series.outlays[-1]]
        first = [*series.first_fees, series.first_fees[-1]] if len(series.parts) > 1 else fees
        axes.fill_between(places, first, step="post", color=palette.bar_open, linewidth=0)
        if len(series.parts) > 1:
            hatched = {"facecolor": palette.base, "edgecolor": palette.bar_closed, "hatch": "////", "linewidth": 0}
            axes.fill_between(places, first, fees, step="post", **hatched)
        axes.step(places, fees, where="post", color=palette.accent, linewidth=2)
        axes.step(places, outlays, where="post", color=palette.purchased, linewidth=1.6, linestyle=(0, (6, 2)))

    def _marks(self, axes: Any, series: LeavingSeries, up: float) -> None:
        palette, text = self._palette, self._translator.text
        end = _place(series, series.term_ends_on)
        if end < _place(series, series.until):
            axes.axvline(end, color=palette.baseline, linewidth=1, linestyle=(0, (1, 2)))
        mark = _place(series, series.marked)
        axes.axvline(mark, color=palette.text_second, linewidth=1)
        axes.plot([mark], [series.fees[0]], "o", color=palette.accent, markersize=7, markerfacecolor=palette.base)
        said = (
            (1 + 21 / up, text(series.caption), palette.text_second),
            (1 + 5 / up, text(series.marked_text), palette.text),
        )
        for height, words, color in said:
            axes.text(
                0,
                height,
                drawable(words),
                transform=axes.transAxes,
                ha="left",
                va="bottom",
                color=color,
                fontproperties=self._letters.plain,
                parse_math=False,
            )
        step = len(series.fees) // 2
        at = self._middle(series, step, series.outlays)
        self._say(axes, msg("Fee and charges until then"), palette.purchased, at, left=True)
        self._name_parts(axes, series)
        if series.lowest is not None:
            day, fee, name = series.lowest
            at = (_place(series, day), fee)
            axes.plot(*([one] for one in at), "o", color=palette.accent, markersize=5, markerfacecolor=palette.base)
            self._say(axes, name, palette.text, at, lift=22, left=True)

    def _name_parts(self, axes: Any, series: LeavingSeries) -> None:
        """The first part is named inside it where it is highest; the second one above it."""
        palette, fees, first = self._palette, series.fees, series.first_fees
        if len(series.parts) == 1:
            self._say(axes, series.parts[0], palette.accent, self._middle(series, len(fees) // 2, fees))
            return
        highest = max(range(len(fees)), key=lambda step: first[step])
        self._say(axes, series.parts[0], palette.text, (_place(series, series.days[highest]), 0))
        thickest = max(range(len(fees)), key=lambda step: fees[step] - first[step])
        self._say(axes, series.parts[1], palette.accent, self._middle(series, thickest, fees), lift=16)

    def _middle(self, series: LeavingSeries, step: int, heights: Sequence[float]) -> tuple[float, float]:
        """The middle of a step at its height."""
        begins, ends = _place(series, series.days[step]), _place(series, [*series.days[1:], series.until][step])
        return (begins + ends) / 2, heights[step]

    def _say(
        self, axes: Any, name: Message, color: str, at: tuple[float, float], *, lift: float = 4, left: bool = False
    ) -> None:
        """Words beside a point, so many points above it: on its right or its left, as far as there is room."""
        said = drawable(self._translator.text(name))
        room = axes.bbox.width / self.figure.dpi * CSS_DPI
        place, wide = at[0] / axes.get_xlim()[1] * room, self._letters.width(said)
        begins = place - wide - _BESIDE if left else place + _BESIDE
        begins = max(_BESIDE, min(begins, room - wide - _BESIDE))
        axes.annotate(
            said,
            at,
            xytext=((begins - place) * _POINTS / CSS_DPI, lift),
            textcoords="offset points",
            color=color,
            arrowprops={"arrowstyle": "-", "color": color, "linewidth": 0.8} if lift > _NEAR else None,
            fontproperties=self._letters.plain,
            parse_math=False,
        )


def render_leaving(
    series: LeavingSeries,
    kind: Kind,
    translator: Translator,
    palette: Palette = LIGHT,
    size: tuple[int, int] = (960, 420),
) -> bytes:
    """The chart as PNG, SVG or PDF, with its name and summary in it; the same series gives the same bytes."""
    said = Said(translator.text(series.title), translator.text(series.summary), translator.language)
    return as_file(
        lambda figure: LeavingChart(figure, translator, palette, heading=True).show(series), kind, size, said
    )


def point_at_leaving(
    series: LeavingSeries,
    translator: Translator,
    palette: Palette,
    fonts: Sequence[str],
    size: tuple[int, int],
    ratio: float,
) -> Pointed:
    """The chart for a screen of so many device pixels for a pixel; its places are the days, the first one first."""

    def draw(figure: Figure) -> tuple[Axes]:
        return (LeavingChart(figure, translator, palette, fonts=fonts).show(series),)

    return point_at(draw, range(_place(series, series.until)), size, ratio)


def _place(series: LeavingSeries, day: date) -> int:
    return (day - series.days[0]).days
