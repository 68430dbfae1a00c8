"""One person's command line: what must be done, what must be refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.desks import Seatwise as Call


@dataclass(frozen=True)
class Seatwise:
    """Runs commands; `ok` wants them done and reads their JSON, `refused` wants one sentence."""

    call: Call
    folder: Path

    def ok(self, *arguments: str, day: str | None = None) -> Any:
        """The JSON of a command that must succeed."""
        clock = () if day is None else ("--today", day)
        answer = self.call(*clock, "--json", *arguments)
        assert answer.code == 0, answer.err
        return answer.json

    def refused(self, *arguments: str, day: str | None = None) -> str:
        """The sentence of a command that must be refused, and refused politely."""
        clock = () if day is None else ("--today", day)
        answer = self.call(*clock, "--json", *arguments)
        assert (answer.code, answer.out) == (1, "")
        return answer.sentence

    def file(self, name: str, text: str) -> str:
        """A file in the person's folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)
