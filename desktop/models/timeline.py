"""A line of a timeline: a day with what befell or will befall, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.i18n import Message, Value


@dataclass(frozen=True)
class TimelineLine:
    """Its day, what it is, more of it, and a colour; an amount with its reason where something is charged."""

    on: date
    title: Value
    about: Value
    color: str
    coming: bool
    rule: Message | None = None
    amount: Money | None = None
    why: Explanation | None = None
