"""Texts that a spreadsheet would run as formulas, made harmless so that they can be brought back.

A guarded text has one apostrophe before it. Texts that already look guarded get one more, so that taking one away
always gives the original back, for every text there is.

>>> guard("=1+1"), guard("'t Hart"), guard("'=x")
("'=1+1", "'t Hart", "''=x")
>>> [unguard(guard(text)) for text in ("=1+1", "'t Hart", "'=x", "  @cmd", "-5")]
['=1+1', "'t Hart", "'=x", '  @cmd', '-5']
"""

from __future__ import annotations

import re

# Blanks, quotes and invisible marks before the sign do not stop every spreadsheet. TAB, CR, LF and NUL alone do harm.
_DANGEROUS = r"[\s\"\x00\ufeff\u200b-\u200f\u2060]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00]"
_TO_GUARD = re.compile(rf"'*(?:{_DANGEROUS})")
_GUARDED = re.compile(rf"'+(?:{_DANGEROUS})")

SUSPECTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20'\"\x00\ufeff\u2060\u200b\u200c\u200d\u200e\u200f") | frozenset(
    chr(code) for code in range(0x3001) if chr(code).isspace()
)
"""Every character that a text in need of the guard can begin with."""


def guard(text: str) -> str:
    """The text as it is written into a cell of a CSV file."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguard(text: str) -> str:
    """The text that was guarded, from such a cell; every other text as it is."""
    return text[1:] if _GUARDED.match(text) else text
