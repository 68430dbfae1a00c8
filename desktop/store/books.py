"""An account's book between its rows and the rules: read as far as a day needs it, told again, written back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState
from desktop.domain.billing_rules import RuleBook
from desktop.domain.ids import derived_id
from desktop.domain.keys import ActivatedKey, activated_keys
from desktop.domain.life.acts import Act
from desktop.domain.life.book import Book, Standing
from desktop.domain.life.calendar import order_next_day
from desktop.domain.life.doing import replay
from desktop.domain.life.events import DueEvent
from desktop.domain.orders.order import LIVE, RUNNING, ChargeStatus, Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.peer_shares import PeerShare
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.progress import Step, silent
from desktop.i18n import msg
from desktop.store.billing_acts import acts_of
from desktop.store.order_rows import NewOrder, add_order, instalment_values, order_values, orders_of
from desktop.store.schema import AccountRow, ActivationKeyRow, DueEventRow, InstalmentRow, OrderRow, PeerShareRow
from desktop.store.unit_of_work import Write

_ENDED_BY = ("O1", "O6", "O8", "O11")
_RULE_OF = {
    AccountState.TRIAL: "C1",
    AccountState.ACTIVE: "C2",
    AccountState.ACTIVATION_REQUIRED: "C4",
    AccountState.INACTIVE: "C3",
}
"""By which rule an account came into its state, where a store of before does not say."""


@dataclass(frozen=True)
class Tariff:
    """What an account's amounts and dates follow from: its prices, and its rules by their days."""

    prices: PriceList
    rules: RuleBook


def keys_of(session: Session, account_id: str, until: date) -> tuple[ActivatedKey, ...]:
    """The account's keys activated up to and including the day."""
    rows = select(ActivationKeyRow).where(
        ActivationKeyRow.account_id == account_id, ActivationKeyRow.activated_on <= until
    )
    found = session.execute(rows).scalars().all()
    return activated_keys(
        (row.id, row.plan, row.seats, row.activated_on) for row in found if row.activated_on is not None
    )


def shares_of(session: Session, account_id: str) -> tuple[PeerShare, ...]:
    """The seats the account received from peers, in the order of their days."""
    rows = select(PeerShareRow).where(PeerShareRow.account_id == account_id)
    found = session.execute(rows.order_by(PeerShareRow.received_on, PeerShareRow.id)).scalars()
    return tuple(PeerShare(row.id, row.owner, row.seats, row.received_on, row.ended_on) for row in found)


def read_book(
    session: Session, account: AccountRow, tariff: Tariff, until: date | None = None, named: str | None = None
) -> Book:
    """The book as it was last brought up to a day; with every order, or with those that matter up to `until`.

    An order on which nothing falls due by then is left out, unless it is `named`, and except one of each state: it
    keeps the account what it is.
    """
    day = account.advanced_to if until is None else max(until, account.advanced_to)
    rows = _all_rows(session, account.id) if until is None else _rows_until(session, account.id, until, named)
    return replace(_book_without_orders(session, account, tariff, day), orders=tuple(orders_of(session, rows)))


def read_going_book(session: Session, account: AccountRow, tariff: Tariff, step: Step = silent) -> Book:
    """The book as it was last brought up to a day, with every order that has not ended, or is still to be settled.

    Of the others only those that keep the account what it is are there.
    """
    mine = select(OrderRow).where(OrderRow.account_id == account.id)
    parts = [
        *(mine.where(OrderRow.state == state) for state in LIVE),
        mine.where(OrderRow.state == OrderState.CANCELED, OrderRow.next_on.is_not(None)),
        *_newest_ended(mine),
    ]
    rows = {row.id: row for part in parts for row in session.execute(part).scalars()}
    orders = orders_of(session, sorted(rows.values(), key=lambda row: row.number), step)
    return replace(_book_without_orders(session, account, tariff, account.advanced_to), orders=tuple(orders))


def _book_without_orders(session: Session, account: AccountRow, tariff: Tariff, day: date) -> Book:
    return Book(
        account.id,
        standing_of(account),
        tariff.prices,
        account.advanced_to,
        account.region,
        account.currency,
        account.payments,
        tariff.rules,
        keys=keys_of(session, account.id, day),
        shares=shares_of(session, account.id),
    )


