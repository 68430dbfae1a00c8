"""Fonts that are there, and how wide text is before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

CSS_DPI = 100
"""Layout is reckoned in pixels of a hundredth of an inch, whatever resolution is drawn in."""
LINE = 15.0
"""Height of a line of the chart's text, in those pixels."""
FALLBACK = "DejaVu Sans"
"""Comes with the drawing library, so it is always there."""


def families(preferred: Sequence[str] = ()) -> tuple[str, ...]:
    """Those of the `preferred` families that are installed, and the one that always is.

    The drawing library complains about every family it is asked for and does not find.
    """
    installed = _installed()
    return (*(name for name in preferred if name in installed), FALLBACK)


@cache
def _installed() -> frozenset[str]:
    return frozenset(font.name for font in font_manager.fontManager.ttflist)


@cache
def _glyphs() -> frozenset[int]:
    path = font_manager.findfont(FontProperties(family=FALLBACK))
    return frozenset(font_manager.get_font(path).get_charmap())


def drawable(text: str) -> str:
    """The text with what cannot be drawn replaced: control characters by spaces, unknown glyphs by a mark."""
    glyphs = _glyphs()
    plain = (character if character.isprintable() else " " for character in text)
    return "".join(character if ord(character) in glyphs else "\N{REPLACEMENT CHARACTER}" for character in plain)


@lru_cache(maxsize=4096)
def extent(text: str, font: FontProperties, dpi: float) -> tuple[float, float, float]:
    """Width, height and descent of a text, in pixels of `dpi`."""
    width, height, descent = _renderer(dpi).get_text_width_height_descent(text, font, ismath=False)
    return float(width), float(height), float(descent)


@lru_cache(maxsize=4)
def _renderer(dpi: float) -> Any:
    return RendererAgg(1, 1, dpi)  # type: ignore[no-untyped-call]


class Lettering:
    """Widths of text in one family at the chart's size."""

    def __init__(self, names: Sequence[str], pixels: float = 12) -> None:
        """Measure in the fonts `names`, at a height of so many pixels."""
        points = pixels * 72 / CSS_DPI
        self.plain = FontProperties(family=list(names), size=points)
        self.strong = FontProperties(family=list(names), size=points, weight="bold")
        self._measure = lru_cache(maxsize=2048)(self._measured)

    def width(self, text: str, *, strong: bool = False) -> float:
        """How wide the text is, in pixels."""
        return self._measure(text, strong)

    def elided(self, text: str, room: float, *, strong: bool = False) -> str:
        """The text, cut with an ellipsis where it is wider than `room`."""
        if self.width(text, strong=strong) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.width(text[:middle].rstrip() + "…", strong=strong) <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        return text[:low].rstrip() + "…" if low else ""

    def _measured(self, text: str, strong: bool) -> float:  # noqa: FBT001 - a key of the cache
        font = self.strong if strong else self.plain
        return extent(text, font, CSS_DPI)[0]
