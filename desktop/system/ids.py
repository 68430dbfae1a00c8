"""New ids: random from the machine, or the same ones each time for the demo and for tests."""

from __future__ import annotations

from typing import Protocol


class Ids(Protocol):
    """Gives ids nobody has given before."""

    def new(self) -> str:
        """A fresh UUID as text."""


class RandomIds:
    """Ids from the machine's source of randomness."""

    def new(self) -> str:
        """A fresh UUID as text."""
        # Imported late, as below: the window is painted before anybody needs an id.
        from uuid import uuid4

        return str(uuid4())


class SeededIds:
    """The same row of ids for the same seed."""

    def __init__(self, seed: int) -> None:
        """Start the row."""
        import random

        self._random = random.Random(seed)  # noqa: S311 - ids of rehearsal data, not secrets

    def new(self) -> str:
        """The next id of the row."""
        from uuid import UUID

        return str(UUID(int=self._random.getrandbits(128), version=4))
