"""How orders stand on a day: as stored, as if everything due were applied, or as they were on an earlier day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from desktop.domain.life.events import EventKind
from desktop.domain.orders.order import RUNNING, Order
from desktop.domain.orders.transitions import OrderState
from desktop.services.context import Context
from desktop.services.time.calendar import book_on
from desktop.store.order_rows import orders_of
from desktop.store.schema import AccountRow, DueEventRow, OrderRow

TOLD_AGAIN = 500
"""An account of so many orders is told again from its first day for a day in the past: exact in everything."""

DUE_AT_ONCE = 2_000
"""So many orders that are due are shown as if what is due were applied; of more, those of a page that is read."""


@dataclass(frozen=True)
class Lens:
    """What differs from the rows on the day. `orders` are those that stand otherwise than their rows say."""

    account: AccountRow
    day: date
    past: bool
    told: bool
    """Whether `orders` holds everything that differs; else states come from the events, or due ones from a page."""

    orders: Mapping[str, Order] = field(default_factory=dict)
    moved: Mapping[int, tuple[OrderState, OrderState]] = field(default_factory=dict)
    """By number: orders whose state differs from that of their row, from which to which."""

    unapplied: int = 0
    """How many orders have something due that is not applied, where they are too many to be shown so."""

    @property
    def exact(self) -> bool:
        """Whether the state of each order is that of its row, or of `moved`; else it comes from the events."""
        return self.told or not self.past

    @property
    def stored(self) -> bool:
        """Whether the state of each order is that of its row: then an index finds the orders of a state."""
        return self.exact and not self.moved

    @property
    def state(self) -> ColumnElement[OrderState]:
        """The state of an order's row on the day; a state that was reached by then has not changed since."""
        if self.exact:
            return OrderRow.state.expression
        then = select(DueEventRow.state).where(
            DueEventRow.subject == OrderRow.id,
            DueEventRow.kind == EventKind.ORDER,
            DueEventRow.state.is_not(None),
            DueEventRow.due_on <= self.day,
        )
        newest = then.order_by(DueEventRow.due_on.desc(), DueEventRow.position.desc())
        return case((OrderRow.since <= self.day, OrderRow.state), else_=newest.limit(1).scalar_subquery())

    def mine(self) -> list[ColumnElement[bool]]:
        """The account's orders that had been placed by the day."""
        placed = [OrderRow.placed_on <= self.day] if self.past else []
        return [OrderRow.account_id == self.account.id, *placed]

    def in_states(self, states: Sequence[OrderState]) -> ColumnElement[bool]:
        """Orders that are in one of the states on the day."""
        stored: ColumnElement[bool] = self.state.in_(states)
        gone = [number for number, (_, now) in self.moved.items() if now not in states]
        come = [number for number, (_, now) in self.moved.items() if now in states]
        if gone:
            stored = stored & OrderRow.number.not_in(gone)
        return stored | OrderRow.number.in_(come) if come else stored


def lens_on(session: Session, context: Context) -> Lens:
    """The account's orders as they stand today."""
    account = context.account(session)
    day = context.today(account)
    if day < account.advanced_to:
        return _past(session, context, account, day)
    due = select(func.count()).select_from(OrderRow)
    due = due.where(OrderRow.account_id == account.id, OrderRow.next_on <= day)
    waiting = session.execute(due).scalar_one()
    if not waiting:
        return Lens(account, day, past=False, told=True)
    if waiting > DUE_AT_ONCE:
        return Lens(account, day, past=False, told=False, unapplied=waiting)
    return _told(session, Lens(account, day, past=False, told=True), _ahead(session, context, account, day))


def _ahead(session: Session, context: Context, account: AccountRow, day: date) -> Mapping[str, Order]:
    return {order.id: order for order in book_on(session, context, account, day).orders}


def _past(session: Session, context: Context, account: AccountRow, day: date) -> Lens:
    several = select(OrderRow.number).where(OrderRow.account_id == account.id).limit(TOLD_AGAIN + 1).subquery()
    if session.execute(select(func.count()).select_from(several)).scalar_one() > TOLD_AGAIN:
        return Lens(account, day, past=True, told=False)
    at = max(day, account.trial_started_on)
    orders = {order.id: order for order in book_on(session, context, account, at).orders}
    return _told(session, Lens(account, day, past=True, told=True), orders)


def _told(session: Session, lens: Lens, orders: Mapping[str, Order]) -> Lens:
    rows = select(OrderRow.id, OrderRow.number, OrderRow.state).where(OrderRow.account_id == lens.account.id)
    stored = session.execute(rows.where(OrderRow.id.in_(orders))).all() if orders else ()
    moved = {number: (state, orders[key].state) for key, number, state in stored if orders[key].state is not state}
    return replace(lens, orders=orders, moved=moved)


def orders_as_they_were(session: Session, rows: Sequence[OrderRow], day: date) -> list[Order]:
    """Orders of a large account on an earlier day, from what befell them; charges stand as they do now."""
    events = select(DueEventRow.subject, DueEventRow.state, DueEventRow.due_on).where(
        DueEventRow.subject.in_([row.id for row in rows]),
        DueEventRow.kind == EventKind.ORDER,
        DueEventRow.state.is_not(None),
        DueEventRow.due_on <= day,
    )
    events = events.order_by(DueEventRow.due_on, DueEventRow.position)
    states = {subject: (state, on) for subject, state, on in session.execute(events)}
    return [_then(order, states.get(order.id), day) for order in orders_of(session, rows)]


def _then(order: Order, known: tuple[str | None, date] | None, day: date) -> Order:
    charged = tuple(one for one in order.instalments if one.due_on <= day)
    if order.since <= day or known is None or known[0] is None:
        return replace(order, instalments=charged)
    state = OrderState(known[0])
    going = state in RUNNING
    return replace(
        order,
        state=state,
        since=known[1],
        instalments=charged,
        ends_on=None if going else order.ends_on,
        fee=None if going else order.fee,
    )
