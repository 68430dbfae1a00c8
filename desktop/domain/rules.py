"""The account rules: every constant that is our own decision is a named, versioned setting (rules.md section 10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg

RuleValue: TypeAlias = "int | str | list[str] | dict[str, str]"
"""As it is kept: days as YYYY-MM-DD, percentages by country as plain digits."""

NONE = "none"


_LARGEST = 1_000_000
_RATE = re.compile(r"\s*([A-Za-z]{2})\s*=\s*(\d{1,2}(?:\.\d{1,4})?)\s*%?\s*", re.ASCII)


@dataclass(frozen=True)
class AccountRule:
    """One named setting: its default, what it means, and the rule of rules.md it belongs to."""

    name: str
    default: Any
    text: Message
    rule: str
    minimum: int | None = None
    choices: tuple[str, ...] = ()

    def read(self, typed: str) -> RuleValue:
        """The value a person typed, refused where it cannot be one."""
        if self.choices:
            return self._choice(typed)
        if isinstance(self.default, list):
            return self._kinds(typed)
        if isinstance(self.default, dict):
            return self._rates(typed)
        return self._day(typed) if isinstance(self.default, str) else self._whole(typed)

    def _choice(self, typed: str) -> str:
        chosen = typed.strip().lower()
        if chosen not in self.choices:
            raise UserError(msg("{name} is one of: {choices}.", name=self.name, choices=", ".join(self.choices)))
        return chosen

    def _day(self, typed: str) -> str:
        """A day, no earlier than any price list and no later than any clock stands."""
        text = typed.strip()
        try:
            day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
        except ValueError:
            day = None
        if day is None or not _FIRST_DAY < day <= _LAST_DAY:
            raise UserError(
                msg("{name} is a day from 2000 on, written as YYYY-MM-DD: for example 2022-08-01.", name=self.name)
            )
        return day.isoformat()

    def _rates(self, typed: str) -> dict[str, str]:
        """Percentages by country; `none` where there is no tax."""
        if typed.strip().lower() == NONE:
            return {}
        found = [_RATE.fullmatch(part) for part in typed.split(",")]
        rates = {part[1].upper(): part[2] for part in found if part is not None}
        if len(rates) < len(found):
            raise UserError(
                msg("{name} is a percentage for each country, such as FR=20, NL=21; or none.", name=self.name)
            )
        return dict(sorted(rates.items()))

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


_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)


def written(value: Any) -> str:
    """A rule's value as a person types it.

    >>> written({"FR": "20", "NL": "21"}), written({}), written(["q1", "q2"]), written(10)
    ('FR=20, NL=21', 'none', 'q1, q2', '10')
    """
    if isinstance(value, dict):
        return ", ".join(f"{country}={rate}" for country, rate in value.items()) or NONE
    return ", ".join(value) if isinstance(value, list) else str(value)


RULES: Mapping[str, AccountRule] = {
    rule.name: rule
    for rule in (
        AccountRule("trial_days", 30, msg("Days of a trial"), "C1", minimum=1),
        AccountRule(
            "po_kinds", ["q1", "q2", "q3", "q5"], msg("Kinds of activity that a purchase order charges"), "R13"
        ),
        AccountRule("first_order_min", 10, msg("Least users in a first order"), "R3", minimum=1),
        AccountRule("card_order_max", 3500, msg("Most users in an order by credit card"), "R4", minimum=1),
        AccountRule(
            "remaining_limits",
            "registrations",
            msg("What the remaining seats limit: registrations or orders"),
            "R5",
            choices=("registrations", "orders"),
        ),
        AccountRule("price_change_on", "2022-08-01", msg("First day of the new price"), "F4"),
        AccountRule(
            "grandfather_scope",
            "order",
            msg("What keeps an earlier price: each order, or the whole account"),
            "F4",
            choices=("order", "account"),
        ),
        AccountRule("tax_rates", {}, msg("Tax by country, in percent"), "F2"),
    )
}


def rule_named(name: str) -> AccountRule:
    """The rule of that name."""
    if name not in RULES:
        raise UserError(msg("There is no rule “{name}”. The rules are: {names}.", name=name, names=", ".join(RULES)))
    return RULES[name]
