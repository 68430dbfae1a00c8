"""What changed in an account's book, written to its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.domain.ids import derived_id
from desktop.domain.life.book import Book, Standing
from desktop.domain.life.calendar import order_next_day
from desktop.domain.life.events import DueEvent
from desktop.domain.orders.order import Order
from desktop.store.due_events import BY_HAND, add_events
from desktop.store.order_rows import NewOrder, add_order, instalment_values, order_values
from desktop.store.schema import AccountRow, DueEventRow, InstalmentRow, OrderRow, PeerShareRow
from desktop.store.unit_of_work import Write


@dataclass(frozen=True)
class Written:
    """What a change of a book is written with beside the two books."""

    events: Sequence[DueEvent]
    today: date
    """The day it is written on."""

    new: Mapping[str, NewOrder] = field(default_factory=dict)
    cards: Mapping[str, str] = field(default_factory=dict)
    """The payment methods of orders that got another one, by order."""


def put_standing(row: AccountRow, standing: Standing) -> None:
    """Put the account into that state."""
    row.state, row.state_reason, row.state_since = standing.state, standing.reason, standing.since
    row.state_rule, row.trial_drafts = standing.rule, standing.trial_drafts or None
    row.deactivated_on, row.paid_until = standing.deactivated_on, standing.paid_until
    row.grace_ends_on, row.grace_drafts = standing.grace_ends_on, standing.grace_drafts or None


def write_book(write: Write, before: Book, after: Book, done: Written) -> None:
    """Write what differs between the two books, and the events that led from one to the other."""
    session = write.session
    account = session.get_one(AccountRow, after.account_id)
    put_standing(account, after.standing)
    account.advanced_to = max(account.advanced_to, after.advanced_to)
    known = {order.id: order for order in before.orders}
    for order in after.orders:
        if known.get(order.id) is not order and known.get(order.id) != order:
            _write_order(session, known.get(order.id), order, after, done)
    _write_shares(session, before, after)
    session.flush()
    _write_instalments(write, known, after)
    add_events(write, after.account_id, done.events, done.today)


def _write_order(session: Session, before: Order | None, order: Order, book: Book, done: Written) -> None:
    row = add_order(session, order, done.new[order.id]) if before is None else session.get_one(OrderRow, order.id)
    if order.id in done.cards:
        row.payment_method_id = done.cards[order.id]
    next_on = order_next_day(order, book.rules.on(book.advanced_to), book.advanced_to)
    for name, value in order_values(order, next_on).items():
        setattr(row, name, value)


def _write_shares(session: Session, before: Book, after: Book) -> None:
    known = {share.id: share for share in before.shares}
    for share in after.shares:
        if share.id not in known:
            values = (share.owner, share.seats, share.received_on, share.ended_on)
            named = dict(zip(("owner", "seats", "received_on", "ended_on"), values, strict=True))
            session.add(PeerShareRow(id=share.id, account_id=after.account_id, **named))
        elif known[share.id] != share:
            session.get_one(PeerShareRow, share.id).ended_on = share.ended_on


def _write_instalments(write: Write, known: Mapping[str, Order], after: Book) -> None:
    fresh: list[dict[str, Any]] = []
    for order in after.orders:
        old = known[order.id].instalments if order.id in known else ()
        for place, one in enumerate(order.instalments):
            if place >= len(old):
                fresh.append(instalment_values(order, one))
            elif old[place] is not one and old[place] != one:
                values = instalment_values(order, one)
                row = write.session.get_one(InstalmentRow, values["id"])
                for name in ("status", "attempts", "settles_on"):
                    setattr(row, name, values[name])
        for place in range(len(order.instalments), len(old)):
            gone = instalment_values(order, old[place])
            write.session.delete(write.session.get_one(InstalmentRow, gone["id"]))
    if fresh:
        write.add_batch(InstalmentRow, derived_id(after.account_id, "instalments", fresh[0]["id"], len(fresh)), fresh)


def rewrite_book(write: Write, before: Book, after: Book, events: Sequence[DueEvent], today: date) -> None:
    """Write the book as it was told again from its first day: what befell it otherwise than was kept is put right."""
    session, account_id = write.session, after.account_id
    known = {row.id: row for row in session.execute(_told(account_id)).scalars()}
    seen: Counter[str] = Counter()
    missing: list[DueEvent] = []
    for event in events:
        event_id = event.id(account_id)
        chosen = derived_id(event_id, "again", seen[event_id]) if seen[event_id] else event_id
        seen[event_id] += 1
        if known.pop(chosen, None) is None:
            missing.append(event)
    for row in known.values():
        session.delete(row)
    session.flush()
    write_book(write, before, after, Written(missing, today))


def _told(account_id: str) -> Select[DueEventRow]:
    """The events that follow from the rules; what a person had drafted stays whatever is told again."""
    mine = select(DueEventRow).where(DueEventRow.account_id == account_id)
    return mine.where(DueEventRow.rule != BY_HAND)
