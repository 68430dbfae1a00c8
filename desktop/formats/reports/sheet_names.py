"""Names of sheets that Excel takes."""

from __future__ import annotations

import re

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class SheetNames:
    """Gives each sheet of a workbook a legal name of its own.

    >>> names = SheetNames()
    >>> names.name("Usage: 2019/20"), names.name("usage  2019 20"), names.name("History"), names.name("'")
    ('Usage 2019 20', 'usage 2019 20 (2)', 'History (2)', 'Sheet')
    """

    def __init__(self) -> None:
        """No name is taken but the one Excel keeps for itself."""
        self._taken = {"history"}

    def name(self, wished: str) -> str:
        """The wished name with what is forbidden left out, at most 31 characters, numbered where it is taken."""
        shown = "".join(letter if letter.isprintable() else " " for letter in _FORBIDDEN.sub(" ", wished))
        plain = _cut(" ".join(shown.split()).strip("'"), _LONGEST) or "Sheet"
        found, number = plain, 1
        while found.casefold() in self._taken:
            number += 1
            mark = f" ({number})"
            found = _cut(plain, _LONGEST - len(mark)) + mark
        self._taken.add(found.casefold())
        return found


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip(" '")
