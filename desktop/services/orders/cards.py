"""One payment method for several orders, changed as one act (rules.md R11)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.life.acts import ChangeCard
from desktop.domain.life.book import Book
from desktop.domain.life.doing import do
from desktop.domain.life.events import DueEvent
from desktop.domain.payments import Card
from desktop.i18n import msg, msgn
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.acts import Actor
from desktop.services.orders.search import find_order
from desktop.services.payments.payment_methods import CardWish, card_chosen, keep_method, method_id
from desktop.services.rules.billing_rules import tariff_of
from desktop.store.billing_acts import add_act
from desktop.store.book_writing import Written, write_book
from desktop.store.books import read_book
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow


class OrderCards:
    """The payment methods of orders."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def change(self, typed: Sequence[str], wish: CardWish, act_id: str | None = None) -> list[str]:
        """Let these orders be paid by another card, all or none; what they owe is tried with it at once."""
        if not typed:
            raise UserError(msg("There is no order whose payment method could be changed."))
        actor = ready(self._context)
        with self._context.store.read() as session:
            card = card_chosen(session, actor.account, wish)
            orders = [find_order(session, actor.account, one).id for one in typed]
        verb = msgn("Change the payment method of {n} order", "Change the payment method of {n} orders", n=len(orders))
        entry = self._context.act(verb, on=actor.today, account=actor.account, actor=actor.user, act_id=act_id)
        with suppress(AlreadyDoneError), self._context.store.write(entry) as write:
            before = self._book(write.session, actor, orders)
            after, events = _changed(before, actor, orders, card)
            keep_method(write, actor, card)
            write.session.flush()
            for one in orders:
                act = ChangeCard(actor.today, one, card)
                add_act(write.session, actor.account.id, act, derived_id(entry.act_id, one))
                write.session.flush()
            chosen = dict.fromkeys(orders, method_id(actor.account.id, card))
            write_book(write, before, after, Written(events, actor.today, cards=chosen))
        return orders

    def _book(self, session: Session, actor: Actor, orders: Sequence[str]) -> Book:
        account = session.get_one(AccountRow, actor.account.id)
        tariff = tariff_of(session, self._context, account.id, actor.today)
        if len(orders) == 1:
            return read_book(session, account, tariff, actor.today, orders[0])
        return read_book(session, account, tariff)


def _changed(book: Book, actor: Actor, orders: Sequence[str], card: Card) -> tuple[Book, list[DueEvent]]:
    events: list[DueEvent] = []
    for one in orders:
        book, found = do(book, ChangeCard(actor.today, one, card))
        events += found
    return book, events
