"""What part of a month's people is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.qualification import Kind


@dataclass(frozen=True)
class PeopleWishes:
    """Which people of a month to show. `text` is part of a name, an e-mail address, an object or a file's name."""

    text: str = ""
    kind: Kind | None = None
    late: bool = False
