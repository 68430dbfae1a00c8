"""The one function that prices everything: quote, order, instalment, fee, statement and simulation.

An amount is quantity × unit price × factors, exact until the one rounding of its line (rules.md 0.3.5).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache, reduce
from hashlib import sha256
from typing import NamedTuple

from desktop.domain.explanation import Explanation, Percent
from desktop.domain.money import Money, minor_units, round_ratio
from desktop.domain.periods import Period
from desktop.domain.pricing.tax import document_tax, percent
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message, msg, msgn


class LineKind(StrEnum):
    """What a line charges for."""

    SUBSCRIPTION = "subscription"
    TERMINATION_FEE = "termination_fee"
    ACTIVE_USERS = "active_users"


@dataclass(frozen=True)
class Price:
    """A unit price with the version it comes from and why it applies."""

    unit: UnitPrice
    version: str
    why: Explanation

    @cached_property
    def step(self) -> Explanation:
        """The step of an explanation that says the price, and why it applies."""
        return Explanation(msg("Unit price"), self.unit.as_step, (self.why,), self.why.rule, self.version)


@dataclass(frozen=True)
class Factor:
    """One more factor of an amount, and what it stands for."""

    text: Message
    value: Fraction
    rule: str | None = None
    in_percent: bool = False
    """Whether people read it in percent."""

    @property
    def step(self) -> Explanation:
        """The step of an explanation that says the factor."""
        return Explanation(self.text, Percent(self.value) if self.in_percent else self.value, (), self.rule)


class Item(NamedTuple):
    """What is to be priced: so many units at a price, times factors. No amount follows from its period."""

    kind: LineKind
    text: Message
    quantity: int
    price: Price
    factors: tuple[Factor, ...] = ()
    rule: str | None = None

    @property
    def exact(self) -> Fraction:
        """The amount before it is rounded."""
        return Fraction(*self.ratio)

    @property
    def net(self) -> Money:
        """The amount, rounded once."""
        numerator, denominator = self.ratio
        currency = self.price.unit.currency
        return Money(round_ratio(numerator * minor_units(currency), denominator), currency)

    @property
    def is_rounded(self) -> bool:
        """Whether the net amount is not exactly what it comes to."""
        numerator, denominator = self.ratio
        return numerator * minor_units(self.price.unit.currency) % denominator != 0

    @property
    def ratio(self) -> tuple[int, int]:
        """The exact amount as a numerator and a denominator: whole numbers multiply faster than fractions."""
        numerator, denominator = self.price.unit.exact.as_integer_ratio()
        numerator *= self.quantity
        for factor in self.factors:
            above, below = factor.value.as_integer_ratio()
            numerator, denominator = numerator * above, denominator * below
        return numerator, denominator


@dataclass(frozen=True)
class Line:
    """A priced item: its net amount, rounded once, and its part of the document's tax."""

    item: Item
    net: Money
    tax: Money

    @cached_property
    def explanation(self) -> Explanation:
        """How the net amount came about; made when it is asked for, once for all periods that share the line."""
        return _explanation(self.item, self.net)

    def fingerprint(self, period: Period) -> Mapping[str, object]:
        """What the line says for a period, without words, so that a reworded text changes no hash."""
        item = self.item
        return {
            "kind": str(item.kind),
            "quantity": item.quantity,
            "unit_price": str(item.price.unit.exact),
            "version": item.price.version,
            "factors": [str(one.value) for one in item.factors],
            "period": [period.start.isoformat(), period.end.isoformat()],
            "net": self.net.minor,
            "tax": self.tax.minor,
        }


