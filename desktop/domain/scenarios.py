"""What-ifs side by side: seats against monthly active users, other days, other growth, on the one rating function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import reduce

from desktop.domain.billing_rules import BillingRules
from desktop.domain.errors import WrongUsage
from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.periods import Period, add_months
from desktop.domain.pricing.grandfathering import price_for_new_order
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.pricing.rating import Item, LineKind, Price, Rating, rate
from desktop.domain.pricing.subscriptions import Terms, rate_cycle
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.statements import active_user_price
from desktop.i18n import Message, msg, msgn

LONGEST = 120
"""Months a scenario may look ahead."""
MOST_USERS = 10_000_000
"""Users of a month; more are a mistake in typing, and would be more orders than a machine can hold."""


class Buying(StrEnum):
    """What a scenario pays for."""

    SEATS = "seats"
    ACTIVE_USERS = "active_users"


BUYING_LABELS: Mapping[Buying, Message] = {
    Buying.SEATS: msg("Seats"),
    Buying.ACTIVE_USERS: msg("Active users"),
}


@dataclass(frozen=True)
class Scenario:
    """A named what-if: so many users from a day on, growing by a share each month, of whom a share is active."""

    name: str
    buying: Buying
    starts_on: date
    users: int
    growth: Fraction = Fraction(0)
    active_share: Fraction = Fraction(1)
    months: int = 12

    def users_in(self, place: int) -> int:
        """Users in the month of that place, counted from 0, rounded up to whole people."""
        return _up(self.users * (1 + self.growth) ** place)

    def active_in(self, place: int) -> int:
        """Those of them who are active."""
        return _up(self.users * (1 + self.growth) ** place * self.active_share)


@dataclass(frozen=True)
class World:
    """What all scenarios share: the price list, the rules, currency, country, the price of an active user."""

    prices: PriceList
    rules: BillingRules
    currency: str
    country: str
    active_user: UnitPrice | None = None
    first_order: bool = True
    held: tuple[str, ...] = ()
    """Price versions that the account's running orders hold (F4)."""


@dataclass(frozen=True)
class Proposal:
    """An order that a scenario would place."""

    on: date
    quantity: int
    price: Price


@dataclass(frozen=True)
class ScenarioMonth:
    """A month of a scenario. Each of its orders is a document of its own, as it will be charged."""

    days: Period
    users: int
    units: int
    """Seats held, or active users."""

    ratings: tuple[Rating, ...]
    """Empty where there is no price for what it buys."""

    running_total: Money | None = None

    @property
    def net(self) -> Money | None:
        """What it costs without tax."""
        return _sum([one.net for one in self.ratings])

    @property
    def tax(self) -> Money | None:
        """The tax of its documents, each rounded by itself."""
        return _sum([one.tax for one in self.ratings])

    @property
    def total(self) -> Money | None:
        """What it costs with tax."""
        return _sum([one.total for one in self.ratings])

    @property
    def explanation(self) -> Explanation | None:
        """The month, document by document."""
        if len(self.ratings) == 1:
            return self.ratings[0].explanation
        text = msg("{start} to {end}", start=self.days.start, end=self.days.end)
        steps = tuple(one.explanation for one in self.ratings)
        return Explanation(text, self.total, steps) if steps else None


@dataclass(frozen=True)
class Projection:
    """A scenario worked out: its months, the orders it would place, and its total with tax."""

    scenario: Scenario
    months: tuple[ScenarioMonth, ...]
    proposals: tuple[Proposal, ...]

    @property
    def total(self) -> Money | None:
        """What all its months cost, or None where there is no price."""
        return self.months[-1].running_total

    @property
    def explanation(self) -> Explanation:
        """The total, month by month."""
        steps = tuple(step for month in self.months if (step := month.explanation) is not None)
        text = msgn("“{name}” over {n} month", "“{name}” over {n} months", n=len(self.months), name=self.scenario.name)
        return Explanation(text, self.total, steps)


@dataclass(frozen=True)
class Compared:
    """A projection beside the first one: how much more it costs (less below zero), and from when it is dearer."""

    projection: Projection
    more: Money | None
    dearer_from: date | None


