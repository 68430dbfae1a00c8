"""The lines of a processor's list beside what the account is charged: what each line would do, or why nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.life.acts import EnterOutcome
from desktop.domain.money import Money
from desktop.domain.orders.order import FEE, ChargeStatus, Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Outcome
from desktop.formats.outcomes import OutcomeLine, amount_in_file, day_in_file, outcome_word
from desktop.i18n import Message, msg
from desktop.services.context import is_number
from desktop.store.billing_acts import act_of
from desktop.store.schema import BillingActRow, ChargeAttemptRow, InstalmentRow, OrderRow, PaymentMethodRow


class RowClass(StrEnum):
    """What becomes of a line; each is exactly one of these."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    UNKNOWN_ORDER = "unknown_order"
    WRONG_AMOUNT = "wrong_amount"
    REFUSED = "refused"


ROW_CLASS_LABELS = {
    RowClass.APPLIED: msg("Applied"),
    RowClass.DUPLICATE: msg("Already known"),
    RowClass.UNKNOWN_ORDER: msg("Unknown order"),
    RowClass.WRONG_AMOUNT: msg("Wrong amount"),
    RowClass.REFUSED: msg("Refused"),
}


@dataclass(frozen=True)
class Target:
    """An instalment that a line can be about, or the early termination fee (`FEE`)."""

    order: str
    order_number: int
    number: int
    due_on: date
    total: Money
    status: ChargeStatus


@dataclass
class Sorted:
    """A line with what becomes of it, and why when it is not applied."""

    line: int
    kind: RowClass
    reason: Message | None = None
    target: Target | None = None
    act: EnterOutcome | None = None
    """What an applied line says; one that confirms what was expected needs no act of its own."""

    order_number: int | None = None

    @property
    def confirms(self) -> bool:
        """Whether it only says that what was expected was paid."""
        return (
            self.target is not None
            and self.target.number != FEE
            and self.act is not None
            and (self.target.status is ChargeStatus.EXPECTED and self.act.outcome is Outcome.ACCEPTED)
        )


class _NoTargetError(Exception):
    """A line that is about no charge, or about one of several: its class and why."""

    def __init__(self, kind: RowClass, reason: Message, order_number: int | None = None) -> None:
        """Keep what to say."""
        super().__init__(reason.text)
        self.kind = kind
        self.reason = reason
        self.order_number = order_number


@dataclass
class Instalments:
    """Every instalment and fee that some lines can be about, looked up at once."""

    by_order: dict[str, dict[int, Target]]
    orders: Mapping[str, tuple[str, ...]]
    """The ids of orders by what a line calls them: a number, an id, a reference of the processor."""

    charged: Mapping[str, tuple[str, int]]
    """The instalment of a charge asked for by Seatwise itself, by the provider's reference."""

    numbers: Mapping[str, tuple[int, str]]
    """The number and the currency of each order."""

    ended: Mapping[str, date]
    """The day each of those ended that did."""


def look_up(
    session: Session, account_id: str, lines: Sequence[OutcomeLine], pending: Mapping[str, Order]
) -> Instalments:
    """The orders that the lines name, with their instalments; `pending` are orders as they stand but are not kept."""
    orders, charged = _orders(session, account_id, lines)
    wanted = {one for found in orders.values() for one in found} | {order for order, _ in charged.values()}
    rows = select(OrderRow.id, OrderRow.number, OrderRow.currency, OrderRow.state, OrderRow.since, OrderRow.fee)
    kept = session.execute(rows.where(OrderRow.id.in_(wanted))).all()
    numbers = {row.id: (row.number, row.currency) for row in kept}
    ended = {row.id: row.since for row in kept if row.state is OrderState.CANCELED}
    ended |= {one: pending[one].since for one in wanted & pending.keys() if pending[one].state is OrderState.CANCELED}
    found = {row.id: {} if row.fee is None else {FEE: _fee_kept(row)} for row in kept}
    columns = (InstalmentRow.order_id, InstalmentRow.number, InstalmentRow.due_on, InstalmentRow.net, InstalmentRow.tax)
    for order, number, due_on, net, tax, status in session.execute(
        select(*columns, InstalmentRow.status).where(InstalmentRow.order_id.in_(wanted))
    ):
        total = Money(net + tax, numbers[order][1])
        found[order][number] = Target(order, numbers[order][0], number, due_on, total, status)
    for order in wanted & pending.keys():
        found[order] = {one.number: one for one in _as_it_stands(pending[order], numbers[order][0])}
    return Instalments(found, orders, charged, numbers, ended)


