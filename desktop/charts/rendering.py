"""The usage chart as a file: the same series always gives the same bytes."""

from __future__ import annotations

from desktop.charts.files import Kind, Said, as_file
from desktop.charts.palette import LIGHT, Palette
from desktop.charts.series import UsageSeries
from desktop.charts.usage import UsageChart, title
from desktop.charts.wording import summary
from desktop.i18n import Translator


def render(
    series: UsageSeries,
    kind: Kind,
    translator: Translator,
    palette: Palette = LIGHT,
    size: tuple[int, int] = (960, 460),
) -> bytes:
    """The chart as a PNG, an SVG or a PDF of `size` pixels of a hundredth of an inch."""
    said = Said(translator.text(title(series)), summary(series, translator), translator.language)
    return as_file(lambda figure: UsageChart(figure, translator, palette, heading=True).show(series), kind, size, said)
