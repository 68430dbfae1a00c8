"""A first charge that is declined after all: there is no order, and the account is as if none had been (O1, C2, C8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop.domain.accounts import AccountState
from desktop.domain.life.account_rows import grace_over
from desktop.domain.life.book import Book, Standing
from desktop.domain.life.events import Notice
from desktop.domain.life.working import Working
from desktop.domain.orders.order import LIVE, NEVER_PLACED, ChargeStatus, Order
from desktop.domain.orders.transitions import OrderEvent, OrderState
from desktop.domain.payments import Outcome
from desktop.i18n import msg


def is_first_declined(order: Order, number: int, outcome: Outcome) -> bool:
    """Whether this word declines the first charge of an order of which no charge was accepted before."""
    statuses = [one.status for one in order.instalments if one.number != number]
    fees = [] if order.fee is None else [order.fee.status]
    return number == 1 and outcome.refused and ChargeStatus.PAID not in (*statuses, *fees)


def call_off(work: Working, order: Order) -> None:
    """The order is canceled without a fee, its months are not charged, and it counts as one that never was Active.

    A canceled order stays so; only what it would still charge is dropped.
    """
    was_active = order.was_active
    order = work.put(replace(order, fee=None, was_active=False))
    if order.state is OrderState.CANCELED:
        order = work.put(replace(order, ended_by=NEVER_PLACED))
    else:
        order = work.move(order, OrderEvent.FIRST_DECLINED)
        _take_back(work, order)
    for one in order.instalments:
        if one.status not in (ChargeStatus.PAID, ChargeStatus.DECLINED):
            order = work.charge(order, replace(one, status=ChargeStatus.WAIVED, settles_on=None))
    if was_active:
        text = msg("Order of {day} was not placed: its first charge was declined", day=order.placed_on)
        work.draft(Notice.ORDER_NOT_PLACED, order.id, 1, work.day, text)


def _take_back(work: Working, order: Order) -> None:
    """What the order alone made Active is again what it was; where that is over, the account is Inactive (C13)."""
    standing = work.book.standing
    if standing.state is not AccountState.ACTIVE:
        return
    reason = msg("The first charge of its order was declined.")
    made_active = standing.since == order.placed_on
    if made_active and standing.rule == "C8" and standing.deactivated_on is not None:
        if not _kept_active(work.book, since=standing.since):
            work.become(*_after_deactivation(standing, work), reason)
    elif _kept_active(work.book):
        return
    elif made_active and standing.rule == "C2" and standing.trial_ends_on > work.day:
        work.become("C1", AccountState.TRIAL, reason)
    else:
        work.become("C13", AccountState.INACTIVE, reason)


def _after_deactivation(standing: Standing, work: Working) -> tuple[str, AccountState]:
    """Where a deactivated account stands on the day, by the days it keeps while it is Active again."""
    if standing.grace_ends_on is None:
        return "C4", AccountState.ACTIVATION_REQUIRED
    if grace_over(standing, work.rules) <= work.day:
        return "C6", AccountState.INACTIVE
    return "C5", AccountState.TRIAL


def _kept_active(book: Book, since: date = date.min) -> bool:
    """Whether an order, a key or received seats keep the account Active; of `since` only what came from then on."""
    day = book.advanced_to
    live = any(one.was_active and one.state in LIVE and one.placed_on >= since for one in book.orders)
    keys = any(key.activated_on >= since for key in book.keys_on(day))
    return live or keys or any(share.received_on >= since for share in book.shares_on(day))
