"""Placing an order, its outcomes, its card, and its cancellation by the support team (rules.md 1.2)."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError
from desktop.domain.life.acts import Agreed, CancelOrder, ChangeCard, EnterOutcome, PlaceOrder
from desktop.domain.life.charging import charge_fee, first_instalment, settle, try_arrears
from desktop.domain.life.never_placed import call_off, is_first_declined
from desktop.domain.life.working import Working
from desktop.domain.money import Money
from desktop.domain.orders.leaving import termination_fee
from desktop.domain.orders.order import FEE, FEE_WAITS, ChargeStatus, Fee, Instalment, Order
from desktop.domain.orders.quotes import Quote, Wish, quote
from desktop.domain.orders.refusals import refuse_card, refuse_edit, refuse_order, refuse_quantity
from desktop.domain.orders.transitions import OrderEvent, OrderState, moved
from desktop.domain.payments import OUTCOME_LABELS, Outcome, outcome_on, settles_on
from desktop.domain.pricing.grandfathering import kept_price
from desktop.domain.pricing.rating import Rating
from desktop.domain.pricing.subscriptions import Terms, first_cycle, rate_cycle
from desktop.i18n import msg


def quoted(work: Working, act: PlaceOrder) -> Quote:
    """The quote of an order about to be placed; its first instalment will have the same hash."""
    wish = Wish(act.quantity, act.on, work.book.currency, act.country)
    buyer = work.book.buyer(act.on, act.registered)
    return quote(wish, work.book.prices, work.rules, buyer, work.book.held_versions())


def place_order(work: Working, act: PlaceOrder) -> None:
    """O1: the first charge is made on the day; when it is declined there is no order."""
    first, agreed = _agreed(work, act)
    outcome = act.outcome or outcome_on(work.payments, act.card, act.on)
    if outcome is not None and outcome.refused:
        raise UserError(msg("No order was placed. {reason}", reason=OUTCOME_LABELS[outcome]))
    event = OrderEvent.PLACED_LATE if outcome is Outcome.LATE else OrderEvent.PLACED
    move = moved(None, event)
    order = Order(
        act.order_id,
        act.on,
        act.quantity,
        agreed.price,
        agreed.version,
        move.to,
        act.on,
        agreed.tax_rate,
        act.card,
        was_active=move.to is OrderState.ACTIVE,
    )
    work.put(order)
    work.note_order(order, move, event)
    work.charge(order, replace(first_instalment(work, order, outcome), rating=first))
    if order.was_active:
        work.confirm_order(order)


def _agreed(work: Working, act: PlaceOrder) -> tuple[Rating, Agreed]:
    """The first month as quoted, with the price it was agreed at; refused where the rules stand in its way."""
    if act.agreed is not None:
        price = kept_price(act.agreed.price, act.agreed.version, act.on)
        return rate_cycle(Terms(act.quantity, price, act.agreed.tax_rate), first_cycle(act.on)), act.agreed
    refuse_quantity(act.quantity)
    refuse_order(act.quantity, work.book.buyer(act.on, act.registered), work.rules)
    estimate = quoted(work, act)
    refuse_card(act.card, act.on)
    return estimate.rating, Agreed(estimate.choice.price, estimate.choice.version, estimate.rating.tax_rate)


def enter_outcome(work: Working, act: EnterOutcome) -> None:
    """The provider's word, from its own day: what was expected or owed is paid, declined or being processed."""
    order = work.book.order(act.order_id)
    if act.number == FEE:
        _fee_outcome(work, order, act.outcome)
        return
    if act.number is not None:
        _enter_of_one(work, order, act, act.number)
        return
    waiting = _last_expected(order)
    if not order.waiting:
        _fee_outcome(work, order, act.outcome)
        return
    if act.outcome is Outcome.ACCEPTED:
        _confirm_expected(work, order)
        settle(work, work.book.order(act.order_id))
    elif waiting is None:
        order = try_arrears(work, order, act.outcome)
        _suspend(work, order, order.arrears[0].number, act.outcome)
    else:
        status = ChargeStatus.PROCESSING if act.outcome is Outcome.LATE else ChargeStatus.DECLINED
        order = work.charge(order, replace(waiting, status=status, attempts=waiting.attempts + 1))
        _suspend(work, order, waiting.number, act.outcome)


