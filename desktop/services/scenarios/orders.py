"""Turning a scenario into orders: what it would place is shown first, and placed whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.life.acts import PlaceOrder
from desktop.domain.life.book import Book
from desktop.domain.life.doing import do
from desktop.domain.life.events import DueEvent
from desktop.domain.money import Money
from desktop.domain.orders.quotes import Quote, Wish, quote
from desktop.domain.orders.refusals import Buyer
from desktop.domain.payments import Card
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.scenarios import Buying, Scenario, World, project
from desktop.i18n import Message, msg, msgn
from desktop.services.access import registered_users
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.acts import Actor, recorded
from desktop.services.orders.answers import LineAnswer, lines_of
from desktop.services.orders.orders import country_of
from desktop.services.payments.payment_methods import CardWish, card_chosen, keep_method, method_id
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.scenarios.answers import ProposalAnswer
from desktop.services.scenarios.scenarios import find_scenario, from_today, scenario_of, world_of
from desktop.services.time.calendar import book_on
from desktop.store.billing_acts import add_act
from desktop.store.book_writing import Written, write_book
from desktop.store.books import read_book, with_elsewhere
from desktop.store.engine import AlreadyDoneError
from desktop.store.order_rows import NewOrder
from desktop.store.schema import AccountRow, OrderRow
from desktop.store.unit_of_work import Write


@dataclass(frozen=True)
class PlannedOrderAnswer:
    """An order that applying a scenario places today; its first month is the quote, to the hash."""

    seats: int
    unit_price: UnitPrice
    monthly: Money
    annual: Money
    tax: Money
    monthly_total: Money
    price_reason: Message
    lines: tuple[LineAnswer, ...]
    sha256: str


@dataclass(frozen=True)
class ChangeSetAnswer:
    """What applying a scenario today would do; nothing is changed. With refusals it cannot be applied."""

    scenario: str
    name: str
    on: date
    orders: tuple[PlannedOrderAnswer, ...]
    refusals: tuple[Message, ...]
    later: tuple[ProposalAnswer, ...]
    """Orders of days to come: a plan, which applying does not place."""

    monthly: Money
    """What today's orders charge each month, with tax."""

    seats_before: int | None
    """Seats of the account today; null is unlimited."""

    seats_added: int


@dataclass(frozen=True)
class AppliedAnswer:
    """The numbers of the orders placed, and what they are."""

    change_set: ChangeSetAnswer
    placed: tuple[int, ...]


@dataclass(frozen=True)
class _Plan:
    """A scenario at the account as it stands: today's orders, and those of days to come."""

    row_id: str
    scenario: Scenario
    world: World
    book: Book
    registered: int
    country: str
    today: date

    @property
    def seats(self) -> list[int]:
        """The sizes of today's orders."""
        return [one.quantity for one in project(self.scenario, self.world).proposals if one.on == self.today]

    @property
    def later(self) -> tuple[ProposalAnswer, ...]:
        """Orders of days to come."""
        return tuple(
            ProposalAnswer(one.on, one.quantity, one.price.unit, one.price.version, one.price.why.text)
            for one in project(self.scenario, self.world).proposals
            if one.on > self.today
        )


