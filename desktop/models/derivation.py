"""A derivation as a tree of steps, each with its number, and as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from desktop.domain.explanation import Explanation, said
from desktop.domain.money import Money
from desktop.i18n import Message, Value, msg

_INDENT = "   "


@dataclass(frozen=True)
class StepLine:
    """One line of a derivation: its number (empty for the result), depth, and what it comes to."""

    number: str
    depth: int
    step: Explanation


class Event(Protocol):
    """Something that befalls an account, and what it charges."""

    @property
    def text(self) -> Message:
        """What it is."""

    @property
    def rule(self) -> str:
        """The rule that says so."""

    @property
    def amount(self) -> Money | None:
        """What it charges, or None."""


def why_event(event: Event) -> Explanation | None:
    """Why an event charges what it does: what it is, and its rule; None where it charges nothing."""
    if event.amount is None:
        return None
    charged = Explanation(event.text, event.amount, rule=event.rule)
    return Explanation(msg("Charged"), event.amount, (charged,), event.rule)


def step_lines(explanation: Explanation) -> list[StepLine]:
    """The steps in the order they are done, numbered 1, 1.1, 1.2, 2 ..., and the result last."""
    return [*_below(explanation, "", 0), StepLine("", 0, explanation)]


def _below(explanation: Explanation, prefix: str, depth: int) -> Iterator[StepLine]:
    for place, step in enumerate(explanation.steps, 1):
        number = f"{prefix}{place}"
        yield StepLine(number, depth, step)
        yield from _below(step, f"{number}.", depth + 1)


def as_text(explanation: Explanation, text: Callable[[Message], str], say: Callable[[Value], str]) -> str:
    """The derivation as plain text, one step a line."""
    lines = [text(msg("Why {amount}?", amount=say(said(explanation.value))))]
    for line in step_lines(explanation):
        value = say(said(line.step.value)) if line.step.value is not None else ""
        rule = f" [{line.step.rule}]" if line.step.rule else ""
        number = f"{line.number}  " if line.number else "=  "
        lines.append(f"{_INDENT * line.depth}{number}{text(line.step.text)}{rule}: {value}".rstrip(": "))
    return "\n".join(lines)
