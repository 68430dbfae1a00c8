"""Currencies that accounts and prices may be in: those that are paid with somewhere on the day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from desktop.domain.errors import WrongUsage
from desktop.i18n import msg


def refuse_currency(code: str, day: date) -> None:
    """Refuse what is no currency, and one that nobody pays with on the day, such as gold or the French franc."""
    from babel.numbers import is_currency

    if not (code.isascii() and code.isupper() and is_currency(code, locale="en")):
        raise WrongUsage(msg("“{currency}” is not a currency code. Use one such as USD or EUR.", currency=code))
    if code not in _paid_with(day):
        raise WrongUsage(
            msg("Nobody pays with {currency} on {day}. Use a currency such as USD or EUR.", currency=code, day=day)
        )


@lru_cache(maxsize=8)
def _paid_with(day: date) -> frozenset[str]:
    """The currencies that are legal tender in any country on the day."""
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    countries = get_global("territory_currencies")
    return frozenset(code for country in countries for code in get_territory_currencies(country, day, day))
