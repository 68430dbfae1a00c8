"""An order as services answer it: its line in the list, and everything about it with its instalments and timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.explanation import Explanation
from desktop.domain.life.events import DueEvent, EventKind
from desktop.domain.money import Money
from desktop.domain.orders.order import RUNNING, ChargeStatus, Order
from desktop.domain.orders.schedule import term_schedule
from desktop.domain.orders.transitions import OrderState
from desktop.domain.pricing.rating import Rating, explain_total
from desktop.domain.pricing.subscriptions import TERM_MONTHS, explain_annual
from desktop.domain.pricing.tax import plain_rate
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message
from desktop.services.accounts.addresses import AddressAnswer, address_answer
from desktop.services.payments.payment_methods import PaymentMethodAnswer, method_answer, method_id
from desktop.store.engine import Store
from desktop.store.schema import AddressRow, DueEventRow, OrderRow, PaymentMethodRow


@dataclass(frozen=True)
class LineAnswer:
    """A line of a document: what it is, its net amount, and how it came about."""

    text: Message
    amount: Money
    explanation: Explanation


@dataclass(frozen=True)
class OrderAnswer:
    """An order in a line; `order` is its id, `number` what people call it by. Monthly and annual are net."""

    order: str
    number: int
    placed_on: date
    seats: int
    unit_price: UnitPrice
    price_version: str
    monthly: Money
    annual: Money
    country: str
    state: OrderState
    state_since: date
    next_billing_on: date | None
    """The next day it is charged, in the last cycle the end of its term; null once it ends."""

    term_ends_on: date | None
    ends_on: date | None
    owes: Money
    payment_method: PaymentMethodAnswer | None


@dataclass(frozen=True)
class InstalmentAnswer:
    """A month of an order: what it charges and where that stands; its hash is that of the quote it began with."""

    number: int
    due_on: date
    until: date
    net: Money
    tax: Money
    total: Money
    status: ChargeStatus
    attempts: int
    sha256: str
    lines: tuple[LineAnswer, ...]

    def reason(self, tax_rate: str) -> Explanation:
        """Why it charges what it charges, at the order's tax rate."""
        lines = tuple(line.explanation for line in self.lines)
        return explain_total(lines, (self.net, self.tax, self.total), Fraction(tax_rate))


@dataclass(frozen=True)
class FeeAnswer:
    """An early termination fee, due on the day the order ends."""

    due_on: date
    net: Money
    tax: Money
    total: Money
    status: ChargeStatus
    explanation: Explanation
    sha256: str


@dataclass(frozen=True)
class EventAnswer:
    """Something that befell an account or an order; a draft that was made after its own day is late."""

    event: str
    on: date
    kind: EventKind
    text: Message
    rule: str
    amount: Money | None
    state: str | None
    late: bool


@dataclass(frozen=True)
class OrderDetailAnswer:
    """Everything about one order."""

    order: OrderAnswer
    tax_rate: str
    price_reason: Explanation
    annual_reason: Explanation
    address: AddressAnswer | None
    instalments: tuple[InstalmentAnswer, ...]
    """Those that fell due, and those still to come in the running term."""

    fee: FeeAnswer | None
    timeline: tuple[EventAnswer, ...]


@dataclass(frozen=True)
class Kept:
    """What an order's row has that the rules do not know."""

    number: int
    country: str
    method: PaymentMethodRow | None
    address: AddressRow | None


def kept_of(store: Store, session: Session, row: OrderRow) -> Kept:
    """What the row of an order has beside what the rules know, on the day looked at."""
    then = store.rows_then(session, OrderRow.__tablename__, [row.id]).get(row.id) or {}
    method = then.get("payment_method_id", row.payment_method_id)
    address = then.get("address_id", row.address_id)
    return Kept(
        row.number,
        row.country,
        None if method is None else session.get(PaymentMethodRow, method),
        None if address is None else session.get(AddressRow, address),
    )


