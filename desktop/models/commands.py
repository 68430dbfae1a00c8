"""What the command palette lists: commands, people and pages of the guide that match what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.i18n import Message, msg


class Section(StrEnum):
    """Where an entry belongs."""

    COMMANDS = "commands"
    MONTHS = "months"
    ACCOUNTS = "accounts"
    PEOPLE = "people"
    GUIDE = "guide"


SECTION_LABELS: dict[Section, Message] = {
    Section.COMMANDS: msg("Commands"),
    Section.MONTHS: msg("Months"),
    Section.ACCOUNTS: msg("Accounts"),
    Section.PEOPLE: msg("People"),
    Section.GUIDE: msg("Guide"),
}
_MARKS = {">": Section.COMMANDS, "@": Section.PEOPLE, "?": Section.GUIDE}


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


@dataclass(frozen=True)
class Wanted:
    """What was typed: the words, and the section a mark in front names."""

    words: tuple[str, ...]
    section: Section | None = None

    @classmethod
    def of(cls, typed: str) -> Wanted:
        """Read what was typed: `>` commands, `@` people, `?` the guide."""
        section = _MARKS.get(typed[:1])
        rest = typed[1:] if section else typed
        return cls(tuple(rest.casefold().split()), section)

    def fits(self, entry: Entry) -> bool:
        """Whether every word occurs, in any order."""
        said = f"{entry.text} {entry.detail}".casefold()
        return (self.section in (None, entry.section)) and all(word in said for word in self.words)


def matching(entries: Sequence[Entry], wanted: Wanted, last_used: Sequence[str] = ()) -> list[Entry]:
    """The entries that fit: by section, those that begin with a word typed first; the last used first when empty."""
    found = [entry for entry in entries if wanted.fits(entry)]
    order = list(Section)

    def rank(entry: Entry) -> tuple[int, int, int]:
        starts = any(entry.text.casefold().startswith(word) for word in wanted.words)
        recent = last_used.index(entry.key) if entry.key in last_used and not wanted.words else len(last_used)
        return order.index(entry.section), recent, 0 if starts else 1

    return sorted(found, key=rank)
