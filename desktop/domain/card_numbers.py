"""Card numbers: recognized so that they are never kept (faults: a desk holds tokens and last four digits only).

>>> card_number_in("paid with 4111 1111-1111 1111, thanks")
'4111 1111-1111 1111'
>>> card_number_in("order 4111111111111112") is None
True
"""

from __future__ import annotations

import re

from desktop.domain.errors import UserError
from desktop.i18n import msg

_RUN = re.compile(r"(?<![0-9])[2-6](?:[ -]?[0-9]){12,18}(?![0-9])", re.ASCII)
_LAST = 4


def card_number_in(text: str) -> str | None:
    """The first run of 13 to 19 digits that is numbered as cards are (first digit, Luhn's sum), as written."""
    from stdnum import luhn

    return next((found[0] for found in _RUN.finditer(text) if luhn.is_valid(re.sub("[ -]", "", found[0]))), None)


def without_card_numbers(text: str) -> str:
    """The text with each card number in it reduced to its last four digits: for names of files, which are kept.

    >>> without_card_numbers("charges 4111-1111-1111-1111.csv")
    'charges xxxx1111.csv'
    """
    from stdnum import luhn

    def short(found: re.Match[str]) -> str:
        digits = re.sub("[ -]", "", found[0])
        return f"xxxx{digits[-_LAST:]}" if luhn.is_valid(digits) else found[0]

    return _RUN.sub(short, text)


def refuse_card_number(*texts: str | None) -> None:
    """Refuse texts that hold a card number; only its last four digits are shown.

    Raises:
        UserError: One does.
    """
    for text in texts:
        found = card_number_in(text or "")
        if found is not None:
            raise UserError(
                msg(
                    "This holds what looks like a card number (ending {last}). Seatwise never keeps card numbers; "
                    "leave it out.",
                    last=re.sub("[ -]", "", found)[-_LAST:],
                )
            )