def _fee_kept(row: Any) -> Target:
    """The fee of an order as its row keeps it."""
    status, total = ChargeStatus(row.fee["status"]), Money(row.fee["total"], row.currency)
    return Target(row.id, row.number, FEE, date.fromisoformat(row.fee["due_on"]), total, status)


def _as_it_stands(order: Order, number: int) -> Iterator[Target]:
    """What an order charges, as it stands but is not kept."""
    for one in order.instalments:
        yield Target(order.id, number, one.number, one.due_on, one.rating.total, one.status)
    if order.fee is not None:
        yield Target(order.id, number, FEE, order.fee.due_on, order.fee.rating.total, order.fee.status)


def _orders(
    session: Session, account_id: str, lines: Sequence[OutcomeLine]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, int]]]:
    names = {line.order.lower() for line in lines if line.order}
    references = {line.reference for line in lines if line.reference and not line.order}
    mine = select(OrderRow.id, OrderRow.number).where(OrderRow.account_id == account_id)
    orders: dict[str, tuple[str, ...]] = {}
    for order, number in session.execute(
        mine.where(OrderRow.number.in_({int(one) for one in names if is_number(one)}))
    ):
        orders[str(number)] = (order,)
    for order, _ in session.execute(mine.where(OrderRow.id.in_({one for one in names if not is_number(one)}))):
        orders[order] = (order,)
    methods = select(PaymentMethodRow.token, OrderRow.id).join(
        OrderRow, OrderRow.payment_method_id == PaymentMethodRow.id
    )
    for token, order in session.execute(
        methods.where(PaymentMethodRow.account_id == account_id, PaymentMethodRow.token.in_(references))
    ):
        orders[token] = (*orders.get(token, ()), order)
    asked = select(ChargeAttemptRow).where(
        ChargeAttemptRow.account_id == account_id, ChargeAttemptRow.reference.in_(references)
    )
    charged = {row.reference or "": (row.order_id, row.number) for row in session.execute(asked).scalars()}
    return orders, charged


def sort_line(session: Session, line: OutcomeLine, known: Instalments, today: date) -> Sorted:
    """What becomes of a line."""
    try:
        refuse_card_number(line.whole)
        target = _target(line, known)
        outcome = _outcome(line)
        day = _day(line, target, today)
    except UserError as refusal:
        return Sorted(line.line, RowClass.REFUSED, refusal.message)
    except _NoTargetError as none:
        return Sorted(line.line, none.kind, none.reason, order_number=none.order_number)
    act = EnterOutcome(day, target.order, outcome, target.number)
    kind, reason = _kind(session, target, act)
    return Sorted(line.line, kind, reason, target, act, target.order_number)


def _outcome(line: OutcomeLine) -> Outcome:
    outcome = outcome_word(line.status)
    if outcome is None:
        raise _NoTargetError(RowClass.REFUSED, msg("“{status}” is not a known status.", status=line.status[:40]))
    return outcome


def _target(line: OutcomeLine, known: Instalments) -> Target:
    order, number = _order(line, known)
    order_number, currency = known.numbers[order]
    if number is None:
        _refuse_undated(line, order_number)
    targets = _could_be(line, known.by_order[order], number)
    if not targets:
        reason = _none_due(line, known.ended.get(order))
        raise _NoTargetError(RowClass.REFUSED, reason, order_number)
    said = (line.currency or currency).upper()
    amount = amount_in_file(line.amount, said)
    if amount is None:
        reason = msg("“{text}” is not an amount in {currency}.", text=line.amount[:40], currency=said[:3])
        raise _NoTargetError(RowClass.REFUSED, reason, order_number)
    fitting = [one for one in targets if one.total == amount]
    if not fitting:
        raise _NoTargetError(RowClass.WRONG_AMOUNT, _wrong_amount(amount, targets[0]), order_number)
    if len(fitting) > 1:
        reason = msg(
            "Instalment {number} and the early termination fee both come to {amount}. Add the due date to the line.",
            number=fitting[0].number,
            amount=amount,
        )
        raise _NoTargetError(RowClass.REFUSED, reason, order_number)
    return fitting[0]


def _refuse_undated(line: OutcomeLine, order_number: int) -> None:
    """A line says of which day it is, by its due date or by the day of the charge."""
    said = line.due or line.charged
    if not said:
        reason = msg("The line has neither a due date nor a day of the charge.")
        raise _NoTargetError(RowClass.REFUSED, reason, order_number)
    if day_in_file(said) is None:
        raise _NoTargetError(RowClass.REFUSED, _no_day(said), order_number)


def _no_day(text: str) -> Message:
    return msg("“{text}” is not a day. Write it as YYYY-MM-DD, for example 2019-09-05.", text=text[:40])


