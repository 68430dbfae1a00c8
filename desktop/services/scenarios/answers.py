"""What is asked of a scenario, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.scenarios import Buying, Compared, Projection, ScenarioMonth
from desktop.i18n import Message


@dataclass(frozen=True)
class ScenarioWish:
    """What a person says of a scenario; without a day it begins today. Growth and share are shares of 1."""

    name: str
    buying: Buying
    users: int
    starts_on: date | None = None
    growth: Fraction = Fraction(0)
    active_share: Fraction = Fraction(1)
    months: int = 12


@dataclass(frozen=True)
class ScenarioMonthAnswer:
    """A month of a scenario, which begins on the day of the month that the scenario begins on. Null: no price."""

    starts_on: date
    ends_on: date
    """The first day of the next month."""

    users: int
    units: int
    """Seats held, or active users."""

    net: Money | None
    tax: Money | None
    total: Money | None
    running_total: Money | None
    explanation: Explanation | None


@dataclass(frozen=True)
class ProposalAnswer:
    """An order that a scenario would place."""

    on: date
    seats: int
    unit_price: UnitPrice
    price_version: str
    price_reason: Message


@dataclass(frozen=True)
class ScenarioAnswer:
    """A scenario worked out on the account as it stands today; growth and active share are exact shares of 1."""

    scenario: str
    name: str
    buying: Buying
    starts_on: date
    users: int
    growth: str
    active_share: str
    length: int
    """Months it looks ahead."""

    months: tuple[ScenarioMonthAnswer, ...]
    orders: tuple[ProposalAnswer, ...]
    total: Money | None
    """What its months cost with tax; null where there is no price for what it buys."""

    explanation: Explanation


@dataclass(frozen=True)
class ComparedAnswer:
    """A scenario beside the first one: how much more it costs, and from when its running total is the higher one."""

    scenario: ScenarioAnswer
    more: Money | None
    dearer_from: date | None


def compared_answer(row_id: str, found: Compared) -> ComparedAnswer:
    """A scenario beside the one it is compared with, as an answer."""
    return ComparedAnswer(scenario_answer(row_id, found.projection), found.more, found.dearer_from)


def scenario_answer(row_id: str, found: Projection) -> ScenarioAnswer:
    """A scenario worked out, as an answer."""
    one = found.scenario
    return ScenarioAnswer(
        row_id,
        one.name,
        one.buying,
        one.starts_on,
        one.users,
        str(one.growth),
        str(one.active_share),
        one.months,
        tuple(_month(month) for month in found.months),
        tuple(
            ProposalAnswer(order.on, order.quantity, order.price.unit, order.price.version, order.price.why.text)
            for order in found.proposals
        ),
        found.total,
        found.explanation,
    )


def _month(month: ScenarioMonth) -> ScenarioMonthAnswer:
    return ScenarioMonthAnswer(
        month.days.start,
        month.days.end,
        month.users,
        month.units,
        month.net,
        month.tax,
        month.total,
        month.running_total,
        month.explanation,
    )
