"""The people of an account and what they may do with billing (rules.md section 5)."""

from __future__ import annotations

from enum import StrEnum

from desktop.i18n import Message, msg


class Role(StrEnum):
    """A user's role; the owner is an administrator too."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    BILLING = "billing"
    LEARNER = "learner"


ROLE_LABELS: dict[Role, Message] = {
    Role.OWNER: msg("Owner"),
    Role.ADMINISTRATOR: msg("Administrator"),
    Role.BILLING: msg("Billing"),
    Role.LEARNER: msg("Learner"),
}

MANAGING_ROLES = frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.BILLING})
"""Only these manage billing (R1); Billing is a custom role's right."""
