"""What taking a deactivation back brings, as services answer it (rules.md 1.3 C7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce

from desktop.domain.life.deactivation import ReactivationPreview
from desktop.domain.money import Money
from desktop.domain.orders.transitions import OrderState


@dataclass(frozen=True)
class ReturnAnswer:
    """An order that goes on when the deactivation is taken back."""

    order: str
    number: int
    placed_on: date
    seats: int
    state: OrderState
    """The state it goes on in."""

    owes: Money
    fee_dropped: Money
    charge_on: date
    """When it is charged next, and how much, with tax."""

    charge: Money


@dataclass(frozen=True)
class StillLeavingAnswer:
    """An order that was leaving before the deactivation, and goes on leaving."""

    order: str
    number: int
    placed_on: date
    seats: int
    ends_on: date
    fee: Money


@dataclass(frozen=True)
class ReactivationAnswer:
    """What reactivating the account today brings: what goes on, is charged next and is not owed any more."""

    on: date
    orders: tuple[ReturnAnswer, ...]
    still_leaving: tuple[StillLeavingAnswer, ...]
    fee_dropped: Money
    charges: Money
    """What the next charges of all its orders come to, with tax."""


def reactivation_answer(
    preview: ReactivationPreview, numbers: dict[str, int], today: date, zero: Money
) -> ReactivationAnswer:
    """The preview as an answer; `zero` is nothing in the account's currency."""
    return ReactivationAnswer(
        today,
        tuple(
            ReturnAnswer(
                one.order.id,
                numbers[one.order.id],
                one.order.placed_on,
                one.order.quantity,
                one.order.state,
                one.order.owes,
                one.fee,
                one.charge_on,
                one.charge,
            )
            for one in preview.returns
        ),
        tuple(
            StillLeavingAnswer(
                order.id,
                numbers[order.id],
                order.placed_on,
                order.quantity,
                order.ends_on or today,
                zero if order.fee is None else order.fee.rating.total,
            )
            for order in preview.leaving
        ),
        reduce(Money.__add__, (one.fee for one in preview.returns), zero),
        reduce(Money.__add__, (one.charge for one in preview.returns), zero),
    )
