"""An order through a provider: its first month is charged, and the order placed once that is paid (rules.md O1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.life.acts import PlaceOrder
from desktop.domain.life.doing import do
from desktop.domain.orders.order import Order
from desktop.domain.payments import OUTCOME_LABELS, Outcome
from desktop.i18n import msg
from desktop.services.context import Context
from desktop.services.orders.acts import Actor
from desktop.services.payments.charge_attempts import ask_of, details, write_attempt
from desktop.services.payments.charge_outcomes import commit_outcome
from desktop.services.payments.open_charges import refuse_open
from desktop.services.payments.payment_keys import provider_of
from desktop.services.rules.billing_rules import tariff_of
from desktop.store.books import read_book, with_elsewhere
from desktop.store.engine import AlreadyDoneError
from desktop.store.order_rows import NewOrder
from desktop.store.schema import AccountRow, ChargeAttemptRow
from desktop.store.unit_of_work import Write


@dataclass(frozen=True)
class FirstCharge:
    """An order that is placed once its first month is paid."""

    act: PlaceOrder
    new: NewOrder
    rows: Callable[[Write], None]
    """Keeps its payment method and its address."""


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
