"""What the Deactivate page says beside its amounts: the curve in words and rows, and what is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.i18n import Message, Value, msg

if TYPE_CHECKING:
    from desktop.services.deactivation import PreviewAnswer
    from desktop.services.leaving import WholeCurve, WholeStep


@dataclass(frozen=True)
class CurveRow:
    """A row of the table under the chart: left on those days, what it costs."""

    when: Message
    fee: Value
    instalments: Value
    outlay: Value


def curve_rows(curve: WholeCurve) -> list[CurveRow]:
    """Every step, and keeping."""
    rows = [_row(step, _when(step, curve)) for step in curve.steps]
    keep = msg("Keep every order to the end of its term")
    return [*rows, CurveRow(keep, None, curve.keep, curve.keep)]


def _when(step: WholeStep, curve: WholeCurve) -> Message:
    if step is curve.now:
        return msg("{first}, today, to {last}", first=step.first_day, last=step.last_day)
    return msg("{first} to {last}", first=step.first_day, last=step.last_day)


def _row(step: WholeStep, when: Message) -> CurveRow:
    return CurveRow(when, step.fee, step.instalments, step.outlay)


def summary(curve: WholeCurve) -> Message:
    """The curve in a sentence, also for those who cannot see it."""
    return msg(
        "Leaving today costs a fee of {fee}. The lowest fee is {least}, from {day} on; {outlay} are paid by then in "
        "all. Keeping every order to the end of its term costs {keep}. Without tax.",
        fee=curve.now.fee,
        least=curve.cheapest.fee,
        day=curve.cheapest.first_day,
        outlay=curve.cheapest.outlay,
        keep=curve.keep,
    )


def marked(curve: WholeCurve) -> Message:
    """What the mark in the chart stands for."""
    return msg("Last day of the current cycle: {day}", day=curve.marked)


def lost(preview: PreviewAnswer, registered: int) -> list[Message]:
    """What is lost, and what stays."""
    lines = [
        msg(
            "Price of {price}: the users of the order of {day} would cost {more} more a month, at {now}",
            price=one.unit_price,
            day=next(order.placed_on for order in preview.endings if order.order == one.order),
            more=one.more_a_month,
            now=one.price_now,
        )
        for one in preview.lost
    ]
    if not preview.lost:
        lines.append(msg("No price is lost: new orders pay the same today"))
    if registered:
        lines.append(
            msg("{registered} registered users lose access when the account becomes inactive", registered=registered)
        )
    lines.append(msg("Orders, documents and the journal stay readable here"))
    return lines
