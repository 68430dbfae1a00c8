"""Activation keys: issued for rehearsal, activated, listed (rules.md 1.1, R10)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.key_text import (
    KeyContent,
    as_written,
    end_of,
    is_issued_here,
    is_like_issued,
    read_key,
    write_key,
)
from desktop.domain.keys import Plan
from desktop.domain.life.acts import ActivateKey
from desktop.domain.life.book import Book
from desktop.domain.life.doing import do
from desktop.i18n import msg, msgn
from desktop.services.context import Context, manager
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.time.calendar import catch_up, refuse_earlier_day
from desktop.services.usage.alerts import watched_usage
from desktop.store.billing_acts import add_activation
from desktop.store.book_writing import Written, rewrite_book, write_book
from desktop.store.books import keys_of, read_book, told_again
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, ActivationKeyRow, UserRow, WorkspaceRow
from desktop.store.unit_of_work import Write

MAX_SEATS = 100_000_000
_MAX_LENGTH = 200


@dataclass(frozen=True)
class KeyAnswer:
    """A key: `verified` means issued and checked here; a vendor's key is not verifiable offline.

    `key` is the whole text while an issued key waits for its activation, and its end from then on.
    """

    id: str
    key: str
    plan: Plan
    seats: int
    verified: bool
    issued_on: date | None
    expires_on: date | None
    activated_on: date | None
    activated_by: str | None
    counts_until: date | None
    """The first day on which its seats no longer count."""


class Keys:
    """The account's activation keys."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def issue(self, seats: int, plan: Plan, expires_on: date | None = None, act_id: str | None = None) -> KeyAnswer:
        """Issue a key to rehearse with; only in a rehearsal store, never from a real vendor."""
        refuse_seats(seats)
        account, actor, today = self._ready()
        with self._context.store.read() as session:
            workspace = session.execute(select(WorkspaceRow)).scalar_one()
        if not workspace.rehearsal:
            raise UserError(
                msg("Keys are issued by the vendor. The desk issues its own only in a rehearsal store."),
                msg("Make one with init --today, or demo."),
            )
        if expires_on is not None and expires_on < today:
            raise UserError(msg("A key cannot expire before the day it is issued."))
        verb = msgn("Issue a key for {n} seat", "Issue a key for {n} seats", n=seats)
        act = self._context.act(verb, on=today, account=account, actor=actor, act_id=act_id)
        key_id = derived_id(act.act_id, "key")
        text = write_key(KeyContent(account.id, seats, plan, expires_on, UUID(key_id).bytes[:5]), workspace.id)
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            write.session.add(
                ActivationKeyRow(
                    id=key_id,
                    account_id=account.id,
                    key=text,
                    seats=seats,
                    plan=plan,
                    verified=True,
                    issued_on=today,
                    expires_on=expires_on,
                )
            )
        return self._one(key_id)

    def activate(
        self,
        text: str,
        *,
        seats: int | None = None,
        plan: Plan | None = None,
        on: date | None = None,
        act_id: str | None = None,
    ) -> KeyAnswer:
        """Activate a key on a day (default: today). Its seats count from then on, and the account becomes Active."""
        account, actor, today = self._ready()
        day = on or today
        if day > today:
            raise UserError(msg("A key cannot be activated in the future."))
        if day < account.trial_started_on:
            raise UserError(
                msg("The account was made on {day}; no key was activated before.", day=account.trial_started_on)
            )
        refuse_card_number(text)
        typed = as_written(text)
        if not typed or len(typed) > _MAX_LENGTH or not typed.isprintable():
            raise UserError(msg("Invalid activation key."))
        verb = msg("Activate key ending {end}", end=typed[-4:])
        act = self._context.act(verb, on=day, account=account, actor=actor, act_id=act_id)
        try:
            with self._context.store.write(act) as write, watched_usage(self._context, write, account.id):
                row = self._taken_in(write.session, account.id, typed, seats, plan, day)
                before = self._book(write.session, account.id, day, today)
                row.activated_on, row.activated_by = day, actor.name or actor.identifier
                write.session.add(row)
                write.session.flush()
                add_activation(write.session, account.id, row.id, day, act.act_id)
                write.session.flush()
                _refuse_over(write.session, row, today)
                self._activate_account(write, before, day, today)
                key_id = row.id
        except AlreadyDoneError:
            return self._by_text(account.id, typed)
        return self._one(key_id)

    def list(self) -> list[KeyAnswer]:
        """Every key, in the order of activation, those not activated last."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            rows = (
                session.execute(select(ActivationKeyRow).where(ActivationKeyRow.account_id == account.id))
                .scalars()
                .all()
            )
            ordered = sorted(rows, key=lambda row: (row.activated_on or date.max, row.issued_on or date.max, row.id))
            return [self._answer(session, row) for row in ordered]

    def _ready(self) -> tuple[AccountRow, UserRow, date]:
        """Check who acts and when, apply what is due, and give account, actor and today."""
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            account = self._context.account(session)
            actor = manager(self._context, session, account)
            today = self._context.today(account)
            refuse_earlier_day(account, today)
        catch_up(self._context)
        return account, actor, today

    def _taken_in(
        self, session: Session, account_id: str, typed: str, seats: int | None, plan: Plan | None, day: date
    ) -> ActivationKeyRow:
        """The key's row: issued before and not used yet, or new from a vendor's mail."""
        known = session.execute(
            select(ActivationKeyRow).where(ActivationKeyRow.account_id == account_id, ActivationKeyRow.key == typed)
        ).scalar_one_or_none()
        used = select(ActivationKeyRow.key).where(ActivationKeyRow.activated_on.is_not(None))
        if _plain(typed) in {_plain(key) for key in session.execute(used).scalars()}:
            raise UserError(msg("This key has already been used."))
        if is_issued_here(typed):
            return self._issued(session, account_id, typed, known, day)
        if (seats is None or plan is None) and is_like_issued(typed):
            raise UserError(msg("Invalid activation key."))
        if seats is None or plan is None:
            raise UserError(msg("Enter the seats and the plan that came with this key."))
        refuse_seats(seats)
        return ActivationKeyRow(
            id=self._context.ids.new(),
            account_id=account_id,
            key=typed,
            seats=seats,
            plan=plan,
            verified=False,
            issued_on=None,
            expires_on=None,
        )

    def _issued(
        self, session: Session, account_id: str, typed: str, known: ActivationKeyRow | None, day: date
    ) -> ActivationKeyRow:
        workspace = session.execute(select(WorkspaceRow)).scalar_one()
        content = read_key(typed, workspace.id, account_id)
        if known is None:
            raise UserError(msg("Invalid activation key."))
        if known.issued_on is not None and day < known.issued_on:
            raise UserError(
                msg("This key was issued on {day} and cannot be activated for a day before.", day=known.issued_on)
            )
        if content.expires_on is not None and day > content.expires_on:
            raise UserError(msg("This key expired on {day}.", day=content.expires_on))
        return known

    def _book(self, session: Session, account_id: str, day: date, today: date) -> Book:
        """The account before the key: whole where the key is of a day that is already applied."""
        account = session.get_one(AccountRow, account_id)
        tariff = tariff_of(session, self._context, account_id, today)
        return read_book(session, account, tariff, None if day < account.advanced_to else today)

    def _activate_account(self, write: Write, before: Book, day: date, today: date) -> None:
        """What follows from the key for the account; from an earlier day on, everything since is told again."""
        session = write.session
        account = session.get_one(AccountRow, before.account_id)
        if day < account.advanced_to:
            tariff = tariff_of(session, self._context, account.id, today)
            after, events = told_again(session, account, tariff, max(today, account.advanced_to))
            rewrite_book(write, before, after, events, today)
        else:
            after, events = do(before, ActivateKey(day, keys_of(session, account.id, today)))
            write_book(write, before, after, Written(events, today))
        account.advanced_to = max(account.advanced_to, today)

    def _by_text(self, account_id: str, typed: str) -> KeyAnswer:
        with self._context.store.read() as session:
            rows = select(ActivationKeyRow).where(
                ActivationKeyRow.account_id == account_id, ActivationKeyRow.key == typed
            )
            return self._answer(session, session.execute(rows).scalars().one())

    def _one(self, key_id: str) -> KeyAnswer:
        with self._context.store.read() as session:
            return self._answer(session, session.get_one(ActivationKeyRow, key_id))

    def _answer(self, session: Session, row: ActivationKeyRow) -> KeyAnswer:
        counted = {key.id: key.term.end for key in keys_of(session, row.account_id, date.max)}
        return KeyAnswer(
            row.id,
            row.key if row.activated_on is None else end_of(row.key),
            row.plan,
            row.seats,
            row.verified,
            row.issued_on,
            row.expires_on,
            row.activated_on,
            row.activated_by,
            counted.get(row.id),
        )


def refuse_used_again(session: Session, account_id: str, taken_in: Collection[str], today: date) -> None:
    """Refuse keys that come to count again by an undo, where they could not be activated (R10)."""
    rows = select(ActivationKeyRow).where(ActivationKeyRow.activated_on.is_not(None))
    used = Counter(_plain(row.key) for row in session.execute(rows).scalars())
    mine = rows.where(ActivationKeyRow.account_id == account_id, ActivationKeyRow.id.in_(taken_in))
    for row in session.execute(mine).scalars():
        if used[_plain(row.key)] > 1:
            raise UserError(msg("This key has already been used. Undo its other activation first."))
        _refuse_over(session, row, today)


def _refuse_over(session: Session, row: ActivationKeyRow, today: date) -> None:
    """A key whose seats no longer count brings nothing."""
    end = next(key.term.end for key in keys_of(session, row.account_id, today) if key.id == row.id)
    if end <= today:
        raise UserError(msg("The term of this key is over: its seats counted until {day}.", day=end))


def _plain(key: str) -> str:
    """A key without what people write otherwise: capitals, blanks, hyphens."""
    return re.sub(r"[\s-]", "", key).casefold()


def refuse_seats(seats: int) -> None:
    """Seats are a whole number of at least 1, and not without end."""
    if not 1 <= seats <= MAX_SEATS:
        raise UserError(msg("Seats are a whole number from 1 to {most}.", most=MAX_SEATS))