def project(scenario: Scenario, world: World) -> Projection:
    """Work a scenario out; its months begin on the day it starts and step from there."""
    if not 1 <= scenario.months <= LONGEST:
        raise WrongUsage(msg("A scenario looks 1 to {most} months ahead.", most=LONGEST))
    if scenario.users < 1 or scenario.growth <= -1 or not 0 <= scenario.active_share <= 1:
        raise WrongUsage(
            msg("A scenario needs at least 1 user, growth above −100 %, and an active share from 0 to 100 %.")
        )
    if max(scenario.users_in(place) for place in (0, scenario.months - 1)) > MOST_USERS:
        raise WrongUsage(msg("A scenario has at most {most} users in any month.", most=MOST_USERS))
    proposals: list[Proposal] = []
    months: list[ScenarioMonth] = []
    for place in range(scenario.months):
        days = Period(add_months(scenario.starts_on, place), add_months(scenario.starts_on, place + 1))
        ratings: tuple[Rating, ...]
        if scenario.buying is Buying.SEATS:
            proposals += _needed(scenario, world, proposals, place, days.start)
            units, ratings = sum(one.quantity for one in proposals), _seats(proposals, days, world)
        else:
            units = scenario.active_in(place)
            ratings = _active_users(units, days, world)
        months.append(ScenarioMonth(days, scenario.users_in(place), units, ratings))
    return Projection(scenario, _with_totals(months), tuple(proposals))


def compare(scenarios: Sequence[Scenario], world: World) -> list[Compared]:
    """Scenarios side by side; each is set against the first."""
    projections = [project(one, world) for one in scenarios]
    return [_compared(one, projections[0]) for one in projections]


def _needed(scenario: Scenario, world: World, placed: Sequence[Proposal], place: int, on: date) -> list[Proposal]:
    """The orders that bring the seats up to the users: a first one is never too small (R3), none too large (R4)."""
    missing = scenario.users_in(place) - sum(one.quantity for one in placed)
    if missing <= 0:
        return []
    first = world.first_order and not placed
    quantity = max(missing, world.rules.first_order_min) if first else missing
    held = [*world.held, *(one.price.version for one in placed)]
    choice = price_for_new_order(world.prices, world.currency, on, world.rules.grandfather_scope, held)
    price = Price(choice.price, choice.version, choice.explanation)
    whole, rest = divmod(quantity, world.rules.card_order_max)
    sizes = [world.rules.card_order_max] * whole + ([rest] if rest else [])
    return [Proposal(on, size, price) for size in sizes]


def _seats(proposals: Sequence[Proposal], days: Period, world: World) -> tuple[Rating, ...]:
    rate_of_tax = world.rules.tax_rate(world.country)
    return tuple(rate_cycle(Terms(one.quantity, one.price, rate_of_tax), days) for one in proposals)


def _active_users(units: int, days: Period, world: World) -> tuple[Rating, ...]:
    if world.active_user is None:
        return ()
    text = msgn("{n} unique active user", "{n} unique active users", n=units)
    item = Item(LineKind.ACTIVE_USERS, text, units, active_user_price(world.active_user), rule="F5")
    return (rate([(item, days)], world.rules.tax_rate(world.country)),)


def _sum(amounts: Sequence[Money]) -> Money | None:
    return reduce(Money.__add__, amounts) if amounts else None


def _with_totals(months: Sequence[ScenarioMonth]) -> tuple[ScenarioMonth, ...]:
    done: list[ScenarioMonth] = []
    for month in months:
        before = [done[-1].running_total] if done else []
        paid = [*before, month.total]
        known = [one for one in paid if one is not None]
        total = reduce(Money.__add__, known) if len(known) == len(paid) else None
        done.append(replace(month, running_total=total))
    return tuple(done)


def _compared(one: Projection, first: Projection) -> Compared:
    more = one.total - first.total if one.total is not None and first.total is not None else None
    dearer = (
        month.days.start
        for month, other in zip(one.months, first.months, strict=False)
        if month.running_total is not None
        and other.running_total is not None
        and month.running_total.minor > other.running_total.minor
    )
    return Compared(one, more, next(dearer, None))


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
