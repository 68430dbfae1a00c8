"""How quotes and orders are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.cli.output import Output
from desktop.domain.orders.order import CHARGE_STATUS_LABELS
from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.domain.payments import OUTCOME_LABELS
from desktop.i18n import Message, Value, msg, msgn

if TYPE_CHECKING:
    from desktop.services.orders.answers import OrderAnswer, OrderDetailAnswer
    from desktop.services.orders.orders import QuoteAnswer
    from desktop.services.payments.charge_attempts import AttemptAnswer
    from desktop.services.payments.charging import NotCharged
    from desktop.services.payments.due import DueAnswer
    from desktop.services.payments.payment_methods import PaymentMethodAnswer


def show_quote(output: Output, answer: QuoteAnswer) -> None:
    """The Pricing Estimate."""
    heads = (msg("Users"), msg("Unit price"), msg("Monthly"), msg("Tax"), msg("Monthly total"), msg("Annual"))
    row = (answer.seats, answer.unit_price, answer.monthly, answer.tax, answer.monthly_total, answer.annual)
    output.table(heads, [row], title=msg("Pricing Estimate"))
    output.line(msg("{reason} Price version: {version}.", reason=answer.price_reason, version=answer.price_version))
    for refusal in answer.refusals:
        output.line(msg("An order would be refused: {reason}", reason=refusal))


def show_orders(output: Output, orders: Sequence[OrderAnswer], total: int) -> None:
    """The list of orders."""
    if output.json:
        output.document({"orders": orders, "total": total})
        return
    heads = (
        msg("Number"),
        msg("Date of Order"),
        msg("Users"),
        msg("Status"),
        msg("Unit price"),
        msg("Monthly"),
        msg("Annual"),
        msg("Next billing"),
        msg("Payment method"),
    )
    rows = [
        (
            one.number,
            one.placed_on,
            one.seats,
            ORDER_STATE_LABELS[one.state],
            one.unit_price,
            one.monthly,
            one.annual,
            one.next_billing_on or "",
            method_line(one.payment_method),
        )
        for one in orders
    ]
    output.table(heads, rows)
    if total > len(orders):
        output.line(msg("{shown} of {total} orders are shown.", shown=len(orders), total=total))


def show_charged(
    output: Output,
    order: OrderDetailAnswer | None,
    attempts: Sequence[AttemptAnswer],
    not_charged: Sequence[NotCharged] = (),
) -> None:
    """Charges asked of a provider and the order they are for, and the orders for which none could be asked."""
    if output.json:
        output.document({"order": order, "attempts": attempts, "not_charged": not_charged})
        return
    if order is not None:
        show_detail(output, order)
    rows = [
        (
            one.asked_at,
            "" if one.order is None else str(one.order),
            one.amount,
            msg("Nobody knows yet") if one.outcome is None else OUTCOME_LABELS[one.outcome],
            one.reference or "",
        )
        for one in attempts
    ]
    heads = (msg("Asked on"), msg("Order"), msg("Amount"), msg("Outcome"), msg("Provider’s reference"))
    if rows or not not_charged:
        output.table(heads, rows, title=msg("Charges asked for"))
    for one in not_charged:
        output.line(msg("Order {number} was not charged: {reason}", number=str(one.order), reason=one.reason))


def show_due(output: Output, answer: DueAnswer) -> None:
    """What is owed and awaited."""
    if output.json:
        output.document(answer)
        return
    heads = (msg("Order"), msg("Instalment"), msg("Due"), msg("Total"), msg("Status"), msg("To be charged from"))
    lists = (
        (msg("Waits to be charged"), answer.to_charge),
        (msg("Expected, not confirmed"), answer.expected),
        (msg("Owed"), answer.arrears),
        (msg("Open early termination fees"), answer.fees),
    )
    for title, found in lists:
        if not found.count:
            continue
        rows = [
            (
                str(one.number),
                msg("Early termination fee") if one.instalment is None else str(one.instalment),
                one.due_on,
                one.total,
                CHARGE_STATUS_LABELS[one.status],
                one.charge_on or "",
            )
            for one in found.items
        ]
        output.table(heads, rows, title=title)
        output.line(
            msgn("{n} charge, {total} in all.", "{n} charges, {total} in all.", n=found.count, total=found.total)
        )
    if answer.attempts:
        show_charged(output, None, answer.attempts)
    if not any(found.count for _, found in lists) and not answer.attempts:
        output.line(msg("Nothing is owed or awaited."))


def method_line(method: PaymentMethodAnswer | None) -> Message:
    """A payment method in a few words."""
    if method is None:
        return msg("None")
    if method.last4:
        return msg("{brand} ending {last4}", brand=method.brand or msg("Card"), last4=method.last4)
    return msg("{token}", token=method.token)


def show_detail(output: Output, answer: OrderDetailAnswer) -> None:
    """Everything about an order."""
    if output.json:
        output.document(answer)
        return
    order = answer.order
    rows: list[tuple[Value, Value]] = [
        (msg("Order"), f"{order.number} ({order.order})"),
        (msg("Date of Order"), order.placed_on),
        (msg("Users"), str(order.seats)),
        (msg("Status"), ORDER_STATE_LABELS[order.state]),
        (msg("Since"), order.state_since),
        (msg("Unit price"), order.unit_price),
        (msg("Price version"), order.price_version),
        (msg("Monthly"), order.monthly),
        (msg("Annual"), order.annual),
        (msg("Payment method"), method_line(order.payment_method)),
    ]
    if order.next_billing_on is not None:
        rows.append((msg("Next billing"), order.next_billing_on))
    if order.ends_on is not None:
        rows.append((msg("Ends"), order.ends_on))
    if order.owes.minor:
        rows.append((msg("Owes"), order.owes))
    if answer.fee is not None:
        stands = CHARGE_STATUS_LABELS[answer.fee.status]
        rows.append((msg("Early termination fee"), msg("{amount}, {status}", amount=answer.fee.total, status=stands)))
    output.table((msg("What"), msg("Value")), rows)
    output.table(
        (msg("Instalment"), msg("Due"), msg("Net"), msg("Tax"), msg("Total"), msg("Status")),
        [
            (one.number, one.due_on, one.net, one.tax, one.total, CHARGE_STATUS_LABELS[one.status])
            for one in answer.instalments
        ],
        title=msg("Instalments"),
    )
    output.table((msg("Date"), msg("What")), [(one.on, one.text) for one in answer.timeline], title=msg("Timeline"))