def _fee_outcome(work: Working, order: Order, outcome: Outcome) -> None:
    """The provider's word of a termination fee; a declined one stays open, and no state changes (F3)."""
    fee = order.fee
    if fee is None or fee.status not in FEE_WAITS or fee.due_on > work.day:
        raise UserError(msg("Nothing is owed on this order."))
    charge_fee(work, order, fee, outcome)


def _enter_of_one(work: Working, order: Order, act: EnterOutcome, number: int) -> None:
    """The provider's word of one instalment; the order is Active again once nothing is owed.

    Where a processor elsewhere charges, a refusal also corrects a month that was entered as paid by mistake.
    """
    one = next((one for one in order.instalments if one.number == number), None)
    corrected = work.payments is Payments.RECORDED and act.outcome.refused
    if one is None or not (one in order.waiting or (corrected and one.status is ChargeStatus.PAID)):
        raise UserError(msg("Nothing is owed for instalment {number} on that day.", number=number))
    if act.outcome is Outcome.ACCEPTED:
        order = work.charge(order, replace(one, status=ChargeStatus.PAID, settles_on=None))
        if one.owed and order.state is OrderState.SUSPENDED and not order.arrears:
            work.move(order, OrderEvent.SETTLED)
        return
    status = ChargeStatus.PROCESSING if act.outcome is Outcome.LATE else ChargeStatus.DECLINED
    when = settles_on(act.outcome, work.payments, work.day)
    order = work.charge(order, replace(one, status=status, attempts=one.attempts + 1, settles_on=when))
    _suspend(work, order, number, act.outcome)


def _last_expected(order: Order) -> Instalment | None:
    """The instalment an outcome is about: the newest that is expected, being processed or open."""
    told = {ChargeStatus.EXPECTED, ChargeStatus.PROCESSING, ChargeStatus.OPEN}
    running = order.state is OrderState.ACTIVE or not order.was_active or not order.arrears
    waiting = [one for one in order.instalments if one.status in told]
    return waiting[-1] if waiting and running else None


def _confirm_expected(work: Working, order: Order) -> None:
    for one in order.instalments:
        if one.status is ChargeStatus.EXPECTED:
            order = work.charge(order, replace(one, status=ChargeStatus.PAID))


def _suspend(work: Working, order: Order, number: int, outcome: Outcome) -> None:
    if is_first_declined(order, number, outcome):
        call_off(work, order)
    elif order.state is OrderState.ACTIVE and outcome.refused:
        work.move(order, OrderEvent.DECLINED)
    elif order.state is OrderState.ACTIVE and order.arrears[-1].due_on < work.day:
        work.move(order, OrderEvent.DELAYED)


def change_card(work: Working, act: ChangeCard) -> None:
    """A new payment method; all arrears are tried with it, and a suspended order that owes nothing is Active again."""
    order = work.book.order(act.order_id)
    refuse_edit(work.book.standing.state, order.state)
    refuse_card(act.card, act.on)
    order = work.put(order.changed(card=act.card))
    if order.state is not OrderState.SUSPENDED:
        return
    outcome = act.outcome or outcome_on(work.payments, act.card, act.on)
    if not order.arrears:
        work.move(order, OrderEvent.SETTLED)
    elif outcome is not None:
        try_arrears(work, order, outcome)


def start_leaving(work: Working, order: Order, event: OrderEvent) -> Order:
    """O7, O10: no charge from the next billing cycle; the fee is fixed now and due on the day the order ends."""
    ends_on = order.next_billing_on(work.day)
    rating = termination_fee(order, work.day, work.rules.termination_fee_rate)
    fee = Fee(rating, ends_on) if order.was_active and rating.total.minor else None
    return work.move(work.put(order.changed(ends_on=ends_on, fee=fee)), event)


def cancel_order(work: Working, act: CancelOrder) -> None:
    """O10: refused unless exactly the fee is accepted."""
    order = work.book.order(act.order_id)
    moved(order.state, OrderEvent.SUPPORT_CANCELED)
    fee = termination_fee(order, act.on, work.rules.termination_fee_rate).total
    due = fee if order.was_active else Money(0, fee.currency)
    if act.accepted != due:
        raise UserError(msg("Canceling this order costs {fee}. Accept exactly this amount to cancel it.", fee=due))
    start_leaving(work, order, OrderEvent.SUPPORT_CANCELED)
