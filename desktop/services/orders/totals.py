"""What all orders come to: how many are in each state, and what the running ones cost, each with its derivation.

Running is Active or Suspended, as in Billing: a suspended order is still a subscription at a committed price (F4).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.orders.order import RUNNING, Order
from desktop.domain.orders.transitions import ORDER_STATE_LABELS, OrderState
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.i18n import Message, msg, msgn
from desktop.services.orders.lens import Lens
from desktop.store.order_rows import micros, unit_price
from desktop.store.schema import OrderRow

_Alike: TypeAlias = "tuple[OrderState, str, int]"
"""What makes orders alike: their state, currency, and price in millionths."""


@dataclass(frozen=True)
class SumAnswer:
    """A sum of the running orders in one currency, and how it came about."""

    amount: Money
    explanation: Explanation


@dataclass(frozen=True)
class OrderTotals:
    """Counts of every state, and what the running orders come to; sums one a currency."""

    states: Mapping[OrderState, int]
    orders: int
    orders_reason: Explanation
    running: int
    """Orders that run: active and suspended ones."""

    users: int
    """Their users."""

    users_reason: Explanation
    monthly: tuple[SumAnswer, ...]
    annual: tuple[SumAnswer, ...]
    unapplied: int
    """Orders with something due that is not applied yet and not counted as if it were."""


@dataclass
class _Share:
    """Orders that are alike."""

    orders: int = 0
    users: int = 0
    monthly: int = 0

    def add(self, orders: int, users: int, monthly: int) -> None:
        self.orders, self.users, self.monthly = self.orders + orders, self.users + users, self.monthly + monthly


@dataclass
class _Counted:
    states: Counter[OrderState] = field(default_factory=Counter)
    running: dict[_Alike, _Share] = field(default_factory=lambda: defaultdict(_Share))

    def add(self, state: OrderState, price: tuple[str, int], share: tuple[int, int, int]) -> None:
        self.states[state] += share[0]
        if state in RUNNING:
            self.running[state, *price].add(*share)


def totals_of(session: Session, lens: Lens) -> OrderTotals:
    """What the account's orders come to on the lens's day."""
    counted = _count(session, lens)
    shares = {alike: share for alike, share in sorted(counted.running.items()) if share.orders}
    states = {state: counted.states[state] for state in OrderState}
    currencies = sorted({currency for _, currency, _ in shares}) or [lens.account.currency]
    monthly = tuple(_monthly(currency, shares) for currency in currencies)
    users = sum(share.users for share in shares.values())
    return OrderTotals(
        states,
        sum(states.values()),
        _explain_orders(states),
        sum(share.orders for share in shares.values()),
        users,
        _explain_users(users, shares),
        monthly,
        tuple(_annual(one) for one in monthly),
        lens.unapplied,
    )


def _count(session: Session, lens: Lens) -> _Counted:
    state = lens.state
    sums = (func.count(), func.sum(OrderRow.quantity), func.sum(OrderRow.monthly))
    query = select(state, OrderRow.currency, OrderRow.unit_price, *sums).where(*lens.mine())
    counted = _Counted()
    for found, currency, price, orders, users, monthly in session.execute(
        query.group_by(state, OrderRow.currency, OrderRow.unit_price)
    ):
        if found is not None:
            counted.add(OrderState(found), (currency, price), (orders, int(users), int(monthly)))
    moved = select(OrderRow.id, OrderRow.number, OrderRow.monthly, OrderRow.quantity)
    moved = moved.where(OrderRow.account_id == lens.account.id, OrderRow.number.in_(lens.moved))
    for order_id, number, monthly, quantity in session.execute(moved) if lens.moved else ():
        before, now = lens.moved[number]
        key = _price_of(lens.orders[order_id])
        counted.add(before, key, (-1, -quantity, -monthly))
        counted.add(now, key, (1, quantity, monthly))
    return counted


def _price_of(order: Order) -> tuple[str, int]:
    return order.price.currency, micros(order.price)


def _monthly(currency: str, shares: Mapping[_Alike, _Share]) -> SumAnswer:
    mine = {alike: share for alike, share in shares.items() if alike[1] == currency}
    steps = tuple(_of_alike(alike, share) for alike, share in mine.items())
    amount = Money(sum(share.monthly for share in mine.values()), currency)
    text = msg("A month of all running orders, without tax")
    return SumAnswer(amount, Explanation(text, amount, steps, "F2"))


def _of_alike(alike: _Alike, share: _Share) -> Explanation:
    _, currency, price = alike
    unit = unit_price(price, currency)
    steps: Sequence[Explanation] = (
        Explanation(msgn("{n} user", "{n} users", n=share.users), share.users),
        Explanation(msg("Unit price"), unit.as_step, rule="F4"),
    )
    value = Money(share.monthly, currency)
    exact = unit.exact * share.users
    if exact != value.exact:
        steps = (*steps, Explanation(msg("Exactly, before each order is rounded"), Fraction(exact)))
    return Explanation(_which(alike, share), value, tuple(steps), "F2")


def _which(alike: _Alike, share: _Share) -> Message:
    state, currency, price = alike
    named = unit_price(price, currency).decimal
    if state is OrderState.SUSPENDED:
        return msgn("{n} suspended order at {price}", "{n} suspended orders at {price}", n=share.orders, price=named)
    return msgn("{n} order at {price}", "{n} orders at {price}", n=share.orders, price=named)


def _annual(monthly: SumAnswer) -> SumAnswer:
    amount = Money(TERM_MONTHS * monthly.amount.minor, monthly.amount.currency)
    steps = (monthly.explanation, Explanation(msg("Instalments of the term"), TERM_MONTHS))
    return SumAnswer(amount, Explanation(msg("Committed per year, net"), amount, steps, "F1"))


def _explain_orders(states: Mapping[OrderState, int]) -> Explanation:
    steps = tuple(Explanation(ORDER_STATE_LABELS[state], count) for state, count in states.items())
    return Explanation(msg("All orders, by state"), sum(states.values()), steps)


def _explain_users(users: int, shares: Mapping[_Alike, _Share]) -> Explanation:
    steps = tuple(Explanation(_which(alike, share), share.users) for alike, share in shares.items())
    return Explanation(msg("Users of all running orders"), users, steps)
