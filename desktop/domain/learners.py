"""Who a learner is: one identifier, normalised by declared rules (rules.md section 6).

>>> normal_identifier("  Ann@Example.COM ")
'ann@example.com'
>>> normal_identifier("Ann   B")
'Ann B'
"""

from __future__ import annotations

import unicodedata

_WITHOUT_WIDTH = "\u200b\u2060\ufeff"


def normal_identifier(text: str) -> str:
    """The identifier as it is compared: NFC, trimmed, single spaces, e-mail addresses in lower case.

    Characters without width around it, which copying leaves behind, are cut off as spaces are.

    Anything that is not an e-mail address keeps its case: two systems' unique ids may differ by it. Empty when the
    text names nobody.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split()).strip(_WITHOUT_WIDTH).strip()
    return plain.lower() if "@" in plain else plain