def kept_then(session: Session, account_id: str, order: Order, kept: Kept) -> Kept:
    """The same with the payment method that the order had then."""
    then = None if order.card is None else session.get(PaymentMethodRow, method_id(account_id, order.card))
    return kept if then is None else replace(kept, method=then)


def order_answer(order: Order, kept: Kept, day: date) -> OrderAnswer:
    """The order's line as it stands on the day."""
    month = order.rated(order.next_number if order.state in RUNNING else max(1, len(order.instalments)))
    going = order.ends_on is None
    at = max(day, order.placed_on)
    return OrderAnswer(
        order.id,
        kept.number,
        order.placed_on,
        order.quantity,
        order.price,
        order.version,
        month.net,
        Money(TERM_MONTHS * month.net.minor, month.currency),
        kept.country,
        order.state,
        order.since,
        order.next_billing_on(at) if going else None,
        order.term_ends_on(at) if going else None,
        order.ends_on,
        order.owes,
        method_answer(kept.method),
    )


def detail_answer(session: Session, order: Order, kept: Kept, day: date) -> OrderDetailAnswer:
    """Everything about the order as it stands on the day."""
    price = order.terms.price
    return OrderDetailAnswer(
        order_answer(order, kept, day),
        plain_rate(order.tax_rate),
        price.why,
        explain_annual(order.rated(1)),
        address_answer(kept.address),
        tuple(_instalments(order, day)),
        _fee(order),
        tuple(timeline(session, order.id, day)),
    )


def _instalments(order: Order, day: date) -> Iterable[InstalmentAnswer]:
    term = term_schedule(order, day)
    earlier = [one for one in order.instalments if one.number < term[0].number]
    for one in (*earlier, *term):
        rating = one.rating
        yield InstalmentAnswer(
            one.number,
            one.due_on,
            one.period.end,
            rating.net,
            rating.tax,
            rating.total,
            one.status,
            one.attempts,
            rating.sha256,
            lines_of(rating),
        )


def lines_of(rating: Rating) -> tuple[LineAnswer, ...]:
    """The lines of a document."""
    return tuple(LineAnswer(line.item.text, line.net, line.explanation) for line in rating.lines)


def _fee(order: Order) -> FeeAnswer | None:
    if order.fee is None:
        return None
    rating = order.fee.rating
    return FeeAnswer(
        order.fee.due_on,
        rating.net,
        rating.tax,
        rating.total,
        order.fee.status,
        rating.explanation,
        rating.sha256,
    )


def timeline(session: Session, subject: str, until: date) -> list[EventAnswer]:
    """What befell an order, or an account, up to and including the day, in order."""
    rows = select(DueEventRow).where(DueEventRow.subject == subject, DueEventRow.due_on <= until)
    rows = rows.order_by(DueEventRow.due_on, DueEventRow.position)
    return [event_answer(row, until) for row in session.execute(rows).scalars()]


def with_coming(detail: OrderDetailAnswer, events: Sequence[DueEvent]) -> OrderDetailAnswer:
    """The same with what has fallen due and is not written yet at the end of its timeline."""
    mine = [coming_answer(one) for one in events if one.subject == detail.order.order]
    return replace(detail, timeline=(*detail.timeline, *mine))


def coming_answer(event: DueEvent) -> EventAnswer:
    """An event that is not written yet, as services answer it."""
    return EventAnswer("", event.on, event.kind, event.text, event.rule, event.amount, event.state, late=False)


def event_answer(row: DueEventRow, day: date) -> EventAnswer:
    """An event as services answer it; on a day before it was written it is still to be written."""
    amount = Money(row.amount, row.currency) if row.amount is not None and row.currency is not None else None
    known = row.id if row.made_on <= day else ""
    late = row.kind is EventKind.NOTICE and row.due_on < row.made_on <= day
    return EventAnswer(known, row.due_on, row.kind, row.text, row.rule, amount, row.state, late)
