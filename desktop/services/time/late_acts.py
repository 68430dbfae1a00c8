"""An act of a day that may be past: it stands at its own day, and what came since is told again (decision 10)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.life.acts import Act
from desktop.domain.life.book import Book
from desktop.domain.life.doing import TellingError
from desktop.domain.orders.order import ChargeStatus
from desktop.i18n import Message, msg
from desktop.services.context import Context
from desktop.services.orders.acts import Actor, Also, perform
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.usage.alerts import watched_usage
from desktop.store.billing_acts import add_act
from desktop.store.book_writing import rewrite_book
from desktop.store.books import read_book, told_again
from desktop.store.schema import AccountRow
from desktop.system.collector import resting_collector


@resting_collector()
def do_on_its_day(context: Context, actor: Actor, act: Act, verb: Message, act_id: str | None = None) -> None:
    """Do the act; one of a day before the last applied one brings out everything since as it would have been.

    Raises AlreadyDoneError where the act was recorded before.
    """
    with context.store.read() as session:
        late = act.on < _account(session, actor).advanced_to
    if not late:
        perform(context, actor, act, verb, Also(), act_id)
        return
    entry = context.act(verb, on=act.on, account=actor.account, actor=actor.user, act_id=act_id)
    with context.store.write(entry) as write, watched_usage(context, write, actor.account.id):
        session = write.session
        account = _account(session, actor)
        tariff = tariff_of(session, context, account.id, actor.today)
        before = read_book(session, account, tariff)
        add_act(session, account.id, act, entry.act_id)
        session.flush()
        try:
            after, events = told_again(session, account, tariff, account.advanced_to)
        except TellingError as refusal:
            raise _of_later(refusal, act) from refusal
        _refuse_lost(before, after)
        rewrite_book(write, before, after, events, actor.today)


def _of_later(refusal: TellingError, act: Act) -> UserError:
    """A refusal of the act itself as it is; one of what was done later says so."""
    if refusal.act == act:
        return refusal
    return no_room(refusal.act.on, refusal.message)


def no_room(day: date, reason: Message) -> UserError:
    """The refusal of what would have kept a later act from being done."""
    return UserError(
        msg("This would leave no room for what was done on {day}: {reason} Undo that first.", day=day, reason=reason)
    )


def _refuse_lost(before: Book, after: Book) -> None:
    """Refuse what would end an order before a month of it that is recorded as paid."""
    there = {order.id: len(order.instalments) for order in after.orders}
    for order in before.orders:
        paid = (one.number for one in order.instalments if one.status is ChargeStatus.PAID)
        lost = next((number for number in paid if number > there.get(order.id, 0)), None)
        if lost is not None:
            raise UserError(msg("The order would have ended before instalment {number}, which is paid.", number=lost))


def _account(session: Session, actor: Actor) -> AccountRow:
    return session.get_one(AccountRow, actor.account.id)
