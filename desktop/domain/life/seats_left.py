"""What is left of an account's seats while its orders, keys and received seats end (rules.md F9)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from desktop.domain.keys import Plan
from desktop.domain.life.book import Book


@dataclass(frozen=True)
class SeatsOn:
    """The seats available from a day on."""

    on: date
    available: int


def seats_left(book: Book, day: date) -> tuple[SeatsOn, ...]:
    """The seats on each day after `day` on which some of them end; none while users are not limited.

    The book is one whose orders have a last day already.
    """
    available = book.available(day)
    if available is None:
        return ()
    ends: Counter[date] = Counter()
    for order in book.live_orders():
        if order.ends_on is not None:
            ends[order.ends_on] += order.quantity
    for key in book.keys_on(day):
        if key.plan is Plan.USERS:
            ends[key.term.end] += key.seats
    found = []
    for on in sorted(ends):
        available -= ends[on]
        found.append(SeatsOn(on, available))
    # From the last paid day on the account is in a trial, which limits nobody.
    until = book.standing.paid_until or date.max
    return tuple(one for one in found if one.on < until)
