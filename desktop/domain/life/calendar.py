"""Advancing: everything that falls due between two days, at its own date, in the order of a day (rules.md 0.3).

One leap gives the same as day by day, because only days on which something can happen are worked on, each alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from heapq import heappop, heappush

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


def advance(book: Book, today: date) -> tuple[Book, list[DueEvent]]:
    """Apply everything due up to and including `today`; nothing when that day is past. Safe to repeat."""
    events: list[DueEvent] = []
    if today <= book.advanced_to:
        return book, events
    walk = Walk(book)
    while (day := walk.next_day()) is not None and day <= today:
        events += walk.work_day(day)
    return replace(walk.book, advanced_to=today), events


def work_day(book: Book, day: date) -> tuple[Book, list[DueEvent]]:
    """Do all steps of one day, with every order."""
    work = _worked(Working(book, day))
    return work.book, work.events


def _worked(work: Working) -> Working:
    for step in STEPS:
        step(work)
    return work


class Walk:
    """A book led from one day on which something can fall due to the next, with the orders that have such a day."""

    def __init__(self, book: Book) -> None:
        """Begin where the book stands."""
        self.book = book
        self._rules: BillingRules | None = None
        self._days: list[tuple[date, str]] = []
        """A heap of the days of orders; some of them are no longer so."""

        self._day_of: dict[str, date] = {}
        self._orders: dict[str, Order] = {}

    def next_day(self) -> date | None:
        """The next day on which something can fall due, or None: later than what is applied."""
        tomorrow = self.book.advanced_to + timedelta(days=1)
        rules = self.book.rules.on(tomorrow)
        if rules is not self._rules:
            self._rules, self._days, self._day_of = rules, [], {}
            self._orders = {order.id: order for order in self.book.orders}
            self._look_at(self._orders.values(), tomorrow)
        while self._days and self._day_of.get(self._days[0][1]) != self._days[0][0]:
            heappop(self._days)
        starts = (start for start, _ in self.book.rules.versions if start >= tomorrow)
        coming = [*_account_days(self.book, rules, tomorrow), *starts, *(day for day, _ in self._days[:1])]
        return min((max(day, tomorrow) for day in coming), default=None)

    def work_day(self, day: date) -> list[DueEvent]:
        """Do all steps of the day that comes next; what fell due on it."""
        # New rules may give an order a day that it did not have before.
        whole = self.book.rules.on(day) is not self._rules
        work = _worked(Working(self.book, day, None if whole else self._due(day)))
        self.book = work.book
        self._orders.update(work.touched)
        self._look_at(work.touched.values(), day + timedelta(days=1))
        return work.events

    def _due(self, day: date) -> list[Order]:
        found = []
        while self._days and self._days[0][0] <= day:
            kept_for, order_id = heappop(self._days)
            if self._day_of.get(order_id) == kept_for:
                del self._day_of[order_id]
                found.append(self._orders[order_id])
        return found

    def _look_at(self, orders: Iterable[Order], earliest: date) -> None:
        """Keep the next days of orders that are new, or have changed."""
        if self._rules is None:
            return
        for order in orders:
            day = order_next_day(order, self._rules, earliest)
            if day is None:
                self._day_of.pop(order.id, None)
            else:
                self._day_of[order.id] = day
                heappush(self._days, (day, order.id))


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
