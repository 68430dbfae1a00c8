"""What an entry of the journal changed, and what undoing it would change, as lines to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.domain.accounts import STATE_LABELS
from desktop.domain.keys import PLAN_LABELS
from desktop.domain.periods import Month
from desktop.domain.users import ROLE_LABELS
from desktop.i18n import Message, Value, msg, msgn
from desktop.services.rule_changes import RULE, rule_label, rule_lines
from desktop.services.undo import ChangeAnswer
from desktop.store.schema import ChangeKind
from desktop.store.types import message_of

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
FIELD_LABELS: Mapping[str, Message] = {
    "name": msg("Name"),
    "identifier": msg("Identifier"),
    "email": msg("E-mail"),
    "unique_id": msg("Unique ID"),
    "role": msg("Role"),
    "registered": msg("Holds a seat"),
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
    "key": msg("Key’s text"),
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
    "payments": msg("Payments"),
    "created_on": msg("Made on"),
    "created_at": msg("Made on"),
    "trial_started_on": msg("Trial began on"),
    "format": msg("Format"),
    "imported_at": msg("Imported on"),
    "learner": msg("Learner number"),
    "same_as": msg("Same person as learner number"),
    "rehearsal": msg("Rehearsal"),
    "demo": msg("Demo data"),
}
UNSAID = frozenset({"id", "account_id", "sha256", "payload_sha256", "details", "map_version", "advanced_to"})
"""Fields that tell a person nothing: keys, fingerprints and what the program keeps for itself."""
_FLAGS = frozenset({"registered", "verified", "removed", "rehearsal", "demo"})
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


def change_lines(changes: Iterable[ChangeAnswer], earlier: Mapping[str, Any] | None = None) -> list[ChangeLine]:
    """Every field a person knows, in the order of the entry; a batch is one line with its count.

    `earlier` holds what was in force before a version of a rule; a version is then what differs from it.
    """
    lines: list[ChangeLine] = []
    for change in changes:
        versions = None
        if earlier is not None and change.entity_id in earlier:
            versions = rule_lines(change, earlier[change.entity_id])
        lines += _lines(change) if versions is None else [ChangeLine(*line) for line in versions]
    return lines


def _lines(change: ChangeAnswer) -> Sequence[ChangeLine]:
    thing = ENTITY_LABELS[change.entity]
    if "rows" in change.fields:
        count = len(change.fields["rows"])
        many = msgn("{n} row", "{n} rows", n=count)
        gone = change.kind is ChangeKind.UNBATCH
        return [ChangeLine(msg("{thing}, many at once", thing=thing), many if gone else None, None if gone else many)]
    known = {name: pair for name, pair in change.fields.items() if name in FIELD_LABELS and pair[0] != pair[1]}
    return [
        ChangeLine(
            msg("{thing}: {field}", thing=thing, field=FIELD_LABELS[name]),
            *(rule_label(one) if named and one else _value(name, one) for one in pair),
        )
        for name, pair in known.items()
        for named in (change.entity == RULE and name == "name",)
    ]


def _value(name: str, stored: Any) -> Value:
    """A stored value as a person reads it."""
    if stored is None:
        return None
    if name in _FLAGS:
        return msg("Yes") if stored else msg("No")
    if name in _MONTHS and isinstance(stored, int):
        return Month(stored)
    if name in _WORDS:
        return _WORDS[name].get(str(stored), str(stored))
    return stored if isinstance(stored, int) else _text(stored)


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
