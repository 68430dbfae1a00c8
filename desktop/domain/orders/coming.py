"""What will come of an order by itself, if nobody does anything: charges, its last instalment, its term, its card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.domain.billing_rules import BillingRules
from desktop.domain.money import Money
from desktop.domain.orders.order import RUNNING, Order
from desktop.domain.orders.renewal import terms_in
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import UNKNOWN_YEAR
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.pricing.subscriptions import TERM_MONTHS, rate_cycle
from desktop.i18n import Message, msg


class Coming(StrEnum):
    """What comes."""

    CHARGE = "charge"
    LAST_INSTALMENT = "last_instalment"
    RENEWAL = "renewal"
    END = "end"
    CARD = "card"


@dataclass(frozen=True)
class ComingEvent:
    """One thing that will come: what it is, more of it, and the rule it follows from."""

    on: date
    kind: Coming
    title: Message
    about: Message
    rule: str
    amount: Money | None = None


def coming(
    order: Order, day: date, rules: BillingRules, prices: PriceList, charges: int = 0
) -> tuple[ComingEvent, ...]:
    """What comes after the day, in order of time, up to the end of the running term; `charges` so many of the next.

    A suspended order that nobody pays is canceled after the days of dunning (O6): nothing else comes of it.
    """
    renews = rules.auto_renew
    if order.state is OrderState.SUSPENDED:
        over = max(order.since + timedelta(days=rules.dunning_days), day + timedelta(days=1))
        return (ComingEvent(over, Coming.END, msg("Canceled"), msg("It was not paid after the reminders."), "O6"),)
    charged = _charges(order, charges, prices, renews=renews)
    found = (*_terms(order, day, prices, renews=renews), *charged, *_card(order))
    last = order.term_ends_on(max(day, order.placed_on))
    return tuple(sorted((one for one in found if day < one.on <= last), key=lambda one: (one.on, one.kind)))


def _terms(order: Order, day: date, prices: PriceList, *, renews: bool) -> Iterator[ComingEvent]:
    if order.state is OrderState.CANCELLATION_INITIATED and order.ends_on is not None:
        yield ComingEvent(order.ends_on, Coming.END, msg("Ends"), msg("Its cancellation is confirmed."), "O8")
    if order.state not in RUNNING:
        return
    end = order.term_ends_on(max(day, order.placed_on))
    last = order.due_on(order.running_number(end - timedelta(days=1)))
    yield ComingEvent(
        last,
        Coming.LAST_INSTALMENT,
        msg("Last instalment of the term"),
        msg("Leaving costs no fee from then on."),
        "F3",
    )
    if renews:
        price = terms_in(order, order.running_number(end), prices).price
        about = msg("Same price, {price}", price=price.unit)
        if price.version != order.version:
            about = msg("At the price of the list {version}, {price}", version=price.version, price=price.unit)
        yield ComingEvent(end, Coming.RENEWAL, msg("Renews"), about, "O11")
    else:
        yield ComingEvent(end, Coming.END, msg("Ends"), msg("The term is over and not renewed."), "O11")


def _charges(order: Order, charges: int, prices: PriceList, *, renews: bool) -> Iterator[ComingEvent]:
    if order.state not in RUNNING:
        return
    for number in range(order.next_number, order.next_number + charges):
        if number % TERM_MONTHS == 1 and not renews:
            return
        month = rate_cycle(terms_in(order, number, prices), order.month(number))
        about = msg("Instalment {number}", number=number)
        yield ComingEvent(order.due_on(number), Coming.CHARGE, msg("Next charge"), about, "F2", month.total)


def _card(order: Order) -> Iterator[ComingEvent]:
    card = order.card
    if card is None or card.exp_year == UNKNOWN_YEAR or order.state not in RUNNING:
        return
    about = msg("An Active order is suspended then, unless its payment method is changed.")
    yield ComingEvent(card.expires_on, Coming.CARD, msg("The card expires"), about, "O3")
