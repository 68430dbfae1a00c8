"""Tax of a document: one rounding per rate, shown per line by largest remainder (rules.md 0.3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from desktop.domain.money import Money, round_half_away, round_ratio


def document_tax(nets: Sequence[Money], rate: Fraction) -> list[Money]:
    """The tax of each line; together they are the sum of the rounded lines times the rate, rounded once.

    >>> [part.decimal for part in document_tax([Money(1003, "USD")] * 3, Fraction("0.2"))]
    ['2.01', '2.01', '2.00']
    """
    numerator, denominator = rate.as_integer_ratio()
    if len(nets) == 1:
        return [Money(round_ratio(nets[0].minor * numerator, denominator), nets[0].currency)]
    whole = round_ratio(sum(net.minor for net in nets) * numerator, denominator)
    parts, remainders = zip(*(divmod(net.minor * numerator, denominator) for net in nets), strict=True)
    by_remainder = sorted(range(len(nets)), key=lambda place: (-remainders[place], place))
    larger = set(by_remainder[: whole - sum(parts)])
    return [
        Money(part + (place in larger), net.currency) for place, (part, net) in enumerate(zip(parts, nets, strict=True))
    ]


def percent(rate: Fraction) -> Decimal:
    """A rate in percent, without a nought at the end of its decimals.

    >>> percent(Fraction(1, 5)), percent(Fraction("0.055")), percent(Fraction(0))
    (Decimal('20'), Decimal('5.5'), Decimal('0'))
    """
    units = round_half_away(rate * 100, 8)
    return Decimal(f"{units // 10**8}.{units % 10**8:08d}".rstrip("0").rstrip("."))


def plain_rate(rate: Fraction) -> str:
    """A rate as a plain fraction of 1.

    >>> plain_rate(Fraction(1, 5)), plain_rate(Fraction("0.055")), plain_rate(Fraction(0))
    ('0.2', '0.055', '0')
    """
    return str(percent(rate / 100))
