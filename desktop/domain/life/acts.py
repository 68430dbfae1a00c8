"""What people and providers do to orders and accounts; what fell due is applied first (rules.md 0.3.1, 1.2, 1.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from desktop.domain.keys import ActivatedKey
from desktop.domain.money import Money
from desktop.domain.payments import Card, Outcome
from desktop.domain.pricing.unit_prices import UnitPrice


@dataclass(frozen=True)
class Agreed:
    """The price, its version and the tax that an order was placed at."""

    price: UnitPrice
    version: str
    tax_rate: Fraction


@dataclass(frozen=True)
class PlaceOrder:
    """An order by card (O1); `outcome` is what the provider said of the first charge, where it says so.

    An order told again has `agreed`: it was placed once, so nothing refuses or prices it anew.
    """

    on: date
    order_id: str
    quantity: int
    card: Card | None
    country: str = "US"
    registered: int = 0
    outcome: Outcome | None = None
    agreed: Agreed | None = None


@dataclass(frozen=True)
class EnterOutcome:
    """What the provider said of what an order owes or is expected to pay (O2, O4, O5).

    With a `number` it is said of that instalment alone, or of the termination fee (`FEE`); without, of the newest
    instalment, or of everything that is owed.
    """

    on: date
    order_id: str
    outcome: Outcome
    number: int | None = None


@dataclass(frozen=True)
class ChangeCard:
    """Update Payment Method (R11): what is owed is tried at once where the provider says so (O5)."""

    on: date
    order_id: str
    card: Card | None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class CancelOrder:
    """The support team cancels one order (O10); exactly the fee must be accepted."""

    on: date
    order_id: str
    accepted: Money | None


@dataclass(frozen=True)
class Deactivate:
    """An administrator deactivates the account (C4), having seen the fee of all orders."""

    on: date


@dataclass(frozen=True)
class Reactivate:
    """The owner or an administrator takes a deactivation back in time (C7)."""

    on: date


@dataclass(frozen=True)
class ActivateKey:
    """A key is activated; `keys` are all of the account's keys with it, for a key changes the days of others."""

    on: date
    keys: tuple[ActivatedKey, ...]


@dataclass(frozen=True)
class ReceiveSeats:
    """A peer account shares so many seats with this one (C2, C8)."""

    on: date
    share_id: str
    owner: str
    seats: int


@dataclass(frozen=True)
class EndShare:
    """Received seats are given back, or taken back (C12)."""

    on: date
    share_id: str


Act = (
    PlaceOrder
    | EnterOutcome
    | ChangeCard
    | CancelOrder
    | Deactivate
    | Reactivate
    | ActivateKey
    | ReceiveSeats
    | EndShare
)


def by_day(acts: Iterable[Act]) -> list[Act]:
    """Acts in the order of their days; those of one day stay as given."""
    return sorted(acts, key=lambda act: act.on)