def with_elsewhere(session: Session, book: Book) -> Book:
    """The book as it was just read, with the seats and the price versions of its left-out orders (F4, F9)."""
    known = sum(order.quantity for order in book.live_orders())
    live = select(func.sum(OrderRow.quantity)).where(OrderRow.account_id == book.account_id)
    live = live.where(OrderRow.state.in_(LIVE), OrderRow.was_active == True)  # noqa: E712 - SQL of both databases
    total = int(session.execute(live).scalar() or 0)
    loaded = {order.id for order in book.orders}
    held = []
    for version in book.prices.versions:
        running = select(OrderRow.id).where(OrderRow.account_id == book.account_id)
        running = running.where(OrderRow.price_version == version.id, OrderRow.state.in_(RUNNING)).limit(
            len(loaded) + 1
        )
        if any(one not in loaded for one in session.execute(running).scalars()):
            held.append(version.id)
    return replace(book, seats_elsewhere=total - known, held_elsewhere=tuple(held))


def _all_rows(session: Session, account_id: str) -> list[OrderRow]:
    return list(session.execute(select(OrderRow).where(OrderRow.account_id == account_id)).scalars())


def _rows_until(session: Session, account_id: str, until: date, named: str | None) -> list[OrderRow]:
    mine = select(OrderRow).where(OrderRow.account_id == account_id)
    parts = [
        mine.where(OrderRow.next_on <= until),
        mine.where(OrderRow.id == named),
        # When a suspended order's days come depends on rules that may have changed since.
        mine.where(OrderRow.state == OrderState.SUSPENDED),
        # Besides the one that is named: an act may be the end of that.
        *(
            mine.where(OrderRow.state == state, OrderRow.id != (named or "")).order_by(OrderRow.next_on.desc()).limit(1)
            for state in (OrderState.ACTIVE, OrderState.CANCELLATION_INITIATED)
        ),
        *_newest_ended(mine),
    ]
    found = {row.id: row for part in parts for row in session.execute(part).scalars()}
    return list(found.values())


def _newest_ended(mine: Select[OrderRow]) -> list[Select[OrderRow]]:
    """Of the orders that ended by each rule the last one: why an account is inactive follows from them."""
    return [
        mine.where(OrderRow.ended_by == rule, OrderRow.was_active == True)  # noqa: E712 - SQL of both databases
        .order_by(OrderRow.since.desc())
        .limit(1)
        for rule in _ENDED_BY
    ]


def standing_of(row: AccountRow) -> Standing:
    """The account's state as its row has it."""
    return Standing(
        row.state,
        row.state_since,
        row.state_rule or _RULE_OF[row.state],
        row.state_reason,
        row.trial_started_on,
        row.trial_ends_on,
        row.trial_drafts or 0,
        row.deactivated_on,
        row.paid_until,
        row.grace_ends_on,
        row.grace_drafts or 0,
    )


def put_standing(row: AccountRow, standing: Standing) -> None:
    """Put the account into that state."""
    row.state, row.state_reason, row.state_since = standing.state, standing.reason, standing.since
    row.state_rule, row.trial_drafts = standing.rule, standing.trial_drafts or None
    row.deactivated_on, row.paid_until = standing.deactivated_on, standing.paid_until
    row.grace_ends_on, row.grace_drafts = standing.grace_ends_on, standing.grace_drafts or None


def first_book(account: AccountRow, tariff: Tariff) -> Book:
    """The account on its first day: a trial without orders or keys."""
    first = Standing(
        AccountState.TRIAL,
        account.trial_started_on,
        "C1",
        msg("The trial has started."),
        account.trial_started_on,
        account.trial_ends_on,
    )
    return Book(
        account.id,
        first,
        tariff.prices,
        account.trial_started_on,
        account.region,
        account.currency,
        account.payments,
        tariff.rules,
    )


def told_again(session: Session, account: AccountRow, tariff: Tariff, until: date) -> tuple[Book, list[DueEvent]]:
    """The account from its first day up to `until`, from what was done to it, with everything that befell it.

    An expected instalment that the provider's list confirmed is paid.
    """
    book = first_book(account, tariff)
    keys = keys_of(session, account.id, until)
    acts = acts_of(session, account.id, keys, until)
    told, events = replay(book, [_not_before(act, account.trial_started_on) for act in acts], until)
    return with_confirmed(session, told, frozenset({ChargeStatus.EXPECTED})), events


