"""Doing something to an account's orders: who and when is checked, what is due is applied, then one act is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from desktop.domain.life.acts import Act, Agreed, PlaceOrder
from desktop.domain.life.book import Book
from desktop.domain.life.doing import do
from desktop.domain.life.events import DueEvent
from desktop.i18n import Message
from desktop.services.context import Context
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.usage.alerts import watched_usage
from desktop.store.billing_acts import add_act
from desktop.store.book_writing import Written, write_book
from desktop.store.books import read_book, read_going_book, with_elsewhere
from desktop.store.order_rows import NewOrder
from desktop.store.schema import AccountRow, Effect, UserRow
from desktop.store.unit_of_work import Write
from desktop.system.collector import resting_collector


@dataclass(frozen=True)
class Actor:
    """Who acts on which account on which day."""

    account: AccountRow
    user: UserRow
    today: date


@dataclass
class Also:
    """What is written with an act beside what follows from the rules."""

    rows: Callable[[Write], None] | None = None
    new: Mapping[str, NewOrder] = field(default_factory=dict)
    cards: Mapping[str, str] = field(default_factory=dict)
    effect: Effect = Effect.NONE
    going: bool = False
    """Whether the act needs every order that has not ended, not only the one it names and those due."""


@resting_collector()
def perform(
    context: Context, actor: Actor, act: Act, verb: Message, also: Also, act_id: str | None = None
) -> tuple[Book, list[DueEvent]]:
    """Do the act in one transaction: the rules decide, and whatever they refuse leaves nothing behind.

    Raises AlreadyDoneError where the act was recorded before.
    """
    entry = context.act(verb, on=act.on, account=actor.account, actor=actor.user, act_id=act_id, effect=also.effect)
    with context.store.write(entry) as write, watched_usage(context, write, actor.account.id):
        session = write.session
        account = session.get_one(AccountRow, actor.account.id)
        tariff = tariff_of(session, context, account.id, act.on)
        named = getattr(act, "order_id", None)
        if also.going:
            before = read_going_book(session, account, tariff)
        else:
            before = read_book(session, account, tariff, act.on, named)
        if isinstance(act, PlaceOrder):
            before = with_elsewhere(session, before)
        after, events = do(before, act)
        if also.rows is not None:
            also.rows(write)
            session.flush()
        add_act(session, account.id, recorded(act, after), entry.act_id)
        write_book(write, before, after, Written(events, actor.today, also.new, also.cards))
    return after, events


def recorded(act: Act, after: Book) -> Act:
    """The act as it is kept: an order with the price it was agreed at."""
    if not isinstance(act, PlaceOrder):
        return act
    order = after.order(act.order_id)
    return replace(act, agreed=Agreed(order.price, order.version, order.tax_rate))
