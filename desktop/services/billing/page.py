"""All that the Billing tab says of orders by card, in one read: what a month costs, what comes, what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState
from desktop.domain.explanation import Explanation
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.money import Money
from desktop.domain.orders.order import LIVE, RUNNING, Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.pricing.grandfathering import is_reached
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.seats import SeatsOfOrder
from desktop.i18n import Message, msg, msgn
from desktop.services.accounts.addresses import AddressAnswer, address_answer
from desktop.services.accounts.details import DetailsAnswer, details_answer
from desktop.services.billing.next_term import TermAnswer, Terms, next_term
from desktop.services.context import Context
from desktop.services.orders.prices_paid import Kind, PriceAnswer, Sums, prices_paid
from desktop.services.payments.coming_charges import ComingCharges, coming_charges
from desktop.services.payments.payment_methods import PaymentMethodAnswer, method_answer, method_id
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.rules.versions import rule_value
from desktop.store.books import read_book, told_again, with_elsewhere
from desktop.store.order_rows import micros, unit_price
from desktop.store.schema import AccountRow, AddressRow, InstalmentRow, OrderRow, PaymentMethodRow

_MOST_STEPS = 40


@dataclass(frozen=True)
class SuspendedAnswer:
    """A suspended order: what it owes, the day it ends where nobody pays, and whether its card has expired."""

    order: str
    placed_on: date
    seats: int
    owes: Money
    ends_on: date
    card_expired: bool


@dataclass(frozen=True)
class BillingAnswer:
    """What the Billing tab says of orders, as the account stands on the day; amounts of months are net."""

    today: date
    orders: int
    """Orders that run: active and suspended ones."""

    seats: int
    ordered: tuple[SeatsOfOrder, ...]
    """The seats of all orders that have not ended, by day of order; of very many days, together from the first."""

    monthly: Money
    monthly_why: Explanation
    prices: tuple[PriceAnswer, ...]
    coming: ComingCharges
    term: TermAnswer | None
    suspended: tuple[SuspendedAnswer, ...]
    paid_until: date | None
    """Of a deactivated account: the first day after its last paid one."""

    trial_ends_on: date | None
    alert_percents: tuple[int, ...]
    """Percent of the seats or units in use with an alert, least first."""

    method: PaymentMethodAnswer | None
    """What pays the newest running order."""

    paid_by_method: tuple[str, ...]
    """The running orders that it pays."""

    paid_by_card: Mapping[str, tuple[str, ...]]
    """Running orders by the token that pays them, of the cards that will expire."""

    address: AddressAnswer | None
    details: DetailsAnswer


@dataclass(frozen=True)
class _Beside:
    """What is said beside the amounts."""

    term: TermAnswer | None
    percents: tuple[int, ...]
    method: PaymentMethodAnswer | None
    paid: tuple[str, ...]
    dying: Mapping[str, tuple[str, ...]]
    address: AddressAnswer | None
    details: DetailsAnswer


class BillingPage:
    """The orders of the account as its Billing tab shows them."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def show(self) -> BillingAnswer:
        """The account as if everything due had been applied; for an earlier day, as it was then."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            day = max(self._context.today(account), account.created_on)
            book, read, elsewhere = self._books(session, account, day)
            sums = elsewhere + _sums(book.orders)
            coming = coming_charges(session, account, book, day)
            percents = rule_value(session, account.id, "usage_alerts", day)
            method, paid = _paying(session, account) if day >= account.advanced_to else _paying_then(session, book)
            dying = {one.card.token for one in coming.charges if one.card is not None and one.card_expired}
            terms = Terms(session, book, read)
            beside = _Beside(
                next_term(terms, _by_kind(sums), day),
                tuple(sorted(percents)),
                method_answer(method),
                paid,
                {token: self._paid_by(session, account, book, token) for token in sorted(dying)},
                self._address(session, account, day),
                details_answer(session, account),
            )
        return _answer(book, day, sums, coming, beside)

    def _books(
        self, session: Session, account: AccountRow, day: date
    ) -> tuple[Book, Book | None, Counter[tuple[Kind, str]]]:
        """The account on the day; it as it was read, where orders were left out; and the sums of these."""
        tariff = tariff_of(session, self._context, account.id, day)
        if day < account.advanced_to:
            return told_again(session, account, tariff, day)[0], None, Counter()
        read = read_book(session, account, tariff, day)
        elsewhere = _stored(session, account, tariff.prices)
        elsewhere.subtract(_sums(read.orders))
        return advance(with_elsewhere(session, read), day)[0], read, elsewhere

    def _paid_by(self, session: Session, account: AccountRow, book: Book, token: str) -> tuple[str, ...]:
        if self._context.today(account) >= account.advanced_to:
            return _paid_by(session, account, token)
        cards = {order.id: order.card for order in book.orders if order.state in RUNNING}
        paid = [one for one, card in cards.items() if card is not None and card.token == token]
        return _in_turn(session, account.id, paid)

    def _address(self, session: Session, account: AccountRow, day: date) -> AddressAnswer | None:
        """Where orders are billed to: the account's address, else that of the newest order that had one."""
        chosen, store = account.address_id, self._context.store
        if chosen is None:
            mine = select(OrderRow.id, OrderRow.address_id).where(OrderRow.account_id == account.id)
            mine = mine.where(OrderRow.placed_on <= day).order_by(OrderRow.number.desc())
            for block in session.execute(mine.execution_options(yield_per=_MOST_STEPS)).partitions():
                then = store.rows_then(session, OrderRow.__tablename__, [row.id for row in block])
                kept = [(then.get(row.id) or {}).get("address_id", row.address_id) for row in block]
                chosen = next((one for one in kept if one is not None), None)
                if chosen is not None:
                    break
        return address_answer(session.get(AddressRow, chosen)) if chosen else None


