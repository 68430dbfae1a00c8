"""Passes over a file's bytes, independent of whoever parses it: fingerprint, line ends, and whether it is UTF-8."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop.domain.errors import UserError
from desktop.domain.progress import Step, silent
from desktop.i18n import msg

_BLOCK = 1 << 20
_QUOTE, _LF, _CR = 34, 10, 13


@dataclass
class Survey:
    """What a pass over the bytes found. `lines` counts a last line without an end, and blank lines too."""

    size: int = 0
    lf: int = 0
    cr: int = 0
    crlf: int = 0
    ends_open: bool = False
    nul: bool = False
    utf8: bool = True

    @property
    def newline(self) -> str | None:
        """The one kind of line end the file has, or None where they are mixed."""
        if self.cr == 0:
            return "\n"
        if self.cr == self.crlf == self.lf:
            return "\r\n"
        return "\r" if self.lf == 0 else None

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return max(self.lf, self.cr) + int(self.ends_open)


@dataclass(frozen=True)
class FileMark:
    """What a file was when it was looked at: the SHA-256 of its bytes, its size and its time of change."""

    sha256: str
    size: int
    modified_ns: int

    def still_fits(self, path: Path) -> bool:
        """Whether size and time of change are as they were."""
        now = path.stat()
        return (self.size, self.modified_ns) == (now.st_size, now.st_mtime_ns)


def mark_file(path: Path, step: Step) -> FileMark:
    """Read the file once for its mark; a `UserError` when it changes meanwhile."""
    before = path.stat()
    digest = hashlib.sha256()
    for block in blocks(path, step):
        digest.update(block)
    return FileMark(digest.hexdigest(), before.st_size, before.st_mtime_ns)


def survey(path: Path, step: Step) -> Survey:
    """Read the file once; a `UserError` when it changes meanwhile."""
    found = Survey()
    decoder = codecs.getincrementaldecoder("utf-8")()
    last = b""
    for block in blocks(path, step):
        found.size += len(block)
        found.lf += int(np.count_nonzero(np.frombuffer(block, np.uint8) == _LF))
        if b"\r" in block or last == b"\r":
            found.cr += block.count(b"\r")
            found.crlf += block.count(b"\r\n") + (last == b"\r" and block[:1] == b"\n")
        found.nul = found.nul or b"\0" in block
        if found.utf8 and not (block.isascii() and not decoder.getstate()[0]):
            found.utf8 = _decodes(decoder, block)
        last = block[-1:]
    found.utf8 = found.utf8 and _decodes(decoder, b"", final=True)
    found.ends_open = last not in (b"\n", b"\r", b"")
    return found


def blocks(path: Path, step: Step = silent) -> Iterator[bytes]:
    """The file's bytes, telling how many so far; a `UserError` when it changes or vanishes while it is read."""
    with path.open("rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        read = 0
        while block := file.read(_BLOCK):
            read += len(block)
            if read > before.st_size:
                raise changed(path)
            step(read, before.st_size)
            yield block
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or read != before.st_size:
        raise changed(path)


def changed(path: Path) -> UserError:
    """The refusal of a file that changed while it was read."""
    return UserError(
        msg("“{file}” changed while it was being read. Nothing was imported; import it again.", file=path.name)
    )


def broken_off(path: Path, error: OSError) -> UserError:
    """The refusal of a file whose bytes could not all be had."""
    reason = error.strerror or str(error)
    return UserError(
        msg("“{file}” could not be read to its end ({reason}). Nothing was imported.", file=path.name, reason=reason)
    )


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def records_outside_quotes(path: Path, step: Step) -> int:
    """How many lines that are not blank end outside quotes: the records of a well-formed file, header included."""
    records, inside, pending = 0, False, False
    for block in blocks(path, step):
        codes = np.frombuffer(block, np.uint8)
        within = (np.cumsum(codes == _QUOTE, dtype=np.int32) + int(inside)) & 1
        ends = np.flatnonzero(((codes == _LF) | (codes == _CR)) & (within == 0))
        gaps = np.diff(ends, prepend=-1)
        filled = int(np.count_nonzero(gaps > 1))
        if len(ends):
            filled += int(gaps[0] == 1 and pending)
            pending = int(ends[-1]) < len(block) - 1
        else:
            pending = pending or bool(len(block))
        records += filled
        inside = bool(within[-1])
    return records + int(pending)
