"""Doing an act: due first, then the act, then what follows from it on the same day (rules.md 0.3.1, 0.3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from desktop.domain.accounts import AccountState
from desktop.domain.errors import UserError
from desktop.domain.life.account_rows import settle_account
from desktop.domain.life.acts import (
    Act,
    ActivateKey,
    CancelOrder,
    ChangeCard,
    Deactivate,
    EnterOutcome,
    PlaceOrder,
    Reactivate,
    ShareSeats,
    by_day,
)
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.deactivation import deactivate, reactivate
from desktop.domain.life.events import DueEvent
from desktop.domain.life.notices import notices
from desktop.domain.life.ordering import cancel_order, change_card, enter_outcome, place_order
from desktop.domain.life.working import Working
from desktop.i18n import msg


def do(book: Book, act: Act) -> tuple[Book, list[DueEvent]]:
    """Apply what is due up to the day of the act, then the act; a refused act leaves the book as it was.

    A day before the last applied one is refused: what came to light late is done by `replay`.
    """
    if act.on < book.advanced_to:
        raise UserError(msg("The workspace has already been advanced to {date}.", date=book.advanced_to))
    book, due = advance(book, act.on)
    work = Working(book, act.on)
    _do(work, act)
    settle_account(work)
    notices(work)
    return work.book, [*due, *work.events]


def replay(book: Book, acts: Iterable[Act], today: date) -> tuple[Book, list[DueEvent]]:
    """The book after all acts, each on its own day, and everything due up to `today`.

    An outcome that came to light late stands at its own day, so everything after it comes out as it would have been.
    """
    events: list[DueEvent] = []
    for act in by_day(acts):
        book, found = do(book, act)
        events += found
    book, found = advance(book, today)
    return book, [*events, *found]


def _do(work: Working, act: Act) -> None:
    match act:
        case PlaceOrder():
            place_order(work, act)
        case EnterOutcome():
            enter_outcome(work, act)
        case ChangeCard():
            change_card(work, act)
        case CancelOrder():
            cancel_order(work, act)
        case Deactivate():
            deactivate(work)
        case Reactivate():
            reactivate(work)
        case ActivateKey():
            _activate_key(work, act)
        case ShareSeats():
            _share_seats(work, act)


def _activate_key(work: Working, act: ActivateKey) -> None:
    """C2, C8: a key whose term runs makes the account Active."""
    before = {key.id for key in work.book.keys}
    work.book = replace(work.book, keys=act.keys)
    state = work.book.standing
    if state.state is AccountState.ACTIVE or not any(key.id not in before for key in work.book.keys_on(act.on)):
        return
    first = state.state is AccountState.TRIAL and not state.in_grace
    work.become("C2" if first else "C8", AccountState.ACTIVE, msg("An activation key was activated."))


def _share_seats(work: Working, act: ShareSeats) -> None:
    """Received seats make an account Active; without them, and without anything else, it is Inactive (C12)."""
    had = work.book.standing.received_seats
    work.book = replace(work.book, standing=replace(work.book.standing, received_seats=act.seats))
    active = work.book.standing.state is AccountState.ACTIVE
    alone = not work.book.live_orders() and not work.book.keys_on(act.on)
    if act.seats and not active:
        work.become("C8", AccountState.ACTIVE, msg("A peer account shares seats with it."))
    elif had and not act.seats and active and alone:
        work.become("C12", AccountState.INACTIVE, msg("The received seats were taken back."))
