"""Step 7 of a day: mail drafts, each with its own date, none for a state that was left (rules.md 0.3.4, 1.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from desktop.domain.accounts import AccountState
from desktop.domain.billing_rules import BillingRules, GraceStarts
from desktop.domain.life.account_rows import grace_starts_on
from desktop.domain.life.book import Standing, trial_reminder_dates
from desktop.domain.life.events import Notice
from desktop.domain.life.working import Working
from desktop.domain.orders.order import Order
from desktop.domain.orders.transitions import OrderState
from desktop.i18n import msg


def notices(work: Working) -> None:
    """Draft every reminder whose day has come."""
    _trial(work)
    for order in work.orders(OrderState.SUSPENDED):
        _dunning(work, order)
    _grace(work)


def dunning_dates(order: Order, rules: BillingRules) -> list[date]:
    """The days of a suspended order's reminders; day 0 is the day it was suspended."""
    return [order.since + timedelta(days=after) for after in sorted(rules.dunning_reminder_days)]


def grace_dates(standing: Standing, rules: BillingRules, day: date) -> list[date]:
    """The days of the owner's reminders after a deactivation; none while they do not run yet."""
    early = rules.grace_starts is GraceStarts.DEACTIVATION and standing.state is AccountState.ACTIVATION_REQUIRED
    if not standing.in_grace and not early:
        return []
    start = grace_starts_on(standing, day, rules)
    return [start + timedelta(days=after) for after in sorted(rules.grace_reminder_days)]


def _come(dates: Sequence[date], made: int, day: date) -> list[tuple[int, date]]:
    """The reminders that are due and not drafted yet, as ordinal and day."""
    return [(number, on) for number, on in enumerate(dates, 1) if number > made and on <= day]


def _trial(work: Working) -> None:
    standing = work.book.standing
    if standing.state is not AccountState.TRIAL or standing.in_grace:
        return
    for number, on in _come(trial_reminder_dates(standing, work.rules), standing.trial_drafts, work.day):
        text = msg("Reminder: the trial ends on {day}", day=standing.trial_ends_on)
        work.draft(Notice.TRIAL_ENDING, work.book.account_id, number, on, text)
        work.book = replace(work.book, standing=replace(work.book.standing, trial_drafts=number))


def _dunning(work: Working, order: Order) -> None:
    for number, on in _come(dunning_dates(order, work.rules), order.drafts, work.day):
        text = msg("Reminder {number}: the order of {day} is suspended", number=number, day=order.placed_on)
        work.draft(Notice.DUNNING, order.id, number, on, text)
        order = work.put(order.changed(drafts=number))


def _grace(work: Working) -> None:
    standing = work.book.standing
    for number, on in _come(grace_dates(standing, work.rules, work.day), standing.grace_drafts, work.day):
        text = msg("Reminder {number} to the owner: the account was deactivated", number=number)
        work.draft(Notice.GRACE, work.book.account_id, number, on, text)
        work.book = replace(work.book, standing=replace(work.book.standing, grace_drafts=number))
