"""Accounts, their users, and their rules with versions."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.accounts import AccountState, Payments, Region
from desktop.domain.users import BillingRight, Role
from desktop.i18n import Message
from desktop.store.schema.tables import Journaled
from desktop.store.types import EnumText, JsonText


class AccountRow(Journaled):
    """An account at Adobe Learning Manager (rules.md 1.1)."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    region: Mapped[Region] = mapped_column(EnumText(Region))
    time_zone: Mapped[str]
    currency: Mapped[str]
    payments: Mapped[Payments] = mapped_column(EnumText(Payments))
    state: Mapped[AccountState] = mapped_column(EnumText(AccountState))
    state_reason: Mapped[Message]
    state_since: Mapped[date]
    created_on: Mapped[date]
    trial_started_on: Mapped[date]
    trial_ends_on: Mapped[date]
    advanced_to: Mapped[date]
    """The day up to which everything due has been applied."""
    country: Mapped[str | None]
    eccid: Mapped[str | None]
    ims_org: Mapped[str | None]
    registered_with_adobe: Mapped[bool | None]
    address_id: Mapped[str | None]
    """The address of orders that name none."""
    state_rule: Mapped[str | None]
    """The rule by which it came into its state (C1 to C15)."""
    trial_drafts: Mapped[int | None]
    deactivated_on: Mapped[date | None]
    paid_until: Mapped[date | None]
    grace_ends_on: Mapped[date | None]
    grace_drafts: Mapped[int | None]
    received_seats: Mapped[int | None]
    """Always null: what is received are rows of `peer_share`. A column that the journal names stays."""


class UserRow(Journaled):
    """A person known to the account: a registered learner, an administrator, or both."""

    __tablename__ = "user"
    __table_args__ = (Index(None, "account_id", "identifier", unique=True), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    identifier: Mapped[str]
    """Normal form of the e-mail address, else of the unique id: what joins a user to recorded activity."""
    name: Mapped[str | None]
    email: Mapped[str | None]
    unique_id: Mapped[str | None]
    role: Mapped[Role] = mapped_column(EnumText(Role))
    registered: Mapped[bool]
    billing: Mapped[BillingRight | None] = mapped_column(EnumText(BillingRight))
    """What a custom role may do with billing; null is everything the role says."""


class AccountRuleRow(Journaled):
    """One version of a named rule of an account, in force from a day on (architecture.md, settings)."""

    __tablename__ = "account_rule"
    __table_args__ = (Index(None, "account_id", "name", "effective_from"), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    version: Mapped[int]
    effective_from: Mapped[date]
    value: Mapped[Any] = mapped_column(JsonText())
