"""What placing an order would bring: its price step by step, and what it changes for the account (rules.md 1.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.life.acts import PlaceOrder
from desktop.domain.life.book import Book
from desktop.domain.life.doing import do
from desktop.domain.money import Money
from desktop.domain.orders.leaving import termination_fee
from desktop.domain.orders.order import RUNNING, Order
from desktop.domain.orders.quotes import Quote, Wish, quote
from desktop.domain.payments import UNKNOWN_YEAR, Card
from desktop.domain.pricing.differences import Difference, differences
from desktop.domain.pricing.rating import Rating
from desktop.services.access import registered_users
from desktop.services.accounts.addresses import AddressAnswer, address_answer
from desktop.services.context import Context
from desktop.services.orders.orders import country_of
from desktop.services.payments.payment_methods import PaymentMethodAnswer, method_answer
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.time.calendar import book_on
from desktop.store.books import read_book
from desktop.store.schema import AccountRow, AddressRow, OrderRow, PaymentMethodRow

_ANY_CARD = Card("estimate", "", "", 12, UNKNOWN_YEAR)
_NEW = "estimate"
MOST_FEES = 500
"""Orders of which the fee of leaving is worked out while somebody types; of more it is not."""


@dataclass(frozen=True)
class OrderForm:
    """What the form of a new order begins with."""

    today: date
    payments: Payments
    country: str
    currency: str
    least: int
    """Users that an order now must be for, at least."""

    address: AddressAnswer | None
    method: PaymentMethodAnswer | None
    """The payment method of the newest order."""


@dataclass(frozen=True)
class Effect:
    """A figure of the account now and after the order; None is unlimited."""

    now: int | None
    after: int | None


@dataclass(frozen=True)
class AmountEffect:
    """An amount of the account now and after the order."""

    now: Money
    after: Money


@dataclass(frozen=True)
class EstimateAnswer:
    """The quote, and what the order would change; None where a rule refuses it, or for a fee of too many orders."""

    quote: Quote
    available: Effect | None
    remaining: Effect | None
    monthly: AmountEffect
    """A month net, of all running orders."""

    fee: AmountEffect | None
    """What leaving today would cost in all."""

    next_price_on: date | None
    """From when on new orders pay another price, where that is known."""

    refused: UserError | None


class Estimates:
    """Estimates of orders that are not placed."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def form(self) -> OrderForm:
        """What a new order begins with."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            book = book_on(session, self._context, account, today, seats=True)
            buyer = book.buyer(today, 0)
            newest = select(OrderRow).where(OrderRow.account_id == account.id).order_by(OrderRow.number.desc()).limit(1)
            row = session.execute(newest).scalar_one_or_none()
            return OrderForm(
                today,
                account.payments,
                country_of(account, None),
                account.currency,
                book.rules.on(today).first_order_min if buyer.first_order else 1,
                _address(session, account, row),
                method_answer(session.get(PaymentMethodRow, row.payment_method_id))
                if row is not None and row.payment_method_id
                else None,
            )

    def estimate(self, seats: int, country: str | None = None) -> EstimateAnswer:
        """What an order of so many users would cost and change, if it were placed today; nothing is changed."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            running = _running(session, account)
            book = book_on(session, self._context, account, today, whole=running <= MOST_FEES, seats=True)
            registered = registered_users(session, account.id)
            monthly = _monthly(session, account, book, whole=running <= MOST_FEES)
            prices = tariff_of(session, self._context, account.id, today).prices
            wish = Wish(seats, today, account.currency, country_of(account, country))
        found = quote(wish, prices, book.rules.on(today), book.buyer(today, registered), book.held_versions())
        coming = [one.effective_from for one in prices.versions if one.effective_from > today]
        act = PlaceOrder(today, _NEW, seats, _ANY_CARD, wish.country, registered)
        return _effects(found, book, act, monthly, _fee(book, today) if running <= MOST_FEES else None, coming)

    def moved(self, order_id: str, quoted: Rating) -> list[Difference]:
        """What differs between an order's first instalment and the quote it was placed by; nothing as a rule."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            tariff = tariff_of(session, self._context, account.id, today)
            order = read_book(session, account, tariff, today, order_id).order(order_id)
        return differences(quoted, order.instalments[0].rating)


def _address(session: Session, account: AccountRow, newest: OrderRow | None) -> AddressAnswer | None:
    chosen = account.address_id or (newest.address_id if newest is not None else None)
    return address_answer(session.get(AddressRow, chosen)) if chosen else None


def _running(session: Session, account: AccountRow) -> int:
    count = select(func.count()).select_from(OrderRow).where(OrderRow.account_id == account.id)
    return int(session.execute(count.where(OrderRow.state.in_(RUNNING))).scalar_one())


def _monthly(session: Session, account: AccountRow, book: Book, *, whole: bool) -> Money:
    """A month of the running orders, net: of the book where it is whole, else as the rows have it."""
    zero = Money(0, account.currency)
    if whole:
        return reduce(Money.__add__, (one.rated(one.next_number).net for one in _going(book)), zero)
    total = select(func.sum(OrderRow.monthly)).where(OrderRow.account_id == account.id)
    return Money(int(session.execute(total.where(OrderRow.state.in_(RUNNING))).scalar() or 0), account.currency)


def _going(book: Book) -> list[Order]:
    return [one for one in book.orders if one.state in RUNNING and one.was_active]


def _fee(book: Book, today: date) -> Money:
    share = book.rules.on(today).termination_fee_rate
    fees = (termination_fee(one, today, share).total for one in _going(book))
    return reduce(Money.__add__, fees, Money(0, book.currency))


def _effects(
    found: Quote, book: Book, act: PlaceOrder, monthly: Money, fee: Money | None, coming: list[date]
) -> EstimateAnswer:
    """What follows from the order, by the rules themselves: it is placed on a copy of the account."""
    month = AmountEffect(monthly, monthly + found.monthly)
    first = min(coming, default=None)
    # Who charges decides nothing about an estimate; a card that is accepted lets the order stand.
    copy = replace(book, payments=Payments.RECORDED)
    try:
        after = do(copy, act)[0]
    except UserError as refusal:
        return EstimateAnswer(found, None, None, month, None, first, refusal)
    day, now, then = act.on, book.available(act.on), after.available(act.on)
    left = Effect(_left(now, act.registered), _left(then, act.registered))
    share = book.rules.on(day).termination_fee_rate
    more = termination_fee(after.order(_NEW), day, share).total
    total = None if fee is None else AmountEffect(fee, fee + more)
    return EstimateAnswer(found, Effect(now, then), left, month, total, first, None)


def _left(available: int | None, registered: int) -> int | None:
    return None if available is None else max(0, available - registered)
