"""Chance that comes out the same each time: for the demo workspace."""

from __future__ import annotations

import random

Chance = random.Random


def seeded(seed: int) -> Chance:
    """A source of chance that gives the same row for the same seed."""
    return random.Random(seed)  # noqa: S311 - believable data, no secrets
