"""What the Deactivate page says beside its amounts: the curve in words and rows, and what is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.explanation import Explanation
from desktop.i18n import Message, Value, msg, msgn

if TYPE_CHECKING:
    from desktop.services.leaving.curve import WholeCurve, WholeStep
    from desktop.services.leaving.deactivation import PreviewAnswer


@dataclass(frozen=True)
class CurveRow:
    """A row of the table under the chart: left on those days, what it costs."""

    when: Message
    fee: Value
    instalments: Value
    outlay: Value
    explanation: Explanation


def curve_rows(curve: WholeCurve) -> list[CurveRow]:
    """Every step, and keeping."""
    rows = [_row(step, _when(step, curve)) for step in curve.steps]
    keep = msg("Keep every order to the end of its term")
    why = Explanation(msg("Every instalment that still falls due until the terms end"), curve.keep, rule="F2")
    return [*rows, CurveRow(keep, None, curve.keep, curve.keep, why)]


def _when(step: WholeStep, curve: WholeCurve) -> Message:
    if step is curve.now:
        return msg("{first}, today, to {last}", first=step.first_day, last=step.last_day)
    return msg("{first} to {last}", first=step.first_day, last=step.last_day)


def _row(step: WholeStep, when: Message) -> CurveRow:
    return CurveRow(when, step.fee, step.instalments, step.outlay, step.explanation)


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
    if preview.dearer is not None:
        lines.append(
            msg(
                "New orders cost {price} from {day} on; orders that go on keep their price",
                price=preview.dearer.unit_price,
                day=preview.dearer.starts_on,
            )
        )
    if registered:
        lines.append(
            msgn(
                "{n} registered user loses access when the account becomes inactive",
                "{n} registered users lose access when the account becomes inactive",
                n=registered,
            )
        )
    lines.append(msg("Orders, documents and the journal stay readable here"))
    return lines
