"""What is owed and awaited: charges to be made, expected ones, arrears, open fees (rules.md 0.3.7, 1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.billing_rules import BillingRules
from desktop.domain.life.book import Book
from desktop.domain.life.charging import retry_dates
from desktop.domain.money import Money
from desktop.domain.orders.order import FEE, FEE_WAITS, OWED, ChargeStatus, Order
from desktop.domain.orders.transitions import OrderState
from desktop.services.calendar import book_on
from desktop.services.charge_attempts import AttemptAnswer, attempt_answer, attempts_of, open_attempts
from desktop.services.context import Context
from desktop.store.order_rows import orders_of
from desktop.store.schema import AccountRow, InstalmentRow, OrderRow

SHOWN = 200
_AT_ONCE = 200


@dataclass(frozen=True)
class DueItem:
    """Something owed or awaited: an instalment of an order, or its early termination fee (`instalment` is null)."""

    order: str
    number: int
    instalment: int | None
    due_on: date
    total: Money
    status: ChargeStatus
    charge_on: date | None
    """The day from which it is to be charged; null where the provider charges by itself or nobody does."""


@dataclass(frozen=True)
class DueList:
    """How many, what they come to, and the first of them; the amount is null where there is none."""

    count: int
    total: Money | None
    items: tuple[DueItem, ...]


@dataclass(frozen=True)
class DueAnswer:
    """What is owed and awaited on a day. What waits to be charged again is in `arrears` too.

    A fee waits to be charged until it was tried once; a declined one stays in `fees` (F3).
    """

    on: date
    to_charge: DueList
    expected: DueList
    arrears: DueList
    fees: DueList
    attempts: tuple[AttemptAnswer, ...]
    """Charges of which nobody knows yet what became."""


class Due:
    """What an account owes and awaits."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def show(self, limit: int = SHOWN) -> DueAnswer:
        """What is owed and awaited, as if everything due were applied; the earliest first, at most so many of each."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            day = max(today, account.trial_started_on)
            book = book_on(session, self._context, account, day)
            rules = book.rules.on(day)
            numbers = _numbers(session, account.id)
            named = [
                item
                for order in _orders(session, account, book, day)
                for item in _items(order, numbers[order.id], _waits(session, order, rules, account.payments))
            ]
            attempts = tuple(attempt_answer(session, row) for row in open_attempts(session, account.id))
        kinds = {name: [item for kind, item in named if kind == name] for name in ("expected", "arrears", "fees")}
        waiting = [item for _, item in named if item.charge_on is not None and item.charge_on <= day]
        return DueAnswer(
            today,
            _listed(waiting, limit),
            _listed(kinds["expected"], limit),
            _listed(kinds["arrears"], limit),
            _listed(kinds["fees"], limit),
            attempts,
        )


def waiting_orders(session: Session, context: Context) -> list[str]:
    """The orders that wait to be charged today, the one that waits longest first."""
    account = context.account(session)
    day = context.today(account)
    book = book_on(session, context, account, day)
    rules = book.rules.on(day)
    found = [
        (min(days), order.placed_on, order.id)
        for order in _orders(session, account, book, day)
        if (days := [on for on in _waits(session, order, rules, account.payments) if on is not None and on <= day])
    ]
    return [order_id for _, _, order_id in sorted(found)]


def _orders(session: Session, account: AccountRow, book: Book, day: date) -> Iterator[Order]:
    """Every order on which something is owed or awaited, as it stands on the day."""
    yield from book.orders
    if day < account.advanced_to:
        return
    loaded = {order.id for order in book.orders}
    wanted = {*OWED, ChargeStatus.EXPECTED}
    some = select(InstalmentRow.order_id).where(InstalmentRow.status.in_(wanted))
    mine = select(OrderRow).where(OrderRow.account_id == account.id)
    fee = OrderRow.fee.is_not(None)
    rows = session.execute(mine.where(OrderRow.id.in_(some) | fee)).scalars().all()
    rest = [row for row in rows if row.id not in loaded]
    for start in range(0, len(rest), _AT_ONCE):
        yield from orders_of(session, rest[start : start + _AT_ONCE])


_Days: TypeAlias = "tuple[date | None, date | None]"
"""From when an order's arrears, and its fee, wait to be charged; None where they do not."""


def _items(order: Order, number: int, waits: _Days) -> Iterator[tuple[str, DueItem]]:
    charge_on, fee_on = waits
    for one in order.instalments:
        if one.status is ChargeStatus.EXPECTED:
            yield "expected", DueItem(order.id, number, one.number, one.due_on, one.rating.total, one.status, None)
        elif one.owed:
            fresh = charge_on is not None and order.state is OrderState.ACTIVE and one.status is ChargeStatus.OPEN
            item = DueItem(order.id, number, one.number, one.due_on, one.rating.total, one.status, charge_on)
            yield "due" if fresh else "arrears", item
    fee = order.fee
    if fee is not None and (fee.status in FEE_WAITS):
        item = DueItem(order.id, number, None, fee.due_on, fee.rating.total, fee.status, fee_on)
        yield "fees" if fee_on is None else "due", item


def _waits(session: Session, order: Order, rules: BillingRules, payments: Payments) -> _Days:
    if payments is not Payments.STRIPE or order.processing:
        return None, None
    return _arrears_on(session, order, rules), _fee_on(session, order)


def _arrears_on(session: Session, order: Order, rules: BillingRules) -> date | None:
    """The first day on which what is owed is to be tried: when it fell due, or on the next retry day (1.2)."""
    if not order.arrears:
        return None
    if order.state is OrderState.ACTIVE:
        return order.arrears[0].due_on
    if order.state is not OrderState.SUSPENDED:
        return None
    tried = [date.fromisoformat(row.details["on"]) for row in attempts_of(session, order.id)]
    last = max([order.since, *tried])
    return next((day for day in retry_dates(order, rules.retry_days) if day > last), None)


def _fee_on(session: Session, order: Order) -> date | None:
    """The day a fee fell due, until it was tried once: no reminder runs for an order that has ended."""
    if order.fee is None or not order.owes_fee:
        return None
    tried = any(row.number == FEE for row in attempts_of(session, order.id))
    return None if tried else order.fee.due_on


def _numbers(session: Session, account_id: str) -> Mapping[str, int]:
    rows = select(OrderRow.id, OrderRow.number).where(OrderRow.account_id == account_id)
    return {row.id: row.number for row in session.execute(rows)}


def _listed(items: Iterable[DueItem], limit: int) -> DueList:
    found = sorted(items, key=lambda one: (one.due_on, one.number))
    total = reduce(Money.__add__, (one.total for one in found)) if found else None
    return DueList(len(found), total, tuple(found[:limit]))
