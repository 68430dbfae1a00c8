"""New ids: random from the machine, or the same ones each time for the demo and for tests."""

from __future__ import annotations

import random
from typing import Protocol
from uuid import UUID, uuid4


class Ids(Protocol):
    """Gives ids nobody has given before."""

    def new(self) -> str:
        """A fresh UUID as text."""


class RandomIds:
    """Ids from the machine's source of randomness."""

    def new(self) -> str:
        """A fresh UUID as text."""
        return str(uuid4())


class SeededIds:
    """The same row of ids for the same seed."""

    def __init__(self, seed: int) -> None:
        """Start the row."""
        self._random = random.Random(seed)  # noqa: S311 - ids of rehearsal data, not secrets

    def new(self) -> str:
        """The next id of the row."""
        return str(UUID(int=self._random.getrandbits(128), version=4))
