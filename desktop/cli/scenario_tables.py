"""How scenarios are printed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop.cli.output import Output
from desktop.domain.scenarios import BUYING_LABELS
from desktop.domain.shares import share_percent
from desktop.i18n import Message, Value, msg, msgn

if TYPE_CHECKING:
    from desktop.services.scenarios.answers import ComparedAnswer, ScenarioAnswer
    from desktop.services.scenarios.orders import ChangeSetAnswer


def show_list(output: Output, found: Sequence[ScenarioAnswer]) -> None:
    """A line for each scenario."""
    if output.json:
        output.document({"scenarios": found})
        return
    if not found:
        output.line(msg("There is no scenario yet. Keep one with seatwise scenario add."))
        return
    heads = (msg("Scenario"), msg("Buys"), msg("From"), msg("Users"), msg("Growth"), msg("Months"), msg("Total"))
    output.table(heads, [(*_facts(one), one.total or "") for one in found])


def _facts(one: ScenarioAnswer) -> tuple[Value, ...]:
    growth = msg("{share}% a month", share=share_percent(Fraction(one.growth)))
    return (one.name, BUYING_LABELS[one.buying], one.starts_on, one.users, growth, one.length)


def show_scenario(output: Output, one: ScenarioAnswer) -> None:
    """A scenario with its months and orders."""
    if output.json:
        output.document(one)
        return
    show_list(output, [one])
    heads = (msg("From"), msg("Users"), units_head(one), msg("Net"), msg("Tax"), msg("Total"), msg("Running total"))
    output.table(
        heads,
        [
            (
                month.starts_on,
                month.users,
                month.units,
                month.net or "",
                month.tax or "",
                month.total or "",
                month.running_total or "",
            )
            for month in one.months
        ],
        title=msg("Months"),
    )
    if one.total is None:
        output.line(no_price())
    if one.orders:
        output.table(
            (msg("Date"), msg("Users"), msg("Unit price"), msg("Why")),
            [(order.on, order.seats, order.unit_price, order.price_reason) for order in one.orders],
            title=msg("Orders it would place"),
        )


def units_head(one: ScenarioAnswer) -> Message:
    """What its units are."""
    return BUYING_LABELS[one.buying]


def no_price() -> Message:
    """Why a scenario has counts and no amounts."""
    return msg("There is no price of an active user. Set it with the account rule mau_unit_price.")


def show_compared(output: Output, found: Sequence[ComparedAnswer]) -> None:
    """Scenarios side by side."""
    if output.json:
        output.document({"scenarios": found})
        return
    if not found:
        show_list(output, [])
        return
    heads = (msg("Scenario"), msg("Buys"), msg("From"), msg("Users"), msg("Growth"), msg("Months"), msg("Total"))
    rows = [
        (*_facts(one.scenario), one.scenario.total or "", one.more or "", one.dearer_from or msg("Never"))
        for one in found
    ]
    output.table((*heads, msg("More than the first"), msg("Dearer from")), rows)
    output.table(
        (msg("Month"), *(msg("{name}", name=one.scenario.name) for one in found)),
        [(place + 1, *_running(found, place)) for place in range(max(one.scenario.length for one in found))],
        title=msg("Running total by month"),
    )


def _running(found: Sequence[ComparedAnswer], place: int) -> tuple[Value, ...]:
    months = [one.scenario.months for one in found]
    return tuple((one[place].running_total or "") if place < len(one) else "" for one in months)


def show_change_set(output: Output, shown: ChangeSetAnswer, placed: Sequence[int]) -> None:
    """What applying a scenario places, or has placed."""
    if output.json:
        output.document({"change_set": shown, "placed": list(placed)})
        return
    output.table(
        (msg("Users"), msg("Unit price"), msg("Monthly"), msg("Tax"), msg("Monthly total"), msg("Annual"), msg("Why")),
        [
            (one.seats, one.unit_price, one.monthly, one.tax, one.monthly_total, one.annual, one.price_reason)
            for one in shown.orders
        ],
        title=msg("Orders of {day}", day=shown.on),
    )
    if shown.later:
        output.table(
            (msg("Date"), msg("Users"), msg("Unit price")),
            [(one.on, one.seats, one.unit_price) for one in shown.later],
            title=msg("Later, only planned"),
        )
    if placed:
        output.line(
            msgn(
                "{n} order was placed: {numbers}.",
                "{n} orders were placed: {numbers}.",
                n=len(placed),
                numbers=", ".join(map(str, placed)),
            )
        )
