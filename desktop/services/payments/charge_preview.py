"""What charging through the provider would ask for, before anything is asked: orders, amounts and cards (0.3.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.money import Money
from desktop.domain.orders.order import Order
from desktop.domain.payments import NOTHING_WAITS, WHO_CHARGES
from desktop.i18n import Message, msg
from desktop.services.context import Context
from desktop.services.orders.search import find_order
from desktop.services.payments.due import DueItem, waiting_items
from desktop.services.payments.payment_keys import has_key
from desktop.services.time.calendar import book_on
from desktop.store.order_rows import shown_card
from desktop.store.schema import AccountRow, OrderRow

_AT_ONCE = 500
NO_KEY = msg("There is no key for Stripe on this machine. Set it in a terminal with seatwise payments set-key.")


@dataclass(frozen=True)
class ChargeLine:
    """A month or a fee that would be charged, of the order of that number, to that card."""

    order: int
    instalment: int | None
    """Null for the early termination fee."""

    due_on: date
    total: Money
    card: str


@dataclass(frozen=True)
class ToCharge:
    """What would be charged now, and why it cannot be, where it cannot."""

    lines: tuple[ChargeLine, ...]
    orders: int
    total: Money | None
    refused: Message | None


class ChargePreviews:
    """What charging would ask for; asks nobody, and changes nothing."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def due(self) -> ToCharge:
        """What every order that waits to be charged would be charged."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            items = waiting_items(session, self._context)
            cards = _cards(session, sorted({one.order for one in items}))
            lines = tuple(_line(one, cards) for one in items)
            return _to_charge(lines, why_not(session, account) or (None if lines else NOTHING_WAITS))

    def of(self, typed: str) -> ToCharge:
        """What one order would be charged by a person's word."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            row = find_order(session, account, typed)
            day = max(self._context.today(account), row.placed_on)
            order = book_on(session, self._context, account, day, named=row.id).order(row.id)
            return _to_charge(tuple(_owed(order, row.number)), not_charged(session, account, order))


def why_not(session: Session, account: AccountRow) -> Message | None:
    """Why nothing of the account can be charged from here: somebody else charges it, or the key is missing."""
    if account.payments is not Payments.STRIPE:
        return WHO_CHARGES[account.payments]
    try:
        return None if has_key(session) else NO_KEY
    except UserError as refusal:
        return refusal.message


def not_charged(session: Session, account: AccountRow, order: Order) -> Message | None:
    """Why an order cannot be charged now; the keyring is asked last."""
    if account.payments is not Payments.STRIPE:
        return WHO_CHARGES[account.payments]
    if not (order.arrears or order.owes_fee):
        return msg("Nothing is owed on this order.")
    if order.processing:
        return msg("A charge of this order is still being processed.")
    return why_not(session, account)


def _to_charge(lines: tuple[ChargeLine, ...], refused: Message | None) -> ToCharge:
    total = reduce(Money.__add__, (one.total for one in lines)) if lines else None
    return ToCharge(lines, len({one.order for one in lines}), total, refused)


def _line(one: DueItem, cards: Mapping[str, str]) -> ChargeLine:
    return ChargeLine(one.number, one.instalment, one.due_on, one.total, cards.get(one.order, ""))


def _owed(order: Order, number: int) -> Iterator[ChargeLine]:
    card = shown_card(order.card)
    for one in order.arrears:
        yield ChargeLine(number, one.number, one.due_on, one.rating.total, card)
    if order.fee is not None and order.owes_fee:
        yield ChargeLine(number, None, order.fee.due_on, order.fee.rating.total, card)


def _cards(session: Session, orders: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(orders), _AT_ONCE):
        rows = select(OrderRow.id, OrderRow.paid_by).where(OrderRow.id.in_(orders[start : start + _AT_ONCE]))
        found.update({row.id: row.paid_by or "" for row in session.execute(rows)})
    return found