class ScenarioOrders:
    """Applying scenarios."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def preview(self, typed: str) -> ChangeSetAnswer:
        """What applying the scenario today would place, with quotes and refusals; changes nothing."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            return _change_set(self._plan(session, account, typed), account)

    def apply(self, typed: str, card: CardWish, act_id: str | None = None) -> AppliedAnswer:
        """Place all of today's orders as one act, or none of them where one is refused."""
        actor = ready(self._context)
        with self._context.store.read() as session:
            chosen = card_chosen(session, actor.account, card)
            plan = self._plan(session, actor.account, typed)
        shown = _change_set(plan, actor.account)
        for refusal in shown.refusals:
            raise UserError(refusal)
        entry = act_id or self._context.ids.new()
        acts = [
            PlaceOrder(actor.today, derived_id(entry, "order", place), seats, chosen, plan.country, plan.registered)
            for place, seats in enumerate(plan.seats)
        ]
        with suppress(AlreadyDoneError):
            self._place(actor, plan.scenario.name, acts, chosen, entry)
        with self._context.store.read() as session:
            rows = select(OrderRow.number).where(OrderRow.id.in_([act.order_id for act in acts]))
            return AppliedAnswer(shown, tuple(session.execute(rows.order_by(OrderRow.number)).scalars()))

    def _plan(self, session: Session, account: AccountRow, typed: str) -> _Plan:
        today = self._context.today(account)
        row = find_scenario(session, account.id, typed)
        return _Plan(
            row.id,
            from_today(scenario_of(row), today),
            world_of(session, self._context, account),
            book_on(session, self._context, account, max(today, account.trial_started_on), seats=True),
            registered_users(session, account.id),
            country_of(account, None),
            today,
        )

    def _place(self, actor: Actor, name: str, acts: Sequence[PlaceOrder], card: Card, entry: str) -> None:
        verb = msgn(
            "Apply scenario {name}: place {n} order", "Apply scenario {name}: place {n} orders", n=len(acts), name=name
        )
        act = self._context.act(verb, on=actor.today, account=actor.account, actor=actor.user, act_id=entry)
        with self._context.store.write(act) as write:
            account = write.session.get_one(AccountRow, actor.account.id)
            tariff = tariff_of(write.session, self._context, account.id, actor.today)
            before = with_elsewhere(write.session, read_book(write.session, account, tariff, actor.today))
            keep_method(write, actor, card)
            write.session.flush()
            after, events = _do_all(write, before, acts, entry)
            new = _new_orders(write.session, account, acts, method_id(account.id, card))
            write_book(write, before, after, Written(events, actor.today, new))


def _do_all(write: Write, book: Book, acts: Sequence[PlaceOrder], entry: str) -> tuple[Book, list[DueEvent]]:
    events: list[DueEvent] = []
    for place, act in enumerate(acts):
        book, found = do(book, act)
        events += found
        add_act(write.session, book.account_id, recorded(act, book), derived_id(entry, "act", place))
        write.session.flush()
    return book, events


def _new_orders(session: Session, account: AccountRow, acts: Sequence[PlaceOrder], method: str) -> dict[str, NewOrder]:
    newest = select(func.max(OrderRow.number)).where(OrderRow.account_id == account.id)
    first = (session.execute(newest).scalar() or 0) + 1
    return {
        act.order_id: NewOrder(account.id, first + place, act.country, method, account.address_id)
        for place, act in enumerate(acts)
    }


def _change_set(plan: _Plan, account: AccountRow) -> ChangeSetAnswer:
    quotes = _quotes(plan, account)
    refusals = [*_of_the_scenario(plan, account)]
    refusals += [one.message for found in quotes for one in found.would_refuse]
    monthly = sum(one.rating.total.minor for one in quotes)
    return ChangeSetAnswer(
        plan.row_id,
        plan.scenario.name,
        plan.today,
        tuple(_planned(one) for one in quotes),
        tuple(one for place, one in enumerate(refusals) if one not in refusals[:place]),
        plan.later,
        Money(monthly, account.currency),
        plan.book.available(max(plan.today, plan.book.advanced_to)),
        sum(plan.seats),
    )


def _of_the_scenario(plan: _Plan, account: AccountRow) -> list[Message]:
    """Why the scenario itself cannot be applied today."""
    if plan.scenario.buying is Buying.ACTIVE_USERS:
        return [msg("Active users are bought with an activation key, not with an order. Activate the key in Billing.")]
    if account.payments is Payments.STRIPE:
        return [msg("Each order is charged by itself here. Place the orders of the scenario one by one.")]
    if not plan.seats:
        return [msg("The scenario begins on {day}; there is nothing to order today.", day=plan.scenario.starts_on)]
    return []


def _quotes(plan: _Plan, account: AccountRow) -> list[Quote]:
    """The quotes of today's orders, each as if those before it were placed."""
    rules, found = plan.world.rules, []
    buyer = plan.book.buyer(plan.today, plan.registered)
    for seats in plan.seats:
        wish = Wish(seats, plan.today, account.currency, plan.country)
        found.append(quote(wish, plan.world.prices, rules, buyer, plan.world.held))
        buyer = replace(buyer, first_order=False, remaining=_more(buyer, seats))
    return found


def _more(buyer: Buyer, seats: int) -> int | None:
    return None if buyer.remaining is None else buyer.remaining + seats


def _planned(found: Quote) -> PlannedOrderAnswer:
    rating = found.rating
    return PlannedOrderAnswer(
        found.quantity,
        found.choice.price,
        found.monthly,
        found.annual,
        rating.tax,
        rating.total,
        found.choice.explanation.text,
        lines_of(rating),
        rating.sha256,
    )
