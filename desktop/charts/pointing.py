"""A chart as a picture that can be pointed at: where its days or months lie."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.charts.files import figure_of
from desktop.charts.lettering import CSS_DPI

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Pointed:
    """A PNG, and in parts of its width and height from the left and the top: each place, and the panels' edges."""

    png: bytes
    places: tuple[float, ...]
    top: float
    bottom: float

    def nearest(self, part: float) -> int | None:
        """The place nearest to a part of the width; None beside the panels."""
        if not self.places:
            return None
        around = (self.places[-1] - self.places[0]) / max(1, 2 * (len(self.places) - 1)) or 1.0
        if not self.places[0] - around <= part <= self.places[-1] + around:
            return None
        after = min(bisect_left(self.places, part), len(self.places) - 1)
        before = max(0, after - 1)
        return before if part - self.places[before] <= self.places[after] - part else after


def point_at(
    draw: Callable[[Figure], Sequence[Axes]], places: Sequence[float], size: tuple[int, int], ratio: float
) -> Pointed:
    """A drawing for a screen of so many device pixels for a pixel.

    `draw` answers its panels; `places` are positions on the axis that they share.
    """
    figure = figure_of(size, CSS_DPI * ratio)
    panels = draw(figure)
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=figure.dpi)
    # Asked for after drawing: a layout is only then what it is.
    inside = figure.transFigure.inverted()
    across = [float(inside.transform(panels[0].transData.transform((place, 0)))[0]) for place in places]
    boxes = [panel.get_position() for panel in panels]
    top, bottom = 1 - max(box.y1 for box in boxes), 1 - min(box.y0 for box in boxes)
    return Pointed(target.getvalue(), tuple(across), float(top), float(bottom))
