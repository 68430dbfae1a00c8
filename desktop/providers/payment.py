"""What a payment provider is asked and what it says. Nothing here knows of orders, stores or screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from desktop.domain.errors import UserError
from desktop.domain.money import Money
from desktop.domain.payments import Card, Outcome


@dataclass(frozen=True)
class Ask:
    """A charge to be made once: `key` is the same whenever the same charge is asked for again."""

    key: str
    order: str
    """The id of the order it is for; charges are found again by it."""

    numbers: tuple[int, ...]
    """The instalments it pays."""

    amount: Money
    card: Card
    on: date
    """The desk's day."""


@dataclass(frozen=True)
class Told:
    """What the provider says of a charge, and its own name for it."""

    outcome: Outcome
    reference: str | None = None


@dataclass(frozen=True)
class Found:
    """A charge that the provider knows, with what it was asked with."""

    key: str
    numbers: tuple[int, ...]
    amount: Money
    on: date
    told: Told


class UnansweredError(UserError):
    """The provider gave no word on a charge: it may or may not have been made, and must be asked again."""


class PaymentProvider(Protocol):
    """Charges payment methods, each charge once."""

    def charge(self, ask: Ask) -> Told:
        """Make the charge, or say what became of it where it was made before.

        Raises:
            UnansweredError: Nobody knows yet; ask again with the same key.
        """

    def made_for(self, order: str) -> list[Found]:
        """The charges ever asked for an order."""
