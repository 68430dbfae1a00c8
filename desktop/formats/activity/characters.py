"""From a file's bytes to UTF-8 text, faithfully or not at all: no character is ever replaced."""

from __future__ import annotations

import codecs
from pathlib import Path

import numpy as np

from desktop.domain.errors import UserError
from desktop.domain.progress import Step
from desktop.formats.activity.intake import no_text
from desktop.formats.activity.survey import blocks
from desktop.i18n import msg

_HEAD = 1 << 16
_LAST_OF_ASCII = 0x7F
_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 26, 27}
_CP1252_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_CP1252_LIKELY = (
    0x80,
    0x85,
    0x8A,
    0x8C,
    0x8E,
    *range(0x91, 0x98),
    0x99,
    0x9A,
    0x9C,
    0x9E,
    0x9F,
    0xA0,
    0xA7,
    0xA9,
    0xAB,
    0xAE,
    0xB0,
    0xB4,
    0xB7,
    0xBB,
    *range(0xC0, 0x100),
)


def wide_encoding(head: bytes, name: str) -> str | None:
    """`utf-16…` or `utf-32` where the first bytes show it, by mark or by where zeros lie; refuse what is no text."""
    for mark, encoding in _BOMS.items():
        if head.startswith(mark):
            return encoding
    even, odd = head[0::2].count(0), head[1::2].count(0)
    pairs = max(1, len(head) // 2)
    if max(even, odd) > pairs * 0.3 and min(even, odd) < pairs * 0.05:
        return "utf-16-be" if even > odd else "utf-16-le"
    controls = sum(1 for byte in head if byte in _CONTROL)
    if len(head) and controls > max(8, len(head) * 0.02):
        raise no_text(name)
    return None


def is_utf8(head: bytes) -> bool:
    """Whether a beginning of a file is UTF-8; its last character may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def as_utf8(path: Path, folder: Path, name: str, step: Step, *, most: int | None = None) -> Path:
    """The file itself where its beginning is UTF-8, else its text anew in `folder` (at most `most` bytes)."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    encoding = wide_encoding(head, name)
    if encoding is None and not is_utf8(head):
        encoding = narrow_encoding(path, name)
    if encoding in (None, "utf-8"):
        return path
    return transcribed(path, folder, encoding, name, step, most=most)


def transcribed(source: Path, folder: Path, encoding: str, name: str, step: Step, *, most: int | None = None) -> Path:
    """The text as UTF-8 in a new file; bytes that mean nothing in the encoding are refused."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    target = folder / f"text-{encoding}"
    done = 0
    try:
        with target.open("xb") as out:
            for block in blocks(source, step):
                text = decoder.decode(block)
                out.write((text.removeprefix("\ufeff") if done == 0 else text).encode())
                done += len(block)
                if most is not None and done >= most:
                    return target
            out.write(decoder.decode(b"", final=True).encode())
    except UnicodeError:
        raise _unreadable(name) from None
    return target


def narrow_encoding(path: Path, name: str) -> str:
    """What a file that is not all UTF-8 is: `cp1252`, or `utf-8` with a few broken rows; a `UserError` for the rest.

    Western text in cp1252 has single letters beyond ASCII, mostly between ASCII ones. Other old encodings write most
    characters as pairs or runs of such bytes, and are not guessed.
    """
    valid = invalid = high = runs = 0
    histogram = np.zeros(256, dtype=np.int64)
    for block in blocks(path):
        if block.isascii():
            continue
        codes = np.frombuffer(block, np.uint8)
        histogram += np.bincount(codes, minlength=256)
        upper = codes > _LAST_OF_ASCII
        high += int(np.count_nonzero(upper))
        runs += int(np.count_nonzero(upper[1:] & upper[:-1]))
        kept = block.decode("utf-8", "ignore")
        multibyte = sum(1 for letter in kept if letter > "\x7f")
        valid += multibyte
        invalid += len(block) - len(kept.encode())
    if valid > invalid * 4:
        return "utf-8"
    likely = int(histogram[list(_CP1252_LIKELY)].sum())
    undefined = int(histogram[list(_CP1252_UNDEFINED)].sum())
    if undefined == 0 and valid * 20 < invalid and likely > high * 0.95 and runs < high * 0.4:
        return "cp1252"
    raise _unreadable(name)


def _unreadable(name: str) -> UserError:
    return UserError(
        msg("The characters of “{file}” cannot be read for certain. Save it as UTF-8 and import that.", file=name)
    )
