"""The twelve instalments of an order's term: those that fell due, those to come, and those it will never charge."""

from __future__ import annotations

from datetime import date

from desktop.domain.orders.order import ChargeStatus, Instalment, Order
from desktop.domain.pricing.rating import Rating
from desktop.domain.pricing.subscriptions import TERM_MONTHS


def term_schedule(order: Order, day: date) -> tuple[Instalment, ...]:
    """The instalments of the term the day lies in; for an order that has ended, of its last term.

    An instalment due on or after the day the order ends is waived.
    """
    last = order.instalments[-1].number if order.instalments else 1
    running = last if order.ends_on is not None else max(last, order.running_number(max(day, order.placed_on)))
    first = (running - 1) // TERM_MONTHS * TERM_MONTHS + 1
    rest = range(max(first, order.next_number), first + TERM_MONTHS)
    to_come = (_to_come(order, number, month) for number, month in zip(rest, order.each_rated(rest), strict=True))
    return (*order.instalments[first - 1 : first - 1 + TERM_MONTHS], *to_come)


def _to_come(order: Order, number: int, month: Rating) -> Instalment:
    waived = order.ends_on is not None and order.due_on(number) >= order.ends_on
    status = ChargeStatus.WAIVED if waived else ChargeStatus.SCHEDULED
    return Instalment(number, order.month(number), month, status)
