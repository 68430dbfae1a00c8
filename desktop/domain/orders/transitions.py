"""The states of an order and what moves them: a table, and the one function that reads it (rules.md 1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg


class OrderState(StrEnum):
    """The states of an order."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CANCELLATION_INITIATED = "cancellation_initiated"
    CANCELED = "canceled"


ORDER_STATE_LABELS: Mapping[OrderState, Message] = {
    OrderState.ACTIVE: msg("Active"),
    OrderState.SUSPENDED: msg("Suspended"),
    OrderState.CANCELLATION_INITIATED: msg("Cancellation initiated"),
    OrderState.CANCELED: msg("Canceled"),
}


class OrderEvent(StrEnum):
    """What can happen to an order."""

    PLACED = "placed"
    PLACED_LATE = "placed_late"
    DELAYED = "delayed"
    CARD_EXPIRED = "card_expired"
    DECLINED = "declined"
    SETTLED = "settled"
    EXHAUSTED = "exhausted"
    FIRST_DECLINED = "first_declined"
    DEACTIVATED = "deactivated"
    CONFIRMED = "confirmed"
    REACTIVATED = "reactivated"
    REACTIVATED_OWING = "reactivated_owing"
    SUPPORT_CANCELED = "support_canceled"
    RENEWED = "renewed"
    NOT_RENEWED = "not_renewed"


@dataclass(frozen=True)
class Row:
    """One row: the rule, what happens, from which states, to which (None stays), and why as people read it."""

    rule: str
    event: OrderEvent
    before: frozenset[OrderState | None]
    to: OrderState | None
    reason: Message


_NEW = frozenset({None})
_ACTIVE = frozenset({OrderState.ACTIVE})
_SUSPENDED = frozenset({OrderState.SUSPENDED})
_RUNNING = _ACTIVE | _SUSPENDED
_LEAVING = frozenset({OrderState.CANCELLATION_INITIATED})
_GOING = _RUNNING | _LEAVING

TABLE: tuple[Row, ...] = (
    Row("O1", OrderEvent.PLACED, _NEW, OrderState.ACTIVE, msg("The first charge was made.")),
    Row("O1", OrderEvent.PLACED_LATE, _NEW, OrderState.SUSPENDED, msg("The first charge is still being processed.")),
    Row("O2", OrderEvent.DELAYED, _ACTIVE, OrderState.SUSPENDED, msg("The card payment is delayed.")),
    Row("O3", OrderEvent.CARD_EXPIRED, _ACTIVE, OrderState.SUSPENDED, msg("The card has expired.")),
    Row("O4", OrderEvent.DECLINED, _ACTIVE, OrderState.SUSPENDED, msg("The charge was declined.")),
    Row("O5", OrderEvent.SETTLED, _SUSPENDED, OrderState.ACTIVE, msg("Nothing is owed any more.")),
    Row("O6", OrderEvent.EXHAUSTED, _SUSPENDED, OrderState.CANCELED, msg("It was not paid after the reminders.")),
    Row("O1", OrderEvent.FIRST_DECLINED, _GOING, OrderState.CANCELED, msg("The first charge was declined.")),
    Row(
        "O7",
        OrderEvent.DEACTIVATED,
        _RUNNING,
        OrderState.CANCELLATION_INITIATED,
        msg("The account was deactivated."),
    ),
    Row("O8", OrderEvent.CONFIRMED, _LEAVING, OrderState.CANCELED, msg("The cancellation was confirmed.")),
    Row("O9", OrderEvent.REACTIVATED, _LEAVING, OrderState.ACTIVE, msg("The account was reactivated.")),
    Row(
        "O9",
        OrderEvent.REACTIVATED_OWING,
        _LEAVING,
        OrderState.SUSPENDED,
        msg("The account was reactivated while payments are owed."),
    ),
    Row(
        "O10",
        OrderEvent.SUPPORT_CANCELED,
        _RUNNING,
        OrderState.CANCELLATION_INITIATED,
        msg("The support team cancels it."),
    ),
    Row("O11", OrderEvent.RENEWED, _RUNNING, None, msg("A new term begins.")),
    Row("O11", OrderEvent.NOT_RENEWED, _RUNNING, OrderState.CANCELED, msg("The term is over and not renewed.")),
)


@dataclass(frozen=True)
class Move:
    """A move of an order: the rule, where to, and why."""

    rule: str
    to: OrderState
    reason: Message


def moved(state: OrderState | None, event: OrderEvent) -> Move:
    """Where the event takes an order that is in `state` (None before it exists); what is not in the table is refused.

    >>> str(moved(OrderState.ACTIVE, OrderEvent.DECLINED).to)
    'suspended'
    """
    row = next(row for row in TABLE if row.event is event)
    if state not in row.before:
        where = msg("Not placed yet") if state is None else ORDER_STATE_LABELS[state]
        raise UserError(msg("The order is in the state {state}: this is not possible.", state=where))
    to = row.to or state
    if to is None:
        raise AssertionError(event)
    return Move(row.rule, to, row.reason)
