"""A copy of a book while a day is worked on: orders change, events are noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from desktop.domain.accounts import STATE_LABELS, AccountState, Payments
from desktop.domain.life.book import Book, in_turn
from desktop.domain.life.events import DueEvent, EventKind, Notice
from desktop.domain.money import Money
from desktop.domain.orders.order import CHARGE_STATUS_LABELS, ChargeStatus, Instalment, Order
from desktop.domain.orders.transitions import ORDER_STATE_LABELS, Move, OrderEvent, OrderState, moved
from desktop.domain.pricing.price_lists import PriceList
from desktop.i18n import Message, msg


class Working:
    """A book being changed. `day` is the day that is worked on."""

    def __init__(self, book: Book, day: date, due: Iterable[Order] | None = None) -> None:
        """Work on a copy; the book given stays as it is. `due` are the orders the steps look at, else all of them."""
        self._book = replace(book, advanced_to=max(day, book.advanced_to))
        self._changed: dict[str, Order] = {}
        self.touched = {order.id: order for order in (book.orders if due is None else due)}
        """The orders that were looked at or changed, as they are now."""

        self.day = day
        self.rules = book.rules.on(day)
        """The rules of the day."""

        self.events: list[DueEvent] = []

    @property
    def book(self) -> Book:
        """The book as it is now."""
        if self._changed:
            orders = {order.id: order for order in self._book.orders} | self._changed
            self._book, self._changed = replace(self._book, orders=tuple(orders.values())), {}
        return self._book

    @book.setter
    def book(self, book: Book) -> None:
        self._book = book

    @property
    def prices(self) -> PriceList:
        """The prices of the account."""
        return self._book.prices

    @property
    def payments(self) -> Payments:
        """Who charges."""
        return self._book.payments

    def orders(self, *states: OrderState) -> list[Order]:
        """The orders in these states, in turn."""
        return in_turn(self.touched.values(), *states)

    def put(self, order: Order) -> Order:
        """Keep the order as it is now."""
        self._changed[order.id] = self.touched[order.id] = order
        return order

    def move(self, order: Order, event: OrderEvent) -> Order:
        """Move an order as the table says; suspending starts its dunning clock, ending it stops everything."""
        move = moved(order.state, event)
        self.note_order(order, move, event)
        fields: dict[str, object] = {"state": move.to, "since": self.day}
        if move.to is OrderState.SUSPENDED:
            fields["drafts"] = 0
        if move.to is OrderState.CANCELLATION_INITIATED:
            fields["ended_by"] = move.rule
        if move.to is OrderState.ACTIVE:
            fields["was_active"] = True
            if not order.was_active:
                self.confirm_order(order)
        if move.to is OrderState.CANCELED:
            fields |= {"ends_on": self.day, "ended_by": move.rule}
        return self.put(order.changed(**fields))

    def note_order(self, order: Order, move: Move, event: OrderEvent) -> None:
        """Note what happens to an order."""
        text = msg(
            "Order of {day} became {state}: {reason}",
            day=order.placed_on,
            state=ORDER_STATE_LABELS[move.to],
            reason=move.reason,
        )
        self._note(EventKind.ORDER, order.id, f"{move.rule}:{event}", text, move.rule, state=str(move.to))

    def charge(self, order: Order, instalment: Instalment) -> Order:
        """Keep an instalment that fell due or whose outcome is known."""
        text = msg(
            "Order of {placed}, instalment {number}, due on {day}: {status}",
            placed=order.placed_on,
            number=instalment.number,
            day=instalment.due_on,
            status=CHARGE_STATUS_LABELS[instalment.status],
        )
        name = f"{instalment.number}:{instalment.status}:{instalment.attempts}"
        self._note(EventKind.INSTALMENT, order.id, name, text, "F2", instalment.rating.total)
        return self.put(order.with_instalment(instalment))

    def note_fee(self, order: Order, amount: Money, status: ChargeStatus) -> None:
        """Note what becomes of a termination fee."""
        text = msg(
            "Early termination fee of the order of {day}: {status}",
            day=order.placed_on,
            status=CHARGE_STATUS_LABELS[status],
        )
        self._note(EventKind.FEE, order.id, f"fee:{status}", text, "F3", amount)

    def renew(self, order: Order, until: date, *, reached: bool = False) -> None:
        """Note a new term of an order, and the prices that reach it with this term."""
        text = msg("Order of {day} renewed until {end}", day=order.placed_on, end=until)
        if reached:
            text = msg(
                "Order of {day} renewed until {end}: the price list {version} reaches it",
                day=order.placed_on,
                end=until,
                version=order.version,
            )
        self._note(EventKind.RENEWAL, order.id, "O11", text, "O11")

    def become(self, rule: str, state: AccountState, reason: Message, *, keep: bool = False) -> None:
        """Put the account into a state; the days of a deactivation are over with it, unless they are to be kept."""
        forget = not keep and (state is AccountState.ACTIVE or (state is AccountState.INACTIVE and rule != "C6"))
        text = msg("Account became {state}: {reason}", state=STATE_LABELS[state], reason=reason)
        self._note(EventKind.ACCOUNT, self.book.account_id, rule, text, rule, state=str(state))
        standing = replace(self.book.standing, state=state, since=self.day, rule=rule, reason=reason)
        if forget:
            standing = replace(standing, deactivated_on=None, paid_until=None, grace_ends_on=None, grace_drafts=0)
        self.book = replace(self.book, standing=standing)

    def draft(self, notice: Notice, subject: str, number: int, on: date, text: Message) -> None:
        """Note a mail draft with its own date."""
        event = DueEvent(on, EventKind.NOTICE, subject, f"{notice}:{number}", text, "0.3.4", state=None)
        self.events.append(event)

    def confirm_order(self, order: Order) -> None:
        """Draft the confirmation of an order that is Active for the first time (1.7)."""
        text = msg("Order of {day} confirmed", day=order.placed_on)
        self.draft(Notice.ORDER_CONFIRMED, order.id, 1, self.day, text)

    def _note(
        self,
        kind: EventKind,
        subject: str,
        name: str,
        text: Message,
        rule: str,
        amount: Money | None = None,
        *,
        state: str | None = None,
    ) -> None:
        self.events.append(DueEvent(self.day, kind, subject, name, text, rule, amount, state))
