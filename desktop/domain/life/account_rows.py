"""Step 6 of a day: the account's state, once, from its orders and keys (rules.md 1.3, C2 to C15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from desktop.domain.accounts import AccountState
from desktop.domain.billing_rules import BillingRules, GraceStarts
from desktop.domain.life.book import Book, Standing
from desktop.domain.life.working import Working
from desktop.domain.orders.order import ChargeStatus
from desktop.domain.orders.transitions import OrderState
from desktop.domain.peer_shares import PeerShare
from desktop.i18n import Message, msg


def settle_account(work: Working) -> None:
    """Bring the account to the state that follows from its orders, keys and days."""
    book, day = work.book, work.day
    if book.standing.state is not AccountState.ACTIVE and _has_active_order(book):
        rule = "C2" if _in_first_trial(book.standing) else "C8"
        # Its first charge may be declined yet: then the account is what it was before.
        work.become(rule, AccountState.ACTIVE, msg("An order became active."), keep=_has_unconfirmed_order(book, day))
    elif book.standing.state is AccountState.ACTIVE:
        _end_active(work)
    elif _in_first_trial(book.standing):
        if book.standing.trial_ends_on <= day:
            work.become("C3", AccountState.INACTIVE, msg("The trial is over."))
    else:
        _after_deactivation(work)


def _has_active_order(book: Book) -> bool:
    return any(order.state is OrderState.ACTIVE for order in book.orders)


def _has_unconfirmed_order(book: Book, day: date) -> bool:
    placed = [one for one in book.orders if one.state is OrderState.ACTIVE and one.placed_on == day]
    return any(one.instalments and one.instalments[0].status is ChargeStatus.EXPECTED for one in placed)


def _in_first_trial(standing: Standing) -> bool:
    return standing.state is AccountState.TRIAL and not standing.in_grace


def _end_active(work: Working) -> None:
    """C9, C13, C14: nothing is left that keeps the account active."""
    book, day = work.book, work.day
    if book.has_live_order() or book.keys_on(day) or book.shares_on(day):
        return
    ended = [order for order in book.orders if order.was_active]
    key_ends = [key.term.end for key in book.keys]
    if not ended and not key_ends:
        return
    last_order = max((order.since for order in ended), default=date.min)
    rule, reason = "C14", msg("The last activation key's term is over.")
    if last_order >= max(key_ends, default=date.min):
        rule, reason = _end_of_orders(unpaid=all(order.ended_by == "O6" for order in ended))
    work.become(rule, AccountState.INACTIVE, reason)


def _end_of_orders(*, unpaid: bool) -> tuple[str, Message]:
    if unpaid:
        return "C9", msg("Its orders were not paid after the reminders.")
    return "C13", msg("The last order has ended.")


def _after_deactivation(work: Working) -> None:
    """C5 and C6: the last paid day is over, received seats too (C15), then the grace trial."""
    standing = work.book.standing
    ready = not work.book.has_live_order() and not work.book.keys_on(work.day)
    over = standing.paid_until is not None and standing.paid_until <= work.day
    if standing.state is AccountState.ACTIVATION_REQUIRED and over and ready:
        grace_ends = grace_starts_on(standing, work.day, work.rules) + timedelta(days=work.rules.grace_days)
        shares = tuple(ended(share, work.day) for share in work.book.shares)
        work.book = replace(work.book, standing=replace(standing, grace_ends_on=grace_ends), shares=shares)
        work.become("C5", AccountState.TRIAL, msg("The period paid for is over; the grace trial begins."))
    standing = work.book.standing
    if standing.in_grace and grace_over(standing, work.rules) <= work.day:
        work.become("C6", AccountState.INACTIVE, msg("The grace trial is over."))


def ended(share: PeerShare, day: date) -> PeerShare:
    """Received seats that end on the day, unless they have before."""
    return replace(share, ended_on=day) if share.ended_on is None else share


def grace_starts_on(standing: Standing, day: date, rules: BillingRules) -> date:
    """Day 0 of the grace and of its reminders: the day paid-through is over, or the day of deactivation."""
    if rules.grace_starts is GraceStarts.DEACTIVATION and standing.deactivated_on is not None:
        return standing.deactivated_on
    return standing.paid_until or day


def grace_over(standing: Standing, rules: BillingRules) -> date:
    """The day a grace trial ends (C6); never before its reminders are drafted."""
    ends = standing.grace_ends_on or date.max
    return ends if standing.grace_drafts >= len(rules.grace_reminder_days) else date.max
