"""What becomes of a charge: the provider's word is kept together with what follows from it (rules.md 0.3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from desktop.domain.ids import derived_id
from desktop.domain.life.acts import Agreed, EnterOutcome, PlaceOrder
from desktop.domain.life.book import Book
from desktop.domain.life.calendar import advance
from desktop.domain.life.doing import do
from desktop.domain.money import Money
from desktop.domain.payments import Card, Outcome
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg, msgn
from desktop.providers.payment import Told
from desktop.services.context import Context
from desktop.services.orders.acts import Actor, Also, perform
from desktop.services.payments.charge_attempts import owed_numbers, put_outcome
from desktop.services.rules.billing_rules import tariff_of
from desktop.store.billing_acts import add_act
from desktop.store.book_writing import Written, rewrite_book, write_book
from desktop.store.books import Tariff, read_book, told_again
from desktop.store.engine import AlreadyDoneError
from desktop.store.order_rows import NewOrder, card_of, next_number
from desktop.store.schema import AccountRow, ChargeAttemptRow, Effect, PaymentMethodRow
from desktop.store.unit_of_work import Write

_VERBS = {
    Outcome.ACCEPTED: msg("Charge {amount}: accepted"),
    Outcome.DECLINED: msg("Charge {amount}: declined"),
    Outcome.EXPIRED: msg("Charge {amount}: the card has expired"),
    Outcome.INSUFFICIENT_FUNDS: msg("Charge {amount}: insufficient funds"),
    Outcome.LATE: msg("Charge {amount}: being processed"),
}


def commit_outcome(context: Context, actor: Actor, row: ChargeAttemptRow, told: Told) -> None:
    """Keep what became of a charge together with what follows from it; doing it twice is doing it once."""
    with suppress(AlreadyDoneError):
        if "order" in row.details and row.outcome is None:
            _commit_first(context, actor, row, told)
        else:
            _commit_owed(context, actor, row, told)


def _entry(row: ChargeAttemptRow, told: Told) -> str:
    return derived_id(row.id, str(told.outcome))


def _verb(row: ChargeAttemptRow, told: Told) -> Message:
    return replace(_VERBS[told.outcome], params={"amount": Money(row.amount, row.currency)})


def _commit_owed(context: Context, actor: Actor, row: ChargeAttemptRow, told: Told) -> None:
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
        """One for each thing it pays that is still owed on the day: what was entered otherwise stays so."""
        owed = owed_numbers(book.order(self.row.order_id))
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
