"""Scenarios as a chart: the cost of each month, and the running total; lines are told apart by dashes and marks too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from desktop.charts.files import Kind, Said, as_file
from desktop.charts.lettering import drawable, families
from desktop.charts.palette import LIGHT, Palette
from desktop.charts.pointing import Pointed, point_at
from desktop.domain.money import Money, exponent
from desktop.i18n import Message, Translator, msg, msgn

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_NAMED = 24
_DASHES: tuple[tuple[float, tuple[float, ...] | None], ...] = (
    (0, None),
    (0, (6, 2)),
    (0, (2, 2)),
    (0, (8, 2, 2, 2)),
    (0, (4, 1, 1, 1, 1, 1)),
    (0, (10, 4)),
)
_MARKS = ("o", "s", "^", "D", "v", "P", "X")


@dataclass(frozen=True)
class ScenarioLine:
    """One scenario: the first days of its months and what each costs, in minor units; None where there is no price."""

    name: str
    starts: tuple[date, ...]
    monthly: tuple[int | None, ...]
    running: tuple[int | None, ...]


@dataclass(frozen=True)
class ScenarioSeries:
    """Scenarios of one account, in one currency; the first is what the others are compared with."""

    account: str
    currency: str
    lines: tuple[ScenarioLine, ...]


def scenario_title(series: ScenarioSeries) -> Message:
    """The chart's name."""
    return msg("Scenarios of {account}", account=series.account)


def scenario_summary(series: ScenarioSeries, translator: Translator) -> str:
    """What the chart shows, in words: each scenario's last running total."""
    said = []
    for line in series.lines:
        total = line.running[-1] if line.running else None
        text = (
            msg("{name}: no price.", name=line.name)
            if total is None
            else msgn(
                "{name}: {total} over {n} month.",
                "{name}: {total} over {n} months.",
                name=line.name,
                total=Money(total, series.currency),
                n=len(line.running),
            )
        )
        said.append(translator.text(text))
    return " ".join(said) or translator.text(msg("There is no scenario yet."))


def draw_scenarios(
    figure: Figure,
    series: ScenarioSeries,
    translator: Translator,
    palette: Palette = LIGHT,
    fonts: Sequence[str] = (),
    *,
    heading: bool = False,
) -> tuple[Axes, Axes]:
    """Draw the two panels anew on the figure."""
    figure.clear()
    figure.set_facecolor(palette.base)
    figure.set_layout_engine("constrained")
    upper, lower = figure.subplots(2, 1, sharex=True)
    family = list(families(fonts))
    for axes, title, values in (
        (upper, msg("Running total"), [line.running for line in series.lines]),
        (lower, msg("Cost of the month"), [line.monthly for line in series.lines]),
    ):
        _panel(axes, translator.text(title), palette, family)
        _lines(axes, series, values, palette)
        _money_axis(axes, series.currency, translator)
    _months(lower, series, translator, palette, family)
    if series.lines:
        legend = upper.legend(loc="upper left", frameon=False, prop={"family": family, "size": 9}, handlelength=4)
        for text in legend.get_texts():
            text.set_color(palette.text)
    if heading:
        figure.suptitle(drawable(translator.text(scenario_title(series))), color=palette.text, family=family, size=11)
    return upper, lower


def render_scenarios(
    series: ScenarioSeries,
    kind: Kind,
    translator: Translator,
    palette: Palette = LIGHT,
    size: tuple[int, int] = (960, 560),
) -> bytes:
    """The chart as PNG, SVG or PDF, with its name and summary in it; the same series gives the same bytes."""
    name, words = translator.text(scenario_title(series)), scenario_summary(series, translator)
    said = Said(name, words, translator.language)
    return as_file(lambda figure: draw_scenarios(figure, series, translator, palette, heading=True), kind, size, said)


def point_at_scenarios(
    series: ScenarioSeries,
    translator: Translator,
    palette: Palette,
    fonts: Sequence[str],
    size: tuple[int, int],
    ratio: float,
) -> Pointed:
    """The chart for a screen of so many device pixels for a pixel; its places are the months, the first one first."""
    places = range(months_of(series))
    return point_at(lambda figure: draw_scenarios(figure, series, translator, palette, fonts), places, size, ratio)


def months_of(series: ScenarioSeries) -> int:
    """How many months the longest scenario looks ahead."""
    return max((len(line.starts) for line in series.lines), default=0)


def scenario_readout(series: ScenarioSeries, month: int, translator: Translator) -> str:
    """What every scenario costs in a month, and in all up to it."""
    said = []
    for line in series.lines:
        if month >= len(line.starts):
            continue
        cost, total = line.monthly[month], line.running[month]
        if cost is None or total is None:
            said.append(msg("{name}: no price", name=line.name))
        else:
            amounts = {"cost": Money(cost, series.currency), "total": Money(total, series.currency)}
            said.append(msg("{name}: {cost}, {total} in all", name=line.name, **amounts))
    starts = next((line.starts[month] for line in series.lines if month < len(line.starts)), None)
    values = tuple(said)
    if len({line.starts[month] for line in series.lines if month < len(line.starts)}) == 1:
        return translator.text(msg("Month {n}, from {day}. {values}", n=month + 1, day=starts, values=values))
    return translator.text(msg("Month {n}. {values}", n=month + 1, values=values))


def _panel(axes: Axes, title: str, palette: Palette, family: list[str]) -> None:
    axes.set_facecolor(palette.base)
    axes.set_title(drawable(title), loc="left", color=palette.text, family=family, size=9, weight="bold")
    axes.grid(axis="y", color=palette.grid, linewidth=1)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(palette.baseline)
    axes.tick_params(colors=palette.text_second, labelsize=8, length=0, labelfontfamily=family[0])


def _lines(axes: Axes, series: ScenarioSeries, values: Sequence[Sequence[int | None]], palette: Palette) -> None:
    colors = (palette.accent, palette.purchased, palette.late, palette.text, palette.refused, palette.year_before)
    for place, (line, ys) in enumerate(zip(series.lines, values, strict=True)):
        known = [(x, y) for x, y in enumerate(ys) if y is not None]
        axes.plot(
            [x for x, _ in known],
            [y for _, y in known],
            color=colors[place % len(colors)],
            linestyle=_DASHES[place % len(_DASHES)],
            linewidth=1.8,
            marker=_MARKS[place % len(_MARKS)],
            markersize=4,
            markevery=max(1, len(known) // MOST_NAMED),
            label=drawable(line.name.lstrip("_") or line.name),
        )
    axes.set_ylim(bottom=0)


def _money_axis(axes: Axes, currency: str, translator: Translator) -> None:
    unit = 10 ** exponent(currency)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))

    def said(minor: float, _place: int | None = None) -> str:
        return (
            translator.value(Money(round(minor), currency)) if minor % unit else translator.value(round(minor) // unit)
        )

    axes.yaxis.set_major_formatter(FuncFormatter(said))


def _months(axes: Axes, series: ScenarioSeries, translator: Translator, palette: Palette, family: list[str]) -> None:
    longest = months_of(series)
    every = max(1, -(-longest // 12))
    shown = list(range(0, longest, every))
    axes.set_xlim(-0.5, max(1, longest) - 0.5)
    axes.xaxis.set_major_locator(FixedLocator([float(place) for place in shown]))
    axes.set_xticklabels([str(place + 1) for place in shown])
    axes.set_xlabel(translator.text(msg("Month of the scenario")), family=family, size=8)
    axes.xaxis.label.set_color(palette.text_second)
