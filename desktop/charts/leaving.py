"""Cancel or keep: the fee of leaving and all that is paid by then, for each day of the months to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.charts.lettering import CSS_DPI, Lettering, drawable, families
from desktop.charts.palette import LIGHT, Palette
from desktop.charts.scale import labeled_months, ticks
from desktop.domain.periods import Month, months_between
from desktop.i18n import Message, Translator, msg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LEFT, _RIGHT, _TOP, _BOTTOM = 16.0, 16.0, 40.0, 26.0
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


class LeavingChart:
    """The chart on a figure; `show` draws it anew in the figure's size."""

    def __init__(
        self, figure: Figure, translator: Translator, palette: Palette = LIGHT, *, fonts: Sequence[str] = ()
    ) -> None:
        """Draw on `figure` in the language of the translator, with the families of `fonts` that are there."""
        self.figure, self._translator, self._palette = figure, translator, palette
        self._names = families(fonts)
        self._letters = Lettering(self._names)
        figure.set_facecolor(palette.base)

    def show(self, series: LeavingSeries) -> None:
        """Draw the series."""
        self.figure.clear()
        width, height = (float(inches) * CSS_DPI for inches in self.figure.get_size_inches())
        marks = ticks(int(max((*series.fees, *series.outlays), default=0.0)) + 1)
        labels = [self._translator.value(mark) for mark in marks]
        left = _LEFT + max(self._letters.width(label) for label in labels) + 8
        across, up = max(_SMALLEST, width - left - _RIGHT), max(_SMALLEST, height - _TOP - _BOTTOM)
        axes = self.figure.add_axes((left / width, _BOTTOM / height, across / width, up / height))
        self._frame(axes, series, marks, labels)
        self._months(axes, series, across)
        self._areas(axes, series)
        self._marks(axes, series)

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

    def _marks(self, axes: Any, series: LeavingSeries) -> None:
        palette, text = self._palette, self._translator.text
        end = _place(series, series.term_ends_on)
        if end < _place(series, series.until):
            axes.axvline(end, color=palette.baseline, linewidth=1, linestyle=(0, (1, 2)))
        at = _place(series, series.marked)
        axes.axvline(at, color=palette.text_second, linewidth=1)
        axes.plot([at], [series.fees[0]], "o", color=palette.accent, markersize=7, markerfacecolor=palette.base)
        said = ((1.09, text(series.caption), palette.text_second), (1.02, text(series.marked_text), palette.text))
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
        for name, color, line in (
            (msg("Fee and charges until then"), palette.purchased, series.outlays),
            (msg("Fee"), palette.accent, series.fees),
        ):
            middle = len(line) // 2
            axes.annotate(
                drawable(text(name)),
                (_place(series, series.days[middle]), line[middle]),
                xytext=(-2, 4),
                textcoords="offset points",
                ha="right" if line is series.outlays else "left",
                color=color,
                fontproperties=self._letters.plain,
                parse_math=False,
            )


def _place(series: LeavingSeries, day: date) -> int:
    return (day - series.days[0]).days