def _sums(orders: Iterable[Order]) -> Counter[tuple[Kind, str]]:
    """Orders, seats and net month of running orders by day of order, price and version."""
    found: Counter[tuple[Kind, str]] = Counter()
    for order in orders:
        if order.state in RUNNING:
            kind = (order.placed_on, micros(order.price), order.version)
            month = order.rated(order.next_number).net.minor
            found.update({(kind, "orders"): 1, (kind, "seats"): order.quantity, (kind, "monthly"): month})
            found.update({(kind, "reached"): int(order.reached_on is not None)})
        if order.state in LIVE and order.was_active:
            found.update({((order.placed_on, 0, ""), "live"): order.quantity})
    return found


def _reached(session: Session, account: AccountRow, prices: PriceList) -> Iterator[tuple[date, int, str, int]]:
    """How many running orders pay a list that reached them: another one than in their first month (F4)."""
    reaching = [one.id for one in prices.versions if one.reaches_existing_from is not None]
    if not reaching:
        return
    kind = (OrderRow.placed_on, OrderRow.unit_price, OrderRow.price_version)
    query = select(*kind, func.count()).join(InstalmentRow, InstalmentRow.order_id == OrderRow.id)
    query = query.where(OrderRow.account_id == account.id, OrderRow.state.in_(RUNNING))
    query = query.where(OrderRow.price_version.in_(reaching), InstalmentRow.number == 1)
    query = query.where(is_reached(InstalmentRow.price_version, OrderRow.price_version))
    for placed_on, price, version, orders in session.execute(query.group_by(*kind)):
        yield placed_on, price, version, int(orders)


def _stored(session: Session, account: AccountRow, prices: PriceList) -> Counter[tuple[Kind, str]]:
    """The same of every row, summed by the database."""
    kind = (OrderRow.placed_on, OrderRow.unit_price, OrderRow.price_version)
    sums = (func.count(), func.sum(OrderRow.quantity), func.sum(OrderRow.monthly))
    query = select(*kind, *sums).where(OrderRow.account_id == account.id, OrderRow.state.in_(RUNNING)).group_by(*kind)
    found: Counter[tuple[Kind, str]] = Counter()
    for placed_on, price, version, orders, seats, monthly in session.execute(query):
        one = (placed_on, price, version)
        found.update({(one, "orders"): int(orders), (one, "seats"): int(seats), (one, "monthly"): int(monthly)})
    for placed_on, price, version, orders in _reached(session, account, prices):
        found.update({((placed_on, price, version), "reached"): orders})
    live = select(OrderRow.placed_on, func.sum(OrderRow.quantity)).where(OrderRow.account_id == account.id)
    live = live.where(OrderRow.state.in_(LIVE), OrderRow.was_active == True)  # noqa: E712 - SQL of both databases
    for placed_on, seats in session.execute(live.group_by(OrderRow.placed_on)):
        found.update({((placed_on, 0, ""), "live"): int(seats)})
    return found


def _ordered(sums: Counter[tuple[Kind, str]]) -> list[SeatsOfOrder]:
    """The seats of the live orders by day."""
    days = sorted((kind[0], seats) for (kind, name), seats in sums.items() if name == "live" and seats)
    if len(days) <= _MOST_STEPS:
        return [SeatsOfOrder(seats, day) for day, seats in days]
    return [SeatsOfOrder(sum(seats for _, seats in days), days[0][0])]


def _by_kind(sums: Counter[tuple[Kind, str]]) -> dict[Kind, Sums]:
    kinds = sorted({kind for kind, name in sums if name == "orders" and sums[kind, name]})
    names = ("orders", "seats", "monthly", "reached")
    return {kind: Sums(*(sums[kind, name] for name in names)) for kind in kinds}


