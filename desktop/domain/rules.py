"""The account rules: every constant that is our own decision is a named, versioned setting (rules.md section 10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from desktop.domain.errors import UserError
from desktop.domain.typed_numbers import read_number, typed_number
from desktop.i18n import Message, Value, msg

RuleValue: TypeAlias = "int | str | list[str] | list[int] | dict[str, str]"
"""As it is kept: days as YYYY-MM-DD, percentages by country as plain digits."""

NONE = "none"


_LARGEST = 1_000_000
_WHOLE, _NO_PRICE = 100, 10**9
_RATE = re.compile(r"\s*([A-Za-z]{2})\s*=\s*([^=%;]+?)\s*%?\s*", re.ASCII)
_BETWEEN_RATES = re.compile(r"[,;](?=\s*[A-Za-z]{2}\s*=)", re.ASCII)
_RATE_DECIMALS, _SHARE_DECIMALS, _PRICE_DECIMALS = 4, 6, 6


class Kind(StrEnum):
    """What the value of a rule is, where its default does not show it."""

    NUMBERS = "numbers"
    SHARE = "share"
    PRICE = "price"


@dataclass(frozen=True)
class AccountRule:
    """One named setting: its default, what it means, and the rule of rules.md it belongs to."""

    name: str
    default: Any
    text: Message
    rule: str
    minimum: int | None = None
    choices: tuple[str, ...] = ()
    kind: Kind | None = None
    """What it is where its default does not show it."""

    def read(self, typed: str, language: str = "en") -> RuleValue:
        """The value typed by a person who writes this language, refused where it cannot be one."""
        if self.choices:
            return self._choice(typed)
        if self.kind is not None:
            return _READERS[self.kind](self, typed, language)
        if isinstance(self.default, list):
            return self._kinds(typed)
        if isinstance(self.default, dict):
            return self._rates(typed, language)
        return self._day(typed) if isinstance(self.default, str) else self._whole(typed, language)

    def plain(self, typed: str, language: str) -> str:
        """What a person typed who writes this language, as it is typed in English: choices by their own words."""
        return written(self.read(typed, language))

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

    def _rates(self, typed: str, language: str) -> dict[str, str]:
        """Percentages by country; `none` where there is no tax."""
        if typed.strip().lower() == NONE:
            return {}
        parts = _BETWEEN_RATES.split(typed)
        found = [_RATE.fullmatch(part) for part in parts]
        read = {part[1].upper(): read_number(part[2], language, _RATE_DECIMALS) for part in found if part is not None}
        rates = {country: format(rate, "f") for country, rate in read.items() if rate is not None and rate < _WHOLE}
        if len(rates) < len(parts):
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

    def _numbers(self, typed: str, _language: str) -> list[int]:
        """Whole numbers, each once, such as the days of reminders counted from 0."""
        parts = [part.strip() for part in re.split(r"[,;]", typed)]
        if not all(part.isascii() and part.isdecimal() and int(part) <= _LARGEST for part in parts):
            raise UserError(msg("{name} is a list of whole numbers, such as 0, 7, 21.", name=self.name))
        return sorted({int(part) for part in parts})

    def _share(self, typed: str, language: str) -> str:
        """A share from 0 to 1, as plain digits."""
        found = read_number(typed, language, _SHARE_DECIMALS)
        if found is None or found > 1:
            example = typed_number(Decimal("0.5"), language)
            raise UserError(msg("{name} is a share from 0 to 1, such as {example}.", name=self.name, example=example))
        return format(found.normalize(), "f")

    def _price(self, typed: str, language: str) -> str:
        """A price in the account's currency, or none."""
        if typed.strip().lower() == NONE:
            return NONE
        found = read_number(typed, language, _PRICE_DECIMALS)
        if found is None or found >= _NO_PRICE:
            raise UserError(
                msg(
                    "{name} is a price with at most six decimals, such as {example}; or none.",
                    name=self.name,
                    example=typed_number(Decimal("1.25"), language),
                )
            )
        return format(found, "f")

    def _whole(self, typed: str, language: str) -> int:
        least, found = self.minimum or 0, read_number(typed, language, 0)
        if found is not None and found > _LARGEST:
            raise UserError(
                msg("{name} is a whole number from {least} to {most}.", name=self.name, least=least, most=_LARGEST)
            )
        if found is None or found < least:
            raise UserError(msg("{name} is a whole number, at least {least}.", name=self.name, least=least))
        return int(found)


_READERS: Mapping[Kind, Callable[[AccountRule, str, str], RuleValue]] = {
    Kind.NUMBERS: AccountRule._numbers,  # noqa: SLF001 - the table of its own readers
    Kind.SHARE: AccountRule._share,  # noqa: SLF001
    Kind.PRICE: AccountRule._price,  # noqa: SLF001
}
_ON, _OFF = "on", "off"
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)


