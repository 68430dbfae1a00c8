"""How an amount or a count came about: a tree of named steps (architecture.md, idea 1)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from desktop.domain.money import Money
from desktop.i18n import Message, Value, msg


class Percent(NamedTuple):
    """A share of 1 that people read in percent."""

    share: Fraction


StepValue: TypeAlias = "int | Fraction | Percent | Money | None"
_EXACTLY = Context(prec=1000)


def exactly(value: Fraction) -> Decimal | str:
    """A number as a decimal wherever one is exact, else as a fraction.

    >>> exactly(Fraction(2001, 200)), exactly(Fraction(-100)), exactly(Fraction(1, 3))
    (Decimal('10.005'), Decimal('-100'), '1/3')
    """
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest != 1:
        return str(value)
    return Decimal(format(_EXACTLY.divide(Decimal(value.numerator), Decimal(value.denominator)), "f"))


def said(value: StepValue) -> Value:
    """What a step comes to: the one place that writes the numbers of explanations, for screens, terminals and files.

    >>> str(said(Percent(Fraction(1, 2)))), said(Fraction(2001, 200))
    ('50 %', Decimal('10.005'))
    """
    if isinstance(value, Percent):
        percent = exactly(value.share * 100)
        return msg("{percent} %", percent=percent)
    return exactly(value) if isinstance(value, Fraction) else value


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
        """The tree as plain values: exact numbers as text, a percentage as its share of 1, money in two parts."""
        value: object = self.value.share if isinstance(self.value, Percent) else self.value
        if isinstance(value, Fraction):
            value = str(exactly(value))
        elif isinstance(value, Money):
            value = {"amount": value.decimal, "currency": value.currency}
        return {
            **self.text.as_json(),
            "value": value,
            "rule": self.rule,
            "source": self.source,
            "steps": [step.as_json() for step in self.steps],
        }
