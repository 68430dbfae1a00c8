"""Tables that several reports have: how an amount came about, and what befalls an account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Protocol

from desktop.domain.explanation import Explanation, StepValue, said
from desktop.domain.money import Money
from desktop.formats.reports.report import Column, Table, table_of
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import Message, msg


class Event(Protocol):
    """Something that befalls an account or an order."""

    @property
    def on(self) -> date:
        """Its day."""

    @property
    def text(self) -> Message:
        """What it is."""

    @property
    def rule(self) -> str:
        """The rule that says so."""

    @property
    def amount(self) -> Money | None:
        """What it charges, or None."""


def events_table(key: str, name: Message, events: Sequence[Event], currency: str) -> Table:
    """Events in their order, each with its rule and its amount."""
    cells: tuple[tuple[Column, Callable[[Event], date | Message | str | Money | None]], ...] = (
        (Column("date", msg("Date"), Cells.DATE), lambda one: one.on),
        (Column("event", msg("What"), Cells.MESSAGE), lambda one: one.text),
        (Column("rule", msg("Rule")), lambda one: one.rule),
        (Column("amount", msg("Amount"), Cells.MONEY, currency), lambda one: one.amount),
    )
    return table_of(key, name, cells, events)


def derivation_table(explanation: Explanation, key: str, name: Message) -> Table:
    """How an amount came about, step by step; the result first."""
    columns: tuple[tuple[Column, Callable[[tuple[int, Explanation]], Message | str | int]], ...] = (
        (Column("depth", msg("Depth"), Cells.INT), lambda one: one[0]),
        (Column("step", msg("Step"), Cells.MESSAGE), lambda one: one[1].text),
        (Column("comes_to", msg("Comes to")), lambda one: written(one[1].value)),
        (Column("rule", msg("Rule")), lambda one: one[1].rule or ""),
    )
    return table_of(key, name, columns, list(explanation.walk()))


def why_in_a_line(explanation: Explanation, deep: int = 2) -> Message:
    """How an amount came about, for a cell: its steps with what each comes to and its rule, so many levels deep."""
    return msg("{steps}", steps=tuple(_steps(explanation, deep)))


def _steps(explanation: Explanation, deep: int) -> Iterator[Message]:
    for depth, step in explanation.walk():
        if not 0 < depth <= deep:
            continue
        if step.value is None:
            yield msg("{step}", step=step.text)
        else:
            rule = f" ({step.rule})" if step.rule else ""
            yield msg("{step} = {value}{rule}", step=step.text, value=written(step.value), rule=rule)


def written(value: StepValue) -> str:
    """What a step comes to, as programs read it."""
    if value is None:
        return ""
    return f"{value.decimal} {value.currency}" if isinstance(value, Money) else str(said(value))
