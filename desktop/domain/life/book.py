"""An account with all that the rules need to know of it, as it stands on the day it was last brought up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from desktop.domain.accounts import AccountState, Payments, Region, trial_ends_on
from desktop.domain.billing_rules import BillingRules, RuleBook
from desktop.domain.errors import UserError
from desktop.domain.explanation import Explanation
from desktop.domain.keys import ActivatedKey, Plan
from desktop.domain.orders.order import LIVE, RUNNING, Order
from desktop.domain.orders.refusals import Buyer
from desktop.domain.orders.transitions import OrderState
from desktop.domain.peer_shares import PeerShare
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.seats import SeatsOfKey, SeatsOfOrder, explain_available
from desktop.i18n import Message, msg


@dataclass(frozen=True)
class Standing:
    """The state of an account, since when and by which rule, and the days that go with it."""

    state: AccountState
    since: date
    rule: str
    reason: Message
    trial_started_on: date
    trial_ends_on: date
    trial_drafts: int = 0
    deactivated_on: date | None = None
    paid_until: date | None = None
    """D: the first day after a deactivated account's last paid day (C5)."""

    grace_ends_on: date | None = None
    grace_drafts: int = 0

    @property
    def in_grace(self) -> bool:
        """Whether this is the trial after a deactivation."""
        return self.state is AccountState.TRIAL and self.grace_ends_on is not None


@dataclass(frozen=True)
class Book:
    """An account, its orders, keys, prices and rules; everything due up to and including `advanced_to` is applied."""

    account_id: str
    standing: Standing
    prices: PriceList
    advanced_to: date
    region: Region = Region.US
    currency: str = "USD"
    payments: Payments = Payments.RECORDED
    rules: RuleBook = field(default_factory=RuleBook)
    orders: tuple[Order, ...] = ()
    keys: tuple[ActivatedKey, ...] = ()
    shares: tuple[PeerShare, ...] = ()
    """The seats received from peer accounts, ended ones too."""

    seats_elsewhere: int = 0
    """Seats of live orders that are left out because nothing falls due on them (`desktop.store.books`)."""

    held_elsewhere: tuple[str, ...] = ()
    """The price versions of such orders that are Active or Suspended."""

    def order(self, order_id: str) -> Order:
        """The order of that id."""
        found = next((order for order in self.orders if order.id == order_id), None)
        if found is None:
            raise UserError(msg("There is no order “{order}”.", order=order_id))
        return found

    def live_orders(self) -> list[Order]:
        """Orders that were Active once and have not ended."""
        return [order for order in self.orders if order.was_active and order.state in LIVE]

    def has_live_order(self) -> bool:
        """Whether there is such an order."""
        return any(order.was_active and order.state in LIVE for order in self.orders)

    def held_versions(self) -> list[str]:
        """The price versions of orders that are Active or Suspended (F4)."""
        held = [order.version for order in self.orders if order.was_active and order.state in RUNNING]
        return [*held, *self.held_elsewhere]

    def keys_on(self, day: date) -> list[ActivatedKey]:
        """The keys in force on the day."""
        return [key for key in self.keys if day in key.term]

    def shares_on(self, day: date) -> list[PeerShare]:
        """The received seats that count on the day."""
        return [share for share in self.shares if share.runs(day)]

    def unlimited(self, day: date) -> bool:
        """Whether users are not limited: in a trial, or while a MAU period runs (F9)."""
        return self.standing.state is AccountState.TRIAL or any(key.plan is Plan.MAU for key in self.keys_on(day))

    def available(self, day: date) -> int | None:
        """Seats of the live orders, of the keys in force and received ones; None is unlimited (F9)."""
        if self.unlimited(day):
            return None
        keys = sum(key.seats for key in self.keys_on(day) if key.plan is Plan.USERS)
        ordered = sum(order.quantity for order in self.live_orders()) + self.seats_elsewhere
        return ordered + keys + sum(share.seats for share in self.shares_on(day))

    def explain_available(self, day: date) -> Explanation:
        """The seats that `available` adds up, one step each."""
        keys = [SeatsOfKey(key.seats, key.activated_on, key.term.end) for key in self.keys if key.plan is Plan.USERS]
        orders = [SeatsOfOrder(one.quantity, one.placed_on) for one in self.live_orders()]
        return explain_available(keys, day, orders, self.shares_on(day))

    def without_seat(self, day: date, registered: int) -> int:
        """Registered users beyond the seats available; nobody is removed (F9)."""
        available = self.available(day)
        return 0 if available is None else max(0, registered - available)

    def buyer(self, day: date, registered: int) -> Buyer:
        """What the rules of ordering need to know of the account."""
        available = self.available(day)
        remaining = None if available is None else max(0, available - registered)
        return Buyer(self.region, not any(order.was_active for order in self.orders), remaining)


def opened(account_id: str, on: date, prices: PriceList, rules: RuleBook | None = None) -> Book:
    """A new account: Trial from the day on (C1)."""
    book = rules or RuleBook()
    ends = trial_ends_on(on, book.on(on).trial_days)
    standing = Standing(AccountState.TRIAL, on, "C1", msg("The trial has started."), on, ends)
    return Book(account_id, standing, prices, on, rules=book)


def trial_reminder_dates(standing: Standing, rules: BillingRules) -> list[date]:
    """The days of the trial-end reminders: so many days before its end, none before the trial (0.3.4)."""
    days = sorted(rules.trial_reminder_days, reverse=True)
    dates = [standing.trial_ends_on - timedelta(days=before) for before in days]
    return [day for day in dates if day >= standing.trial_started_on]


def in_turn(orders: Iterable[Order], *states: OrderState) -> list[Order]:
    """Orders in these states, by the day they were placed, then id (0.3.2)."""
    found = [order for order in orders if order.state in states]
    return sorted(found, key=lambda order: (order.placed_on, order.id))
