"""What is owed and awaited: charges to be made, expected ones, arrears, open fees (rules.md 0.3.7, 1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.billing_rules import BillingRules
from desktop.domain.life.book import Book
from desktop.domain.life.charging import retry_dates
from desktop.domain.money import Money
from desktop.domain.orders.order import FEE, FEE_WAITS, OWED, ChargeStatus, Order
from desktop.domain.orders.transitions import OrderState
from desktop.services.context import Context
from desktop.services.payments.charge_attempts import AttemptAnswer, attempt_answers, attempts_by_order, open_attempts
from desktop.services.time.calendar import book_on
from desktop.store.order_rows import orders_of
from desktop.store.schema import AccountRow, ChargeAttemptRow, InstalmentRow, OrderRow
from desktop.store.schema.orders import UNSETTLED, WITH_FEE

SHOWN = 200
_AT_ONCE = 200


class DueKind(StrEnum):
    """Why an item is listed. It is one of these and never two: what is to be charged is not listed as owed as well."""

    TO_CHARGE = "to_charge"
    EXPECTED = "expected"
    ARREARS = "arrears"
    FEE = "fee"


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

    kind: DueKind
    """In which list it stands."""


@dataclass(frozen=True)
class DueList:
    """How many, what they come to, and the first of them; the amount is null where there is none."""

    count: int
    total: Money | None
    items: tuple[DueItem, ...]


@dataclass(frozen=True)
class DueAnswer:
    """What is owed and awaited on a day, each item in one list. What waits to be charged again is in `to_charge` alone.

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
            items = _items_on(session, self._context, account, max(today, account.trial_started_on))
            attempts = tuple(attempt_answers(session, open_attempts(session, account.id)))
        waiting, expected, arrears, fees = (
            _listed((one for one in items if one.kind is kind), limit) for kind in DueKind
        )
        return DueAnswer(today, waiting, expected, arrears, fees, attempts)


def waiting_orders(session: Session, context: Context) -> list[str]:
    """The orders that wait to be charged today, the one that waits longest first."""
    return list(dict.fromkeys(one.order for one in waiting_items(session, context)))


def waiting_items(session: Session, context: Context) -> list[DueItem]:
    """What waits to be charged today, of the order that waits longest first."""
    account = context.account(session)
    if account.payments is not Payments.STRIPE:
        return []
    items = _items_on(session, context, account, max(context.today(account), account.trial_started_on), OWED)
    waiting = [one for one in items if one.kind is DueKind.TO_CHARGE]
    return sorted(waiting, key=lambda one: (one.charge_on, one.number, one.order, one.instalment is None, one.due_on))


def _items_on(
    session: Session,
    context: Context,
    account: AccountRow,
    day: date,
    wanted: Sequence[ChargeStatus] = (*OWED, ChargeStatus.EXPECTED),
) -> list[DueItem]:
    """What is owed or awaited on the day, each once, of every order with an instalment or a fee that stands so."""
    book = book_on(session, context, account, day)
    rules = book.rules.on(day)
    orders = [*book.orders, *_others(session, account, book, day, wanted)]
    orders = [order for order in orders if _stands(order)]
    numbers = _numbers(session, [order.id for order in orders])
    charged = account.payments is Payments.STRIPE
    tried = attempts_by_order(session, [order.id for order in orders]) if charged else {}
    items: list[DueItem] = []
    for order in orders:
        waits = _waits(order, rules, tried.get(order.id, ())) if charged else _Waits()
        items += _items(order, numbers[order.id], waits, day)
    return items


def _stands(order: Order) -> bool:
    fee = order.fee is not None and order.fee.status in FEE_WAITS
    return fee or bool(order.waiting)


