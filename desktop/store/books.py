"""An account's book from its rows: read as far as a day needs it, or told again from its first day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState
from desktop.domain.billing_rules import RuleBook
from desktop.domain.keys import ActivatedKey, activated_keys
from desktop.domain.life.acts import Act
from desktop.domain.life.book import Book, Standing
from desktop.domain.life.doing import Look, replay
from desktop.domain.life.events import DueEvent
from desktop.domain.orders.order import LIVE, RUNNING, ChargeStatus, Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.peer_shares import PeerShare
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.progress import Step, silent
from desktop.i18n import msg
from desktop.store.billing_acts import acts_of
from desktop.store.order_rows import orders_of
from desktop.store.schema import AccountRow, ActivationKeyRow, InstalmentRow, OrderRow, PeerShareRow
from desktop.system.collector import resting_collector

T = TypeVar("T")

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
    given = {"account": account_id, "until": until, "named": named}
    return list(session.execute(_until(), given).scalars())


@lru_cache(maxsize=1)
def _until() -> Select[OrderRow]:
    """The orders that matter up to a day, in one statement: each act and each look at Billing begins with it."""
    mine = select(OrderRow.id).where(OrderRow.account_id == bindparam("account"))
    # Besides the one that is named: an act may be the end of that.
    others = mine.where(or_(bindparam("named").is_(None), OrderRow.id != bindparam("named")))
    newest = [
        others.where(OrderRow.state == state).order_by(OrderRow.next_on.desc()).limit(1)
        for state in (OrderState.ACTIVE, OrderState.CANCELLATION_INITIATED)
    ]
    parts = [
        mine.where(OrderRow.next_on <= bindparam("until")),
        mine.where(OrderRow.id == bindparam("named")),
        # When a suspended order's days come depends on rules that may have changed since.
        mine.where(OrderRow.state == OrderState.SUSPENDED),
        *(select(one.subquery().c.id) for one in (*newest, *_newest_ended(mine))),
    ]
    return select(OrderRow).where(OrderRow.id.in_(union_all(*parts)))


def _newest_ended(mine: Select[T]) -> list[Select[T]]:
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


@resting_collector()
def told_again(
    session: Session, account: AccountRow, tariff: Tariff, until: date, look: Look | None = None
) -> tuple[Book, list[DueEvent]]:
    """The account from its first day up to `until`, from what was done to it, with everything that befell it.

    An expected instalment that the provider's list confirmed is paid. `look` sees the account before each act.
    """
    book = first_book(account, tariff)
    keys = keys_of(session, account.id, until)
    acts = acts_of(session, account.id, keys, until)
    told, events = replay(book, [_not_before(act, account.trial_started_on) for act in acts], until, look)
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
