"""What an undo leaves behind is a state that acts could have made; their guards are asked of the whole of it.

An act is refused for what stands when it is done. An undo, or the undo of one, changes what stood when later acts were
done. So it is done first, and what it leaves is looked at: the account is told again from what is still recorded
(decision 10), and what came or went is held against the guards of the acts that bring it or take it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState
from desktop.domain.billing_rules import RemainingLimits
from desktop.domain.errors import UserError
from desktop.domain.life.acts import PlaceOrder
from desktop.domain.life.book import Book, Standing
from desktop.domain.life.doing import TellingError
from desktop.domain.life.placed_again import PlacedAgain
from desktop.domain.orders.order import Order
from desktop.domain.peer_shares import in_the_way
from desktop.domain.users import Role
from desktop.i18n import Message, msg, msgn
from desktop.services.access import limited_registrations, registered_users
from desktop.services.accounts.keys import refuse_used_again
from desktop.services.accounts.peer_shares import receivers_beside
from desktop.services.accounts.users import check_managed
from desktop.services.context import Context
from desktop.services.journal.instead import ELSE, instead_of_act
from desktop.services.journal.undo import ChangeAnswer
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.rules.days import prices_in_order, refuse_other_order
from desktop.services.rules.price_lists import added_versions
from desktop.services.rules.price_undo import refuse_prices_left
from desktop.services.time.late_acts import no_room
from desktop.store.billing_acts import KEY, act_of
from desktop.store.books import read_book, told_again
from desktop.store.schema import AccountRow, BillingActRow, ChangeKind, PeerShareRow, UserRow
from desktop.store.unit_of_work import Write


@dataclass(frozen=True)
class Undoing:
    """What is being taken back: the act, what it had changed, and the account it concerns."""

    context: Context
    act: Message
    changes: Sequence[ChangeAnswer]
    account_id: str
    billed: bool
    """Whether the account's state follows from what it changed."""

    def refused(self, reason: Message, instead: Message) -> UserError:
        """The refusal to take it back, with what to do instead."""
        return UserError(
            msg("“{act}” cannot be undone: {reason} {instead}", act=self.act, reason=reason, instead=instead)
        )


@dataclass(frozen=True)
class _Stand:
    """How an account stands: as it is kept, and as it is told again from what is recorded as done."""

    kept: Book
    told: Book
    unplaced: Mapping[str, tuple[PlaceOrder, Message]]
    """By order, what would refuse it as it was placed."""

    registered: int

    @property
    def otherwise(self) -> dict[str, Order]:
        """The orders that are kept otherwise than they are told."""
        told = {order.id: order for order in self.told.orders}
        return {order.id: order for order in self.kept.orders if told.get(order.id) != order}


@contextmanager
def only_what_acts_make(undoing: Undoing, write: Write) -> Iterator[None]:
    """What is written within must leave a state that acts could have made; else all of it is refused."""
    context, session = undoing.context, write.session
    account = session.get_one(AccountRow, undoing.account_id)
    order, prices = prices_in_order(session, context, account), added_versions(session, account.id)
    before = _stand(undoing, session) if undoing.billed else None
    with limited_registrations(context, write, account.id):
        yield
    check_managed(session)
    _check_one_owner(session)
    refuse_prices_left(session, account, prices, context.today(account))
    after = prices_in_order(session, context, account)
    refuse_other_order(session, account, [one for one in order if one in after], after)
    if before is not None:
        _refuse_standing(undoing, session, account, before)


def _refuse_standing(undoing: Undoing, session: Session, account: AccountRow, before: _Stand) -> None:
    try:
        left = _stand(undoing, session)
    except TellingError as refusal:
        raise _cannot_be_told(undoing, session, refusal) from refusal
    _refuse_unplaced(undoing, before, left)
    _refuse_told_otherwise(undoing, before, left)
    _put_shares(session, left)
    today = undoing.context.today(account)
    came = {key.id for key in left.kept.keys} - {key.id for key in before.kept.keys}
    refuse_used_again(session, account.id, came, today)
    _refuse_circles(undoing, session, account, (before.kept, left.told))
    _refuse_without_seat(undoing, before, left, today)


def _stand(undoing: Undoing, session: Session) -> _Stand:
    account = session.get_one(AccountRow, undoing.account_id)
    tariff = tariff_of(session, undoing.context, account.id, account.advanced_to)
    placed = PlacedAgain()
    told = told_again(session, account, tariff, account.advanced_to, placed.look)[0]
    return _Stand(read_book(session, account, tariff), told, placed.refused, registered_users(session, account.id))