def _others(
    session: Session, account: AccountRow, book: Book, day: date, wanted: Sequence[ChargeStatus]
) -> Iterator[Order]:
    """The orders on which something stands so and that the book leaves out, because nothing falls due on them."""
    if day < account.advanced_to:
        return
    loaded = {order.id for order in book.orders}
    found = {row.id: row for part in _standing(account.id, wanted) for row in session.execute(part).scalars()}
    rest = [row for row in found.values() if row.id not in loaded]
    for start in range(0, len(rest), _AT_ONCE):
        yield from orders_of(session, rest[start : start + _AT_ONCE])


def _standing(account_id: str, wanted: Sequence[ChargeStatus]) -> Iterator[Select[OrderRow]]:
    """Each is answered by an index alone, however many orders and settled instalments there are."""
    mine = select(OrderRow).where(OrderRow.account_id == account_id)
    unsettled = select(InstalmentRow.order_id).where(UNSETTLED, InstalmentRow.status.in_(wanted))
    # Not by the account's index: that would read each of its orders to find the few.
    yield select(OrderRow).where(OrderRow.id.in_(unsettled), func.coalesce(OrderRow.account_id, "") == account_id)
    yield mine.where(WITH_FEE, OrderRow.fee_status.in_(FEE_WAITS))
    yield mine.where(WITH_FEE, OrderRow.fee_status.is_(None))


@dataclass(frozen=True)
class _Waits:
    """From when an order's arrears, and its fee, wait to be charged; None where they do not."""

    arrears: date | None = None
    fee: date | None = None


def _items(order: Order, number: int, waits: _Waits, day: date) -> Iterator[DueItem]:
    for one in order.waiting:
        charge_on = waits.arrears if one.owed else None
        kind = _kind(charge_on, day, DueKind.ARREARS if one.owed else DueKind.EXPECTED)
        yield DueItem(order.id, number, one.number, one.due_on, one.rating.total, one.status, charge_on, kind)
    fee = order.fee
    if fee is not None and fee.status in FEE_WAITS:
        kind = _kind(waits.fee, day, DueKind.FEE)
        yield DueItem(order.id, number, None, fee.due_on, fee.rating.total, fee.status, waits.fee, kind)


def _kind(charge_on: date | None, day: date, otherwise: DueKind) -> DueKind:
    return DueKind.TO_CHARGE if charge_on is not None and charge_on <= day else otherwise


def _waits(order: Order, rules: BillingRules, tried: Sequence[ChargeAttemptRow]) -> _Waits:
    if order.processing:
        return _Waits()
    return _Waits(_arrears_on(order, rules, tried), _fee_on(order, tried))


def _arrears_on(order: Order, rules: BillingRules, tried: Sequence[ChargeAttemptRow]) -> date | None:
    """The first day on which what is owed is to be tried: when it fell due, or on the next retry day (1.2)."""
    if not order.arrears:
        return None
    if order.state is OrderState.ACTIVE:
        return order.arrears[0].due_on
    if order.state is not OrderState.SUSPENDED:
        return None
    last = max([order.since, *(date.fromisoformat(row.details["on"]) for row in tried)])
    return next((day for day in retry_dates(order, rules.retry_days) if day > last), None)


def _fee_on(order: Order, tried: Sequence[ChargeAttemptRow]) -> date | None:
    """The day a fee fell due, until it was tried once: no reminder runs for an order that has ended."""
    if order.fee is None or not order.owes_fee:
        return None
    return None if any(row.number == FEE for row in tried) else order.fee.due_on


def _numbers(session: Session, order_ids: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(order_ids), _AT_ONCE):
        rows = select(OrderRow.id, OrderRow.number).where(OrderRow.id.in_(order_ids[start : start + _AT_ONCE]))
        found.update({row.id: row.number for row in session.execute(rows)})
    return found


def _listed(items: Iterable[DueItem], limit: int) -> DueList:
    found = sorted(items, key=lambda one: (one.due_on, one.number))
    total = reduce(Money.__add__, (one.total for one in found)) if found else None
    return DueList(len(found), total, tuple(found[:limit]))
