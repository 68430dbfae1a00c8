"""An order: one annual subscription, charged monthly on its own billing day (rules.md 1.1, 1.2, F2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any

from desktop.domain.money import Money
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Card
from desktop.domain.periods import Period, add_months, month_after, months_after
from desktop.domain.pricing.grandfathering import is_reached, kept_price
from desktop.domain.pricing.rating import Rating
from desktop.domain.pricing.subscriptions import TERM_MONTHS, Terms, rate_cycle
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg


class ChargeStatus(StrEnum):
    """Where an instalment or a fee stands. Expected counts as paid; open is due and not attempted."""

    SCHEDULED = "scheduled"
    EXPECTED = "expected"
    PROCESSING = "processing"
    PAID = "paid"
    DECLINED = "declined"
    OPEN = "open"
    WAIVED = "waived"


CHARGE_STATUS_LABELS: Mapping[ChargeStatus, Message] = {
    ChargeStatus.SCHEDULED: msg("Scheduled"),
    ChargeStatus.EXPECTED: msg("Expected, not confirmed"),
    ChargeStatus.PROCESSING: msg("Being processed"),
    ChargeStatus.PAID: msg("Paid"),
    ChargeStatus.DECLINED: msg("Declined"),
    ChargeStatus.OPEN: msg("Due, not charged"),
    ChargeStatus.WAIVED: msg("Not charged: the order ends before"),
}

# Tuples: a member of an enumeration is found in one sooner than in a set, where it would be hashed.
OWED = (ChargeStatus.OPEN, ChargeStatus.DECLINED, ChargeStatus.PROCESSING)
FEE_WAITS = (ChargeStatus.EXPECTED, ChargeStatus.OPEN, ChargeStatus.PROCESSING)
"""Where a fee stands while the provider still has a word to say of it."""

LIVE = (OrderState.ACTIVE, OrderState.SUSPENDED, OrderState.CANCELLATION_INITIATED)
RUNNING = (OrderState.ACTIVE, OrderState.SUSPENDED)

NEVER_PLACED = "O1"
"""By which rule an order ends whose first charge is declined: there is no order, and nothing of it is owed."""

FEE = 0
"""The number of the early termination fee among what an order charges; its instalments begin at 1."""


@dataclass(frozen=True)
class Instalment:
    """One month of an order, numbered from 1 over its whole life; `rating` is what it charges."""

    number: int
    period: Period
    rating: Rating
    status: ChargeStatus
    attempts: int = 0
    settles_on: date | None = None
    """When a charge being processed settles by itself, where that is known."""

    @property
    def due_on(self) -> date:
        """The first day of its month."""
        return self.period.start

    @property
    def owed(self) -> bool:
        """Whether it fell due and is not paid."""
        return self.status in OWED


@dataclass(frozen=True)
class Fee:
    """The early termination fee of an order, due on the day it ends (F3)."""

    rating: Rating
    due_on: date
    status: ChargeStatus = ChargeStatus.SCHEDULED
    settles_on: date | None = None
    """When a charge being processed settles by itself, where that is known."""

    @property
    def owed(self) -> bool:
        """Whether it fell due and is not paid."""
        return self.status in OWED


@dataclass(frozen=True)
class Order:
    """An order as it stands. Its months are counted from the day it was placed, its original anchor."""

    id: str
    placed_on: date
    quantity: int
    price: UnitPrice
    """Per user and month, fixed for the term."""

    version: str
    state: OrderState
    since: date
    tax_rate: Fraction = Fraction(0)
    card: Card | None = None
    was_active: bool = False
    instalments: tuple[Instalment, ...] = ()
    """Those that have fallen due, in order."""

    drafts: int = 0
    """Dunning drafts made since it was suspended."""

    ends_on: date | None = None
    """Once its cancellation has begun: the day it ends (O8)."""

    fee: Fee | None = None
    ended_by: str | None = None
    """The rule by which it was canceled, or is leaving: O7 with the account, O10 by itself, C8 to run out."""

    def due_on(self, number: int) -> date:
        """The day instalment `number` falls due: month steps from the original anchor (0.3.3)."""
        return add_months(self.placed_on, number - 1)

    def month(self, number: int) -> Period:
        """The month instalment `number` pays."""
        return month_after(self.placed_on, number - 1)

    def running_number(self, day: date) -> int:
        """The instalment whose month the day lies in; the day is not before the order."""
        number = (day.year - self.placed_on.year) * TERM_MONTHS + day.month - self.placed_on.month + 1
        return number if self.due_on(number) <= day else number - 1

    def next_billing_on(self, day: date) -> date:
        """The due date of the first instalment after the day; in the last cycle the end of the term."""
        return self.due_on(self.running_number(day) + 1)

    def term_of(self, number: int) -> Period:
        """The twelve-month term that instalment `number` belongs to."""
        first = (number - 1) // TERM_MONTHS * TERM_MONTHS + 1
        return Period(self.due_on(first), self.due_on(first + TERM_MONTHS))

    def term_ends_on(self, day: date) -> date:
        """The end of the term the day lies in."""
        return self.term_of(self.running_number(day)).end

    @property
    def next_number(self) -> int:
        """The first instalment that has not fallen due yet."""
        return len(self.instalments) + 1

    @property
    def reached_on(self) -> date | None:
        """The first day of the term with which a price list reached it; None where it keeps what it was placed at."""
        firsts = self.instalments[::TERM_MONTHS]
        versions = ((one.number, one.rating.lines[0].item.price.version) for one in firsts)
        others = [number for number, version in versions if is_reached(version, self.version)]
        return self.due_on(others[-1] + TERM_MONTHS) if others else None

    @property
    def terms(self) -> Terms:
        """What its amounts are made of in this term."""
        price = kept_price(self.price, self.version, self.placed_on, self.reached_on)
        return Terms(self.quantity, price, self.tax_rate)

    def rated(self, number: int) -> Rating:
        """What instalment `number` charges at the price of this term: as the newest one, if that has the same terms."""
        newest = self.instalments[-1].rating if self.instalments else None
        return rate_cycle(self.terms, self.month(number), newest)

    def each_rated(self, numbers: range) -> Iterator[Rating]:
        """The same of several instalments: what a month of the term charges is rated once for all of them."""
        months = months_after(self.placed_on, range(numbers.start - 1, numbers.stop - 1))
        return self.rated(numbers.start).for_each(months)

    @cached_property
    def arrears(self) -> tuple[Instalment, ...]:
        """Instalments that fell due and are not paid; none of an order that was never placed."""
        if self.ended_by == NEVER_PLACED:
            return ()
        return tuple([one for one in self.instalments if one.status in OWED])

    @property
    def owes(self) -> Money:
        """The sum of the arrears."""
        return reduce(Money.__add__, (one.rating.total for one in self.arrears), Money(0, self.price.currency))

    @property
    def waiting(self) -> tuple[Instalment, ...]:
        """Instalments of which the provider still has a word to say: arrears, and those that are expected."""
        expected = [one for one in self.instalments if one.status is ChargeStatus.EXPECTED]
        return (*self.arrears, *expected)

    @property
    def owes_fee(self) -> bool:
        """Whether its fee fell due and is not paid; arrears are something else."""
        return self.fee is not None and self.fee.owed

    @property
    def processing(self) -> bool:
        """Whether a charge of something it owes is still being processed."""
        owed = [one.status for one in self.arrears] + ([self.fee.status] if self.fee is not None else [])
        return ChargeStatus.PROCESSING in owed

    def changed(self, **fields: Any) -> Order:
        """The order with other values of these fields, as `replace` makes it, which takes three times as long.

        What is owed follows from the instalments alone, so it is known of the other one too where these are the same.
        """
        known = vars(self)
        if not fields.keys() <= self.__dataclass_fields__.keys():
            raise TypeError(f"an order has no {', '.join(fields.keys() - self.__dataclass_fields__.keys())}")
        other = object.__new__(Order)
        vars(other).update(known, **fields)
        if "instalments" in fields:
            vars(other).pop("arrears", None)
        return other

    def with_instalment(self, changed: Instalment) -> Order:
        """The order with that instalment in the place of its number, or after the last."""
        before, after = self.instalments[: changed.number - 1], self.instalments[changed.number :]
        order = self.changed(instalments=(*before, changed, *after))
        owed = [one for one in self.arrears if one.number != changed.number]
        if changed.owed:
            owed = sorted([*owed, changed], key=lambda one: one.number)
        # What is owed is known without looking at years of instalments again.
        vars(order)["arrears"] = tuple(owed)
        return order


def charges_in(order: Order, days: Period) -> Money:
    """What falls due of the order within the days net, at the price of this term; parts of a period add up."""
    return Money(falling_due(order, days) * order.rated(order.next_number).net.minor, order.price.currency)


def falling_due(order: Order, days: Period) -> int:
    """How many instalments of the order fall due within the days."""
    return max(0, _due_before(order, days.end) - _due_before(order, days.start))


def _due_before(order: Order, day: date) -> int:
    """How many instalments fall due before the day."""
    return order.running_number(day - timedelta(days=1)) if day > order.placed_on else 0
