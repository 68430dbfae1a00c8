"""The texts on a figure: artists that are used again, and on the screen pictures of words that are used again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from desktop.charts.lettering import CSS_DPI, Lettering, extent

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from numpy.typing import NDArray

Align: TypeAlias = Literal["left", "center", "right"]

_ASIDE = {"left": 0.0, "center": 0.5, "right": 1.0}
_BELOW_MIDDLE = 4.3
"""From the middle of a line of text down to its baseline, in pixels."""


@dataclass(frozen=True)
class _Picture:
    pixels: NDArray[np.uint8]
    width: float
    below: int


@lru_cache(maxsize=1024)
def _picture(text: str, font: FontProperties, color: str, dpi: float) -> _Picture:
    """The text in one colour as straight RGBA, three pixels of room around it."""
    width, height, descent = extent(text, font, dpi)
    below = int(descent) + 3
    drawn: Any = RendererAgg(int(width) + 8, int(height) + below + 6, dpi)  # type: ignore[no-untyped-call]
    gc = drawn.new_gc()
    gc.set_foreground(to_rgb(color))
    drawn.draw_text(gc, 3, drawn.height - below, text, font, 0, ismath=False)
    return _Picture(np.asarray(drawn.buffer_rgba())[::-1].copy(), width, below)


class _Words(Text):
    """A text that is set once and copied after: setting its glyphs is most of the cost of drawing a chart."""

    def draw(self, renderer: RendererBase) -> None:
        """Copy the kept picture on the screen and into PNG; SVG and PDF get text."""
        if not isinstance(renderer, RendererAgg):
            super().draw(renderer)
            return
        if not self.get_visible() or not self.get_text():
            return
        picture = _picture(self.get_text(), self.get_fontproperties(), str(self.get_color()), renderer.dpi)
        x, y = self.get_transform().transform(self.get_position())
        left = round(float(x) - _ASIDE[self.get_horizontalalignment()] * picture.width) - 3
        gc = renderer.new_gc()
        renderer.draw_image(gc, left, round(float(y)) - picture.below, picture.pixels)
        gc.restore()
        self.stale = False


@dataclass
class Texts:
    """The text artists of a figure. `begin`, `put` each text, `end`: the artists of the last time are used again."""

    figure: Figure
    lettering: Lettering
    _artists: list[Text] = field(default_factory=list)
    _used: int = 0

    def begin(self) -> None:
        """Start over; the artists stay."""
        self._used = 0

    def put(self, x: float, y: float, text: str, color: str, *, align: Align = "left", strong: bool = False) -> None:
        """Write `text` at pixels from the lower left corner, vertically centred on `y`."""
        if self._used == len(self._artists):
            self._artists.append(self._new())
        artist = self._artists[self._used]
        self._used += 1
        width, height = self.figure.get_size_inches() * CSS_DPI
        font = self.lettering.strong if strong else self.lettering.plain
        changes: dict[str, Any] = {
            "position": (x / width, (y - _BELOW_MIDDLE) / height),
            "text": text,
            "color": color,
            "horizontalalignment": align,
            "fontproperties": font,
            "visible": True,
        }
        artist.set(**changes)

    def end(self) -> None:
        """Hide what this picture does not need."""
        for artist in self._artists[self._used :]:
            artist.set_visible(False)

    def shown(self) -> list[Text]:
        """The artists in use, in the order they were put."""
        return self._artists[: self._used]

    def _new(self) -> Text:
        # Plain characters always: an account called "$x^2$" is no formula.
        artist = _Words(0, 0, "", va="baseline", parse_math=False, zorder=6, transform=self.figure.transFigure)
        self.figure.add_artist(artist)
        return artist
