"""The account rules: every constant that is our own decision is a named, versioned setting (domain.md section 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg

RuleValue: TypeAlias = "int | list[str]"


_LARGEST = 1_000_000


@dataclass(frozen=True)
class AccountRule:
    """One named setting: its default, what it means, and the rule of domain.md it belongs to."""

    name: str
    default: Any
    text: Message
    rule: str
    minimum: int | None = None

    def read(self, typed: str) -> RuleValue:
        """The value a person typed, refused where it cannot be one."""
        return self._kinds(typed) if isinstance(self.default, list) else self._whole(typed)

    def _kinds(self, typed: str) -> list[str]:
        """Kinds of activity; only Q4 can be left out, because the store keeps no more than that apart."""
        chosen = {part.strip().lower() for part in typed.split(",") if part.strip()}
        if chosen not in (set(self.default), {*self.default, "q4"}):
            raise UserError(
                msg("{name} is Q1,Q2,Q3,Q5, or Q1,Q2,Q3,Q4,Q5 to charge social activity too.", name=self.name)
            )
        return sorted(chosen)

    def _whole(self, typed: str) -> int:
        least = self.minimum or 0
        if not (typed.strip().isascii() and typed.strip().isdecimal()) or int(typed) < least or int(typed) > _LARGEST:
            raise UserError(msg("{name} is a whole number, at least {least}.", name=self.name, least=least))
        return int(typed)


RULES: Mapping[str, AccountRule] = {
    rule.name: rule
    for rule in (
        AccountRule("trial_days", 30, msg("Days of a trial"), "C1", minimum=1),
        AccountRule(
            "po_kinds", ["q1", "q2", "q3", "q5"], msg("Kinds of activity that a purchase order charges"), "R13"
        ),
    )
}


def rule_named(name: str) -> AccountRule:
    """The rule of that name."""
    if name not in RULES:
        raise UserError(msg("There is no rule “{name}”. The rules are: {names}.", name=name, names=", ".join(RULES)))
    return RULES[name]
