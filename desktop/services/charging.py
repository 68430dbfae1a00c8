"""Charging through a provider: an attempt is committed, then asked for, then its outcome is committed (rules.md 0.3.7).

Whatever stops the program between these steps, the attempt is found open and asked for again under the same key, so a
charge is made once and never forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.life.acts import Agreed, EnterOutcome, PlaceOrder
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.doing import do
from desktop.domain.money import Money
from desktop.domain.orders.order import ChargeStatus, Order
from desktop.domain.payments import OUTCOME_LABELS, Card, Outcome
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, msg, msgn
from desktop.providers.payment import PaymentProvider, Told, UnansweredError
from desktop.services.billing_acts import Actor, Also, perform, ready
from desktop.services.billing_rules import tariff_of
from desktop.services.charge_attempts import (
    AttemptAnswer,
    ask_of,
    attempt_answer,
    attempt_for,
    attempt_found,
    attempts_of,
    details,
    open_attempts,
    put_outcome,
    refuse_taken,
    write_attempt,
)
from desktop.services.context import Context
from desktop.services.due import waiting_orders
from desktop.services.orders import find_order, next_number
from desktop.services.payment_keys import provider_of
from desktop.store.billing_acts import add_act
from desktop.store.books import Tariff, Written, read_book, rewrite_book, told_again, with_elsewhere, write_book
from desktop.store.engine import AlreadyDoneError
from desktop.store.order_rows import NewOrder, card_of
from desktop.store.schema import AccountRow, ChargeAttemptRow, Effect, PaymentMethodRow
from desktop.store.unit_of_work import Write

_VERBS = {
    Outcome.ACCEPTED: msg("Charge {amount}: accepted"),
    Outcome.DECLINED: msg("Charge {amount}: declined"),
    Outcome.EXPIRED: msg("Charge {amount}: the card has expired"),
    Outcome.INSUFFICIENT_FUNDS: msg("Charge {amount}: insufficient funds"),
    Outcome.LATE: msg("Charge {amount}: being processed"),
}


@dataclass(frozen=True)
class FirstCharge:
    """An order that is placed once its first month is paid."""

    act: PlaceOrder
    new: NewOrder
    rows: Callable[[Write], None]
    """Keeps its payment method and its address."""


class Charging:
    """Charges through the account's payment provider."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def charge(self, typed: str) -> str:
        """Charge what an order owes, all of it or nothing (O4, O5); gives the order's id."""
        actor = ready(self._context)
        with self._context.store.read() as session:
            row = find_order(session, actor.account, typed)
        charge_order(self._context, actor, row.id)
        return row.id

    def charge_due(self, step: Step = silent) -> list[str]:
        """Charge every order that waits to be charged; the ids of those that were asked for.

        What is declined stands as such; where the provider gives no word the rest is left for later.
        """
        actor = ready(self._context)
        with self._context.store.read() as session:
            waiting = waiting_orders(session, self._context)
        for place, order_id in enumerate(waiting):
            step(place, len(waiting))
            try:
                charge_order(self._context, actor, order_id)
            except UnansweredError:
                raise
            except UserError:
                # It stays where it is listed; the others need not wait for it.
                continue
        return waiting

    def attempts(self, order_id: str) -> list[AttemptAnswer]:
        """Every charge asked for an order, oldest first."""
        with self._context.store.read() as session:
            return [attempt_answer(session, row) for row in attempts_of(session, order_id)]

    def newest(self, order_ids: Sequence[str]) -> list[AttemptAnswer]:
        """The charge asked for last, of each order."""
        return [attempts[-1] for one in order_ids if (attempts := self.attempts(one))]

    def resume(self) -> list[AttemptAnswer]:
        """Ask again what became of every charge that is open or still being processed."""
        actor = ready(self._context)
        with self._context.store.read() as session:
            rows = open_attempts(session, actor.account.id, late=True)
        for row in rows:
            settle_attempt(self._context, actor, row)
        with self._context.store.read() as session:
            found = (session.get(ChargeAttemptRow, row.id) for row in rows)
            return [attempt_answer(session, row) for row in found if row is not None]


def settle_open(context: Context, actor: Actor) -> None:
    """Before another act: ask again what became of open charges. While nobody answers they stay open."""
    with context.store.read() as session:
        rows = open_attempts(session, actor.account.id)
    with suppress(UserError):
        for row in rows:
            settle_attempt(context, actor, row)


def refuse_open(context: Context, actor: Actor) -> None:
    """Refuse a further charge while nobody knows what became of one before."""
    with context.store.read() as session:
        rows = open_attempts(session, actor.account.id)
    if rows:
        settle_attempt(context, actor, rows[0])
        raise UserError(msg("A charge was still open and is settled now. Look at it, then try again."))


