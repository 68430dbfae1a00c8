"""Ctrl-C and a request to end: work with steps ends at its next step, so that nothing is torn in the middle."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_ASKING = (signal.SIGINT, signal.SIGTERM)
Handler = Callable[[int, FrameType | None], None]


@contextmanager
def raised() -> Iterator[None]:
    """Raise KeyboardInterrupt also where the system asks the program to end."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled_by(give_up):
        yield


@contextmanager
def noted() -> Iterator[Callable[[], bool]]:
    """Whether the person asked to stop; the second time it is raised at once."""
    asked = threading.Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    with _handled_by(note):
        yield asked.is_set


@contextmanager
def _handled_by(handler: Handler) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, handler) for one in _ASKING}
    try:
        yield
    finally:
        for one, earlier in before.items():
            signal.signal(one, earlier)
