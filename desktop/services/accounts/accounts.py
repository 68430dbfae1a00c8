"""Accounts: made, listed, shown with their state and seats, and brought up to the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState, Payments, Region, trial_ends_on
from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.learners import normal_identifier
from desktop.domain.life.book import Book
from desktop.domain.life.events import DueEvent
from desktop.domain.rules import RULES
from desktop.domain.users import Role
from desktop.i18n import Message, msg
from desktop.services.access import registered_users
from desktop.services.accounts.currencies import refuse_currency
from desktop.services.acting import ask_again
from desktop.services.context import Context, manager
from desktop.services.orders.acts import Actor
from desktop.services.rules.versions import rule_value
from desktop.services.time.calendar import TransitionAnswer, book_on, catch_up, next_transition, refuse_earlier_day
from desktop.services.usage.mau import mau_standing
from desktop.store.schema import AccountRow, Effect, UserRow, WorkspaceRow
from desktop.store.unit_of_work import Write
from desktop.system.clock import today, zone_named

if TYPE_CHECKING:
    from desktop.services.payments.charging import DueCharged

_LONGEST_NAME = 200


@dataclass(frozen=True)
class NewAccount:
    """What a person says of a new account. A trial starts on the day it is made (C1)."""

    name: str = "My organization"
    region: Region = Region.US
    time_zone: str = "UTC"
    currency: str = "USD"
    payments: Payments = Payments.RECORDED
    owner: str = "Owner"


@dataclass(frozen=True)
class SeatsAnswer:
    """Seats (F9), or units of the running MAU period (F7). None is unlimited, or does not apply."""

    available: int | None
    registered: int
    remaining: int | None
    without_seat: int
    purchased: int | None
    used: int | None
    overage: int
    received: int = 0
    """Those shared by peer accounts; they are among the available ones."""


@dataclass(frozen=True)
class AccountAnswer:
    """An account as it stands today; `account` is its id."""

    account: str
    name: str
    region: Region
    time_zone: str
    currency: str
    payments: Payments
    created_on: date
    state: AccountState
    state_reason: Message
    state_since: date
    next_event: TransitionAnswer | None
    seats: SeatsAnswer
    rehearsal: bool
    demo: bool
    in_grace: bool
    """Whether its trial is the one after a deactivation."""

    state_rule: str
    """The rule by which it came into its state."""


@dataclass(frozen=True)
class Advanced:
    """What was applied, and what became of the charges where the account charges by itself."""

    events: Sequence[DueEvent]
    charged: DueCharged | None = None


class Accounts:
    """The accounts of a store."""

    def __init__(self, context: Context) -> None:
        """Work in this context's store."""
        self._context = context

    def init(self, new: NewAccount, workspace_id: str, *, rehearsal: bool, demo: bool = False) -> AccountAnswer:
        """Make the workspace with its first account in Trial, and the owner who acts by default."""
        with self._context.store.read() as session:
            if session.execute(select(func.count()).select_from(WorkspaceRow)).scalar_one():
                raise UserError(msg("There is a workspace here already. Use account add for another account."))
        start = today(self._context.store.clock, new.time_zone)
        refuse_said(new, start)
        act = self._context.act(
            msg("Make workspace for {name}", name=new.name), on=start, account=None, effect=Effect.FIRST
        )
        with self._context.store.write(act) as write:
            write.session.add(
                WorkspaceRow(id=workspace_id, rehearsal=rehearsal, demo=demo, created_at=self._context.store.now())
            )
            account = _add(write, self._context, new, start)
        return self._show(account)

    def add(self, new: NewAccount) -> AccountAnswer:
        """Add an account to the workspace."""
        refuse_said(new, today(self._context.store.clock, new.time_zone))
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            oldest = (
                session.execute(select(AccountRow).order_by(AccountRow.created_on, AccountRow.id)).scalars().first()
            )
            known = self._context.account(session) if self._context.chosen.account or oldest is None else oldest
            actor = manager(self._context, session, known)
        self._context.stand_in(new.time_zone)
        start = today(self._context.store.clock, new.time_zone)
        act = self._context.act(msg("Add account {name}", name=new.name), on=start, account=None, actor=actor)
        with self._context.store.write(act) as write:
            refuse_taken_name(write.session, new.name)
            account = _add(write, self._context, new, start)
        return self._show(account)

    def list(self) -> list[AccountAnswer]:
        """Every account that lets in who acts, oldest first; on a past day those that were made by then."""
        with self._context.store.read() as session:
            everywhere = replace(self._context, chosen=replace(self._context.chosen, account=None))
            rows = everywhere.open_accounts(session)
            then = [row for row in rows if row.created_on <= self._context.today(row)]
            return [self._answer(session, row) for row in (then if self._context.looks_back else rows)]

    def show(self) -> AccountAnswer:
        """The account as if everything due had been applied; for an earlier day, as it was then."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            if self._context.today(account) < account.created_on:
                raise UserError(
                    msg("The account was made on {day}; there is nothing to show before.", day=account.created_on)
                )
            return self._answer(session, account)

    def time_zone(self) -> str:
        """The zone whose clocks the account's times are shown in: of the account chosen, else of the oldest."""
        with self._context.store.read() as session:
            if self._context.chosen.account is not None:
                return self._context.account(session).time_zone
            oldest = select(AccountRow.time_zone).order_by(AccountRow.created_on, AccountRow.id).limit(1)
            return session.execute(oldest).scalar_one()

    def advance(self) -> Advanced:
        """Apply what has fallen due by today; where the account's rules say so, charge what waits to be charged.

        What is applied stays so whatever becomes of the charges; those that could not be made are named.
        """
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            account = self._context.account(session)
            user, today = manager(self._context, session, account), self._context.today(account)
            refuse_earlier_day(account, today)
            by_itself = rule_value(session, account.id, "charge_by_itself", today) == "on"
        ask_again(self._context, Actor(account, user, today))
        events = catch_up(self._context)
        if not by_itself or account.payments is not Payments.STRIPE:
            return Advanced(events)
        from desktop.services.payments.charging import Charging

        return Advanced(events, Charging(self._context).charge_by_itself())

    def _show(self, account_id: str) -> AccountAnswer:
        with self._context.store.read() as session:
            return self._answer(session, session.get_one(AccountRow, account_id))

    def _answer(self, session: Session, row: AccountRow) -> AccountAnswer:
        day = self._context.today(row)
        book = book_on(session, self._context, row, max(day, row.created_on), seats=True)
        standing = book.standing
        workspace = session.execute(select(WorkspaceRow)).scalar_one()
        return AccountAnswer(
            row.id,
            row.name,
            row.region,
            row.time_zone,
            row.currency,
            row.payments,
            row.created_on,
            standing.state,
            standing.reason,
            standing.since,
            next_transition(book, day),
            self._seats(session, row, book, day),
            workspace.rehearsal,
            workspace.demo,
            standing.in_grace,
            standing.rule,
        )

    def _seats(self, session: Session, row: AccountRow, book: Book, day: date) -> SeatsAnswer:
        registered = registered_users(session, row.id)
        received = sum(share.seats for share in book.shares_on(day))
        standing = mau_standing(session, self._context, row, day)
        if standing is not None:
            left = standing.purchased - standing.used
            return SeatsAnswer(None, registered, left, 0, standing.purchased, standing.used, max(0, -left), received)
        available = book.available(day)
        if available is None:
            return SeatsAnswer(None, registered, None, 0, None, None, 0, received)
        without = max(0, registered - available)
        return SeatsAnswer(available, registered, max(0, available - registered), without, None, None, 0, received)


