"""The one function that prices everything: quote, order, instalment, fee, statement and simulation.

An amount is quantity × unit price × factors, exact until the one rounding of its line (rules.md 0.3.5).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache, reduce
from hashlib import sha256
from math import prod

from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
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


@dataclass(frozen=True)
class Factor:
    """One more factor of an amount, and what it stands for."""

    text: Message
    value: Fraction
    rule: str | None = None


@dataclass(frozen=True)
class Item:
    """What is to be priced: so many units at a price, for a period, times factors."""

    kind: LineKind
    text: Message
    quantity: int
    price: Price
    period: Period
    factors: tuple[Factor, ...] = ()
    rule: str | None = None

    def for_period(self, period: Period) -> Item:
        """The same item for another period."""
        return Item(self.kind, self.text, self.quantity, self.price, period, self.factors, self.rule)

    @property
    def exact(self) -> Fraction:
        """The amount before it is rounded."""
        plain = self.quantity * self.price.unit.exact
        return plain * prod(one.value for one in self.factors) if self.factors else plain


@dataclass(frozen=True)
class Line:
    """A priced item: its net amount, rounded once, and its part of the document's tax."""

    item: Item
    net: Money
    tax: Money
    like: Line | None = field(default=None, compare=False, repr=False)
    """The same line of another period, whose explanation it shares."""

    @cached_property
    def explanation(self) -> Explanation:
        """How the net amount came about; made when it is asked for."""
        return _explanation(self.item, self.net) if self.like is None else self.like.explanation

    def fingerprint(self) -> Mapping[str, object]:
        """What the line says, without words, so that a reworded text changes no hash."""
        item = self.item
        return {
            "kind": str(item.kind),
            "quantity": item.quantity,
            "unit_price": str(item.price.unit.exact),
            "version": item.price.version,
            "factors": [str(one.value) for one in item.factors],
            "period": [item.period.start.isoformat(), item.period.end.isoformat()],
            "net": self.net.minor,
            "tax": self.tax.minor,
        }


@dataclass(frozen=True)
class Rating:
    """A document's lines and sums, in one currency, and the SHA-256 of its lines."""

    lines: tuple[Line, ...]
    tax_rate: Fraction
    net: Money
    tax: Money
    total: Money

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of what its lines say; made when it is asked for."""
        return _hash(self.lines, self.currency, self.tax_rate)

    def for_period(self, period: Period) -> Rating:
        """The same lines for another period: no amount follows from it."""
        lines = tuple(Line(line.item.for_period(period), line.net, line.tax, line) for line in self.lines)
        return Rating(lines, self.tax_rate, self.net, self.tax, self.total)

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


def rate(items: Sequence[Item], tax_rate: Fraction) -> Rating:
    """Price the items of one document, at least one; items in two currencies are refused.

    The same items give the same lines, sums and hash, whenever and for whatever purpose they are rated.
    """
    exacts = tuple((item.exact, item.price.unit.currency) for item in items)
    nets, taxes, (net, tax, total) = _amounts(exacts, tax_rate)
    lines = tuple(Line(item, amount, part) for item, amount, part in zip(items, nets, taxes, strict=True))
    return Rating(lines, tax_rate, net, tax, total)


@lru_cache(maxsize=4096)
def _amounts(
    exacts: tuple[tuple[Fraction, str], ...], tax_rate: Fraction
) -> tuple[tuple[Money, ...], tuple[Money, ...], tuple[Money, Money, Money]]:
    """The lines' nets and taxes, and net, tax and total: the same for each month of an order."""
    nets = [Money.of(exact, currency) for exact, currency in exacts]
    net = reduce(Money.__add__, nets)
    taxes = document_tax(nets, tax_rate)
    tax = reduce(Money.__add__, taxes)
    return tuple(nets), tuple(taxes), (net, tax, net + tax)


def _explanation(item: Item, net: Money) -> Explanation:
    price = item.price
    steps = [
        Explanation(msgn("{n} unit", "{n} units", n=item.quantity), item.quantity),
        Explanation(msg("Unit price"), price.unit.as_step, (price.why,), price.why.rule, price.version),
        *(Explanation(factor.text, factor.value, rule=factor.rule) for factor in item.factors),
    ]
    if net.exact != item.exact:
        steps.append(Explanation(msg("Exactly, before the one rounding of the line"), item.exact))
    return Explanation(item.text, net, tuple(steps), item.rule)


def _hash(lines: Sequence[Line], currency: str, tax_rate: Fraction) -> str:
    said = {"currency": currency, "tax_rate": str(tax_rate), "lines": [line.fingerprint() for line in lines]}
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
