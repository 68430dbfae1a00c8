"""An account and the states it passes through (rules.md 1.3)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

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


def trial_ends_on(started_on: date, trial_days: int) -> date:
    """The first day after the trial (C1): started 10 Jan, 30 days, usable to 8 Feb, ends 9 Feb."""
    return started_on + timedelta(days=trial_days)


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