def _cannot_be_told(undoing: Undoing, session: Session, refusal: TellingError) -> UserError:
    """What is done again is refused as the act itself would be; what was done later stands in the way."""
    rows = [change for change in undoing.changes if change.entity == BillingActRow.__tablename__]
    again = [session.get(BillingActRow, change.entity_id) for change in rows if change.kind is ChangeKind.DELETE]
    if any(row is not None and row.kind != KEY and act_of(row) == refusal.act for row in again):
        return undoing.refused(refusal.message, ELSE)
    return no_room(refusal.act.on, refusal.message)


def _refuse_unplaced(undoing: Undoing, before: _Stand, left: _Stand) -> None:
    """Orders that stay must be such as could have been placed; those refused all the same are no work of the undo."""
    for order_id, (act, reason) in left.unplaced.items():
        if order_id in before.unplaced:
            continue
        if order_id in {order.id for order in before.kept.orders}:
            raise no_room(act.on, reason)
        raise undoing.refused(reason, ELSE)


def _refuse_told_otherwise(undoing: Undoing, before: _Stand, left: _Stand) -> None:
    """What is kept must be what follows from what is still recorded as done."""
    if _decided(left.told.standing) != _decided(left.kept.standing):
        raise UserError(
            msg(
                "“{act}” cannot be undone: something else decides the account's state now. Undo that first.",
                act=undoing.act,
            )
        )
    known = before.otherwise
    for order in left.otherwise.values():
        if order.id not in known:
            reason = msg("What befell the order of {day} since followed from it.", day=order.placed_on)
            raise undoing.refused(reason, instead_of_act(undoing.changes))


def _decided(standing: Standing) -> tuple[AccountState, date | None, date | None]:
    """The state and the days that go with it; an Active account has none, whatever it keeps of a deactivation."""
    if standing.state is AccountState.ACTIVE:
        return standing.state, None, None
    return standing.state, standing.paid_until, standing.grace_ends_on


def _put_shares(session: Session, left: _Stand) -> None:
    """Received seats end where they are told to: those of a deactivated account at D (C15)."""
    for share in left.told.shares:
        session.get_one(PeerShareRow, share.id).ended_on = share.ended_on
    session.flush()


def _refuse_circles(undoing: Undoing, session: Session, account: AccountRow, books: tuple[Book, Book]) -> None:
    """Who shares seats does not receive any, and the other way round (1.1)."""
    before, after = books
    running = {share.id for share in before.shares if share.ended_on is None}
    came = [share for share in after.shares if share.ended_on is None and share.id not in running]
    receivers = receivers_beside(session, account) if came else {}
    for share in came:
        receiver = in_the_way(account.name, share.owner, receivers)
        if receiver is not None:
            raise UserError(
                msg(
                    "“{act}” cannot be undone: “{receiver}” receives seats now, and a receiver does not share. "
                    "End its share first.",
                    act=undoing.act,
                    receiver=receiver,
                )
            )


def _refuse_without_seat(undoing: Undoing, before: _Stand, left: _Stand, today: date) -> None:
    """No seats go from under users who were registered on them (R5); that orders and keys end is another matter."""
    going = _bringing(before.kept, today) - _bringing(left.kept, today)
    limited = left.kept.rules.on(today).remaining_limits is RemainingLimits.REGISTRATIONS
    without = left.kept.without_seat(today, left.registered)
    if going and limited and without > before.kept.without_seat(today, before.registered):
        raise UserError(
            msgn(
                "“{act}” cannot be undone: {n} registered user would be without a seat. "
                "Take the seat of a user first, or add seats.",
                "“{act}” cannot be undone: {n} registered users would be without a seat. "
                "Take the seats of as many users first, or add seats.",
                n=without,
                act=undoing.act,
            )
        )


def _bringing(book: Book, day: date) -> set[str]:
    """What brought seats to the account by the day, whether it still does or has ended."""
    keys = {key.id for key in book.keys if key.activated_on <= day}
    return keys | {order.id for order in book.orders} | {share.id for share in book.shares}


def _check_one_owner(session: Session) -> None:
    """An account has one owner: giving the role takes it from whoever had it."""
    owners = select(UserRow.account_id).where(UserRow.role == Role.OWNER).group_by(UserRow.account_id)
    if session.execute(owners.having(func.count() > 1).limit(1)).first() is not None:
        raise UserError(msg("Somebody else is the account's owner now. Undo that first."))