def _not_before(act: Act, first: date) -> Act:
    """A key that was activated before the account was made counts from its first day on."""
    return replace(act, on=max(act.on, first))


def with_confirmed(session: Session, book: Book, waiting: frozenset[ChargeStatus]) -> Book:
    """The book with its instalments that wait so, and whose rows are paid, paid.

    That an expected instalment was paid changes nothing else, so it is kept with the instalment and not as an act.
    """
    paid: dict[str, set[int]] = {}
    rows = select(InstalmentRow.order_id, InstalmentRow.number).join(OrderRow, OrderRow.id == InstalmentRow.order_id)
    rows = rows.where(OrderRow.account_id == book.account_id, InstalmentRow.status == ChargeStatus.PAID)
    for order_id, number in session.execute(rows):
        paid.setdefault(order_id, set()).add(number)
    return replace(book, orders=tuple(_confirmed(order, paid.get(order.id, set()), waiting) for order in book.orders))


def _confirmed(order: Order, paid: set[int], waiting: frozenset[ChargeStatus]) -> Order:
    for one in order.instalments:
        if one.status in waiting and one.number in paid:
            order = order.with_instalment(replace(one, status=ChargeStatus.PAID))
    return order


@dataclass(frozen=True)
class Written:
    """What a change of a book is written with beside the two books."""

    events: Sequence[DueEvent]
    today: date
    """The day it is written on."""

    new: Mapping[str, NewOrder] = field(default_factory=dict)
    cards: Mapping[str, str] = field(default_factory=dict)
    """The payment methods of orders that got another one, by order."""


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


def _write_shares(session: Session, before: Book, after: Book) -> None:
    known = {share.id: share for share in before.shares}
    for share in after.shares:
        if share.id not in known:
            values = (share.owner, share.seats, share.received_on, share.ended_on)
            named = dict(zip(("owner", "seats", "received_on", "ended_on"), values, strict=True))
            session.add(PeerShareRow(id=share.id, account_id=after.account_id, **named))
        elif known[share.id] != share:
            session.get_one(PeerShareRow, share.id).ended_on = share.ended_on


def _write_order(session: Session, before: Order | None, order: Order, book: Book, done: Written) -> None:
    row = add_order(session, order, done.new[order.id]) if before is None else session.get_one(OrderRow, order.id)
    if order.id in done.cards:
        row.payment_method_id = done.cards[order.id]
    next_on = order_next_day(order, book.rules.on(book.advanced_to), book.advanced_to)
    for name, value in order_values(order, next_on).items():
        setattr(row, name, value)


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


def add_events(write: Write, account_id: str, events: Sequence[DueEvent], today: date) -> None:
    """Keep events as they befell the account; the same one again on the same day gets an id of its own."""
    if not events:
        return
    rows: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    newest = select(func.max(DueEventRow.position)).where(DueEventRow.account_id == account_id)
    for position, event in enumerate(events, (write.session.execute(newest).scalar() or 0) + 1):
        values = event_values(account_id, event, today) | {"position": position}
        values["id"] = _fresh_id(write.session, values["id"], seen)
        rows.append(values)
    write.add_batch(DueEventRow, derived_id(account_id, "events", rows[0]["id"], len(rows)), rows)


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


BY_HAND = "1.7"
"""The rule of drafts that a person asked for, or that usage gave rise to."""


def event_values(account_id: str, event: DueEvent, today: date) -> dict[str, Any]:
    """An event as its row keeps it."""
    return {
        "id": event.id(account_id),
        "account_id": account_id,
        "due_on": event.on,
        "position": 0,
        "kind": event.kind,
        "subject": event.subject,
        "name": event.name,
        "text": event.text,
        "rule": event.rule,
        "amount": None if event.amount is None else event.amount.minor,
        "currency": None if event.amount is None else event.amount.currency,
        "state": event.state,
        "made_on": today,
    }


def _fresh_id(session: Session, event_id: str, seen: Counter[str]) -> str:
    chosen = event_id
    while seen[chosen] or session.execute(select(DueEventRow.id).where(DueEventRow.id == chosen)).scalar() is not None:
        seen[event_id] += 1
        chosen = derived_id(event_id, "again", seen[event_id])
    seen[chosen] += 1
    return chosen
