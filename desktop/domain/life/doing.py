"""Doing an act: due first, then the act, then what follows from it on the same day (rules.md 0.3.1, 0.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from desktop.domain.accounts import AccountState
from desktop.domain.errors import UserError
from desktop.domain.life.account_rows import ended, settle_account
from desktop.domain.life.acts import (
    Act,
    ActivateKey,
    CancelOrder,
    ChangeCard,
    Deactivate,
    EndShare,
    EnterOutcome,
    PlaceOrder,
    Reactivate,
    ReceiveSeats,
    by_day,
)
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.deactivation import deactivate, reactivate
from desktop.domain.life.events import DueEvent
from desktop.domain.life.notices import notices
from desktop.domain.life.ordering import cancel_order, change_card, enter_outcome, place_order
from desktop.domain.life.working import Working
from desktop.domain.peer_shares import PeerShare
from desktop.i18n import msg

Look = Callable[[Working, Act], None]
"""Looks at an account just before an act, with all applied that was due."""


def do(book: Book, act: Act, look: Look | None = None) -> tuple[Book, list[DueEvent]]:
    """Apply what is due up to the day of the act, then the act; a refused act leaves the book as it was.

    A day before the last applied one is refused: what came to light late is done by `replay`.
    """
    if act.on < book.advanced_to:
        raise UserError(msg("The workspace has already been advanced to {date}.", date=book.advanced_to))
    book, due = advance(book, act.on)
    work = Working(book, act.on)
    if look is not None:
        look(work, act)
    _do(work, act)
    settle_account(work)
    notices(work)
    return work.book, [*due, *work.events]


class TellingError(UserError):
    """What is refused while an account is told again, with the act that it was said of."""

    def __init__(self, act: Act, refusal: UserError) -> None:
        """Say what the refusal says."""
        super().__init__(refusal.message, refusal.hint)
        self.act = act


def replay(book: Book, acts: Iterable[Act], today: date, look: Look | None = None) -> tuple[Book, list[DueEvent]]:
    """The book after all acts, each on its own day, and everything due up to `today`.

    An outcome that came to light late stands at its own day, so everything after it comes out as it would have been.
    Raises TellingError where an act is refused.
    """
    events: list[DueEvent] = []
    for act in by_day(acts):
        try:
            book, found = do(book, act, look)
        except UserError as refusal:
            raise TellingError(act, refusal) from refusal
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
        case ReceiveSeats():
            _receive_seats(work, act)
        case EndShare():
            _end_share(work, act)


def _activate_key(work: Working, act: ActivateKey) -> None:
    """C2, C8: a key whose term runs makes the account Active."""
    before = {key.id for key in work.book.keys}
    work.book = replace(work.book, keys=act.keys)
    state = work.book.standing
    if state.state is AccountState.ACTIVE or not any(key.id not in before for key in work.book.keys_on(act.on)):
        return
    first = state.state is AccountState.TRIAL and not state.in_grace
    work.become("C2" if first else "C8", AccountState.ACTIVE, msg("An activation key was activated."))


def _receive_seats(work: Working, act: ReceiveSeats) -> None:
    """C2, C8: received seats make an account Active."""
    if any(share.id == act.share_id for share in work.book.shares):
        raise UserError(msg("These seats are received already."))
    share = PeerShare(act.share_id, act.owner, act.seats, act.on)
    work.book = replace(work.book, shares=(*work.book.shares, share))
    state = work.book.standing
    if state.state is not AccountState.ACTIVE:
        first = state.state is AccountState.TRIAL and not state.in_grace
        work.become("C2" if first else "C8", AccountState.ACTIVE, msg("A peer account shares seats with it."))


def _end_share(work: Working, act: EndShare) -> None:
    """C12: without received seats, and without anything else, an account is Inactive the same day."""
    share = next((share for share in work.book.shares if share.id == act.share_id), None)
    if share is None:
        raise UserError(msg("There are no such received seats."))
    if not share.runs(act.on):
        raise UserError(msg("These received seats do not count on {day}.", day=act.on))
    rest = (ended(one, act.on) if one is share else one for one in work.book.shares)
    work.book = replace(work.book, shares=tuple(rest))
    book = work.book
    alone = not book.has_live_order() and not book.keys_on(act.on) and not book.shares_on(act.on)
    if book.standing.state is AccountState.ACTIVE and alone:
        work.become("C12", AccountState.INACTIVE, msg("The received seats were taken back."))
