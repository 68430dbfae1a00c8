"""Seats that peer accounts share with this one: received, given back, listed (rules.md 1.1, C12, C15, F9)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.ids import derived_id
from desktop.domain.life.acts import EndShare, ReceiveSeats
from desktop.domain.peer_shares import PeerShare, refuse_sharing_again
from desktop.i18n import Message, msg, msgn
from desktop.services.accounts.keys import refuse_seats
from desktop.services.acting import ready
from desktop.services.context import Context, one_of
from desktop.services.orders.acts import Actor
from desktop.services.time.calendar import book_on
from desktop.services.time.late_acts import do_on_its_day
from desktop.store.billing_acts import act_of
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, BillingActRow, PeerShareRow

_LONGEST_NAME = 200
_SHOWN = 8
"""Letters of an id as lists show it."""


@dataclass(frozen=True)
class ShareAnswer:
    """Seats received from an owner account; `ended_on` is the first day on which they no longer count."""

    share: str
    owner: str
    seats: int
    received_on: date
    ended_on: date | None


class PeerShares:
    """The seats an account receives from its peers."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def receive(self, seats: int, owner: str, on: date | None = None, act_id: str | None = None) -> ShareAnswer:
        """Receive seats from an owner account on a day (default: today): they count, and the account is Active.

        Refused where it would be a share of received seats: a receiver may not share again.
        """
        actor = ready(self._context)
        refuse_seats(seats)
        name, day = _name(owner), self._day(actor, on)
        with self._context.store.read() as session:
            _refuse_sharing_again(session, actor.account, name)
        entry = act_id or self._context.ids.new()
        act = ReceiveSeats(day, derived_id(entry, "share"), name, seats)
        verb = msgn("Receive {n} seat from {owner}", "Receive {n} seats from {owner}", n=seats, owner=name)
        return self._done(actor, act, verb, entry)

    def end(self, typed: str, on: date | None = None, act_id: str | None = None) -> ShareAnswer:
        """Give received seats back, or note that they were taken back, on a day (default: today).

        They are named by their id, a unique beginning of it, or their owner. The same `act_id` again is one act.
        """
        actor = ready(self._context)
        day = self._day(actor, on)
        with self._context.store.read() as session:
            share = _ended_by(session, act_id) or _named(session, actor.account, typed)
        verb = msgn(
            "End {n} seat received from {owner}",
            "End {n} seats received from {owner}",
            n=share.seats,
            owner=share.owner,
        )
        return self._done(actor, EndShare(day, share.id), verb, act_id)

    def list(self) -> list[ShareAnswer]:
        """Every share as it stands on the day, the oldest first; those received later are left out."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            day = self._context.today(account)
            book = book_on(session, self._context, account, max(day, account.trial_started_on))
        found = sorted(book.shares, key=lambda share: (share.received_on, share.owner.casefold(), share.id))
        return [_answer(share) for share in found if share.received_on <= day]

    def _day(self, actor: Actor, on: date | None) -> date:
        day = on or actor.today
        if day > actor.today:
            raise UserError(msg("Seats cannot be received or ended on a day in the future."))
        if day < actor.account.trial_started_on:
            raise UserError(
                msg("The account was made on {day}; it received nothing before.", day=actor.account.trial_started_on)
            )
        return day

    def _done(self, actor: Actor, act: ReceiveSeats | EndShare, verb: Message, act_id: str | None) -> ShareAnswer:
        with suppress(AlreadyDoneError):
            do_on_its_day(self._context, actor, act, verb, act_id)
        with self._context.store.read() as session:
            row = session.get_one(PeerShareRow, act.share_id)
            return _answer(PeerShare(row.id, row.owner, row.seats, row.received_on, row.ended_on))


def _name(owner: str) -> str:
    refuse_card_number(owner)
    name = " ".join(owner.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UserError(msg("Name the account the seats come from, in at most 200 characters."))
    return name


def _named(session: Session, account: AccountRow, typed: str) -> PeerShareRow:
    """The running share of that owner, or the share of that id or unique beginning of one."""
    rows = select(PeerShareRow).where(PeerShareRow.account_id == account.id)
    found = session.execute(rows.order_by(PeerShareRow.received_on, PeerShareRow.id)).scalars().all()
    owner = " ".join(typed.split()).casefold()
    named = [row for row in found if row.ended_on is None and row.owner.casefold() == owner]
    if len(named) > 1:
        shares = ", ".join(row.id[:_SHOWN] for row in named)
        raise WrongUsage(
            msg("“{typed}” could be more than one share: {shares}. Name one by its id.", typed=typed, shares=shares)
        )
    return named[0] if named else one_of(found, typed, lambda row: (row.id,), what=msg("share"))


def _ended_by(session: Session, act_id: str | None) -> PeerShareRow | None:
    """The share that this act ended, where it is recorded: a double click ends nothing else."""
    done = None if act_id is None else session.get(BillingActRow, act_id)
    act = None if done is None else act_of(done)
    return session.get(PeerShareRow, act.share_id) if isinstance(act, EndShare) else None


def _refuse_sharing_again(session: Session, account: AccountRow, owner: str) -> None:
    """Looked up among the accounts of this store; of others nobody here knows."""
    refuse_sharing_again(account.name, owner, receivers_beside(session, account))


def receivers_beside(session: Session, account: AccountRow) -> dict[str, list[str]]:
    """The other accounts of this store that receive seats, each with the owners it receives them from."""
    rows = select(AccountRow.name, PeerShareRow.owner).join(AccountRow, AccountRow.id == PeerShareRow.account_id)
    receivers: dict[str, list[str]] = {}
    for name, shared_by in session.execute(
        rows.where(PeerShareRow.ended_on.is_(None), AccountRow.id != account.id).order_by(AccountRow.name)
    ):
        receivers.setdefault(name, []).append(shared_by)
    return receivers


def _answer(share: PeerShare) -> ShareAnswer:
    return ShareAnswer(share.id, share.owner, share.seats, share.received_on, share.ended_on)