def written(value: Any) -> str:
    """A rule's value as a person types it.

    >>> written({"FR": "20", "NL": "21"}), written({}), written(["q1", "q2"]), written(10)
    ('FR=20, NL=21', 'none', 'q1, q2', '10')
    """
    if isinstance(value, dict):
        return ", ".join(f"{country}={rate}" for country, rate in value.items()) or NONE
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


CHOICE_LABELS: Mapping[str, Message] = {
    "registrations": msg("registrations"),
    "orders": msg("orders"),
    "order": msg("each order"),
    "account": msg("the whole account"),
    "paid_through": msg("after the last paid day"),
    "deactivation": msg("at the deactivation"),
    _ON: msg("on"),
    _OFF: msg("off"),
}
"""What the choices of rules are called."""


def value_said(rule: AccountRule, value: Any) -> Value:  # noqa: PLR0911 - one case a kind of value
    """A rule's value as a person reads it.

    >>> value_said(RULES["grace_starts"], "deactivation").text, value_said(RULES["po_kinds"], ["q1", "q2"])
    ('at the deactivation', 'Q1, Q2')
    >>> value_said(RULES["termination_fee_rate"], "0.125").english(), value_said(RULES["tax_rates"], {}).english()
    ('12.5 %', 'none')
    """
    if rule.choices:
        return CHOICE_LABELS[value]
    if value in (NONE, {}):
        return msg("none")
    if rule.kind is Kind.SHARE:
        return msg("{percent} %", percent=(Decimal(value) * 100).normalize() + 0)
    if rule.kind is Kind.PRICE:
        return msg("{price}", price=Decimal(value))
    if isinstance(value, dict):
        return tuple(
            msg("{country} {percent} %", country=country, percent=Decimal(rate)) for country, rate in value.items()
        )
    if isinstance(value, int):
        return value
    return written(value).upper() if isinstance(value, list) else date.fromisoformat(value)


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
        AccountRule(
            "trial_reminder_days",
            [1, 7],
            msg("Days before the trial's end with a reminder"),
            "0.3.4",
            kind=Kind.NUMBERS,
        ),
        AccountRule("grace_days", 30, msg("Days of the grace trial after a deactivation"), "C6", minimum=1),
        AccountRule(
            "grace_starts",
            "paid_through",
            msg("When the grace begins: after the last paid day, or at the deactivation"),
            "C6",
            choices=("paid_through", "deactivation"),
        ),
        AccountRule(
            "grace_reminder_days", [0, 14, 26], msg("Days of the grace with a reminder"), "0.3.4", kind=Kind.NUMBERS
        ),
        AccountRule("dunning_days", 30, msg("Days an order is suspended until it is canceled"), "O6", minimum=1),
        AccountRule("dunning_reminders", 3, msg("Reminders drafted before an unpaid order ends"), "O6", minimum=2),
        AccountRule(
            "dunning_reminder_days", [0, 7, 21], msg("Days of a suspension with a reminder"), "0.3.4", kind=Kind.NUMBERS
        ),
        AccountRule(
            "retry_days", [7, 21], msg("Days of a suspension on which what is owed is tried"), "1.2", kind=Kind.NUMBERS
        ),
        AccountRule(
            "auto_renew", _ON, msg("Whether a term that ends is renewed: on or off"), "O11", choices=(_ON, _OFF)
        ),
        AccountRule("termination_fee_rate", "0.5", msg("Share of the remaining instalments"), "F3", kind=Kind.SHARE),
        AccountRule(
            "fee_on_nonpayment",
            _OFF,
            msg("Whether an order that ends unpaid costs the fee: on or off"),
            "F3",
            choices=(_ON, _OFF),
        ),
        AccountRule("mau_unit_price", NONE, msg("Price of one active user in one month"), "F5", kind=Kind.PRICE),
        AccountRule(
            "usage_alerts",
            [90, 100],
            msg("Percent of the seats or units in use with an alert"),
            "1.7",
            kind=Kind.NUMBERS,
        ),
        AccountRule(
            "charge_by_itself",
            _OFF,
            msg("Whether Stripe is asked by itself for what falls due: on or off"),
            "0.3.7",
            choices=(_ON, _OFF),
        ),
        AccountRule("advance_ask_days", 45, msg("Days that fall due at once without asking"), "0.3.1", minimum=1),
    )
}


OF_THE_CALENDAR = frozenset(
    {
        *("trial_reminder_days", "grace_days", "grace_starts", "grace_reminder_days"),
        *("dunning_days", "dunning_reminders", "dunning_reminder_days", "retry_days"),
        *("auto_renew", "termination_fee_rate", "fee_on_nonpayment"),
    }
)
"""Rules that the calendar follows, and by which days that are past are told again (decision 10)."""


def rule_named(name: str) -> AccountRule:
    """The rule of that name."""
    if name not in RULES:
        raise UserError(msg("There is no rule “{name}”. The rules are: {names}.", name=name, names=", ".join(RULES)))
    return RULES[name]
