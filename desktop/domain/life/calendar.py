"""Advancing: everything that falls due between two days, at its own date, in the order of a day (rules.md 0.3).

One leap gives the same as day by day, because only days on which something can happen are worked on, each alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from desktop.domain.accounts import AccountState
from desktop.domain.billing_rules import BillingRules
from desktop.domain.life.account_rows import grace_over, settle_account
from desktop.domain.life.book import Book, trial_reminder_dates
from desktop.domain.life.charging import charges, retry_dates
from desktop.domain.life.ending import ends, exhausted_on, expire_cards, renew
from desktop.domain.life.events import DueEvent
from desktop.domain.life.notices import dunning_dates, grace_dates, notices
from desktop.domain.life.working import Working
from desktop.domain.orders.order import ChargeStatus, Order
from desktop.domain.orders.transitions import OrderState

STEPS = (ends, expire_cards, renew, charges, settle_account, notices)
"""What is done on a day, in this order; keys and MAU periods (step 5) follow from dates alone."""

Seen: TypeAlias = dict[str, tuple[Order, BillingRules, date | None]]


def advance(book: Book, today: date) -> tuple[Book, list[DueEvent]]:
    """Apply everything due up to and including `today`; nothing when that day is past. Safe to repeat."""
    events: list[DueEvent] = []
    seen: Seen = {}
    while (day := next_day(book, seen)) is not None and day <= today:
        book, found = work_day(book, day)
        events += found
    return replace(book, advanced_to=max(book.advanced_to, today)), events


def work_day(book: Book, day: date) -> tuple[Book, list[DueEvent]]:
    """Do all steps of one day."""
    work = Working(book, day)
    for step in STEPS:
        step(work)
    return work.book, work.events


def next_day(book: Book, seen: Seen | None = None) -> date | None:
    """The next day on which something can fall due, or None: later than what is applied.

    `seen` keeps what was found of orders that have not changed since; it belongs to one walk.
    """
    tomorrow = book.advanced_to + timedelta(days=1)
    rules = book.rules.on(tomorrow)
    coming = [*_account_days(book, rules, tomorrow), *(start for start, _ in book.rules.versions if start >= tomorrow)]
    known: Seen = {} if seen is None else seen
    for order in book.orders:
        before, by, day = known.get(order.id, (None, None, None))
        if before is not order or by is not rules or (day is not None and day < tomorrow):
            day = order_next_day(order, rules, tomorrow)
            known[order.id] = (order, rules, day)
        if day is not None:
            coming.append(day)
    return min((max(day, tomorrow) for day in coming), default=None)


def order_next_day(order: Order, rules: BillingRules, earliest: date) -> date | None:
    """The first day, not before `earliest`, on which something can fall due on the order; None when nothing will."""
    return min((max(day, earliest) for day in _order_days(order, rules, earliest)), default=None)


def _account_days(book: Book, rules: BillingRules, tomorrow: date) -> Iterator[date]:
    standing = book.standing
    if standing.state is AccountState.TRIAL and not standing.in_grace:
        yield standing.trial_ends_on
        yield from trial_reminder_dates(standing, rules)[standing.trial_drafts :]
    yield from grace_dates(standing, rules, tomorrow)[standing.grace_drafts :]
    if standing.in_grace and (over := grace_over(standing, rules)) < date.max:
        yield over
    if standing.state is AccountState.ACTIVATION_REQUIRED and standing.paid_until is not None:
        yield standing.paid_until
    yield from (key.term.end for key in book.keys if key.term.end >= tomorrow)


def _order_days(order: Order, rules: BillingRules, tomorrow: date) -> Iterator[date]:
    yield from (one.settles_on for one in order.arrears if one.settles_on is not None)
    if order.fee is not None and order.fee.settles_on is not None:
        yield order.fee.settles_on
    if order.state is OrderState.CANCELLATION_INITIATED and order.ends_on is not None:
        yield order.ends_on
    if order.state is OrderState.ACTIVE:
        yield from _active_days(order)
    if order.state is OrderState.SUSPENDED:
        yield from _suspended_days(order, rules, tomorrow)


def _active_days(order: Order) -> Iterator[date]:
    yield order.due_on(order.next_number)
    if order.card is not None:
        yield order.card.expires_on
    yield from (one.due_on + timedelta(days=1) for one in order.arrears if one.status is ChargeStatus.PROCESSING)


def _suspended_days(order: Order, rules: BillingRules, tomorrow: date) -> Iterator[date]:
    yield order.due_on(order.next_number)
    yield from dunning_dates(order, rules)[order.drafts :]
    yield from (day for day in retry_dates(order, rules.retry_days) if day >= tomorrow)
    if (over := exhausted_on(order, rules)) is not None:
        yield over
