"""Steps 1 to 3 of a day: what ends, cards that expire, and terms that begin anew (rules.md 0.3.2)."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.domain.billing_rules import BillingRules
from desktop.domain.life.events import Notice
from desktop.domain.life.working import Working
from desktop.domain.orders.leaving import termination_fee
from desktop.domain.orders.order import Fee, Order
from desktop.domain.orders.transitions import OrderEvent, OrderState
from desktop.domain.pricing.price_lists import PriceList, version_for_next_term
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.i18n import msg


def ends(work: Working) -> None:
    """O6, O8, and terms that are not renewed."""
    for order in work.orders(OrderState.SUSPENDED):
        over = exhausted_on(order, work.rules)
        if over is not None and over <= work.day:
            _exhaust(work, order)
    for order in work.orders(OrderState.CANCELLATION_INITIATED):
        if order.ends_on is not None and order.ends_on <= work.day:
            confirm(work, order)
    if not work.rules.auto_renew:
        for order in work.orders(OrderState.ACTIVE, OrderState.SUSPENDED):
            if term_begins(order, work.day):
                work.move(order, OrderEvent.NOT_RENEWED)


def exhausted_on(order: Order, rules: BillingRules) -> date | None:
    """When a suspended order ends unpaid (O6): never before enough reminders were drafted."""
    if order.drafts < rules.dunning_reminders:
        return None
    return order.since + timedelta(days=rules.dunning_days)


def _exhaust(work: Working, order: Order) -> None:
    fee = termination_fee(order, work.day, work.rules.termination_fee_rate)
    if order.was_active and work.rules.fee_on_nonpayment and fee.total.minor:
        order = work.put(order.changed(fee=Fee(fee, work.day)))
    work.move(order, OrderEvent.EXHAUSTED)


def confirm(work: Working, order: Order) -> None:
    """A cancellation is confirmed on the day the order ends (O8)."""
    work.move(order, OrderEvent.CONFIRMED)
    text = msg("Cancellation of the order of {day} confirmed", day=order.placed_on)
    work.draft(Notice.CANCELLATION_CONFIRMED, order.id, 1, work.day, text)


def term_begins(order: Order, day: date) -> bool:
    """Whether a further term of the order would begin on the day."""
    number = order.next_number
    return number > 1 and number % TERM_MONTHS == 1 and order.due_on(number) <= day


def expire_cards(work: Working) -> None:
    """O3: an active order is suspended once the last day of its card's month is over."""
    for order in work.orders(OrderState.ACTIVE):
        if order.card is not None and order.card.expired(work.day):
            work.move(order, OrderEvent.CARD_EXPIRED)


def renew(work: Working) -> None:
    """O11: a new term at the same price, unless a later price reaches existing orders by now."""
    for order in work.orders(OrderState.ACTIVE, OrderState.SUSPENDED):
        if not term_begins(order, work.day):
            continue
        renewed = work.put(in_next_term(order, work.prices, order.due_on(order.next_number)))
        work.renew(renewed, renewed.due_on(renewed.next_number + TERM_MONTHS), reached=renewed.version != order.version)


def in_next_term(order: Order, prices: PriceList, starts_on: date) -> Order:
    """The order at the price of the term that begins on the day."""
    version = version_for_next_term(prices, order.version, starts_on)
    if version == order.version:
        return order
    price = prices.version(version).price_in(order.price.currency)
    return order.changed(version=version, price=price)
