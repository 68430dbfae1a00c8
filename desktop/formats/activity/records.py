"""Records of delimited text, one by one and each counted: the reader for whatever is not perfectly regular.

A quote that is never closed, or closed in the middle of a field, spoils its own line only: the line is rejected with
its reason and reading goes on with the next.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from desktop.domain.progress import Step, silent
from desktop.formats.activity.survey import blocks

LONGEST_LINE = 16 << 20
_MOST_LINES = 1_000
"""A quoted field that runs over more lines was never closed."""

COLUMNS, QUOTE, ENCODING, NUL, LONG = (
    "wrong number of columns",
    "stray quote",
    "not readable as text",
    "NUL character",
    "line too long",
)


@dataclass(frozen=True)
class Record:
    """A record: the line it begins on, and its fields, or why it has none and the start of its text."""

    line: int
    fields: list[str]
    fault: str | None = None
    text: str = ""


class Splitter:
    """Takes a line apart at a delimiter, as the quick reader does: blanks around a quoted field do not count."""

    def __init__(self, delimiter: str) -> None:
        """Read fields between `delimiter`s."""
        self.delimiter = delimiter
        mark = re.escape(delimiter)
        self._field = re.compile(rf' *"([^"]*(?:""[^"]*)*)" *(?={mark}|\Z)|(?! *")([^{mark}]*)')
        self._open = re.compile(r' *"[^"]*(?:""[^"]*)*\Z')

    def split(self, text: str) -> list[str] | None:
        """The fields of a record; None when a quote is still open; raises `ValueError` when one is misplaced."""
        if '"' not in text:
            return text.split(self.delimiter)
        fields: list[str] = []
        place = 0
        while True:
            match = self._field.match(text, place)
            if match is None:
                if self._open.match(text, place):
                    return None
                raise ValueError(text)
            quoted, plain = match.groups()
            fields.append(plain if quoted is None else quoted.replace('""', '"'))
            place = match.end()
            if place == len(text):
                return fields
            place += 1


@lru_cache(maxsize=8)
def splitter(delimiter: str) -> Splitter:
    """The splitter of a delimiter."""
    return Splitter(delimiter)


def physical_lines(path: Path, step: Step = silent) -> Iterator[bytes | None]:
    """The lines with their ends, whatever these are; None for a line longer than `LONGEST_LINE`."""
    rest, skipping = b"", False
    for block in blocks(path, step):
        pieces = (rest + block).splitlines(keepends=True)
        rest = pieces.pop() if pieces and not pieces[-1].endswith(b"\n") else b""
        for piece in pieces:
            if not skipping:
                yield piece
            skipping = False
        if len(rest) > LONGEST_LINE:
            if not skipping:
                yield None
            rest, skipping = b"", not rest.endswith(b"\r")
    if rest and not skipping:
        yield rest


def is_blank(text: str) -> bool:
    """Whether a line is no row: nothing on it but blanks, or the end-of-file mark of old systems."""
    return not text.strip(" \t\r\n\x1a")


class Records:
    """All records of a UTF-8 file after `skip` lines, in order."""

    def __init__(self, path: Path, delimiter: str, *, skip: int = 0, step: Step = silent) -> None:
        """Read `path`; the file may have any and mixed line ends."""
        self._lines = physical_lines(path, step)
        self._ahead: deque[bytes | None] = deque()
        self._splitter = splitter(delimiter)
        self._line = 0
        for _ in range(skip):
            self._next()

    def _next(self) -> tuple[bool, bytes | None]:
        """Whether there is a line, and it."""
        self._line += 1
        if self._ahead:
            return True, self._ahead.popleft()
        for line in self._lines:
            return True, line
        return False, None

    def __iter__(self) -> Iterator[Record]:
        """The records; blank lines are none."""
        while True:
            there, line = self._next()
            if not there:
                return
            record = self._record(self._line, line)
            if record is not None:
                yield record

    def _record(self, number: int, line: bytes | None) -> Record | None:
        if line is None:
            return Record(number, [], LONG)
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            return Record(number, [], ENCODING, line[:200].decode("utf-8", "backslashreplace"))
        if number == 1:
            text = text.removeprefix("\ufeff")
        if is_blank(text):
            return None
        try:
            fields = self._splitter.split(text.rstrip("\r\n"))
        except ValueError:
            return Record(number, [], QUOTE, text[:200])
        if fields is None:
            return self._joined(number, line)
        return _checked(Record(number, fields), text)

    def _joined(self, number: int, line: bytes) -> Record:
        """The record whose quoted field goes on over the next lines; where it does not, its first line is rejected."""
        taken: list[bytes | None] = []
        whole = line
        while len(taken) < _MOST_LINES and len(whole) < LONGEST_LINE:
            there, more = self._next()
            if not there:
                self._line -= 1
                break
            taken.append(more)
            if more is None:
                break
            whole += more
            if b'"' not in more:
                continue
            try:
                text = whole.decode("utf-8")
                fields = self._splitter.split(text.rstrip("\r\n"))
            except ValueError:
                break
            if fields is not None:
                return _checked(Record(number, fields), text)
        self._ahead.extendleft(reversed(taken))
        self._line -= len(taken)
        return Record(number, [], QUOTE, line[:200].decode("utf-8", "backslashreplace"))


def _checked(record: Record, text: str) -> Record:
    if "\0" in text:
        return Record(record.line, [], NUL, text[:200].replace("\0", "\\0"))
    return record
