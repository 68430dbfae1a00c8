"""What the Deactivate page says beside its amounts: the curve in rows, and what follows day by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from desktop.domain.accounts import STATE_LABELS, AccountState
from desktop.domain.explanation import Explanation
from desktop.domain.life.events import EventKind
from desktop.domain.money import Money
from desktop.domain.orders.transitions import OrderState
from desktop.i18n import Message, Value, msg, msgn
from desktop.models.timeline import TimelineLine

if TYPE_CHECKING:
    from desktop.services.leaving.answers import PreviewAnswer, StepAnswer
    from desktop.services.leaving.curve import WholeCurve, WholeStep

_MOST_TOLD = 3
"""So many letters, or fees, of a day are told one by one; more are counted."""
_COLORS = {
    AccountState.ACTIVE: "ok",
    AccountState.TRIAL: "accent",
    AccountState.ACTIVATION_REQUIRED: "warn",
    AccountState.INACTIVE: "text2",
}


@dataclass(frozen=True)
class CurveRow:
    """A row of the table under the chart: left on those days, what it costs. `day` is the first of them."""

    when: Message
    fee: Value
    instalments: Value
    outlay: Value
    explanation: Explanation
    day: date | None = None


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
    return CurveRow(when, step.fee, step.instalments, step.outlay, step.explanation, step.first_day)


def day_lines(preview: PreviewAnswer) -> list[TimelineLine]:
    """What follows, a line a day: the state it brings first, then what else befalls on it."""
    days = groupby(preview.timeline, key=lambda step: step.on)
    return [_day(preview, on, list(steps)) for on, steps in days]


def _day(preview: PreviewAnswer, on: date, steps: Sequence[StepAnswer]) -> TimelineLine:
    state = next((AccountState(one.state) for one in steps if one.kind is EventKind.ACCOUNT and one.state), None)
    ended = sum(one.kind is EventKind.ORDER and one.state == OrderState.CANCELED for one in steps)
    if state is not None:
        title = STATE_LABELS[state]
    elif ended:
        title = _ended(preview, on, ended)
    else:
        title = steps[0].text
    said = [*_reasons(steps), *_orders(steps), *([_ended(preview, on, ended)] if ended and state else [])]
    said += [*_seats(preview, on), *_letters(steps)]
    if on == preview.on:
        said.append(msg("It can be taken back until {day}", day=preview.paid_until - timedelta(days=1)))
    about = tuple(one for one in said if one != title)
    fee, why = _fee(steps)
    color = "text2" if state is None else _COLORS[state]
    return TimelineLine(on, title, about or None, color, on > preview.on, None, fee, why)


def _ended(preview: PreviewAnswer, on: date, count: int) -> Message:
    """The orders that end on a day: their users where all of them end by this act, else how many they are."""
    mine = [one for one in preview.endings if one.ends_on == on]
    if len(mine) != count:
        return msgn("{n} order Canceled", "{n} orders Canceled", n=count)
    users = msgn("{n} user", "{n} users", n=sum(one.seats for one in mine))
    return msgn("Order of {users} Canceled", "{n} orders of {users} Canceled", n=count, users=users)


def _reasons(steps: Sequence[StepAnswer]) -> Iterator[Message]:
    for one in steps:
        reason = one.text.params.get("reason")
        if one.kind is EventKind.ACCOUNT and isinstance(reason, Message):
            yield reason


def _orders(steps: Sequence[StepAnswer]) -> Iterator[Message]:
    begun = sum(one.kind is EventKind.ORDER and one.state == OrderState.CANCELLATION_INITIATED for one in steps)
    if begun:
        yield msgn(
            "The cancellation of {n} order begins: it is charged no more",
            "The cancellation of {n} orders begins: they are charged no more",
            n=begun,
        )


def _seats(preview: PreviewAnswer, on: date) -> Iterator[Message]:
    for one in preview.seats:
        if one.on == on:
            yield msgn("{n} seat is left", "{n} seats are left", n=one.available)
            if one.without_seat:
                yield msgn(
                    "{n} registered user has no seat, and nobody new can be registered",
                    "{n} registered users have no seat, and nobody new can be registered",
                    n=one.without_seat,
                )


def _letters(steps: Sequence[StepAnswer]) -> Iterator[Message]:
    letters = [one.text for one in steps if one.kind is EventKind.NOTICE]
    if len(letters) > _MOST_TOLD:
        yield msgn("{n} letter is drafted", "{n} letters are drafted", n=len(letters))
    else:
        yield from letters


def _fee(steps: Sequence[StepAnswer]) -> tuple[Money | None, Explanation | None]:
    """What is charged on the day, and why."""
    fees = [(one, one.amount) for one in steps if one.amount is not None]
    if not fees:
        return None, None
    total = Money(sum(amount.minor for _, amount in fees), fees[0][1].currency)
    parts = tuple(Explanation(one.text, amount, rule=one.rule) for one, amount in fees)
    return total, Explanation(msg("Charged"), total, parts, fees[0][0].rule)
