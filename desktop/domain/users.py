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


class BillingRight(StrEnum):
    """What a custom role may do with billing."""

    READ = "read"
    WRITE = "write"


BILLING_RIGHT_LABELS: dict[BillingRight, Message] = {
    BillingRight.READ: msg("Look and export"),
    BillingRight.WRITE: msg("Look and change"),
}

ADMINISTRATORS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
MANAGING_ROLES = ADMINISTRATORS | {Role.BILLING}


def may_manage(role: Role, right: BillingRight | None) -> bool:
    """Whether a user manages billing (R1): administrators do, and a custom role unless it may only read.

    >>> may_manage(Role.BILLING, BillingRight.READ), may_manage(Role.BILLING, None)
    (False, True)
    """
    return role in ADMINISTRATORS or (role is Role.BILLING and right is not BillingRight.READ)
