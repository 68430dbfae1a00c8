"""How an amount or a count came about: a tree of named steps (architecture.md, idea 1)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from desktop.domain.money import Money
from desktop.i18n import Message

StepValue: TypeAlias = "int | Fraction | Money | None"


class Explanation(NamedTuple):
    """One step: what it is, what it comes to, which rule says so, and the steps it is made of.

    A tuple, because every amount has several and nothing else is made as fast.
    """

    text: Message
    value: StepValue = None
    steps: tuple[Explanation, ...] = ()
    rule: str | None = None
    source: str | None = None

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Explanation]]:
        """Every step with its depth, the result first."""
        yield depth, self
        for step in self.steps:
            yield from step.walk(depth + 1)

    def as_json(self) -> dict[str, object]:
        """The tree as plain values: exact fractions as text, money as amount and currency."""
        value: object = self.value
        if isinstance(value, Fraction):
            value = str(value)
        elif isinstance(value, Money):
            value = {"amount": value.decimal, "currency": value.currency}
        return {
            **self.text.as_json(),
            "value": value,
            "rule": self.rule,
            "source": self.source,
            "steps": [step.as_json() for step in self.steps],
        }
