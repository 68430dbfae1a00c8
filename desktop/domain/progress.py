"""How long work tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Step(Protocol):
    """Called by long work now and then; it may raise `Canceled`, after which nothing of the work remains."""

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` units are done; `total` is 0 while it is not known."""


def silent(done: int, total: int) -> None:
    """Progress nobody looks at."""
