"""Why so many seats are available, registered and left (rules.md F9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from desktop.domain.explanation import Explanation
from desktop.domain.peer_shares import PeerShare
from desktop.i18n import Message, msg, msgn


@dataclass(frozen=True)
class SeatsOfKey:
    """What an activated key brings: its seats, and the days they count."""

    seats: int
    activated_on: date
    counts_until: date


@dataclass(frozen=True)
class SeatsOfOrder:
    """What an order that has not ended brings."""

    seats: int
    placed_on: date


def explain_available(
    keys: Sequence[SeatsOfKey], today: date, orders: Sequence[SeatsOfOrder] = (), shares: Sequence[PeerShare] = ()
) -> Explanation:
    """The seats of the orders that have not ended, of every key in force on the day, and received ones, added up.

    >>> day = date(2026, 1, 10)
    >>> explain_available([SeatsOfKey(10, day, date(2027, 1, 10)), SeatsOfKey(5, date(2024, 1, 1), day)], day).value
    10
    """
    in_force = [key for key in keys if key.activated_on <= today < key.counts_until]
    received = [share for share in shares if share.runs(today)]
    said = [*map(_of_order, orders), *map(_of_key, in_force), *map(_of_share, received)]
    steps = tuple(Explanation(text, seats, rule=rule) for text, seats, rule in said)
    total = sum(seats for _, seats, _ in said)
    return Explanation(_title(bool(orders), bool(received)), total, steps, "F9")


_Brought: TypeAlias = "tuple[Message, int, str]"
"""A sentence, the seats it tells of, and its rule."""


def _of_order(order: SeatsOfOrder) -> _Brought:
    said = msgn("Order of {day}: {n} seat", "Order of {day}: {n} seats", n=order.seats, day=order.placed_on)
    return said, order.seats, "F9"


def _of_key(key: SeatsOfKey) -> _Brought:
    said = msgn(
        "Key activated on {day}: {n} seat, counts until {end}",
        "Key activated on {day}: {n} seats, counts until {end}",
        n=key.seats,
        day=key.activated_on,
        end=key.counts_until,
    )
    return said, key.seats, "R10"


def _of_share(share: PeerShare) -> _Brought:
    said = msgn(
        "Received from {owner} on {day}: {n} seat",
        "Received from {owner} on {day}: {n} seats",
        n=share.seats,
        owner=share.owner,
        day=share.received_on,
    )
    return said, share.seats, "F9"


def _title(ordered: bool, received: bool) -> Message:  # noqa: FBT001 - which of the two words are in the title
    if received:
        return msg("Available: seats of orders, of keys in force, and received ones")
    if ordered:
        return msg("Available: seats of the orders and of the keys in force")
    return msg("Available: seats of the keys in force")


def explain_registered(registered: int) -> Explanation:
    """The users of the account who hold a seat."""
    return Explanation(msg("Registered: users who hold a seat, each once"), registered, rule="F9")


def explain_remaining_seats(available: Explanation, registered: int, remaining: int) -> Explanation:
    """Available less registered, never below 0."""
    steps = (available, explain_registered(registered))
    return Explanation(msg("Remaining: available less registered, never below 0"), remaining, steps, "F9")
