"""What an entry of the journal changed, and what undoing it would change, as lines to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from desktop.domain.accounts import STATE_LABELS
from desktop.domain.key_text import end_of
from desktop.domain.keys import PLAN_LABELS
from desktop.domain.orders.order import CHARGE_STATUS_LABELS
from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.domain.payments import OUTCOME_LABELS
from desktop.domain.periods import Month
from desktop.domain.pricing.unit_prices import DECIMALS
from desktop.domain.scenarios import BUYING_LABELS
from desktop.domain.users import BILLING_RIGHT_LABELS, ROLE_LABELS
from desktop.i18n import Message, Value, msg, msgn
from desktop.services.journal.undo import ChangeAnswer
from desktop.services.rules.changes import RULE, rule_label, rule_lines
from desktop.store.schema import ActivationKeyRow, ChangeKind
from desktop.store.types import message_of

ENTITY_LABELS: Mapping[str, Message] = {
    "account": msg("Account"),
    "user": msg("User"),
    "account_rule": msg("Account rule"),
    "activation_key": msg("Activation key"),
    "peer_share": msg("Received seats"),
    "usage_source": msg("Imported file"),
    "closed_month": msg("Closed month"),
    "learner_alias": msg("Same person"),
    "learner_exclusion": msg("Exclusion"),
    "workspace": msg("Workspace"),
    "subscription_order": msg("Order"),
    "instalment": msg("Instalment"),
    "payment_method": msg("Payment method"),
    "address": msg("Address"),
    "billing_act": msg("What was done"),
    "due_event": msg("What befell"),
    "charge_attempt": msg("Charge asked for"),
    "statement": msg("Statement"),
    "scenario": msg("Scenario"),
}
FIELD_LABELS: Mapping[str, Message] = {
    "name": msg("Name"),
    "identifier": msg("Identifier"),
    "email": msg("E-mail"),
    "unique_id": msg("Unique ID"),
    "role": msg("Role"),
    "registered": msg("Holds a seat"),
    "billing": msg("Right to billing"),
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
    "country": msg("Country"),
    "eccid": msg("ECCID"),
    "ims_org": msg("IMS Org ID"),
    "registered_with_adobe": msg("Registered with Adobe"),
    "deactivated_on": msg("Deactivated on"),
    "paid_until": msg("Paid until"),
    "grace_ends_on": msg("Grace trial ends on"),
    "owner": msg("Owner account"),
    "received_on": msg("Received on"),
    "ended_on": msg("Ended on"),
    "number": msg("Number"),
    "placed_on": msg("Date of Order"),
    "quantity": msg("Users"),
    "unit_price": msg("Unit price"),
    "price_version": msg("Price version"),
    "tax_rate": msg("Tax rate"),
    "since": msg("Since"),
    "ends_on": msg("Ends on"),
    "due_on": msg("Due on"),
    "status": msg("Status"),
    "settles_on": msg("Settles on"),
    "token": msg("Token"),
    "brand": msg("Card"),
    "last4": msg("Last four digits"),
    "exp_month": msg("Expiry month"),
    "exp_year": msg("Expiry year"),
    "holder": msg("Cardholder"),
    "added_on": msg("Added on"),
    "contact": msg("Contact"),
    "company": msg("Company"),
    "lines": msg("Street"),
    "city": msg("City"),
    "postal_code": msg("Postal code"),
    "phone": msg("Phone"),
    "done_on": msg("Done on"),
    "text": msg("What"),
    "made_on": msg("Made on"),
    "asked_at": msg("Asked on"),
    "outcome": msg("Outcome"),
    "reference": msg("Provider’s reference"),
    "basis": msg("Whom it counts"),
    "starts": msg("First month"),
    "units": msg("Units"),
    "buying": msg("What it buys"),
    "starts_on": msg("Starts on"),
    "users": msg("Users"),
    "growth": msg("Growth a month"),
    "active_share": msg("Active share"),
    "months": msg("Months"),
}
UNSAID = frozenset(
    {
        *("id", "account_id", "address_id", "order_id", "payment_method_id", "sha256", "payload_sha256"),
        *("details", "map_version", "advanced_to", "state_rule", "trial_drafts", "grace_drafts", "drafts"),
        "received_seats",  # of before there were shares; always null
        *(
            "monthly",
            "was_active",
            "charged",
            "ended_by",
            "fee",
            "fee_status",
            "next_on",
            "charge_on",
            "paid_by",
            "owed",
            "net",
            "tax",
            "attempts",
            "position",
        ),
        *("kind", "subject", "rule", "amount"),
    }
)
"""Fields that tell a person nothing: keys, fingerprints and what the program keeps for itself."""
_FLAGS = frozenset({"registered", "verified", "removed", "rehearsal", "demo", "registered_with_adobe"})
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
    if name == "unit_price" and isinstance(stored, int):
        return _price(stored)
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
