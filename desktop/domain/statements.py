"""The statement of a period: unique active users of each month, and an amount where a unit has a price (F5, R13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from desktop.domain.errors import UserError
from desktop.domain.explanation import Explanation
from desktop.domain.periods import Month, Period
from desktop.domain.pricing.rating import Item, LineKind, Price, Rating, rate
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg, msgn


class Basis(StrEnum):
    """Whom a statement counts: everyone active (MAU plan), or who used a learning object (purchase order, R13)."""

    MAU = "mau"
    PURCHASE_ORDER = "purchase_order"


BASIS_LABELS: dict[Basis, Message] = {
    Basis.MAU: msg("Unique active users, social activity included"),
    Basis.PURCHASE_ORDER: msg("Unique users of a learning object; social activity alone does not count"),
}


@dataclass(frozen=True)
class MonthCount:
    """A month and how many people it charges for, each once."""

    month: Month
    users: int


@dataclass(frozen=True)
class Statement:
    """What a period is charged: units, and an amount only where a unit price is set."""

    basis: Basis
    counts: tuple[MonthCount, ...]
    rating: Rating | None
    explanation: Explanation

    @property
    def units(self) -> int:
        """The sum of the months; whoever was active in two months counts twice."""
        return sum(one.users for one in self.counts)


def statement(
    basis: Basis, counts: Sequence[MonthCount], unit_price: UnitPrice | None, tax_rate: Fraction = Fraction(0)
) -> Statement:
    """The statement of these months; without a unit price it gives counts and no amount.

    >>> months = [MonthCount(Month(place), users) for place, users in enumerate([50, 500, 5000, *[10] * 9])]
    >>> statement(Basis.MAU, months, None).units
    5640
    """
    rating = rate([_item(one, unit_price) for one in counts], tax_rate) if unit_price is not None and counts else None
    return Statement(basis, tuple(counts), rating, _explanation(basis, counts))


def refuse_statement(last: Month, today: date) -> None:
    """A statement is issued once its last month has ended (F8)."""
    if today < last.end:
        raise UserError(msg("The period has not ended. Its statement can be issued from {day} on.", day=last.end))


def _item(one: MonthCount, unit_price: UnitPrice) -> tuple[Item, Period]:
    item = Item(LineKind.ACTIVE_USERS, _text(one), one.users, active_user_price(unit_price), rule="F5")
    return item, _days(one.month)


def active_user_price(unit_price: UnitPrice) -> Price:
    """The price of one person active in one month, as the account rule `mau_unit_price` says it."""
    why = Explanation(msg("Price of one active user in one month"), unit_price.as_step, rule="F5")
    return Price(unit_price, "mau_unit_price", why)


def _days(month: Month) -> Period:
    return Period(month.first_day, month.end)


def _text(one: MonthCount) -> Message:
    return msgn(
        "{month}: {n} unique active user", "{month}: {n} unique active users", n=one.users, month=str(one.month)
    )


def _explanation(basis: Basis, counts: Sequence[MonthCount]) -> Explanation:
    rule = "R13" if basis is Basis.PURCHASE_ORDER else "F5"
    steps = tuple(Explanation(_text(one), one.users, rule=rule) for one in counts)
    return Explanation(BASIS_LABELS[basis], sum(one.users for one in counts), steps, rule)
