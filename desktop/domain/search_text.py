"""Text as a search reads it: without case, accents and ligatures, so that "resume" finds "résumé"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

LETTERS = {
    **dict(zip("æœßþ", ("ae", "oe", "ss", "th"), strict=True)),
    **dict(zip("øđðłħŧıʼ", "oddlhti'", strict=True)),
    "\N{GREEK SMALL LETTER FINAL SIGMA}": "\N{GREEK SMALL LETTER SIGMA}",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
}
"""Small letters that stand for others, and that taking accents off leaves as they are."""

_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(LETTERS)


def folded(text: str) -> str:
    """The text as it is compared; the stores do the same in SQL (`desktop/store/search_text.py`).

    >>> folded("Résumé de l’ÉCHÉANCE, Œuvre, ﬁn")
    "resume de l'echeance, oeuvre, fin"
    """
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", normalize("NFKD", text)).lower()
    return bare if bare.isascii() else bare.translate(_LETTERS)


def searchable(*texts: str | None) -> str | None:
    r"""Texts as they are compared, one a line; None where all are plain ASCII, which a store compares as they are.

    >>> searchable("zoe@example.org", "Zoë"), searchable("zoe@example.org", None)
    ('zoe@example.org\nzoe', None)
    """
    if all(text is None or text.isascii() for text in texts):
        return None
    return "\n".join(folded(text) for text in texts if text is not None)


def places_of(words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where in the text the first of each of the folded words stands, as half-open ranges of its own letters.

    >>> places_of(["echea", "oe"], "Échéance, Œuvre")
    [(0, 5), (10, 11)]
    """
    letters = [folded(letter) for letter in text]
    owner = [place for place, letter in enumerate(letters) for _ in letter]
    whole = "".join(letters)
    found = sorted((whole.find(word), len(word)) for word in words if word and word in whole)
    return [(owner[start], owner[start + length - 1] + 1) for start, length in found]