def refuse_said(new: NewAccount, day: date) -> None:
    """Check what was said of an account, before anything is made for it."""
    zone_named(new.time_zone)
    refuse_card_number(new.name, new.owner)
    if not _is_name(new.name):
        raise UserError(msg("An account needs a name of at most 200 characters."))
    if not _is_name(new.owner):
        raise UserError(msg("An account's owner needs a name or an e-mail address of at most 200 characters."))
    refuse_currency(new.currency, day)


def refuse_taken_name(session: Session, name: str, but: str | None = None) -> None:
    """Refuse a name that another account has, whatever its case: accounts are chosen by their names."""
    others = session.execute(select(AccountRow.name).where(AccountRow.id != (but or ""))).scalars()
    if name.strip().lower() in {other.lower() for other in others}:
        raise UserError(msg("There is an account “{name}” already. Choose another name.", name=name.strip()))


def _is_name(text: str) -> bool:
    return bool(text.strip()) and len(text) <= _LONGEST_NAME and text.isprintable()


def _add(write: Write, context: Context, new: NewAccount, start: date) -> str:
    """Add the account's row and its owner; returns its id."""
    account = AccountRow(
        id=context.ids.new(),
        name=new.name.strip(),
        region=new.region,
        time_zone=new.time_zone,
        currency=new.currency,
        payments=new.payments,
        state=AccountState.TRIAL,
        state_reason=msg("The trial has started."),
        state_since=start,
        created_on=start,
        trial_started_on=start,
        trial_ends_on=trial_ends_on(start, RULES["trial_days"].default),
        advanced_to=start,
    )
    write.session.add(account)
    write.session.flush()
    write.session.add(
        UserRow(
            id=context.ids.new(),
            account_id=account.id,
            identifier=normal_identifier(new.owner),
            name=None if "@" in new.owner else new.owner.strip(),
            email=new.owner.strip() if "@" in new.owner else None,
            unique_id=None,
            role=Role.OWNER,
            registered=False,
        )
    )
    return account.id
