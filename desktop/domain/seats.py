"""Why so many seats are available, registered and left (rules.md F9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.domain.explanation import Explanation
from desktop.i18n import msg, msgn


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


def explain_available(keys: Sequence[SeatsOfKey], today: date, orders: Sequence[SeatsOfOrder] = ()) -> Explanation:
    """The seats of the orders that have not ended, and of every key in force on the day, added up.

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
    if not orders:
        total = sum(key.seats for key in in_force)
        return Explanation(msg("Available: seats of the keys in force"), total, steps, "F9")
    ordered = tuple(
        Explanation(
            msgn("Order of {day}: {n} seat", "Order of {day}: {n} seats", n=order.seats, day=order.placed_on),
            order.seats,
            rule="F9",
        )
        for order in orders
    )
    total = sum(key.seats for key in in_force) + sum(order.seats for order in orders)
    return Explanation(msg("Available: seats of the orders and of the keys in force"), total, (*ordered, *steps), "F9")


def explain_registered(registered: int) -> Explanation:
    """The users of the account who hold a seat."""
    return Explanation(msg("Registered: users who hold a seat, each once"), registered, rule="F9")


def explain_remaining_seats(available: Explanation, registered: int, remaining: int) -> Explanation:
    """Available less registered, never below 0."""
    steps = (available, explain_registered(registered))
    return Explanation(msg("Remaining: available less registered, never below 0"), remaining, steps, "F9")
