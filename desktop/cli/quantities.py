"""Numbers that a person types, each read with the sentence that its own rule says."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.errors import WrongUsage
from desktop.domain.money import Money, exponent, minor_units
from desktop.domain.typed_numbers import MOST_DIGITS, read_number, typed_number
from desktop.domain.typed_numbers import read_amount as read_typed_amount
from desktop.i18n import Message, msg


def read_users(text: str, language: str) -> int:
    """How many users somebody orders; the rules say how many may be (R3, R4, R6)."""
    from desktop.domain.orders.refusals import refuse_quantity

    found = read_seats(text, language)
    refuse_quantity(found)
    return found


def read_seats(text: str, language: str) -> int:
    """How many seats a key or a share brings; 0, which no rule allows, where it is no whole number."""
    plain = text.strip().removeprefix("+").lstrip("0")
    return int(read_number(plain[:MOST_DIGITS], language, 0) or 0)


def read_amount(text: str, currency: str, language: str) -> Money:
    """An amount as the language writes it, with no more decimals than its currency has."""
    found = read_typed_amount(text, currency, language, exponent(currency))
    if found is None:
        raise WrongUsage(
            msg("“{text}” is not an amount in {currency}.", text=text, currency=currency),
            _how_written(exponent(currency), language),
        )
    return Money(int(found * minor_units(currency)), currency)


def _how_written(places: int, language: str) -> Message:
    if not places:
        return msg("This currency has no decimals: write it in digits alone, such as 1600.")
    example = typed_number(Decimal("1600.5").quantize(Decimal(1).scaleb(-places)), language)
    return msg("Write it in digits, such as {example}.", example=example)
