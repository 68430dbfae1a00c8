"""Cancel or keep: the fee of leaving and all that is paid by then, for each day of the months to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from desktop.charts.lettering import CSS_DPI, Lettering, drawable, families
from desktop.charts.palette import LIGHT, Palette
from desktop.charts.pointing import Pointed, pointed
from desktop.charts.rendering import Kind, file_of
from desktop.charts.scale import labeled_months, ticks
from desktop.domain.periods import Month, months_between
from desktop.i18n import Message, Translator, msg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _RIGHT, _TOP, _BOTTOM = 16.0, 16.0, 40.0, 26.0
_HEADING = 24.0
_SMALLEST = 120.0


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
        """The fee as an area with a solid edge; fee and instalments together as a dashed line."""
        palette = self._palette
        places = [*(_place(series, day) for day in series.days), _place(series, series.until)]
        fees, outlays = [*series.fees, series.fees[-1]], [*series.outlays, series.outlays[-1]]
        axes.fill_between(places, fees, step="post", color=palette.bar_open, linewidth=0)
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
        begins, ends = _place(series, series.days[step]), _place(series, [*series.days[1:], series.until][step])
        for name, color, at, side in (
            (msg("Fee and charges until then"), palette.purchased, (begins, series.outlays[step]), "right"),
            (msg("Fee"), palette.accent, ((begins + ends) / 2, series.fees[step]), "center"),
        ):
            axes.annotate(
                drawable(text(name)),
                at,
                xytext=(0 if side == "center" else -2, 4),
                textcoords="offset points",
                ha=side,
                color=color,
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
    dpi = CSS_DPI * 2 if kind == "png" else CSS_DPI
    figure = Figure(figsize=(size[0] / CSS_DPI, size[1] / CSS_DPI), dpi=dpi)
    FigureCanvasAgg(figure)
    LeavingChart(figure, translator, palette, heading=True).show(series)
    name, words = translator.text(series.title), translator.text(series.summary)
    return file_of(figure, kind, name, words, translator.language)


def point_at_leaving(
    series: LeavingSeries,
    translator: Translator,
    palette: Palette,
    fonts: Sequence[str],
    size: tuple[int, int],
    ratio: float,
) -> Pointed:
    """The chart for a screen of so many device pixels for a pixel; its places are the days, the first one first."""
    figure = Figure(figsize=(size[0] / CSS_DPI, size[1] / CSS_DPI), dpi=CSS_DPI * ratio)
    FigureCanvasAgg(figure)
    axes = LeavingChart(figure, translator, palette, fonts=fonts).show(series)
    return pointed(figure, (axes,), range(_place(series, series.until)))


def _place(series: LeavingSeries, day: date) -> int:
    return (day - series.days[0]).days
