"""Letting Python's collector of garbage rest while very much is made and kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class _Resting:
    """How many acts want the collector to rest; it is one for the whole process."""

    def __init__(self) -> None:
        self._acts = 0
        self._lock = Lock()

    def count(self, more: int) -> None:
        """Stop the collector for the first act, and let it go on after the last."""
        with self._lock:
            self._acts += more
            if self._acts:
                gc.disable()
            else:
                gc.enable()


_resting = _Resting()


@contextmanager
def resting_collector() -> Iterator[None]:
    """Nobody looks for garbage meanwhile, in any thread; also a decorator.

    Years of ten thousand orders are over a million objects that say what befell them, and all are kept until the answer
    is given. The collector walks through them again and again, which takes up to half of the time and grows with all
    that is there. They know each other in no circle, so what is dropped is freed at once without it.
    """
    _resting.count(1)
    try:
        yield
    finally:
        _resting.count(-1)
