"""Activation keys, and the seats that peer accounts share."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.keys import Plan
from desktop.store.schema.tables import Journaled
from desktop.store.types import EnumText


class ActivationKeyRow(Journaled):
    """A key issued by this desk (rehearsal) or entered from a vendor's mail (rules.md R10)."""

    __tablename__ = "activation_key"
    __table_args__ = (Index(None, "account_id", "key", unique=True), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str]
    seats: Mapped[int]
    plan: Mapped[Plan] = mapped_column(EnumText(Plan))
    verified: Mapped[bool]
    """Issued and checked here; a vendor's key cannot be verified offline."""
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    """The last day on which it may be activated."""
    activated_on: Mapped[date | None]
    activated_by: Mapped[str | None]


class PeerShareRow(Journaled):
    """Seats received from an owner account: from a day on, until they are given back or the account's time is over."""

    __tablename__ = "peer_share"
    __table_args__ = (Index(None, "account_id"), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    owner: Mapped[str]
    """The account they come from, as the administrator names it."""
    seats: Mapped[int]
    received_on: Mapped[date]
    ended_on: Mapped[date | None]
    """The first day on which they no longer count."""
