"""What an entry of the journal changed, and what undoing it would change, as lines to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.domain.accounts import STATE_LABELS
from desktop.domain.keys import PLAN_LABELS
from desktop.domain.periods import Month
from desktop.domain.users import ROLE_LABELS
from desktop.i18n import Message, Value, msg, msgn

if TYPE_CHECKING:
    from desktop.services.undo import ChangeAnswer

ENTITY_LABELS: Mapping[str, Message] = {
    "account": msg("Account"),
    "user": msg("User"),
    "account_rule": msg("Account rule"),
    "activation_key": msg("Activation key"),
    "usage_source": msg("Imported file"),
    "closed_month": msg("Closed month"),
    "learner_alias": msg("Same person"),
    "learner_exclusion": msg("Exclusion"),
    "workspace": msg("Workspace"),
}
_FIELDS: Mapping[str, Message] = {
    "name": msg("Name"),
    "identifier": msg("Identifier"),
    "email": msg("E-mail"),
    "unique_id": msg("Unique ID"),
    "role": msg("Role"),
    "registered": msg("Registered"),
    "region": msg("Billing region"),
    "time_zone": msg("Time zone"),
    "currency": msg("Currency"),
    "state": msg("State"),
    "state_reason": msg("Reason"),
    "state_since": msg("Since"),
    "trial_ends_on": msg("Trial ends on"),
    "version": msg("Version"),
    "effective_from": msg("In force from"),
    "value": msg("Value"),
    "key": msg("Key"),
    "seats": msg("Seats"),
    "plan": msg("Plan"),
    "verified": msg("Verified"),
    "issued_on": msg("Issued on"),
    "expires_on": msg("Expires on"),
    "activated_on": msg("Activated on"),
    "activated_by": msg("Activated by"),
    "file": msg("File"),
    "rows_in": msg("Rows in"),
    "counted": msg("Counted"),
    "ignored": msg("Ignored"),
    "unmapped": msg("Unmapped"),
    "rejected": msg("Rejected"),
    "duplicate": msg("Duplicate"),
    "learners": msg("Learners"),
    "first_month": msg("First month"),
    "last_month": msg("Last month"),
    "removed": msg("Taken back"),
    "month": msg("Month"),
    "billed": msg("Billed"),
    "closed_on": msg("Closed on"),
    "reason": msg("Reason"),
}
_FLAGS = frozenset({"registered", "verified", "removed"})
_MONTHS = frozenset({"month", "first_month", "last_month"})
_WORDS: Mapping[str, Mapping[str, Message]] = {
    "state": {state.value: label for state, label in STATE_LABELS.items()},
    "plan": {plan.value: label for plan, label in PLAN_LABELS.items()},
    "role": {role.value: label for role, label in ROLE_LABELS.items()},
}


@dataclass(frozen=True)
class ChangeLine:
    """One field of one thing: what it is now, and what it becomes."""

    what: Message
    before: Value
    after: Value


def change_lines(changes: Iterable[ChangeAnswer]) -> list[ChangeLine]:
    """Every field a person knows, in the order of the entry; a batch is one line with its count."""
    lines: list[ChangeLine] = []
    for change in changes:
        lines += _lines(change)
    return lines


def _lines(change: ChangeAnswer) -> Sequence[ChangeLine]:
    thing = ENTITY_LABELS.get(change.entity, msg("{name}", name=change.entity))
    if "rows" in change.fields:
        count = len(change.fields["rows"])
        many = msgn("{n} row", "{n} rows", n=count)
        gone = str(change.kind) == "unbatch"
        return [ChangeLine(msg("{thing}, many at once", thing=thing), many if gone else None, None if gone else many)]
    known = {name: pair for name, pair in change.fields.items() if name in _FIELDS and pair[0] != pair[1]}
    return [
        ChangeLine(
            msg("{thing}: {field}", thing=thing, field=_FIELDS[name]), _value(name, pair[0]), _value(name, pair[1])
        )
        for name, pair in known.items()
    ]


def _value(name: str, stored: Any) -> Value:
    """A stored value as a person reads it."""
    if stored is None:
        return None
    if name in _FLAGS:
        return msg("Yes") if stored else msg("No")
    if name in _MONTHS and isinstance(stored, int):
        return str(Month(stored))
    if name in _WORDS:
        return _WORDS[name].get(str(stored), str(stored))
    return stored if isinstance(stored, int) else _text(stored)


def _text(stored: Any) -> Value:
    if isinstance(stored, Mapping):
        return _message(stored)
    if isinstance(stored, list):
        return ", ".join(str(part) for part in stored)
    if isinstance(stored, str) and stored.startswith("{"):
        import json

        try:
            return _text(json.loads(stored))
        except ValueError:
            return stored
    try:
        return date.fromisoformat(str(stored))
    except ValueError:
        return str(stored)


def _message(stored: Mapping[str, Any]) -> Value:
    text = stored.get("text")
    params = stored.get("params")
    return Message(text, params if isinstance(params, Mapping) else {}) if isinstance(text, str) else str(dict(stored))
