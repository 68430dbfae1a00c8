"""What moved between two ratings, line by line: for a quote that no longer holds, or an invoice that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from desktop.domain.periods import Period
from desktop.domain.pricing.rating import Line, Rating
from desktop.domain.pricing.tax import percent
from desktop.i18n import Message, Value, msg


@dataclass(frozen=True)
class Difference:
    """One figure of one line that moved; None where the line is not there. `line` counts from 1, 0 is the document."""

    line: int
    field: Message
    before: Value
    after: Value


def differences(before: Rating, after: Rating) -> list[Difference]:
    """Every figure that differs; none exactly when the two have the same hash."""
    found = list(_document(before, after))
    for number, (one, other) in enumerate(zip_longest(_lines(before), _lines(after)), 1):
        first, second = _figures(one), _figures(other)
        for name, label in _FIELDS.items():
            if first.get(name) != second.get(name):
                found.append(Difference(number, label, _shown(first.get(name)), _shown(second.get(name))))
    return found


_FIELDS: Mapping[str, Message] = {
    "kind": msg("What is charged"),
    "quantity": msg("Units"),
    "price": msg("Unit price"),
    "version": msg("Price version"),
    "factors": msg("Factors"),
    "start": msg("Period starts"),
    "end": msg("Period ends"),
    "net": msg("Net amount"),
    "tax": msg("Tax"),
}


def _document(before: Rating, after: Rating) -> Iterator[Difference]:
    if before.currency != after.currency:
        yield Difference(0, msg("Currency"), before.currency, after.currency)
    if before.tax_rate != after.tax_rate:
        yield Difference(0, msg("Tax rate"), _rate(before), _rate(after))


def _rate(rating: Rating) -> Message:
    return msg("{percent} %", percent=percent(rating.tax_rate))


def _lines(rating: Rating) -> Iterator[tuple[Line, Period]]:
    return zip(rating.lines, rating.periods, strict=True)


def _figures(found: tuple[Line, Period] | None) -> Mapping[str, object]:
    if found is None:
        return {}
    line, period = found
    item = line.item
    return {
        "kind": str(item.kind),
        "quantity": item.quantity,
        "price": item.price.unit,
        "version": item.price.version,
        "factors": tuple(factor.value for factor in item.factors),
        "start": period.start,
        "end": period.end,
        "net": line.net,
        "tax": line.tax,
    }


def _shown(value: object) -> Value:
    """The figure as a message can show it."""
    if isinstance(value, tuple):
        return " × ".join(str(factor) for factor in value)
    return value  # type: ignore[return-value] # texts, numbers, days and amounts
