"""Orders by card: quoted, placed, shown, edited, canceled, and what their provider says of them (rules.md 1.2)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState, Payments, Region
from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.explanation import Explanation
from desktop.domain.ids import derived_id
from desktop.domain.life.acts import CancelOrder, ChangeCard, PlaceOrder
from desktop.domain.life.book import Book
from desktop.domain.life.deactivation import fee_today
from desktop.domain.money import Money
from desktop.domain.orders.order import Order
from desktop.domain.orders.quotes import Quote, Wish, quote
from desktop.domain.orders.refusals import refuse_edit
from desktop.domain.pricing.rating import Rating
from desktop.domain.pricing.tax import plain_rate
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg, msgn
from desktop.services.access import registered_users
from desktop.services.accounts.addresses import Address, address_id, checked, keep_address
from desktop.services.accounts.countries import is_country
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.acts import Actor, Also, perform
from desktop.services.orders.answers import (
    LineAnswer,
    OrderDetailAnswer,
    detail_answer,
    kept_of,
    kept_then,
    lines_of,
    with_coming,
)
from desktop.services.orders.search import find_order
from desktop.services.payments.payment_methods import CardWish, card_chosen, keep_method, method_id
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.time.calendar import book_on, coming_events
from desktop.store.engine import AlreadyDoneError
from desktop.store.order_rows import NewOrder, next_number
from desktop.store.schema import AccountRow, OrderRow
from desktop.store.unit_of_work import Write


@dataclass(frozen=True)
class QuoteAnswer:
    """What an order would cost a month and a year (net), with tax a month, and the rules that would refuse it."""

    seats: int
    on: date
    unit_price: UnitPrice
    monthly: Money
    annual: Money
    tax_rate: str
    """As a plain fraction of 1, such as `0.2`."""

    tax: Money
    monthly_total: Money
    currency: str
    price_version: str
    price_reason: Message
    would_refuse: tuple[str, ...]
    refusals: tuple[Message, ...]
    lines: tuple[LineAnswer, ...]
    explanation: Explanation
    sha256: str


@dataclass(frozen=True)
class NewOrderWish:
    """What a person orders: so many seats, by a payment method, for a country (default: the account's)."""

    seats: int
    card: CardWish
    country: str | None = None
    address: Address | None = None


@dataclass(frozen=True)
class FeeQuote:
    """What canceling one order costs today; exactly this must be accepted."""

    order: str
    fee: Money
    ends_on: date
    explanation: Explanation


class Orders:
    """What an account orders by card."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def quote(self, seats: int, on: date | None = None, country: str | None = None) -> QuoteAnswer:
        """The Pricing Estimate of so many users, on a day (default: today), taxed as in the country."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            day = on or self._context.today(account)
            book = self._book_to_quote(session, account, day)
            wish = Wish(seats, day, account.currency, country_of(account, country))
            buyer = book.buyer(day, registered_users(session, account.id))
            rules = book.rules.on(day)
        return quote_answer(quote(wish, book.prices, rules, buyer, book.held_versions()))

    def _book_to_quote(self, session: Session, account: AccountRow, day: date) -> Book:
        """The account as it stands on the day, or on its first day where it was made later."""
        at = max(day, account.trial_started_on)
        book = book_on(session, self._context, account, at, seats=True)
        tariff = tariff_of(session, self._context, account.id, day)
        return replace(book, prices=tariff.prices)

    def place(self, wish: NewOrderWish, act_id: str | None = None) -> OrderDetailAnswer:
        """Place an order by card (O1): its first instalment is what the quote of today says, to the hash."""
        actor = ready(self._context)
        address = None if wish.address is None else checked(wish.address)
        country = country_of(actor.account, wish.country or (address.country if address else None))
        entry = act_id or self._context.ids.new()
        order_id = derived_id(entry, "order")
        with self._context.store.read() as session:
            card = card_chosen(session, actor.account, wish.card)
            registered = registered_users(session, actor.account.id)
        method = method_id(actor.account.id, card)

        def rows(write: Write) -> None:
            keep_method(write, actor, card)
            if address is not None:
                keep_address(write, actor, address)

        new = _new_order(self._context, actor, country, method, address)
        act = PlaceOrder(actor.today, order_id, wish.seats, card, country, registered)
        if actor.account.payments is Payments.STRIPE:
            from desktop.services.payments.first_charges import FirstCharge, place_charged

            place_charged(self._context, actor, FirstCharge(act, new, rows), entry)
            return self.show(order_id)
        verb = msgn("Place order for {n} user", "Place order for {n} users", n=wish.seats)
        with suppress(AlreadyDoneError):
            perform(self._context, actor, act, verb, Also(rows, {order_id: new}), entry)
        return self.show(order_id)

    def show(self, typed: str) -> OrderDetailAnswer:
        """Everything about one order, named by its number, its id or a unique beginning of it."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            day = self._context.today(account)
            row = find_order(session, account, typed)
            order = self._order_on(session, account, row, day)
            kept = kept_of(self._context.store, session, row)
            if day < account.advanced_to:
                kept = kept_then(session, account.id, order, kept)
                return detail_answer(session, order, kept, day)
            coming = coming_events(session, self._context, account, row.id, day)
            return with_coming(detail_answer(session, order, kept, day), coming)

    def _order_on(self, session: Session, account: AccountRow, row: OrderRow, day: date) -> Order:
        if day < row.placed_on:
            raise UserError(msg("The order was placed on {day}; there is nothing to show before.", day=row.placed_on))
        return book_on(session, self._context, account, day, named=row.id).order(row.id)

    def fee(self, typed: str) -> FeeQuote:
        """What canceling the order would cost today (F3); changes nothing."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            day = self._context.today(account)
            row = find_order(session, account, typed)
            book = book_on(session, self._context, account, max(day, row.placed_on), named=row.id)
        order = book.order(row.id)
        rating: Rating = fee_today(book, row.id, day)
        return FeeQuote(row.id, rating.total, order.next_billing_on(day), rating.explanation)

    def cancel(self, typed: str, accepted: Money | None, act_id: str | None = None) -> OrderDetailAnswer:
        """Record that the support team cancels the order (O10); exactly its fee must be accepted."""
        actor, row = self._named(typed)
        act = CancelOrder(actor.today, row.id, accepted)
        return self._done(actor, act, msg("Cancel order {number}", number=row.number), Also(), act_id)

    def change_payment(self, typed: str, wish: CardWish, act_id: str | None = None) -> OrderDetailAnswer:
        """Update Payment Method (R11): what is owed is tried with it at once."""
        actor, row = self._named(typed)
        with self._context.store.read() as session:
            card = card_chosen(session, actor.account, wish)
        verb = msg("Change the payment method of order {number}", number=row.number)
        also = Also(lambda write: keep_method(write, actor, card), cards={row.id: method_id(actor.account.id, card)})
        answer = self._done(actor, ChangeCard(actor.today, row.id, card), verb, also, act_id)
        if actor.account.payments is not Payments.STRIPE or not answer.order.owes.minor:
            return answer
        from desktop.services.payments.charging import charge_order

        charge_order(self._context, actor, row.id)
        return self.show(row.id)

    def change_address(self, typed: str, address: Address, act_id: str | None = None) -> OrderDetailAnswer:
        """Change the address an order is billed to (R11)."""
        actor, row = self._named(typed)
        refuse_edit(self._state(actor), row.state)
        found = checked(address)
        verb = msg("Change the address of order {number}", number=row.number)
        entry = self._context.act(verb, on=actor.today, account=actor.account, actor=actor.user, act_id=act_id)
        with suppress(AlreadyDoneError), self._context.store.write(entry) as write:
            kept = keep_address(write, actor, found)
            write.session.flush()
            write.session.get_one(OrderRow, row.id).address_id = kept
        return self.show(row.id)

    def _state(self, actor: Actor) -> AccountState:
        with self._context.store.read() as session:
            return session.get_one(AccountRow, actor.account.id).state

    def _named(self, typed: str) -> tuple[Actor, OrderRow]:
        actor = ready(self._context)
        with self._context.store.read() as session:
            return actor, find_order(session, actor.account, typed)

    def _done(
        self, actor: Actor, act: CancelOrder | ChangeCard, verb: Message, also: Also, act_id: str | None
    ) -> OrderDetailAnswer:
        with suppress(AlreadyDoneError):
            perform(self._context, actor, act, verb, also, act_id)
        return self.show(act.order_id)


def quote_answer(found: Quote) -> QuoteAnswer:
    """A quote as services answer it."""
    rating = found.rating
    return QuoteAnswer(
        found.quantity,
        found.on,
        found.choice.price,
        found.monthly,
        found.annual,
        plain_rate(rating.tax_rate),
        rating.tax,
        rating.total,
        rating.currency,
        found.choice.version,
        found.choice.explanation.text,
        tuple(one.rule for one in found.would_refuse),
        tuple(one.message for one in found.would_refuse),
        lines_of(rating),
        found.explanation,
        rating.sha256,
    )


def _new_order(context: Context, actor: Actor, country: str, method: str, address: Address | None) -> NewOrder:
    with context.store.read() as session:
        account = session.get_one(AccountRow, actor.account.id)
        number = next_number(session, account.id)
        kept = account.address_id if address is None else address_id(account.id, address)
    return NewOrder(actor.account.id, number, country, method, kept)


def country_of(account: AccountRow, typed: str | None) -> str:
    """The country an order is for: as typed, else the account's, else that of its region."""
    country = (typed or account.country or ("US" if account.region is Region.US else "")).strip()
    if country and not is_country(country):
        raise WrongUsage(msg("“{text}” is not a country. Write its two letters, such as FR.", text=country))
    return country.upper()
