"""Charging through a provider: an attempt is committed, then asked for, then its outcome is committed (rules.md 0.3.7).

Whatever stops the program between these steps, the attempt is found open and asked for again under the same key, so a
charge is made once and never forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.domain.accounts import Payments
from desktop.domain.errors import Canceled, UserError
from desktop.domain.life.calendar import advance
from desktop.domain.orders.order import FEE, RUNNING, Order
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, msg
from desktop.providers.payment import PaymentProvider, UnansweredError
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.acts import Actor
from desktop.services.orders.search import find_order
from desktop.services.payments.charge_attempts import (
    AttemptAnswer,
    ask_of,
    attempt_answers,
    attempt_for,
    attempt_found,
    attempts_of,
    open_attempts,
    refuse_taken,
    write_attempt,
)
from desktop.services.payments.charge_outcomes import commit_outcome
from desktop.services.payments.due import waiting_orders
from desktop.services.payments.open_charges import refuse_open, settle_attempt
from desktop.services.payments.payment_keys import provider_of
from desktop.services.rules.billing_rules import tariff_of
from desktop.store.books import read_book
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, ChargeAttemptRow, OrderRow

STOPPED = msg("You stopped it; nothing was asked for this order.")


@dataclass(frozen=True)
class NotCharged:
    """An order that waits to be charged and was not, by its number, and why."""

    order: int
    reason: Message


@dataclass(frozen=True)
class DueCharged:
    """What became of the orders that waited to be charged: what was asked for each, or why nothing was."""

    attempts: tuple[AttemptAnswer, ...] = ()
    not_charged: tuple[NotCharged, ...] = ()
    unanswered: Message | None = None
    """The provider gave no word, or the person stopped it: what was left for later is among those not charged."""


class Charging:
    """Charges through the account's payment provider."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def charge(self, typed: str) -> str:
        """Charge what an order owes: its arrears whole or not at all (O5), then its fee (F3). Gives the order's id."""
        actor = ready(self._context)
        with self._context.store.read() as session:
            row = find_order(session, actor.account, typed)
        charge_order(self._context, actor, row.id)
        return row.id

    def charge_due(self, step: Step = silent) -> DueCharged:
        """Charge every order that waits to be charged; refused at once where the provider cannot be asked at all.

        What is declined stands as such. An order that is refused keeps no other waiting; where the provider gives no
        word the rest is left for later.
        """
        actor = ready(self._context)
        waiting = self._waiting()
        return self._each(actor, waiting, waits=True, step=step) if waiting else DueCharged()

    def charge_one(self, typed: str, step: Step = silent) -> DueCharged:
        """Charge what an order owes by a person's word, and what became of it; refused as `charge` is."""
        actor = ready(self._context)
        with self._context.store.read() as session:
            row = find_order(session, actor.account, typed)
        return self._each(actor, [(row.id, row.number)], waits=False, step=step)

    def _each(self, actor: Actor, orders: Sequence[tuple[str, int]], *, waits: bool, step: Step) -> DueCharged:
        provider = self._provider(actor)
        attempts: list[AttemptAnswer] = []
        left: list[NotCharged] = []
        for place, (order_id, number) in enumerate(orders):
            try:
                step(place, len(orders))
            except Canceled:
                if not attempts:
                    raise
                return DueCharged(
                    tuple(attempts), (*left, *(NotCharged(each, STOPPED) for _, each in orders[place:])), STOPPED
                )
            known, refused = self.attempts(order_id), None
            try:
                _charge_owed(self._context, actor, provider, order_id, waiting=waits)
            except UnansweredError as silence:
                left += [NotCharged(each, silence.message) for _, each in orders[place:]]
                return DueCharged(tuple(attempts), tuple(left), silence.message)
            except UserError as refusal:
                refused = refusal.message
            made = [one for one in self.attempts(order_id) if one not in known]
            attempts += made
            # A charge of its own that was open and is settled now is what became of it, though the rest is refused.
            if refused is not None and not made:
                left.append(NotCharged(number, refused))
        return DueCharged(tuple(attempts), tuple(left))

    def charge_by_itself(self) -> DueCharged:
        """The same without anybody's asking: what refuses it as a whole is said of each order, and raises nothing."""
        try:
            return self.charge_due()
        except UserError as refusal:
            return DueCharged((), tuple(NotCharged(number, refusal.message) for _, number in self._waiting()))

    def _waiting(self) -> list[tuple[str, int]]:
        """The orders that wait to be charged, by id and number."""
        with self._context.store.read() as session:
            found = waiting_orders(session, self._context)
            return [(one, session.get_one(OrderRow, one).number) for one in found]

    def _provider(self, actor: Actor) -> PaymentProvider:
        with self._context.store.read() as session:
            return provider_of(self._context, session, actor.account.payments)

    def attempts(self, order_id: str) -> list[AttemptAnswer]:
        """Every charge asked for an order: by instalment, its fee at the end."""
        with self._context.store.read() as session:
            return attempt_answers(session, attempts_of(session, order_id))

    def resume(self) -> list[AttemptAnswer]:
        """Ask again what became of every charge that is open or still being processed."""
        actor = ready(self._context)
        with self._context.store.read() as session:
            rows = open_attempts(session, actor.account.id, late=True)
        for row in rows:
            settle_attempt(self._context, actor, row)
        with self._context.store.read() as session:
            found = (session.get(ChargeAttemptRow, row.id) for row in rows)
            return attempt_answers(session, [row for row in found if row is not None])


def charge_order(context: Context, actor: Actor, order_id: str) -> None:
    """Charge what the order owes, unless the provider has taken it already: its arrears, then its fee."""
    with context.store.read() as session:
        provider = provider_of(context, session, actor.account.payments)
    _charge_owed(context, actor, provider, order_id)


def _charge_owed(
    context: Context, actor: Actor, provider: PaymentProvider, order_id: str, *, waiting: bool = False
) -> None:
    """Charge what the order owes: its arrears, then its fee.

    With `waiting` only what waits to be charged: arrears of an order that is leaving or has ended do not (O7), and its
    fee waits whatever became of them. By a person's word the fee is asked for once no arrears are left.
    """
    refuse_open(context, actor)
    with context.store.read() as session:
        order = _order(session, context, actor, order_id)
    if actor.account.payments is not Payments.RECORDED and not (order.arrears or order.owes_fee):
        raise UserError(msg("Nothing is owed on this order."))
    if order.card is None:
        raise UserError(msg("A payment method is required."))
    if order.processing:
        raise UserError(
            msg("A charge of this order is still being processed."), msg("Use seatwise order charge --resume.")
        )
    order = _adopt(context, actor, order, provider)
    if order.arrears and not order.processing and (order.state in RUNNING or not waiting):
        order = _charge(context, actor, order, provider, [one.number for one in order.arrears])
    if order.owes_fee and not order.processing and (waiting or not order.arrears):
        _charge(context, actor, order, provider, [FEE])


def _charge(context: Context, actor: Actor, order: Order, provider: PaymentProvider, numbers: Sequence[int]) -> Order:
    """Charge these instalments, or the fee, of an order at once; gives the order as it stands then."""
    if order.card is None:
        return order
    with context.store.read() as session:
        refuse_taken(session, order, numbers)
        row = attempt_for(session, order, order.card, actor, numbers)
    with suppress(AlreadyDoneError):
        write_attempt(context, actor, row)
    commit_outcome(context, actor, row, provider.charge(ask_of(row)))
    with context.store.read() as session:
        return _order(session, context, actor, order.id)


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
