"""What the calendar brings to an account, each at its own date with an id that follows from it (rules.md 0.3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.ids import derived_id
from desktop.domain.money import Money
from desktop.i18n import Message


class EventKind(StrEnum):
    """What an event is."""

    ORDER = "order"
    INSTALMENT = "instalment"
    FEE = "fee"
    RENEWAL = "renewal"
    ACCOUNT = "account"
    NOTICE = "notice"


class Notice(StrEnum):
    """Mail drafts that the desk makes; it never sends one (1.7)."""

    TRIAL_ENDING = "trial_ending"
    DUNNING = "dunning"
    GRACE = "grace"
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_NOT_PLACED = "order_not_placed"
    CANCELLATION_CONFIRMED = "cancellation_confirmed"
    USAGE_REPORT = "usage_report"
    USAGE_ALERT = "usage_alert"
    PURCHASE_REQUEST = "purchase_request"


@dataclass(frozen=True)
class DueEvent:
    """One thing that fell due: of the account, or of one order."""

    on: date
    kind: EventKind
    subject: str
    """The order's id, or the account's."""

    name: str
    """What tells it from others of its subject and day: a rule, an instalment's number, a reminder's ordinal."""

    text: Message
    rule: str
    amount: Money | None = None
    state: str | None = None
    """The state it leads to, where it leads to one."""

    def id(self, account_id: str) -> str:
        """The same id whenever the event is found."""
        return derived_id(account_id, self.subject, str(self.kind), self.name, self.on.isoformat())