def charge_order(context: Context, actor: Actor, order_id: str) -> None:
    """Charge what the order owes, unless the provider has taken it already."""
    refuse_open(context, actor)
    with context.store.read() as session:
        order = _order(session, context, actor, order_id)
        provider = provider_of(context, session, actor.account.payments)
    if actor.account.payments is Payments.RECORDED or order.arrears:
        _charge_arrears(context, actor, order, provider)
        return
    raise UserError(msg("Nothing is owed on this order."))


def _charge_arrears(context: Context, actor: Actor, order: Order, provider: PaymentProvider) -> None:
    if order.card is None:
        raise UserError(msg("A payment method is required."))
    if _processing(order):
        raise UserError(
            msg("A charge of this order is still being processed."), msg("Use seatwise order charge --resume.")
        )
    order = _adopt(context, actor, order, provider)
    if not order.arrears or order.card is None or _processing(order):
        return
    with context.store.read() as session:
        refuse_taken(session, order)
        row = attempt_for(session, order, order.card, actor)
    with suppress(AlreadyDoneError):
        write_attempt(context, actor, row)
    commit_outcome(context, actor, row, provider.charge(ask_of(row)))


def _processing(order: Order) -> bool:
    return any(one.status is ChargeStatus.PROCESSING for one in order.arrears)


def _order(session: Session, context: Context, actor: Actor, order_id: str) -> Order:
    account = session.get_one(AccountRow, actor.account.id)
    tariff = tariff_of(session, context, account.id, actor.today)
    return advance(read_book(session, account, tariff, actor.today, order_id), actor.today)[0].order(order_id)


def _adopt(context: Context, actor: Actor, order: Order, provider: PaymentProvider) -> Order:
    """What the provider has taken for the order without this store's knowledge, as of a restored copy, is entered."""
    with context.store.read() as session:
        known = {row.id for row in attempts_of(session, order.id) if row.outcome is not None}
    found = [one for one in provider.made_for(order.id) if one.key not in known and not one.told.outcome.refused]
    for one in sorted(found, key=lambda one: (one.on, one.numbers)):
        commit_outcome(context, actor, attempt_found(one, order, actor, context.store.now()), one.told)
    if not found:
        return order
    with context.store.read() as session:
        return _order(session, context, actor, order.id)


def settle_attempt(context: Context, actor: Actor, row: ChargeAttemptRow) -> None:
    """Ask what became of a charge: look it up, and where it was never made, make it under its own key."""
    with context.store.read() as session:
        provider = provider_of(context, session, actor.account.payments)
    told = next((one.told for one in provider.made_for(row.order_id) if one.key == row.id), None)
    if told is None and row.outcome is not None:
        return
    if told is None:
        told = provider.charge(ask_of(row))
    if told.outcome is not row.outcome:
        commit_outcome(context, actor, row, told)


def commit_outcome(context: Context, actor: Actor, row: ChargeAttemptRow, told: Told) -> None:
    """Keep what became of a charge together with what follows from it; doing it twice is doing it once."""
    with suppress(AlreadyDoneError):
        if "order" in row.details and row.outcome is None:
            _commit_first(context, actor, row, told)
        else:
            _commit_arrears(context, actor, row, told)


def _entry(row: ChargeAttemptRow, told: Told) -> str:
    return derived_id(row.id, str(told.outcome))


def _verb(row: ChargeAttemptRow, told: Told) -> Message:
    return replace(_VERBS[told.outcome], params={"amount": Money(row.amount, row.currency)})


def _commit_arrears(context: Context, actor: Actor, row: ChargeAttemptRow, told: Told) -> None:
    """The word of the provider stands at the day it was asked; a charge that was late, at the day it settled."""
    day = actor.today if row.outcome is Outcome.LATE else min(date.fromisoformat(row.details["on"]), actor.today)
    entry = context.act(
        _verb(row, told),
        on=day,
        account=actor.account,
        actor=actor.user,
        act_id=_entry(row, told),
        effect=Effect.OUTSIDE,
    )
    with context.store.write(entry) as write:
        put_outcome(write, row, told.outcome, told.reference)
        write.session.flush()
        account = write.session.get_one(AccountRow, actor.account.id)
        tariff = tariff_of(write.session, context, account.id, actor.today)
        enter = _enter_late if day < account.advanced_to else _enter
        enter(write, account, tariff, _Word(row, told.outcome, day, actor.today))


@dataclass(frozen=True)
class _Word:
    """What the provider said of a charge, of which day, and when it is written."""

    row: ChargeAttemptRow
    outcome: Outcome
    day: date
    today: date

    def acts(self, book: Book) -> list[EnterOutcome]:
        """One for each of its instalments that is still owed on the day: what was entered otherwise stays so."""
        owed = {one.number for one in book.order(self.row.order_id).arrears}
        numbers = [number for number in self.row.details["instalments"] if number in owed]
        return [EnterOutcome(self.day, self.row.order_id, self.outcome, number) for number in numbers]

    def keep(self, write: Write, acts: Sequence[EnterOutcome]) -> None:
        """Keep the acts."""
        for act in acts:
            act_id = derived_id(self.row.id, str(self.outcome), act.number or 0)
            add_act(write.session, self.row.account_id, act, act_id)
            write.session.flush()


