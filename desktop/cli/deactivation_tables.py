"""How the preview of a deactivation is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.cli.output import Output
from desktop.domain.keys import PLAN_LABELS
from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.i18n import msg
from desktop.services.leaving.words import ASSUMED, NO_ORDERS, left_of_term, lost

if TYPE_CHECKING:
    from desktop.services.leaving.answers import PreviewAnswer
    from desktop.services.leaving.reactivation import ReactivationAnswer


def show_preview(output: Output, answer: PreviewAnswer) -> None:
    """Each order's end, the fee with what it is made of, the keys, what is lost, and what follows."""
    if output.json:
        output.document(answer)
        return
    if answer.later:
        output.line(msg("On {day}. {assumed} Deactivating always happens today.", day=answer.on, assumed=ASSUMED))
    if answer.endings:
        _show_orders(output, answer)
    else:
        output.line(NO_ORDERS)
    if answer.keys:
        output.table(
            (msg("Key"), msg("Plan"), msg("Seats"), msg("Activated"), msg("Ends")),
            [(one.key, PLAN_LABELS[one.plan], one.seats, one.activated_on, one.ends_on) for one in answer.keys],
            title=msg("Activation keys"),
        )
    for line in lost(answer):
        output.line(line)
    output.table((msg("Date"), msg("What")), [(one.on, one.text) for one in answer.timeline], title=msg("What follows"))


def _show_orders(output: Output, answer: PreviewAnswer) -> None:
    heads = (
        *(msg("Number"), msg("Date of Order"), msg("Users"), msg("Status"), msg("Last charge"), msg("Left")),
        *(msg("Ends"), msg("Fee"), msg("Owes")),
    )
    rows = [
        (
            *(one.number, one.placed_on, one.seats, ORDER_STATE_LABELS[one.state]),
            *(one.charged_on, left_of_term(one), one.ends_on, one.fee, one.owes),
        )
        for one in answer.endings
    ]
    output.table(heads, rows, title=msg("Orders"))
    output.explanation(answer.explanation)


def show_reactivation(output: Output, answer: ReactivationAnswer) -> None:
    """The orders that go on with their next charges, and those that go on leaving."""
    if output.json:
        output.document(answer)
        return
    if answer.orders:
        heads = (msg("Number"), msg("Date of Order"), msg("Users"), msg("Status"), msg("Owes"), msg("Fee dropped"))
        output.table(
            (*heads, msg("Next charge"), msg("Amount")),
            [
                (
                    *(one.number, one.placed_on, one.seats, ORDER_STATE_LABELS[one.state]),
                    *(one.owes, one.fee_dropped, one.charge_on, one.charge),
                )
                for one in answer.orders
            ],
            title=msg("Orders that go on"),
        )
    if answer.still_leaving:
        output.table(
            (msg("Number"), msg("Date of Order"), msg("Users"), msg("Ends"), msg("Fee")),
            [(one.number, one.placed_on, one.seats, one.ends_on, one.fee) for one in answer.still_leaving],
            title=msg("Orders that go on leaving"),
        )
    if not answer.orders and not answer.still_leaving:
        output.line(msg("No order goes on; keys and received seats do."))
