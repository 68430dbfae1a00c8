"""The colours of a chart, light and dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours as `#RRGGBB`. `base` is what the chart stands on; the others keep their contrast on it."""

    base: str
    text: str
    text_second: str
    grid: str
    baseline: str
    edge: str
    accent: str
    current: str
    bar_closed: str
    bar_open: str
    purchased: str
    late: str
    year_before: str
    refused: str


LIGHT = Palette(
    base="#FFFFFF",
    text="#1A1D21",
    text_second="#555B65",
    grid="#E7E9ED",
    baseline="#858B95",
    edge="#C9CDD3",
    accent="#1A5FB4",
    current="#E6EFFA",
    bar_closed="#6C95CD",
    bar_open="#C7D8EE",
    purchased="#A65300",
    late="#0B7A75",
    year_before="#838A94",
    refused="#B3261E",
)

DARK = Palette(
    base="#222428",
    text="#EDEFF2",
    text_second="#AEB4BE",
    grid="#303339",
    baseline="#8A919C",
    edge="#464A52",
    accent="#82B6F4",
    current="#26384F",
    bar_closed="#5F8DC4",
    bar_open="#3A5272",
    purchased="#F0A35E",
    late="#5CC7C1",
    year_before="#7A818C",
    refused="#F59A92",
)
