"""What charging would ask for, and what became of it, as rows to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.money import Money
from desktop.domain.orders.order import FEE
from desktop.domain.payments import OUTCOME_LABELS
from desktop.i18n import Message, Value, msg, msgn

if TYPE_CHECKING:
    from desktop.services.payments.charge_attempts import AttemptAnswer
    from desktop.services.payments.charge_preview import ChargeLine, ToCharge
    from desktop.services.payments.charging import DueCharged


@dataclass(frozen=True)
class ChargeRow:
    """A line of either list: the order, what it is, the amount, and the card or the outcome."""

    order: str
    what: Message
    amount: Money | None
    said: Value
    color: str | None = None


def asked_rows(found: ToCharge) -> list[ChargeRow]:
    """What would be asked for."""
    return [ChargeRow(str(one.order), _what(one), one.total, one.card or msg("None")) for one in found.lines]


def _what(one: ChargeLine) -> Message:
    if one.instalment is None:
        return msg("Early termination fee, due on {day}", day=one.due_on)
    return msg("Instalment {number}, due on {day}", number=one.instalment, day=one.due_on)


def waiting_words(found: ToCharge) -> Message | None:
    """What waits in one sentence; None where nothing does."""
    if found.total is None:
        return None
    return msgn(
        "{n} order waits to be charged: {total}",
        "{n} orders wait to be charged: {total}",
        n=found.orders,
        total=found.total,
    )


def told_rows(found: DueCharged) -> Iterator[ChargeRow]:
    """What became of each charge, and of each order for which none could be asked."""
    for one in found.attempts:
        yield ChargeRow("" if one.order is None else str(one.order), _of_attempt(one), one.amount, *_outcome(one))
    for left in found.not_charged:
        yield ChargeRow(str(left.order), msg("Not charged"), None, left.reason, "err")


def _of_attempt(one: AttemptAnswer) -> Message:
    if one.instalments == (FEE,):
        return msg("Early termination fee")
    numbers = ", ".join(str(number) for number in one.instalments)
    return msgn("Instalment {numbers}", "Instalments {numbers}", n=len(one.instalments), numbers=numbers)


def _outcome(one: AttemptAnswer) -> tuple[Message, str | None]:
    if one.outcome is None:
        return msg("Nobody knows yet"), "warn"
    return OUTCOME_LABELS[one.outcome], "err" if one.outcome.refused else None


def told_words(found: DueCharged) -> Message:
    """What became of all of it in one sentence."""
    if found.unanswered is not None:
        return msg("{reason} What was not charged is left for later.", reason=found.unanswered)
    paid = [one for one in found.attempts if one.outcome is not None and not one.outcome.refused]
    if found.not_charged or len(paid) < len(found.attempts):
        return msg("Not everything was charged. What was refused stays owed.")
    return msgn("{n} charge was made.", "{n} charges were made.", n=len(paid))
