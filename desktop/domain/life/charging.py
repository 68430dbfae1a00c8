"""Step 4 of a day: charges and what becomes of them (rules.md 0.3.2, 0.3.7, O1 to O5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from desktop.domain.accounts import Payments
from desktop.domain.life.working import Working
from desktop.domain.orders.order import ChargeStatus, Fee, Instalment, Order
from desktop.domain.orders.transitions import OrderEvent, OrderState
from desktop.domain.payments import Outcome, outcome_on, settles_on


def charges(work: Working) -> None:
    """Late charges settle, delays suspend, arrears are tried again, instalments fall due, fees are charged."""
    _settle_late(work)
    _suspend_delayed(work)
    _retry(work)
    _fall_due(work)
    _charge_fees(work)


def status_of(outcome: Outcome | None, payments: Payments) -> ChargeStatus:
    """How a charge stands after an outcome; without one it is expected, or open where somebody must charge it."""
    if outcome is None:
        return ChargeStatus.OPEN if payments is Payments.STRIPE else ChargeStatus.EXPECTED
    if outcome is Outcome.ACCEPTED:
        return ChargeStatus.PAID
    return ChargeStatus.PROCESSING if outcome is Outcome.LATE else ChargeStatus.DECLINED


def settle(work: Working, order: Order) -> Order:
    """All arrears are paid (O5); a payment settles all of them or nothing. Who owes nothing was suspended otherwise."""
    if not order.arrears:
        return order
    for owed in order.arrears:
        order = work.charge(order, replace(owed, status=ChargeStatus.PAID, settles_on=None))
    return work.move(order, OrderEvent.SETTLED) if order.state is OrderState.SUSPENDED else order


def try_arrears(work: Working, order: Order, outcome: Outcome) -> Order:
    """Try what is owed once: paid whole, being processed, or still owed."""
    if outcome is Outcome.ACCEPTED:
        return settle(work, order)
    when = settles_on(outcome, work.payments, work.day)
    status = status_of(outcome, work.payments)
    for owed in order.arrears:
        order = work.charge(order, replace(owed, status=status, attempts=owed.attempts + 1, settles_on=when))
    return order


def first_instalment(work: Working, order: Order, outcome: Outcome | None) -> Instalment:
    """The instalment charged on the day of the order."""
    when = settles_on(outcome, work.payments, work.day) if outcome else None
    return Instalment(1, order.month(1), order.rated(1), status_of(outcome, work.payments), 1, when)


def _settle_late(work: Working) -> None:
    for order in work.orders(*OrderState):
        if any(one.settles_on is not None and one.settles_on <= work.day for one in order.arrears):
            settle(work, order)
        fee = order.fee
        if fee is not None and fee.settles_on is not None and fee.settles_on <= work.day:
            charge_fee(work, work.book.order(order.id), fee, Outcome.ACCEPTED)


def _suspend_delayed(work: Working) -> None:
    for order in work.orders(OrderState.ACTIVE):
        if any(one.status is ChargeStatus.PROCESSING and one.due_on < work.day for one in order.arrears):
            work.move(order, OrderEvent.DELAYED)


def retry_dates(order: Order, days: tuple[int, ...]) -> list[date]:
    """The days on which the arrears of a suspended order are tried (1.2)."""
    return [order.since + timedelta(days=after) for after in sorted(days)]


def _retry(work: Working) -> None:
    for order in work.orders(OrderState.SUSPENDED):
        due = work.day in retry_dates(order, work.rules.retry_days)
        waiting = any(one.status is ChargeStatus.PROCESSING for one in order.arrears)
        outcome = outcome_on(work.payments, order.card, work.day)
        if due and outcome is not None and order.arrears and not waiting:
            try_arrears(work, order, outcome)


def _fall_due(work: Working) -> None:
    for order in work.orders(OrderState.ACTIVE, OrderState.SUSPENDED):
        number = order.next_number
        if order.due_on(number) > work.day:
            continue
        if order.state is OrderState.ACTIVE:
            _attempt(work, order, number)
        else:
            work.charge(order, Instalment(number, order.month(number), order.rated(number), ChargeStatus.OPEN))


def _attempt(work: Working, order: Order, number: int) -> None:
    outcome = outcome_on(work.payments, order.card, work.day)
    when = settles_on(outcome, work.payments, work.day) if outcome else None
    status = status_of(outcome, work.payments)
    attempts = 0 if status is ChargeStatus.OPEN else 1
    due = Instalment(number, order.month(number), order.rated(number), status, attempts, when)
    order = work.charge(order, due)
    if outcome is not None and outcome.refused:
        work.move(order, OrderEvent.DECLINED)


def _charge_fees(work: Working) -> None:
    """A fee falls due on the day its order ends, whatever becomes of it changes no state (F3)."""
    for order in work.orders(OrderState.CANCELED):
        fee = order.fee
        if fee is None or fee.status is not ChargeStatus.SCHEDULED or fee.due_on > work.day:
            continue
        charge_fee(work, order, fee, outcome_on(work.payments, order.card, work.day))


def charge_fee(work: Working, order: Order, fee: Fee, outcome: Outcome | None) -> Order:
    """What becomes of a fee that is due: a declined one stays open, a late one settles as an instalment does (F3)."""
    status = status_of(outcome, work.payments)
    status = ChargeStatus.OPEN if status is ChargeStatus.DECLINED else status
    when = settles_on(outcome, work.payments, work.day) if outcome else None
    work.note_fee(order, fee.rating.total, status)
    return work.put(order.changed(fee=replace(fee, status=status, settles_on=when)))