def _answer(
    book: Book, day: date, sums: Counter[tuple[Kind, str]], coming: ComingCharges, beside: _Beside
) -> BillingAnswer:
    kinds = _by_kind(sums)
    prices = prices_paid(kinds, book)
    monthly = reduce(Money.__add__, (one.monthly for one in prices), Money(0, book.currency))
    standing = book.standing
    left = standing.state is not AccountState.ACTIVE and standing.deactivated_on is not None
    leaving = left and standing.paid_until is not None and standing.paid_until > day
    return BillingAnswer(
        day,
        sum(one.orders for one in prices),
        sum(one.seats for one in prices),
        tuple(_ordered(sums)),
        monthly,
        _explain_monthly(sums, book, monthly),
        prices,
        coming,
        beside.term,
        tuple(_suspended(book, day)),
        standing.paid_until if leaving else None,
        standing.trial_ends_on if standing.state is AccountState.TRIAL and not standing.in_grace else None,
        beside.percents,
        beside.method,
        beside.paid,
        beside.dying,
        beside.address,
        beside.details,
    )


def _explain_monthly(sums: Counter[tuple[Kind, str]], book: Book, monthly: Money) -> Explanation:
    """The month, the active orders first and then the suspended ones, which are subscriptions as well (F4)."""
    resting = _sums(order for order in book.orders if order.state is OrderState.SUSPENDED)
    active = Counter(sums)
    active.subtract(resting)
    steps = (*_steps(active, monthly.currency), *_steps(resting, monthly.currency, suspended=True))
    return Explanation(msg("A month of all running orders, without tax"), monthly, steps, "F2")


def _steps(sums: Counter[tuple[Kind, str]], currency: str, *, suspended: bool = False) -> Iterator[Explanation]:
    """One step for each day of orders and price; of very many, one for each price."""
    kinds = _by_kind(sums)
    parts: dict[tuple[date | None, int, str], Counter[str]] = {}
    for (placed_on, price, version), one in kinds.items():
        day = placed_on if len(kinds) <= _MOST_STEPS else None
        parts.setdefault((day, price, version), Counter()).update({"seats": one.seats, "monthly": one.monthly})
    for (day, price, version), found in parts.items():
        text = _users_at(day, found["seats"], unit_price(price, currency))
        text = msg("Suspended: {what}", what=text) if suspended else text
        yield Explanation(text, Money(found["monthly"], currency), rule="F2", source=version)


def _users_at(day: date | None, seats: int, price: UnitPrice) -> Message:
    if day is None:
        return msgn("{n} user × {price}", "{n} users × {price}", n=seats, price=price)
    return msgn(
        "Order of {day}: {n} user × {price}", "Order of {day}: {n} users × {price}", n=seats, day=day, price=price
    )


def _suspended(book: Book, day: date) -> Iterable[SuspendedAnswer]:
    for order in book.orders:
        if order.state is OrderState.SUSPENDED:
            ends_on = order.since + timedelta(days=book.rules.on(day).dunning_days)
            expired = order.card is not None and order.card.expired(day)
            yield SuspendedAnswer(order.id, order.placed_on, order.quantity, order.owes, ends_on, expired)


def _paying(session: Session, account: AccountRow) -> tuple[PaymentMethodRow | None, tuple[str, ...]]:
    """What pays the newest running order, and the running orders that it pays."""
    newest = select(OrderRow.payment_method_id).where(OrderRow.account_id == account.id, OrderRow.state.in_(RUNNING))
    chosen = session.execute(newest.order_by(OrderRow.number.desc()).limit(1)).scalar_one_or_none()
    if chosen is None:
        return None, ()
    mine = select(OrderRow.id).where(OrderRow.account_id == account.id, OrderRow.state.in_(RUNNING))
    paid = session.execute(mine.where(OrderRow.payment_method_id == chosen).order_by(OrderRow.number)).scalars()
    return session.get(PaymentMethodRow, chosen), tuple(paid)


def _paid_by(session: Session, account: AccountRow, token: str) -> tuple[str, ...]:
    query = select(OrderRow.id).join(PaymentMethodRow, PaymentMethodRow.id == OrderRow.payment_method_id)
    query = query.where(OrderRow.account_id == account.id, OrderRow.state.in_(RUNNING), PaymentMethodRow.token == token)
    return tuple(session.execute(query.order_by(OrderRow.number)).scalars())


def _paying_then(session: Session, book: Book) -> tuple[PaymentMethodRow | None, tuple[str, ...]]:
    """The same on an earlier day, from the orders as they are told again."""
    cards = {order.id: order.card for order in book.orders if order.state in RUNNING}
    running = _in_turn(session, book.account_id, list(cards))
    card = cards[running[-1]] if running else None
    if card is None:
        return None, ()
    paid = tuple(one for one in running if cards[one] == card)
    return session.get(PaymentMethodRow, method_id(book.account_id, card)), paid


def _in_turn(session: Session, account_id: str, orders: Sequence[str]) -> tuple[str, ...]:
    """The orders by their numbers."""
    wanted = set(orders)
    rows = session.execute(select(OrderRow.id).where(OrderRow.account_id == account_id).order_by(OrderRow.number))
    return tuple(one for one in rows.scalars() if one in wanted)