def _enter(write: Write, account: AccountRow, tariff: Tariff, word: _Word) -> None:
    before = read_book(write.session, account, tariff, word.day, word.row.order_id)
    after, events = advance(before, word.day)
    acts = word.acts(after)
    for act in acts:
        after, found = do(after, act)
        events += found
    word.keep(write, acts)
    if acts:
        write_book(write, before, after, Written(events, word.today))


def _enter_late(write: Write, account: AccountRow, tariff: Tariff, word: _Word) -> None:
    """The word stands at its own day; what the calendar brought since then is told again."""
    acts = word.acts(told_again(write.session, account, tariff, word.day)[0])
    if not acts:
        return
    before = read_book(write.session, account, tariff)
    word.keep(write, acts)
    after, events = told_again(write.session, account, tariff, account.advanced_to)
    rewrite_book(write, before, after, events, word.today)


def place_charged(context: Context, actor: Actor, first: FirstCharge, entry: str) -> None:
    """Place an order once its first month is charged (O1): refused without a charge where the rules refuse it."""
    refuse_open(context, actor)
    card = first.act.card
    if card is None:
        raise UserError(msg("A payment method is required."))
    with context.store.read() as session:
        provider = provider_of(context, session, actor.account.payments)
        order = _tried(session, context, actor, first.act)
    total = order.instalments[0].rating.total
    row = ChargeAttemptRow(
        id=derived_id(entry, "first charge"),
        account_id=actor.account.id,
        order_id=order.id,
        number=1,
        amount=total.minor,
        currency=total.currency,
        token=card.token,
        details={**details([1], card, actor.today), "order": _kept(first, order)},
    )
    with suppress(AlreadyDoneError):
        write_attempt(context, actor, row, first.rows)
    told = provider.charge(ask_of(row))
    commit_outcome(context, actor, row, told)
    if told.outcome.refused:
        raise UserError(msg("No order was placed. {reason}", reason=OUTCOME_LABELS[told.outcome]))


def _tried(session: Session, context: Context, actor: Actor, act: PlaceOrder) -> Order:
    """The order as it would be; refused by the rules before anything is charged."""
    account = session.get_one(AccountRow, actor.account.id)
    tariff = tariff_of(session, context, account.id, act.on)
    book = with_elsewhere(session, read_book(session, account, tariff, act.on))
    return do(book, replace(act, outcome=Outcome.ACCEPTED))[0].order(act.order_id)


def _kept(first: FirstCharge, order: Order) -> dict[str, Any]:
    new, act = first.new, first.act
    return {
        "quantity": act.quantity,
        "country": act.country,
        "registered": act.registered,
        "method": new.payment_method_id,
        "address": new.address_id,
        "price": order.price.decimal,
        "version": order.version,
        "tax_rate": str(order.tax_rate),
    }


def _commit_first(context: Context, actor: Actor, row: ChargeAttemptRow, told: Told) -> None:
    """Place the order that was paid, as it was agreed, on its day or on the one the calendar has reached since."""
    if told.outcome.refused:
        entry = context.act(
            _verb(row, told),
            on=actor.today,
            account=actor.account,
            actor=actor.user,
            act_id=_entry(row, told),
            effect=Effect.OUTSIDE,
        )
        with context.store.write(entry) as write:
            put_outcome(write, row, told.outcome, told.reference)
        return
    with context.store.read() as session:
        account = session.get_one(AccountRow, actor.account.id)
        act, new = _agreed(session, account, row, told)
    verb = msgn("Place order for {n} user", "Place order for {n} users", n=act.quantity)

    def rows(write: Write) -> None:
        put_outcome(write, row, told.outcome, told.reference)

    also = Also(rows, {act.order_id: new}, effect=Effect.OUTSIDE)
    perform(context, actor, act, verb, also, _entry(row, told))


def _agreed(session: Session, account: AccountRow, row: ChargeAttemptRow, told: Told) -> tuple[PlaceOrder, NewOrder]:
    said = row.details["order"]
    agreed = Agreed(UnitPrice.read(said["price"], row.currency), said["version"], Fraction(said["tax_rate"]))
    card = card_of(session.get_one(PaymentMethodRow, said["method"])) or Card(**row.details["card"])
    on = max(date.fromisoformat(row.details["on"]), account.advanced_to)
    act = PlaceOrder(
        on, row.order_id, said["quantity"], card, said["country"], said["registered"], told.outcome, agreed
    )
    return act, NewOrder(account.id, next_number(session, account.id), said["country"], said["method"], said["address"])
