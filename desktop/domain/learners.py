"""Who a learner is: one identifier, normalised by declared rules (domain.md section 6).

>>> normal_identifier("  Ann@Example.COM ")
'ann@example.com'
>>> normal_identifier("Ann   B")
'Ann B'
"""

from __future__ import annotations

import unicodedata


def normal_identifier(text: str) -> str:
    """The identifier as it is compared: NFC, trimmed, single spaces, e-mail addresses in lower case.

    Anything that is not an e-mail address keeps its case: two systems' unique ids may differ by it. Empty when the
    text names nobody.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return plain.lower() if "@" in plain else plain
