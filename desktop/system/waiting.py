"""Waiting a moment."""

from __future__ import annotations

import time


def pause(seconds: float) -> None:
    """Wait so long."""
    time.sleep(seconds)
