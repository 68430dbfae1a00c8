"""Orders with their instalments, payment methods and addresses, what people did to them, and what fell due."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.life.events import EventKind
from desktop.domain.orders.order import ChargeStatus
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Outcome
from desktop.i18n import Message
from desktop.store.schema.tables import Journaled
from desktop.store.types import EnumText, JsonText


class PaymentMethodRow(Journaled):
    """A card as its provider names it: a token and what may be shown of it, never its number (rules.md 1.1)."""

    __tablename__ = "payment_method"
    __table_args__ = (Index(None, "account_id", "token"), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    token: Mapped[str]
    brand: Mapped[str]
    last4: Mapped[str]
    exp_month: Mapped[int]
    exp_year: Mapped[int]
    holder: Mapped[str]
    added_on: Mapped[date]


class AddressRow(Journaled):
    """Whom and where an order is billed to; checked as the country writes its addresses."""

    __tablename__ = "address"
    __table_args__ = (Index(None, "account_id"), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    contact: Mapped[str]
    company: Mapped[str]
    lines: Mapped[Any] = mapped_column(JsonText())
    city: Mapped[str]
    region: Mapped[str]
    postal_code: Mapped[str]
    country: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]


WITH_FEE = text("fee > ''")
"""Orders that have a fee. Said in the same words as their index, by which it is found."""

UNSETTLED = text("status IN ('declined', 'expected', 'open', 'processing')")
"""Instalments that are owed or awaited. Said in the same words as their index, by which it is found."""


class OrderRow(Journaled):
    """An order: an annual subscription, charged monthly on its own billing day (rules.md 1.1, 1.2).

    Amounts are minor units of `currency`; `unit_price` is in millionths of it. What is derived (`monthly`, `charge_on`,
    `paid_by`, `owed`, `next_on`) is kept so that a list of any length is sorted, and what falls due is found, by an
    index, without reading an instalment.
    """

    __tablename__ = "subscription_order"
    __table_args__ = (
        Index(None, "account_id", "number", unique=True),
        # What the list is sorted by, its tie broken by the number; what follows answers filters and searches by itself.
        Index("ix_subscription_order_by_number", "account_id", "number", "state", "placed_on", "quantity"),
        Index("ix_subscription_order_by_date", "account_id", "placed_on", "number", "state", "quantity"),
        Index("ix_subscription_order_by_seats", "account_id", "quantity", "number", "state", "placed_on"),
        Index("ix_subscription_order_by_price", "account_id", "unit_price", "number", "state", "placed_on", "quantity"),
        Index("ix_subscription_order_by_monthly", "account_id", "monthly", "number", "state", "placed_on", "quantity"),
        Index("ix_subscription_order_by_charge", "account_id", "charge_on", "number", "state", "placed_on", "quantity"),
        Index("ix_subscription_order_by_payment", "account_id", "paid_by", "number", "state", "placed_on", "quantity"),
        Index("ix_subscription_order_by_state", "account_id", "state", "placed_on", "number", "quantity"),
        Index(None, "account_id", "state", "next_on"),
        Index(None, "account_id", "next_on"),
        Index(None, "account_id", "ended_by", "since"),
        Index(
            "ix_subscription_order_sums",
            *("account_id", "state", "was_active", "currency", "unit_price", "quantity", "monthly"),
        ),
        Index(None, "account_id", "price_version", "state"),
        Index(
            "ix_subscription_order_fees",
            *("account_id", "fee_status"),
            sqlite_where=WITH_FEE,
        ),
        Journaled.__table_args__,
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    number: Mapped[int]
    """Given without gaps, per account, from 1."""
    placed_on: Mapped[date]
    quantity: Mapped[int]
    unit_price: Mapped[int]
    currency: Mapped[str]
    price_version: Mapped[str]
    country: Mapped[str]
    tax_rate: Mapped[str]
    """An exact fraction of 1, such as `1/5`."""
    monthly: Mapped[int]
    """A month, net."""
    state: Mapped[OrderState] = mapped_column(EnumText(OrderState))
    since: Mapped[date]
    was_active: Mapped[bool]
    charged: Mapped[int]
    """How many instalments have fallen due."""
    drafts: Mapped[int]
    ends_on: Mapped[date | None]
    ended_by: Mapped[str | None]
    fee: Mapped[Any] = mapped_column(JsonText())
    """The early termination fee: what it is rated from, when it is due and where it stands; or null."""
    fee_status: Mapped[ChargeStatus | None] = mapped_column(EnumText(ChargeStatus))
    """Where the fee stands, to be found by; null where there is none, or its row was last written before 0006."""
    next_on: Mapped[date | None]
    """The next day on which something can fall due; null when nothing will."""
    charge_on: Mapped[date]
    """The day of its next charge; of an order that ends or has ended, the day it does."""
    paid_by: Mapped[str]
    """Its card as it is shown; empty where there is none."""
    owed: Mapped[int]
    """The sum of the instalments that fell due and are not paid."""
    payment_method_id: Mapped[str | None] = mapped_column(ForeignKey("payment_method.id"))
    address_id: Mapped[str | None] = mapped_column(ForeignKey("address.id"))


class InstalmentRow(Journaled):
    """A month of an order that fell due: what it charges, where it stands, and the hash of what was rated."""

    __tablename__ = "instalment"
    __table_args__ = (
        Index(None, "order_id", "number", unique=True),
        Index(
            "ix_instalment_unsettled",
            *("status", "order_id"),
            sqlite_where=UNSETTLED,
        ),
        Journaled.__table_args__,
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("subscription_order.id"))
    number: Mapped[int]
    due_on: Mapped[date]
    unit_price: Mapped[int]
    price_version: Mapped[str]
    net: Mapped[int]
    tax: Mapped[int]
    status: Mapped[ChargeStatus] = mapped_column(EnumText(ChargeStatus))
    attempts: Mapped[int]
    settles_on: Mapped[date | None]
    sha256: Mapped[str]


class BillingActRow(Journaled):
    """What somebody, or the provider, did to an account's orders, on its own day: what a state can be told again from.

    `details` are the parameters of the act as `desktop.store.billing_acts` writes them.
    """

    __tablename__ = "billing_act"
    __table_args__ = (Index(None, "account_id", "done_on", "position"), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    done_on: Mapped[date]
    position: Mapped[int]
    """Its place among the acts of the account, in the order they were recorded."""
    kind: Mapped[str]
    order_id: Mapped[str | None] = mapped_column(index=True)
    details: Mapped[Any] = mapped_column(JsonText())


class DueEventRow(Journaled):
    """Something that befell an account or an order: a change of state, a charge, a mail draft (rules.md 0.3.4)."""

    __tablename__ = "due_event"
    __table_args__ = (
        Index(None, "account_id", "kind", "due_on"),
        Index(None, "account_id", "position"),
        Index(None, "subject", "due_on"),
        Journaled.__table_args__,
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    position: Mapped[int]
    """Its place among the events of the account, in the order they were written."""
    kind: Mapped[EventKind] = mapped_column(EnumText(EventKind))
    subject: Mapped[str]
    name: Mapped[str]
    text: Mapped[Message]
    rule: Mapped[str]
    amount: Mapped[int | None]
    currency: Mapped[str | None]
    state: Mapped[str | None]
    made_on: Mapped[date]
    """The day it was written: a draft made after its own day is late."""


class ChargeAttemptRow(Journaled):
    """A charge asked of a provider outside; its id is the key under which the provider does it once.

    Written before the provider is called: whatever stops the program, the same charge is asked again, never another.
    """

    __tablename__ = "charge_attempt"
    __table_args__ = (Index(None, "account_id", "outcome"), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    order_id: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    """The instalment; 0 is the termination fee."""
    amount: Mapped[int]
    currency: Mapped[str]
    token: Mapped[str]
    asked_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(EnumText(Outcome))
    reference: Mapped[str | None]
    """The provider's name for the charge."""
    details: Mapped[Any] = mapped_column(JsonText())
    """For a first charge: the order it will place."""


class StatementRow(Journaled):
    """A statement that was issued: its months cannot be reopened (rules.md F8)."""

    __tablename__ = "statement"
    __table_args__ = (Index(None, "account_id", "starts", unique=True), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    number: Mapped[int]
    basis: Mapped[str]
    starts: Mapped[int]
    """Its first month."""
    months: Mapped[Any] = mapped_column(JsonText())
    """The units of each month, in order."""
    units: Mapped[int]
    net: Mapped[int | None]
    tax: Mapped[int | None]
    currency: Mapped[str | None]
    unit_price: Mapped[int | None]
    """In millionths of the currency; null where none was set."""
    tax_rate: Mapped[str | None]
    issued_on: Mapped[date]
    sha256: Mapped[str | None]


class ScenarioRow(Journaled):
    """A named what-if of the scenario board."""

    __tablename__ = "scenario"
    __table_args__ = (Index(None, "account_id", "name", unique=True), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    buying: Mapped[str]
    starts_on: Mapped[date]
    users: Mapped[int]
    growth: Mapped[str]
    """A share a month, an exact fraction."""
    active_share: Mapped[str]
    months: Mapped[int]
