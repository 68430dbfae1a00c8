"""What the short names of rules and sources in an explanation mean, in words for people (rules.md 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import Message, msg

RULES_OF_BILLING: Mapping[str, Message] = {
    "F5": msg("each month counts its active people once, and a period is the sum of its months"),
    "F7": msg("remaining is what was purchased in the period less what is used"),
    "F8": msg("a closed month keeps the number it was billed"),
    "F9": msg("available seats, registered users and what remains"),
    "R10": msg("the seats of a key count from the day it is activated until they expire"),
}
SOURCES: Mapping[str, Message] = {
    "S0": msg("Adobe Learning Manager's help page on billing"),
    "S1": msg("Adobe Learning Manager's documentation of billing"),
    "IMG": msg("the screens shown in Adobe Learning Manager's documentation"),
    "P": msg("a decision of Seatwise where the documents are silent"),
}


def rule_in_words(rule: str) -> Message:
    """A rule by its short name and what it says."""
    said = RULES_OF_BILLING.get(rule)
    return msg("Rule {rule}", rule=rule) if said is None else msg("Rule {rule}: {said}", rule=rule, said=said)


def sources_in_words(source: str) -> tuple[Message, ...]:
    """The sources named in an explanation, such as `S0, S1`; an unknown name stays as it is."""
    names = [name.strip() for name in source.split(",")]
    return tuple(SOURCES.get(name, msg("{name}", name=name)) for name in names if name)