def _wrong_amount(amount: Money, target: Target) -> Message:
    if target.number == FEE:
        return msg("The amount is {amount}; the early termination fee is {total}.", amount=amount, total=target.total)
    return msg("The amount is {amount}; the instalment charges {total}.", amount=amount, total=target.total)


def _none_due(line: OutcomeLine, ended: date | None) -> Message:
    """Why no instalment is due on the line's day, and what to do where the processor charged all the same."""
    day = day_in_file(line.due or line.charged)
    if ended is None or day is None or day < ended:
        return msg("No instalment of the order fell due on that day.")
    if outcome_word(line.status) is Outcome.ACCEPTED:
        return msg(
            "The order ended on {day}, and the processor charged it all the same. "
            "Stop it there, and refund this charge.",
            day=ended,
        )
    return msg("The order ended on {day}; nothing falls due any more.", day=ended)


def _order(line: OutcomeLine, known: Instalments) -> tuple[str, int | None]:
    if not line.order and line.reference in known.charged:
        return known.charged[line.reference]
    name = (str(int(line.order)) if is_number(line.order) else line.order.lower()) if line.order else line.reference
    if not name:
        raise _NoTargetError(RowClass.UNKNOWN_ORDER, msg("The line names no order."))
    found = known.orders.get(name, ())
    if len(found) > 1:
        reason = msg("{count} orders are paid with this payment method.", count=len(found))
        raise _NoTargetError(RowClass.UNKNOWN_ORDER, reason)
    if not found:
        raise _NoTargetError(RowClass.UNKNOWN_ORDER, msg("There is no order “{order}”.", order=name[:60]))
    return found[0], None


def _could_be(line: OutcomeLine, charges: Mapping[int, Target], number: int | None) -> list[Target]:
    """What was asked for, else what fell due on its due date, else the newest month due when it was charged, or fee.

    Only the amount tells the last two apart.
    """
    if number is not None:
        return [charges[number]] if number in charges else []
    due, charged = day_in_file(line.due), day_in_file(line.charged)
    if line.due:
        return [one for one in charges.values() if one.due_on == due]
    before = [one for one in charges.values() if charged is not None and one.due_on <= charged]
    newest = max((one for one in before if one.number != FEE), key=lambda one: one.number, default=None)
    return [one for one in (newest, *(one for one in before if one.number == FEE)) if one is not None]


def _day(line: OutcomeLine, target: Target, today: date) -> date:
    day = day_in_file(line.charged) if line.charged else target.due_on
    if day is None:
        raise _NoTargetError(RowClass.REFUSED, _no_day(line.charged), target.order_number)
    if day > today:
        raise _NoTargetError(RowClass.REFUSED, msg("An outcome cannot be of a day in the future."), target.order_number)
    if day < target.due_on:
        reason = msg("The instalment fell due after that day, on {day}.", day=target.due_on)
        if target.number == FEE:
            reason = msg("The early termination fee falls due after that day, on {day}.", day=target.due_on)
        raise _NoTargetError(RowClass.REFUSED, reason, target.order_number)
    return day


def _kind(session: Session, target: Target, act: EnterOutcome) -> tuple[RowClass, Message | None]:
    status = target.status
    if act.outcome is Outcome.ACCEPTED and status is ChargeStatus.PAID:
        return RowClass.DUPLICATE, None
    if act.outcome is Outcome.ACCEPTED and status is ChargeStatus.EXPECTED:
        return RowClass.APPLIED, None
    if entered(session, act):
        return RowClass.DUPLICATE, None
    if status is ChargeStatus.PAID:
        return RowClass.REFUSED, recorded_as_paid(target)
    if status is ChargeStatus.WAIVED:
        return RowClass.REFUSED, msg("The order ended before; nothing is charged for that month.")
    return RowClass.APPLIED, None


def recorded_as_paid(target: Target) -> Message:
    """Why nothing more is said of what a line is about."""
    if target.number == FEE:
        return msg("The early termination fee is recorded as paid.")
    return msg("The instalment is recorded as paid.")


def entered(session: Session, act: EnterOutcome) -> bool:
    """Whether the same word is kept already."""
    same: Any = select(BillingActRow).where(BillingActRow.order_id == act.order_id, BillingActRow.done_on == act.on)
    kept = [act_of(row) for row in session.execute(same).scalars()]
    return any(isinstance(one, EnterOutcome) and _says(one, act) for one in kept)


def _says(kept: EnterOutcome, act: EnterOutcome) -> bool:
    return kept.outcome is act.outcome and kept.number in (None, act.number)