class Rating(NamedTuple):
    """A document's lines with their periods, and its sums, in one currency.

    A tuple, because there is one for each month of each order; the months of a term share all of it but the period.
    """

    lines: tuple[Line, ...]
    periods: tuple[Period, ...]
    """The period of each line."""

    tax_rate: Fraction
    net: Money
    tax: Money
    total: Money

    @property
    def sha256(self) -> str:
        """The SHA-256 of what its lines say."""
        return _hash(self)

    def for_period(self, period: Period) -> Rating:
        """The same lines for another period: no amount follows from it."""
        return next(self.for_each((period,)))

    def for_each(self, periods: Iterable[Period]) -> Iterator[Rating]:
        """The same lines for each of the periods."""
        lines, _, tax_rate, net, tax, total = self
        count = len(lines)
        for period in periods:
            # `Rating(...)` is a function in Python around this one.
            yield tuple.__new__(Rating, (lines, (period,) * count, tax_rate, net, tax, total))

    @property
    def currency(self) -> str:
        """The one currency of the document."""
        return self.total.currency

    @property
    def explanation(self) -> Explanation:
        """The total: each line, and the tax."""
        lines = tuple(line.explanation for line in self.lines)
        return explain_total(lines, (self.net, self.tax, self.total), self.tax_rate)


def explain_total(lines: tuple[Explanation, ...], sums: tuple[Money, Money, Money], tax_rate: Fraction) -> Explanation:
    """Why a document comes to its total, from why its lines do; the sums are net, tax and total."""
    net, tax, total = sums
    text = msg("Tax ({rate} %), rounded once for all lines", rate=percent(tax_rate))
    step = Explanation(text, tax, (Explanation(msg("Sum of the lines"), net),), "F2")
    return Explanation(msg("Total"), total, (*lines, step))


def rate(items: Sequence[tuple[Item, Period]], tax_rate: Fraction) -> Rating:
    """Price the items of one document, at least one, each in its period; items in two currencies are refused.

    The same items give the same lines, sums and hash, whenever and for whatever purpose they are rated.
    """
    nets = [item.net for item, _ in items]
    net = reduce(Money.__add__, nets)
    taxes = document_tax(nets, tax_rate)
    tax = reduce(Money.__add__, taxes)
    lines = [Line(item, amount, part) for (item, _), amount, part in zip(items, nets, taxes, strict=True)]
    return Rating(tuple(lines), tuple([period for _, period in items]), tax_rate, net, tax, net + tax)


def summed_nets(item: Item, quantities: Mapping[int, int]) -> int:
    """The net amounts in minor units, added up, of items like it: so many of each quantity, each rounded by itself.

    >>> whole, part = (UnitPrice.read(text, "USD") for text in ("4", "0.333"))
    >>> one = Item(LineKind.SUBSCRIPTION, msg("Users"), 1, Price(whole, "1", Explanation(msg(""))))
    >>> summed_nets(one, {3: 2, 10: 1}), summed_nets(one._replace(price=Price(part, "1", one.price.why)), {1: 3, 2: 1})
    (6400, 166)
    """
    numerator, denominator = item._replace(quantity=1).ratio
    numerator *= minor_units(item.price.unit.currency)
    if numerator % denominator == 0:
        return numerator // denominator * sum(quantity * count for quantity, count in quantities.items())
    return sum(count * round_ratio(quantity * numerator, denominator) for quantity, count in quantities.items())


def _explanation(item: Item, net: Money) -> Explanation:
    steps: tuple[Explanation, ...] = (_units(item.quantity), item.price.step)
    if item.factors:
        steps += tuple([factor.step for factor in item.factors])
    if item.is_rounded:
        steps += (Explanation(msg("Exactly, before the one rounding of the line"), item.exact),)
    return Explanation(item.text, net, steps, item.rule)


@lru_cache(maxsize=4096)
def _units(quantity: int) -> Explanation:
    return Explanation(msgn("{n} unit", "{n} units", n=quantity), quantity)


def _hash(rating: Rating) -> str:
    lines = [line.fingerprint(period) for line, period in zip(rating.lines, rating.periods, strict=True)]
    said = {"currency": rating.currency, "tax_rate": str(rating.tax_rate), "lines": lines}
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
