"""How the preview of a deactivation is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.cli.output import Output
from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.i18n import msg

if TYPE_CHECKING:
    from desktop.services.leaving.deactivation import PreviewAnswer


def show_preview(output: Output, answer: PreviewAnswer) -> None:
    """Each order's end, the fee with what it is made of, what is lost, and what follows."""
    if output.json:
        output.document(answer)
        return
    heads = (msg("Number"), msg("Date of Order"), msg("Users"), msg("Status"), msg("Ends"), msg("Fee"), msg("Owes"))
    output.table(
        heads,
        [
            (one.number, one.placed_on, one.seats, ORDER_STATE_LABELS[one.state], one.ends_on, one.fee, one.owes)
            for one in answer.endings
        ],
        title=msg("Orders"),
    )
    output.explanation(answer.explanation)
    for lost in answer.lost:
        output.line(
            msg(
                "Order {number} keeps {price}; buying its users again costs {more} more a month.",
                number=lost.number,
                price=lost.unit_price,
                more=lost.more_a_month,
            )
        )
    output.table((msg("Date"), msg("What")), [(one.on, one.text) for one in answer.timeline], title=msg("What follows"))
