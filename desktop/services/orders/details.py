"""One order as its pane shows it: what befell it and what comes, what leaving costs today, and its journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.explanation import Explanation
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.events import DueEvent
from desktop.domain.money import Money
from desktop.domain.orders.coming import ComingEvent, coming
from desktop.domain.orders.leaving import termination_fee
from desktop.domain.orders.order import RUNNING, Order
from desktop.domain.orders.refusals import refuse_edit
from desktop.domain.pricing.rating import Rating
from desktop.i18n import Message, msg
from desktop.services.context import Context
from desktop.services.journal.entries import ActEntry, in_zone
from desktop.services.orders.answers import OrderDetailAnswer, detail_answer, kept_of, kept_then, with_coming
from desktop.services.orders.journal import order_entries
from desktop.services.orders.lens import TOLD_AGAIN, orders_as_they_were
from desktop.services.orders.search import find_order
from desktop.services.payments.charge_preview import not_charged
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.time.calendar import book_on
from desktop.store.books import Tariff, read_book
from desktop.store.schema import AccountRow, OrderRow

_ENTRIES = 50


@dataclass(frozen=True)
class LeavingAnswer:
    """What leaving an order today would bring: its end, its fee, and whether it is canceled by itself."""

    ends_on: date
    fee: Money
    explanation: Explanation


@dataclass(frozen=True)
class OrderPaneAnswer:
    """Everything the pane of an order shows; `not_editable` says why its details cannot be edited."""

    today: date
    detail: OrderDetailAnswer
    month_reason: Explanation
    coming: tuple[ComingEvent, ...]
    leaving: LeavingAnswer | None
    not_editable: Message | None
    payments: Payments
    not_charged: Message | None
    """Why it cannot be charged from here now, or None where it can."""

    entries: Sequence[ActEntry]


class OrderDetails:
    """One order at a time, however many the account has."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def pane(self, typed: str) -> OrderPaneAnswer:
        """The order as it stands today, named by its number, its id or a unique beginning of it."""
        with self._context.store.read() as session:
            return self.read(session, typed)

    def read(self, session: Session, typed: str) -> OrderPaneAnswer:
        """The same as the session's state of the store has it."""
        account = self._context.account(session)
        day = self._context.today(account)
        row = find_order(session, account, typed)
        tariff = tariff_of(session, self._context, account.id, day)
        order, events, book = _order_on(session, self._context, account, tariff, row, day)
        rules = tariff.rules.on(day)
        kept = kept_of(self._context.store, session, row)
        if day < account.advanced_to:
            kept = kept_then(session, account.id, order, kept)
        detail = detail_answer(session, order, kept, day)
        detail = with_coming(detail, events)
        running = order.state in RUNNING
        fee = termination_fee(order, day, rules.termination_fee_rate) if running else None
        return OrderPaneAnswer(
            day,
            detail,
            order.rated(order.next_number).explanation,
            coming(order, day, rules, tariff.prices),
            None if fee is None else _leaving(order, fee, day),
            _not_editable(book, account, order),
            account.payments,
            not_charged(session, account, order),
            in_zone(order_entries(session, row, _ENTRIES), account.time_zone),
        )


def _order_on(
    session: Session, context: Context, account: AccountRow, tariff: Tariff, row: OrderRow, day: date
) -> tuple[Order, Sequence[DueEvent], Book | None]:
    """The order as it stands on the day, what befell it that is not written yet, and the book where it was read."""
    if day < row.placed_on:
        raise UserError(msg("The order was placed on {day}; there is nothing to show before.", day=row.placed_on))
    if day >= account.advanced_to:
        book, events = advance(read_book(session, account, tariff, day, row.id), day)
        return book.order(row.id), events, book
    orders = select(OrderRow.id).where(OrderRow.account_id == account.id).limit(TOLD_AGAIN + 1)
    if len(session.execute(orders).all()) > TOLD_AGAIN:
        return orders_as_they_were(session, [row], day)[0], (), None
    book = book_on(session, context, account, day)
    return book.order(row.id), (), book


def _leaving(order: Order, fee: Rating, day: date) -> LeavingAnswer:
    return LeavingAnswer(order.next_billing_on(day), fee.total, fee.explanation)


def _not_editable(book: Book | None, account: AccountRow, order: Order) -> Message | None:
    try:
        refuse_edit(account.state if book is None else book.standing.state, order.state)
    except UserError as refusal:
        return refusal.message
    return None
