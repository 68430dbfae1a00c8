"""Where labels can stand: inside the panel, off the lines, off each other. Measures are in pixels, y upwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Segments: TypeAlias = NDArray[np.float64]
"""One row a line segment: x0, y0, x1, y1."""


@dataclass(frozen=True)
class Box:
    """A rectangle: `left <= x <= right`, `bottom <= y <= top`."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )


def crosses(box: Box, segments: Segments) -> bool:
    """Whether any segment touches the box (Liang and Barsky's clipping, all segments at once)."""
    if not len(segments):
        return False
    x0, y0 = segments[:, 0], segments[:, 1]
    dx, dy = segments[:, 2] - x0, segments[:, 3] - y0
    enter, leave = np.zeros(len(segments)), np.ones(len(segments))
    outside = np.zeros(len(segments), dtype=bool)
    for p, q in ((-dx, x0 - box.left), (dx, box.right - x0), (-dy, y0 - box.bottom), (dy, box.top - y0)):
        outside |= (p == 0) & (q < 0)
        ratio = np.divide(q, p, out=np.zeros_like(q), where=p != 0)
        enter = np.where(p < 0, np.maximum(enter, ratio), enter)
        leave = np.where(p > 0, np.minimum(leave, ratio), leave)
    return bool(np.any(~outside & (enter <= leave)))


class Labels:
    """The labels of one panel: the first place that is free is taken, and a label without one is left out."""

    def __init__(self, room: Box, segments: Segments) -> None:
        """Labels stay inside `room` and off `segments`."""
        self._room = room
        self._segments = segments
        self._taken: list[Box] = []

    def place(self, places: Iterable[Box], *, margin: float = 2) -> Box | None:
        """The first of `places` that is free, now taken; None if there is none."""
        for box in places:
            wide = Box(box.left - margin, box.bottom, box.right + margin, box.top)
            if not self._room.holds(box) or any(wide.meets(other) for other in self._taken):
                continue
            if crosses(Box(box.left, box.bottom - 2, box.right, box.top + 2), self._segments):
                continue
            self._taken.append(box)
            return box
        return None
