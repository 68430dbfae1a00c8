"""Why so many seats are available, registered and left (rules.md F9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    steps = tuple(
        Explanation(
            msgn(
                "Key activated on {day}: {n} seat, counts until {end}",
                "Key activated on {day}: {n} seats, counts until {end}",
                n=key.seats,
                day=key.activated_on,
                end=key.counts_until,
            ),
            key.seats,
            rule="R10",
        )
        for key in in_force
    )
    ordered = tuple(
        Explanation(
            msgn("Order of {day}: {n} seat", "Order of {day}: {n} seats", n=order.seats, day=order.placed_on),
            order.seats,
            rule="F9",
        )
        for order in orders
    )
    received = tuple(
        Explanation(
            msgn(
                "Received from {owner} on {day}: {n} seat",
                "Received from {owner} on {day}: {n} seats",
                n=share.seats,
                owner=share.owner,
                day=share.received_on,
            ),
            share.seats,
            rule="F9",
        )
        for share in shares
        if share.runs(today)
    )
    total = sum(key.seats for key in in_force) + sum(order.seats for order in orders)
    total += sum(share.seats for share in shares if share.runs(today))
    return Explanation(_title(bool(orders), bool(received)), total, (*ordered, *steps, *received), "F9")


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
