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


def may_look(role: Role) -> bool:
    """Whether a user may look at billing and export it: everybody with a right to it, so a learner never (section 5).

    >>> may_look(Role.LEARNER), may_look(Role.BILLING)
    (False, True)
    """
    return right_of(role, None) is not None


def right_of(role: Role, right: BillingRight | None) -> BillingRight | None:
    """What a user may do with billing: administrators everything, a custom role what it was given, a learner nothing.

    >>> right_of(Role.OWNER, None), right_of(Role.LEARNER, None)
    (<BillingRight.WRITE: 'write'>, None)
    """
    if role is Role.LEARNER:
        return None
    return BillingRight.WRITE if role in ADMINISTRATORS or right is None else right


def may_manage(role: Role, right: BillingRight | None) -> bool:
    """Whether a user manages billing (R1): administrators do, and a custom role unless it may only read.

    >>> may_manage(Role.BILLING, BillingRight.READ), may_manage(Role.BILLING, None)
    (False, True)
    """
    return right_of(role, right) is BillingRight.WRITE
