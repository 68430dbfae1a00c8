"""An account and the states it passes through (rules.md 1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.domain.keys import ActivatedKey
from desktop.domain.users import Role
from desktop.i18n import Message, msg


class AccountState(StrEnum):
    """The states of an account."""

    TRIAL = "trial"
    ACTIVE = "active"
    ACTIVATION_REQUIRED = "activation_required"
    INACTIVE = "inactive"


STATE_LABELS: dict[AccountState, Message] = {
    AccountState.TRIAL: msg("Trial"),
    AccountState.ACTIVE: msg("Active"),
    AccountState.ACTIVATION_REQUIRED: msg("Activation required"),
    AccountState.INACTIVE: msg("Inactive"),
}


class Region(StrEnum):
    """Where the account is billed; cards are taken in the US region only (R2)."""

    US = "US"
    EU = "EU"
    OTHER = "OTHER"


class Payments(StrEnum):
    """Who charges (rules.md 0.3.7)."""

    RECORDED = "recorded"
    TEST = "test"
    STRIPE = "stripe"


@dataclass(frozen=True)
class AccountFacts:
    """What the rules need to know of an account."""

    state: AccountState
    trial_started_on: date
    trial_ends_on: date
    keys: tuple[ActivatedKey, ...] = ()


@dataclass(frozen=True)
class Transition:
    """A change of state that follows from the calendar or from an act, at its own date."""

    rule: str
    on: date
    to: AccountState
    reason: Message


def trial_ends_on(started_on: date, trial_days: int) -> date:
    """The first day after the trial (C1): started 10 Jan, 30 days, usable to 8 Feb, ends 9 Feb."""
    return started_on + timedelta(days=trial_days)


def due_transitions(facts: AccountFacts, today: date) -> list[Transition]:
    """Every transition fallen due up to and including `today`, in order (C3, C14).

    Idempotent and the same in one leap as day by day: each follows from dates alone.
    """
    due: list[Transition] = []
    state = facts.state
    while (following := _next_transition(state, facts)) is not None and following.on <= today:
        due.append(following)
        state = following.to
    return due


def next_event(facts: AccountFacts) -> Transition | None:
    """The next transition the calendar will bring, or None."""
    return _next_transition(facts.state, facts)


def _next_transition(state: AccountState, facts: AccountFacts) -> Transition | None:
    if state is AccountState.TRIAL:
        return Transition("C3", facts.trial_ends_on, AccountState.INACTIVE, msg("The trial is over."))
    if state is AccountState.ACTIVE and facts.keys:
        over = max(key.term.end for key in facts.keys)
        return Transition("C14", over, AccountState.INACTIVE, msg("The last activation key's term is over."))
    return None


def on_key_activated(facts: AccountFacts, today: date, activated: ActivatedKey) -> Transition | None:
    """What activating a key does to the account (C2, C8): Active while its term runs, nothing when it is past."""
    if facts.state is AccountState.ACTIVE or today not in activated.term:
        return None
    rule = "C2" if facts.state is AccountState.TRIAL else "C8"
    on = max(activated.activated_on, facts.trial_started_on)
    return Transition(rule, on, AccountState.ACTIVE, msg("An activation key was activated."))


def keys_in_force(keys: Sequence[ActivatedKey], day: date) -> list[ActivatedKey]:
    """The keys whose seats count on the day."""
    return [key for key in keys if day in key.term]


OWNER_ONLY = "C6"
"""The rule after which only the owner may log in."""


def may_log_in(role: Role, state: AccountState, rule: str) -> bool:
    """The access matrix: whom an account in this state, brought there by this rule, lets in (1.3).

    An Inactive account is judged by its latest cause: after a deactivation only the owner, else any administrator.

    >>> may_log_in(Role.ADMINISTRATOR, AccountState.INACTIVE, "C6")
    False
    """
    if state is not AccountState.INACTIVE:
        return True
    return role is Role.OWNER or (rule != OWNER_ONLY and role is Role.ADMINISTRATOR)
