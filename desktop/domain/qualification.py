"""Which recorded actions make a learner active in a month (rules.md section 6, Q1 to Q5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cached_property
from operator import itemgetter

from desktop.domain.errors import WrongUsage
from desktop.i18n import Message, msg


class Kind(StrEnum):
    """What an action counts as. Q1 to Q5 make the learner active; the others do not."""

    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"
    Q5 = "q5"
    ENROLMENT = "enrollment"
    IGNORE = "ignore"

    @property
    def qualifies(self) -> bool:
        """Whether the action makes the learner active in its month."""
        return self in QUALIFYING


QUALIFYING = frozenset({Kind.Q1, Kind.Q2, Kind.Q3, Kind.Q4, Kind.Q5})

KIND_LABELS: dict[Kind, Message] = {
    Kind.Q1: msg("Course, learning program or certification used"),
    Kind.Q2: msg("Job aid or attachment used"),
    Kind.Q3: msg("Personal notes used"),
    Kind.Q4: msg("Board, post or comment created"),
    Kind.Q5: msg("Completion recorded by someone else"),
    Kind.ENROLMENT: msg("Enrollment"),
    Kind.IGNORE: msg("Does not count"),
}


def kind_of(text: str) -> Kind:
    """Read a kind as a person writes it: `Q1` to `Q5`, `ignore` or `enrollment`."""
    wanted = text.strip().lower()
    wanted = {"enrolment": "enrollment", "ignored": "ignore"}.get(wanted, wanted)
    if wanted not in set(Kind):
        raise WrongUsage(msg("“{kind}” is not a kind. Use Q1, Q2, Q3, Q4, Q5, enrollment or ignore.", kind=text))
    return Kind(wanted)


def normal_action(action: str) -> str:
    """The form in which actions are compared: NFC, single spaces, lower case, http for https, no final slash."""
    text = " ".join(unicodedata.normalize("NFC", action).split()).lower()
    if text.startswith("https://"):
        text = "http://" + text.removeprefix("https://")
    return text.rstrip("/") if text.startswith("http://") else text


@dataclass(frozen=True)
class MapRule:
    """One line of the qualification map; the first line that fits decides.

    `action` and `about` are shell patterns over the normal form; an empty `about` fits anything. `about` is what the
    action was done to: an xAPI activity type, a Moodle component. `by_other` asks that somebody else than the learner
    acted (Q5), or that nobody else did; None does not ask.
    """

    action: str
    kind: Kind
    about: str = ""
    by_other: bool | None = None

    def fits(self, action: str, about: str, *, by_other: bool) -> bool:
        """Whether this line decides on the action, all in normal form."""
        return (
            (self.by_other is None or self.by_other == by_other)
            and (not self.about or any(fnmatchcase(about, one) for one in self.about.split("|")))
            and (self.action == action or ("*" in self.action and fnmatchcase(action, self.action)))
        )


@dataclass(frozen=True)
class QualificationMap:
    """The map in force: the edits of the account before the default lines. `version` is kept with every import."""

    rules: tuple[MapRule, ...]
    version: str = "default"

    def with_edits(self, edits: Iterable[MapRule], version: str) -> QualificationMap:
        """The map with an account's own lines in front."""
        return QualificationMap((*edits, *self.rules), version)

    def kind(self, action: str, about: str = "", *, by_other: bool = False) -> Kind | None:
        """What the action counts as; None is unmapped: counted apart and shown, never silently billed."""
        wanted, thing = normal_action(action), normal_action(about)
        candidates: list[tuple[int, MapRule]] = [*self._exact.get(wanted, ()), *self._patterns]
        for _, rule in sorted(candidates, key=itemgetter(0)):
            if rule.fits(wanted, thing, by_other=by_other):
                return rule.kind
        return None

    @cached_property
    def _exact(self) -> dict[str, list[tuple[int, MapRule]]]:
        found: dict[str, list[tuple[int, MapRule]]] = {}
        for place, rule in enumerate(self.rules):
            if "*" not in rule.action:
                found.setdefault(rule.action, []).append((place, rule))
        return found

    @cached_property
    def _patterns(self) -> list[tuple[int, MapRule]]:
        return [(place, rule) for place, rule in enumerate(self.rules) if "*" in rule.action]
