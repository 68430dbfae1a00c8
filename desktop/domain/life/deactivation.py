"""Deactivating an account, its preview, and taking it back (rules.md 1.3 C4, C7, C15; F3, F4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, reduce

from desktop.domain.accounts import OWNER_ONLY, AccountState
from desktop.domain.errors import UserError
from desktop.domain.explanation import Explanation
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.events import DueEvent, EventKind
from desktop.domain.life.ordering import start_leaving
from desktop.domain.life.seats_left import SeatsOn, seats_left
from desktop.domain.life.working import Working
from desktop.domain.money import Money
from desktop.domain.orders.leaving import instalments_left, termination_fee
from desktop.domain.orders.order import RUNNING, Order
from desktop.domain.orders.transitions import OrderEvent, OrderState
from desktop.domain.pricing.rating import Price, Rating
from desktop.domain.pricing.subscriptions import TERM_MONTHS, subscription
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.progress import Step, silent
from desktop.i18n import msg


@dataclass(frozen=True)
class Ending:
    """What becomes of an order when the account is deactivated: its last day, its fee and what it owes."""

    order: Order
    charged_on: date
    """When its newest instalment fell due."""

    left: int
    """Instalments of the running term that are still to come."""

    ends_on: date
    fee: Rating | None
    owes: Money

    @cached_property
    def fee_explanation(self) -> Explanation | None:
        """Why the fee is what it is."""
        return None if self.fee is None else self.fee.explanation


@dataclass(frozen=True)
class LostPrice:
    """A price kept so far that would be lost: the same users cost so much more when they are bought again (F4)."""

    order: Order
    price_now: UnitPrice
    more_a_month: Money
    more_a_year: Money
    explanation: Explanation


DEACTIVATED, CANCELED_ALONE, RUNS_OUT = "O7", "O10", "C8"
"""Why an order is leaving: with the account, by itself, or to its end since another made the account Active again."""


@dataclass(frozen=True)
class Return:
    """An order that goes on when a deactivation is taken back: the fee that is dropped, and its next charge."""

    order: Order
    fee: Money
    charge_on: date
    charge: Money


@dataclass(frozen=True)
class ReactivationPreview:
    """What taking a deactivation back brings: orders that go on, and orders that go on leaving."""

    returns: tuple[Return, ...]
    leaving: tuple[Order, ...]


@dataclass(frozen=True)
class DeactivationPreview:
    """Everything a person sees before confirming."""

    endings: tuple[Ending, ...]
    fee: Money
    arrears: Money
    explanation: Explanation
    lost: tuple[LostPrice, ...]
    paid_until: date
    """The first day after the last paid one (D)."""

    timeline: tuple[DueEvent, ...]
    """What follows until the account is inactive, if nobody does anything."""

    before: Book
    """The account on the day, before it is deactivated."""

    inactive_on: date | None
    """The day from which only its owner is let in (C6)."""

    seats: tuple[SeatsOn, ...]
    """What is left of the seats on each day on which some of them end."""


def deactivate(work: Working) -> None:
    """C4: every running order begins to end, and the account runs to its last paid day (C15)."""
    refuse_inactive(work.book)
    book, day = work.book, work.day
    for order in work.orders(OrderState.CANCELLATION_INITIATED):
        if order.ended_by == DEACTIVATED:
            work.put(order.changed(ended_by=RUNS_OUT))
    for order in work.orders(OrderState.ACTIVE, OrderState.SUSPENDED):
        start_leaving(work, order, OrderEvent.DEACTIVATED)
    until = paid_until(book, day)
    standing = replace(book.standing, deactivated_on=day, paid_until=until, grace_ends_on=None, grace_drafts=0)
    work.book = replace(work.book, standing=standing)
    work.become("C4", AccountState.ACTIVATION_REQUIRED, msg("An administrator deactivated the account."))


def refuse_inactive(book: Book) -> None:
    """Only an active account is deactivated (C16)."""
    if book.standing.state is not AccountState.ACTIVE:
        raise UserError(msg("Only an active account can be deactivated."))


def paid_until(book: Book, day: date) -> date:
    """D: the latest end of its orders and keys; the next day when there are none (C5, C15)."""
    orders = [order.ends_on or order.next_billing_on(day) for order in book.orders if _not_ended(order)]
    return max([*orders, *(key.term.end for key in book.keys_on(day))], default=day + timedelta(days=1))


def _not_ended(order: Order) -> bool:
    return order.state is not OrderState.CANCELED


def reactivate(work: Working) -> None:
    """C7: the deactivation is taken back: the orders it ended go on, and their fees are dropped (O9).

    Canceled orders stay so, and those that were leaving before it go on leaving: canceled by themselves (O10), or left
    to run out when another order made the account Active (C8).
    """
    book, day = work.book, work.day
    leaving = work.orders(OrderState.CANCELLATION_INITIATED)
    going_on = leaving or book.keys_on(day) or book.shares_on(day)
    if book.standing.state is not AccountState.ACTIVATION_REQUIRED or not going_on:
        raise UserError(msg("Place a new order or activate a key to reactivate."))
    for order in leaving:
        if order.ended_by in (CANCELED_ALONE, RUNS_OUT):
            continue
        event = OrderEvent.REACTIVATED_OWING if order.arrears else OrderEvent.REACTIVATED
        work.move(work.put(order.changed(ends_on=None, fee=None, ended_by=None)), event)
    work.become("C7", AccountState.ACTIVE, msg("The account was reactivated."))


def preview_reactivation(book: Book, today: date) -> ReactivationPreview:
    """What reactivating on the day would bring, refused where it would be; nothing is changed."""
    book = advance(book, today)[0]
    work = Working(book, today)
    reactivate(work)
    after = {order.id: order for order in work.book.orders}
    left = [order for order in book.orders if order.state is OrderState.CANCELLATION_INITIATED]
    returns = [_return(order, after[order.id]) for order in left if after[order.id].state in RUNNING]
    return ReactivationPreview(tuple(returns), tuple(order for order in left if after[order.id].state not in RUNNING))


def _return(left: Order, order: Order) -> Return:
    fee = Money(0, order.price.currency) if left.fee is None else left.fee.rating.total
    number = order.next_number
    return Return(order, fee, order.due_on(number), order.rated(number).total)


def preview_deactivation(book: Book, today: date, step: Step = silent) -> DeactivationPreview:
    """What deactivating on the day would bring, with the derivation of the fee; nothing is changed."""
    step(0, 0)
    book = advance(book, today)[0]
    work = Working(book, today)
    deactivate(work)
    left = {order.id: order for order in work.book.orders}
    endings = tuple(_ending(order, left[order.id], today) for order in book.orders if order.state in RUNNING)
    zero = Money(0, book.currency)
    fee = reduce(Money.__add__, (one.fee.total for one in endings if one.fee is not None), zero)
    steps = tuple(
        # Named so that it is told from those of other orders.
        why._replace(text=msg("Order of {day}, early termination fee", day=one.order.placed_on))
        for one in endings
        if (why := one.fee_explanation) is not None
    )
    step(0, 0)
    until = work.book.standing.paid_until or today
    days = work.rules.grace_days + max((*work.rules.grace_reminder_days, 0)) + 1
    after = advance(work.book, until + timedelta(days=days))[1]
    over = (event.on for event in after if event.kind is EventKind.ACCOUNT and event.rule == OWNER_ONLY)
    return DeactivationPreview(
        endings,
        fee,
        reduce(Money.__add__, (one.owes for one in endings), zero),
        Explanation(msg("Early termination fee of all orders"), fee, steps, "F3"),
        lost_prices(book, today),
        until,
        (*work.events, *after),
        book,
        next(over, None),
        seats_left(work.book, today),
    )


def _ending(order: Order, left: Order, today: date) -> Ending:
    charged_on, to_come = order.due_on(order.running_number(today)), instalments_left(order, today)
    ends_on = left.ends_on or left.since
    return Ending(order, charged_on, to_come, ends_on, left.fee.rating if left.fee else None, order.owes)


def lost_prices(book: Book, today: date, leaving: frozenset[str] | None = None) -> tuple[LostPrice, ...]:
    """The grandfather guard: orders whose price is lower than the price of today, and what that is worth.

    `leaving` are the orders that would go; None is all of them.
    """
    running = [order for order in book.orders if order.state in RUNNING and order.was_active]
    return tuple(
        lost
        for order in running
        if leaving is None or order.id in leaving
        if (lost := _lost(book, order, today)) is not None
    )


def _lost(book: Book, order: Order, today: date) -> LostPrice | None:
    version = book.prices.in_force(today)
    price = version.prices.get(order.price.currency)
    if price is None or price.exact <= order.price.exact:
        return None
    month = subscription(order.terms)
    kept = month.net
    again = month._replace(price=Price(price, version.id, month.price.why)).net
    more = again - kept
    year = Money(TERM_MONTHS * more.minor, more.currency)
    steps = (
        Explanation(msg("A month at the price of today"), again, rule="F4", source=version.id),
        Explanation(msg("A month at the price kept"), kept, rule="F4", source=order.version),
    )
    text = msg("More a month when these users are bought again")
    return LostPrice(order, price, more, year, Explanation(text, more, steps, "F4"))


def fee_today(book: Book, order_id: str, today: date) -> Rating:
    """The fee of canceling one order on the day."""
    return termination_fee(book.order(order_id), today, book.rules.on(today).termination_fee_rate)
