"""Numbers that a person types, each read with the sentence that its own rule says."""

from __future__ import annotations

import re

from desktop.domain.errors import WrongUsage
from desktop.domain.money import Money, exponent
from desktop.i18n import Message, msg

_MOST_DIGITS = 30
"""More than any rule allows: the rule then says how many it does."""


def read_users(text: str) -> int:
    """How many users somebody orders; the rules say how many may be (R3, R4, R6)."""
    from desktop.domain.orders.refusals import refuse_quantity

    found = _whole(text)
    refuse_quantity(found)
    return found


def read_seats(text: str) -> int:
    """How many seats a key or a share brings; the service says how many may be."""
    return _whole(text)


def _whole(text: str) -> int:
    """A whole number; 0, which no rule allows, where it is none."""
    plain = text.strip()
    if re.fullmatch(r"\+?[0-9]+", plain, re.ASCII) is None:
        return 0
    return int(plain.lstrip("+0")[:_MOST_DIGITS] or 0)


def read_amount(text: str, currency: str) -> Money:
    """An amount typed with a point, with no more decimals than its currency has."""
    places = exponent(currency)
    match = re.fullmatch(rf"(\d{{1,12}})(?:\.(\d{{1,{max(places, 1)}}}))?", text.strip(), re.ASCII)
    if match is None or (match[2] and not places):
        raise WrongUsage(
            msg("“{text}” is not an amount in {currency}.", text=text, currency=currency), _how_written(places)
        )
    return Money(int(match[1] + (match[2] or "").ljust(places, "0")), currency)


def _how_written(places: int) -> Message:
    if not places:
        return msg("This currency has no decimals: write it in digits alone, such as 1600.")
    return msg(
        "Write it in digits with a point before the decimals, such as {example}.",
        example="1600.5".ljust(5 + places, "0"),
    )
