"""What an entry of the journal changed, and what undoing it would change, as lines to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from desktop.domain.accounts import STATE_LABELS
from desktop.domain.key_text import end_of
from desktop.domain.keys import PLAN_LABELS
from desktop.domain.orders.order import CHARGE_STATUS_LABELS
from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.domain.payments import OUTCOME_LABELS
from desktop.domain.periods import Month
from desktop.domain.pricing.unit_prices import DECIMALS, UnitPrice
from desktop.domain.scenarios import BUYING_LABELS
from desktop.domain.shares import share_percent
from desktop.domain.users import BILLING_RIGHT_LABELS, ROLE_LABELS
from desktop.i18n import Message, Value, msg, msgn, yes_no
from desktop.services.journal.batch_lines import batch_lines
from desktop.services.journal.labels import ENTITY_LABELS, FIELD_LABELS
from desktop.services.journal.things import Things
from desktop.services.journal.undo import ChangeAnswer
from desktop.services.rules.changes import RULE, rule_label, rule_lines
from desktop.store.schema import ActivationKeyRow, ChangeKind
from desktop.store.types import message_of

_FLAGS = frozenset({"registered", "verified", "removed", "rehearsal", "demo", "registered_with_adobe"})
_SHARES = frozenset({"tax_rate", "growth", "active_share"})
_MONTHS = frozenset({"month", "first_month", "last_month", "starts"})
_WORDS: Mapping[str, Mapping[str, Message]] = {
    "state": {str(one): label for one, label in (*STATE_LABELS.items(), *ORDER_STATE_LABELS.items())},
    "status": {status.value: label for status, label in CHARGE_STATUS_LABELS.items()},
    "outcome": {outcome.value: label for outcome, label in OUTCOME_LABELS.items()},
    "plan": {plan.value: label for plan, label in PLAN_LABELS.items()},
    "buying": {str(buying): label for buying, label in BUYING_LABELS.items()},
    "role": {role.value: label for role, label in ROLE_LABELS.items()},
    "billing": {right.value: label for right, label in BILLING_RIGHT_LABELS.items()},
}


@dataclass(frozen=True)
class ChangeLine:
    """One field of one thing: what it is now, and what it becomes."""

    what: Message
    before: Value
    after: Value


def without_keys(changes: Iterable[ChangeAnswer]) -> list[ChangeAnswer]:
    """The changes with no more than the end of a key's text, which is nobody's business who only reads."""
    return [
        replace(change, fields={**change.fields, _KEY: [one and end_of(one) for one in change.fields[_KEY]]})
        if change.entity == ActivationKeyRow.__tablename__ and _KEY in change.fields
        else change
        for change in changes
    ]


_KEY = ActivationKeyRow.key.key


def change_lines(
    changes: Iterable[ChangeAnswer], earlier: Mapping[str, Any] | None = None, things: Things | None = None
) -> list[ChangeLine]:
    """Every field a person knows, in the order of the entry.

    `earlier` holds what was in force before a version of a rule; a version is then what differs from it. `things` says
    which orders the rows of a batch are of; without it a batch is one line with its count.
    """
    lines: list[ChangeLine] = []
    for change in changes:
        versions = None
        if earlier is not None and change.entity_id in earlier:
            versions = rule_lines(change, earlier[change.entity_id])
        lines += _lines(change, things) if versions is None else [ChangeLine(*line) for line in versions]
    return lines


def _batch(change: ChangeAnswer, things: Things | None) -> Sequence[ChangeLine]:
    """Its rows one by one, else how many they are."""
    gone = change.kind is ChangeKind.UNBATCH
    found = None if things is None else batch_lines(change, things)
    if found is None:
        many = msgn("{n} row", "{n} rows", n=len(change.fields["rows"]))
        found = [(msg("{thing}, many at once", thing=ENTITY_LABELS[change.entity]), many)]
    return [ChangeLine(what, said if gone else None, None if gone else said) for what, said in found]


def _thing(change: ChangeAnswer, things: Things | None) -> Message:
    """What the change is of: an order by its number, an instalment by its order too."""
    known = Things() if things is None else things
    if change.entity_id in known.orders:
        return msg("Order {number}", number=known.orders[change.entity_id][0])
    instalment = known.instalments.get(change.entity_id)
    if instalment is not None and instalment.order in known.orders:
        return msg(
            "Order {number}, instalment {instalment}, {day}",
            number=known.orders[instalment.order][0],
            instalment=instalment.number,
            day=instalment.due_on,
        )
    return ENTITY_LABELS[change.entity]


def _lines(change: ChangeAnswer, things: Things | None) -> Sequence[ChangeLine]:
    if "rows" in change.fields:
        return _batch(change, things)
    thing = _thing(change, things)
    currency = None if things is None else things.orders.get(change.entity_id, (0, None))[1]
    pairs = {name: tuple(None if one == "" else one for one in pair) for name, pair in change.fields.items()}
    known = {name: pair for name, pair in pairs.items() if name in FIELD_LABELS and pair[0] != pair[1]}
    return [
        ChangeLine(
            msg("{thing}: {field}", thing=thing, field=FIELD_LABELS[name]),
            *(rule_label(one) if named and one else _value(name, one, currency) for one in pair),
        )
        for name, pair in known.items()
        for named in (change.entity == RULE and name == "name",)
    ]


def _value(name: str, stored: Any, currency: str | None) -> Value:  # noqa: PLR0911 - one case a kind of value
    """A stored value as a person reads it."""
    if stored is None:
        return None
    if name in _SHARES:
        return msg("{percent} %", percent=share_percent(Fraction(stored)))
    if name == "exp_year":
        return str(stored)
    if name in _FLAGS:
        return yes_no(bool(stored))
    if name in _MONTHS and isinstance(stored, int):
        return Month(stored)
    if name == "unit_price" and isinstance(stored, int):
        return msg("{price}", price=UnitPrice(Fraction(stored, 10**DECIMALS), currency)) if currency else _price(stored)
    if name in _WORDS:
        return _WORDS[name].get(str(stored), str(stored))
    return stored if isinstance(stored, int) else _text(stored)


def _price(millionths: int) -> str:
    whole, rest = divmod(millionths, 10**DECIMALS)
    return f"{whole}.{f'{rest:06d}'.rstrip('0').ljust(2, '0')}"


def _text(stored: Any) -> Value:
    if isinstance(stored, Mapping):
        return message_of({**stored}) if "text" in stored else _listed(stored.values())
    if isinstance(stored, list):
        return _listed(stored)
    if isinstance(stored, str) and stored.startswith(("{", "[")):
        try:
            return _text(json.loads(stored))
        except ValueError:
            return stored
    return _moment(str(stored))


def _moment(text: str) -> Value:
    """A day or an instant where the text is one."""
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _listed(parts: Iterable[Any]) -> str:
    return ", ".join(_listed(part.values()) if isinstance(part, Mapping) else str(part) for part in parts)
