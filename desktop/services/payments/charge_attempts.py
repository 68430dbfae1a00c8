"""Charges asked of a provider outside, as they are kept: written before the provider is called (rules.md 0.3.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.domain.money import Money
from desktop.domain.orders.order import FEE, Order
from desktop.domain.payments import Card, Outcome
from desktop.i18n import msg
from desktop.providers.payment import Ask, Found
from desktop.services.context import Context
from desktop.services.orders.acts import Actor
from desktop.store.order_rows import fee_id, instalment_id
from desktop.store.schema import ChargeAttemptRow, Effect, OrderRow
from desktop.store.unit_of_work import Write

_AT_ONCE = 500


@dataclass(frozen=True)
class AttemptAnswer:
    """A charge asked for: `outcome` is null as long as nobody knows what became of it."""

    attempt: str
    order: int | None
    """Null for an order that is placed once it is paid."""

    instalments: tuple[int, ...]
    """Those it pays; 0 is the early termination fee."""

    amount: Money
    asked_at: datetime
    outcome: Outcome | None
    reference: str | None


def open_attempts(session: Session, account_id: str, *, late: bool = False) -> list[ChargeAttemptRow]:
    """The charges of which nobody knows what became; with `late` those still being processed too. Oldest first."""
    unknown = ChargeAttemptRow.outcome.is_(None)
    wanted = or_(unknown, ChargeAttemptRow.outcome == Outcome.LATE) if late else unknown
    rows = select(ChargeAttemptRow).where(ChargeAttemptRow.account_id == account_id, wanted)
    rows = rows.order_by(ChargeAttemptRow.asked_at, ChargeAttemptRow.id)
    return list(session.execute(rows).scalars())


def attempts_of(session: Session, order_id: str) -> list[ChargeAttemptRow]:
    """Every charge asked for an order, in the order of its instalments; those of its fee at the end."""
    return attempts_by_order(session, [order_id]).get(order_id, [])


def attempts_by_order(session: Session, order_ids: Sequence[str]) -> dict[str, list[ChargeAttemptRow]]:
    """The same of several orders; one that was never charged is not there."""
    number = ChargeAttemptRow.number
    found: dict[str, list[ChargeAttemptRow]] = {}
    for start in range(0, len(order_ids), _AT_ONCE):
        rows = select(ChargeAttemptRow).where(ChargeAttemptRow.order_id.in_(order_ids[start : start + _AT_ONCE]))
        rows = rows.order_by(number == FEE, number, ChargeAttemptRow.asked_at, ChargeAttemptRow.id)
        for row in session.execute(rows).scalars():
            found.setdefault(row.order_id, []).append(row)
    return found


def owed_numbers(order: Order) -> set[int]:
    """What the order owes: its instalments by number, and its fee."""
    return {one.number for one in order.arrears} | ({FEE} if order.owes_fee else set())


def refuse_taken(session: Session, order: Order, numbers: Sequence[int]) -> None:
    """Refuse to charge what was taken already but is owed here for another reason."""
    for row in attempts_of(session, order.id):
        both = set(numbers) & set(row.details["instalments"])
        if row.outcome is Outcome.ACCEPTED and both:
            amount = Money(row.amount, row.currency)
            if FEE in both:
                raise UserError(
                    msg("{amount} was taken for the early termination fee already. Enter its outcome.", amount=amount)
                )
            raise UserError(
                msg(
                    "{amount} was taken for instalment {number} already. Enter its outcome instead.",
                    amount=amount,
                    number=min(both),
                )
            )


def ask_of(row: ChargeAttemptRow) -> Ask:
    """The charge of a row, as its provider is asked for it: the same each time."""
    numbers = tuple(row.details["instalments"])
    card = Card(**row.details["card"])
    day = date.fromisoformat(row.details["on"])
    return Ask(row.id, row.order_id, numbers, Money(row.amount, row.currency), card, day)


def attempt_for(session: Session, order: Order, card: Card, actor: Actor, numbers: Sequence[int]) -> ChargeAttemptRow:
    """The next charge of what an order owes: these instalments, or its fee.

    Its id follows from the newest of them and how often that was tried, so two copies of a store ask for the same
    charge under the same key.
    """
    newest = numbers[-1]
    amount = order.fee.rating.total if newest == FEE and order.fee is not None else order.owes
    charged = fee_id(order.id) if newest == FEE else instalment_id(order.id, newest)
    tried = [row for row in attempts_of(session, order.id) if row.number == newest]
    return ChargeAttemptRow(
        id=derived_id(charged, "attempt", len(tried) + 1),
        account_id=actor.account.id,
        order_id=order.id,
        number=newest,
        amount=amount.minor,
        currency=amount.currency,
        token=card.token,
        details=details(numbers, card, actor.today),
    )


def attempt_found(found: Found, order: Order, actor: Actor, now: datetime) -> ChargeAttemptRow:
    """A charge that the provider knows and this store does not: of a copy that came after it."""
    card = order.card or Card("", "", "", 1, 2000)
    return ChargeAttemptRow(
        id=found.key,
        account_id=actor.account.id,
        order_id=order.id,
        number=max(found.numbers),
        amount=found.amount.minor,
        currency=found.amount.currency,
        token=card.token,
        asked_at=now,
        details=details(found.numbers, card, found.on),
    )


def details(numbers: Sequence[int], card: Card, on: date) -> dict[str, Any]:
    """What a charge is asked with, beside its columns."""
    kept = {name: getattr(card, name) for name in card.__dataclass_fields__}
    return {"instalments": list(numbers), "card": kept, "on": on.isoformat()}


def write_attempt(
    context: Context, actor: Actor, row: ChargeAttemptRow, also: Callable[[Write], None] | None = None
) -> None:
    """Commit a charge before it is asked for; `also` writes the rows that it needs.

    Raises AlreadyDoneError where it is kept already.
    """
    verb = msg("Ask the payment provider for {amount}", amount=Money(row.amount, row.currency))
    entry = context.act(
        verb,
        on=actor.today,
        account=actor.account,
        actor=actor.user,
        act_id=derived_id(row.id, "ask"),
        effect=Effect.OUTSIDE,
    )
    row.asked_at = context.store.now()
    with context.store.write(entry) as write:
        if also is not None:
            also(write)
            write.session.flush()
        write.session.add(row)


def put_outcome(write: Write, row: ChargeAttemptRow, outcome: Outcome, reference: str | None) -> None:
    """Keep what became of a charge, and the charge itself where it is not kept yet."""
    kept = write.session.get(ChargeAttemptRow, row.id)
    if kept is None:
        values = {name: getattr(row, name) for name in ChargeAttemptRow.__mapper__.columns.keys()}  # noqa: SIM118 - not a dict
        kept = ChargeAttemptRow(**values)
        write.session.add(kept)
    kept.outcome = outcome
    kept.reference = reference or kept.reference


def attempt_answers(session: Session, rows: Sequence[ChargeAttemptRow]) -> list[AttemptAnswer]:
    """Charges as services answer them, their orders looked up together."""
    orders = sorted({row.order_id for row in rows})
    numbers: dict[str, int] = {}
    for start in range(0, len(orders), _AT_ONCE):
        known = select(OrderRow.id, OrderRow.number).where(OrderRow.id.in_(orders[start : start + _AT_ONCE]))
        numbers.update({one.id: one.number for one in session.execute(known)})
    return [
        AttemptAnswer(
            row.id,
            numbers.get(row.order_id),
            tuple(row.details["instalments"]),
            Money(row.amount, row.currency),
            row.asked_at,
            row.outcome,
            row.reference,
        )
        for row in rows
    ]
