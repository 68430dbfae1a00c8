"""What the command palette lists: commands, orders, people and whatever else matches what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.search_text import folded
from desktop.i18n import Message, msg


class Section(StrEnum):
    """Where an entry belongs, in the order the sections stand in."""

    COMMANDS = "commands"
    MONTHS = "months"
    ORDERS = "orders"
    ACCOUNTS = "accounts"
    PEOPLE = "people"
    JOURNAL = "journal"
    GUIDE = "guide"


SECTION_LABELS: dict[Section, Message] = {
    Section.COMMANDS: msg("Commands"),
    Section.MONTHS: msg("Months"),
    Section.ORDERS: msg("Orders"),
    Section.ACCOUNTS: msg("Accounts"),
    Section.PEOPLE: msg("People"),
    Section.JOURNAL: msg("Journal"),
    Section.GUIDE: msg("Guide"),
}
MARKS = {">": Section.COMMANDS, "#": Section.ORDERS, "@": Section.PEOPLE, "?": Section.GUIDE}

_MOST = 6
"""Lines of a section among others."""


@dataclass(frozen=True)
class Entry:
    """One line: what it is, what stands beside it, its keys, and what Enter does. Without `run` it only informs."""

    section: Section
    text: str
    detail: str = ""
    keys: str = ""
    icon: str | None = None
    run: Callable[[], None] | None = None
    key: str = ""
    why: Callable[[], None] | None = None
    """What explains its amount."""


@dataclass(frozen=True)
class Wanted:
    """What was typed: its words as a search compares them, and the section that a mark in front names."""

    words: tuple[str, ...]
    section: Section | None = None
    text: str = ""
    """What was typed, without the mark."""

    @classmethod
    def of(cls, typed: str) -> Wanted:
        """Read what was typed: `>` commands, `#` orders, `@` people, `?` the guide."""
        section = MARKS.get(typed[:1])
        rest = typed[1:] if section else typed
        return cls(tuple(folded(rest).split()), section, rest.strip())

    def asks_for(self, section: Section) -> bool:
        """Whether lines of the section are wanted."""
        return self.section in (None, section)

    def fits(self, entry: Entry) -> bool:
        """Whether every word occurs, in any order, however it is accented."""
        said = folded(f"{entry.text} {entry.detail}")
        return self.asks_for(entry.section) and all(word in said for word in self.words)


def matching(entries: Sequence[Entry], wanted: Wanted, last_used: Sequence[str] = ()) -> list[Entry]:
    """The entries that fit, by section: those whose own text begins with a word typed first, then where it occurs.

    The last used come first when nothing is typed. Without a mark no section takes the room of the others, and what
    can be done from several places is there once.
    """
    fitting: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        if wanted.fits(entry):
            fitting.setdefault((entry.section, entry.text, entry.detail, entry.keys), entry)
    order = list(Section)

    def rank(entry: Entry) -> tuple[int, int, int]:
        text = folded(entry.text)
        starts = any(text.startswith(word) for word in wanted.words)
        named = all(word in text for word in wanted.words)
        recent = last_used.index(entry.key) if entry.key in last_used and not wanted.words else len(last_used)
        return order.index(entry.section), recent, 0 if starts else 1 if named else 2

    found = sorted(fitting.values(), key=rank)
    if not wanted.words or wanted.section is not None:
        return found
    return [one for section in order for one in [entry for entry in found if entry.section is section][:_MOST]]
