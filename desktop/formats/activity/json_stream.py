"""JSON values from a file one by one, in bounded memory: one a line, an array of them, or `{"statements": [...]}`.

In a file of lines a broken line is a broken row. A document that is broken as a whole is refused.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from desktop.domain.errors import UserError
from desktop.domain.progress import Step, silent
from desktop.formats.activity import reasons as why
from desktop.formats.activity.records import ENCODING, LONG, physical_lines
from desktop.formats.activity.survey import blocks
from desktop.i18n import msg

_MOST = 16 << 20
_HEAD = 1 << 16
_WRAPPED = re.compile(r'\s*\{\s*(?:"more"\s*:\s*(?:"[^"]*"|null)\s*,\s*)?"statements"\s*:\s*\[')
_SPACE = re.compile(r"[ \t\r\n]*")


def looks_like_json(path: Path) -> bool:
    """Whether the text begins as JSON does: with an object, or an array of something."""
    start = _head(path).removeprefix(b"\xef\xbb\xbf").lstrip()
    return re.match(rb'\{\s*["}]|\[\s*[\[{"\]0-9tfn-]|[\[{]\s*$', start) is not None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


@dataclass(frozen=True)
class Item:
    """A value and the line it stands on (for documents: its place among the values), or why there is none."""

    line: int
    value: Any = None
    fault: str | None = None
    text: str = ""


def read_json(path: Path, name: str, step: Step = silent) -> Iterator[Item]:
    """The values of a UTF-8 file; a `UserError` when it is no JSON as a whole."""
    head = _head(path).decode("utf-8", "replace").removeprefix("\ufeff")
    if head.lstrip()[:1] == "[" or _WRAPPED.match(head):
        return _Document(path, name, step).items()
    return _by_line(path, step) if _one_a_line(path) else _Document(path, name, step).values()


def _one_a_line(path: Path) -> bool:
    """Whether one of the first two lines is a whole value by itself."""
    filled = (line for line in physical_lines(path) if line is not None and line.strip())
    return any(_is_value(line) for line in islice(filled, 2))


def _is_value(line: bytes) -> bool:
    try:
        _parsed(line.decode("utf-8-sig"))
    except ValueError:
        return False
    return True


def _by_line(path: Path, step: Step) -> Iterator[Item]:
    for number, line in enumerate(physical_lines(path, step), 1):
        if line is None:
            yield Item(number, fault=LONG)
            continue
        shown = line[:200].decode("utf-8", "backslashreplace").strip()
        try:
            text = line.decode("utf-8").strip(" \t\r\n")
            text = text.removeprefix("\ufeff") if number == 1 else text
            if text:
                yield Item(number, _parsed(text))
        except UnicodeDecodeError:
            yield Item(number, fault=ENCODING, text=shown)
        except ValueError:
            yield Item(number, fault=why.NOT_JSON, text=shown)


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _parsed(text: str) -> Any:
    """One JSON value and nothing else; `ValueError` where it is not."""
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError(text[:100]) from None


class _Document:
    """A document read through a window that grows only while a value does not fit."""

    def __init__(self, path: Path, name: str, step: Step) -> None:
        self._name = name
        self._blocks = blocks(path, step)
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._window = ""
        self._place = 0
        self._ended = False

    def items(self) -> Iterator[Item]:
        """The values of the one array, which may be wrapped as `statements`."""
        wrapped = None
        if self._peek() != "[":
            while wrapped is None and not self._ended:
                wrapped = _WRAPPED.match(self._window)
                if wrapped is None:
                    self._more()
        self._place = wrapped.end() if wrapped else self._place + 1
        number = 0
        if self._peek() == "]":
            self._place += 1
        else:
            while True:
                number += 1
                yield Item(number, self._value())
                mark = self._peek()
                self._place += 1
                if mark == "]":
                    break
                if mark != ",":
                    raise self._broken()
        self._finish(wrapped=wrapped is not None)

    def values(self) -> Iterator[Item]:
        """The values of a file that holds one after the other."""
        number = 0
        while self._peek():
            number += 1
            value = self._value()
            if isinstance(value, dict) and isinstance(value.get("statements"), list):
                yield from (Item(place, one) for place, one in enumerate(value["statements"], number))
                number += len(value["statements"]) - 1
            else:
                yield Item(number, value)

    def _finish(self, *, wrapped: bool) -> None:
        """After the array only the rest of its wrapping may come."""
        while self._peek() and not self._ended:
            self._more()
            if len(self._window) - self._place > _MOST:
                raise self._broken()
        rest = self._window[self._place :].strip(" \t\r\n")
        if not wrapped and rest:
            raise self._broken()
        if wrapped:
            try:
                _parsed('{"statements": []' + rest)
            except ValueError:
                raise self._broken() from None

    def _peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            match = _SPACE.match(self._window, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._window) or self._ended:
                return self._window[self._place : self._place + 1]
            self._more()

    def _value(self) -> Any:
        """The value at this place. What may go on (a number, or text cut short) is read again with more of the file."""
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._window, self._place)
            except RecursionError:
                raise self._broken() from None
            except ValueError:
                if self._ended or len(self._window) - self._place > _MOST:
                    raise self._broken() from None
            else:
                if end < len(self._window) or self._ended:
                    self._place = end
                    return value
            self._more()

    def _more(self) -> None:
        """Make the window at least twice as long, dropping what is behind."""
        wanted = max(len(self._window) - self._place, 1)
        parts = [self._window[self._place :]]
        self._place = 0
        try:
            while wanted > 0:
                block = next(self._blocks, b"")
                self._ended = not block
                parts.append(self._decoder.decode(block, final=self._ended))
                wanted -= len(block) if block else wanted
        except UnicodeDecodeError:
            raise self._broken() from None
        self._window = "".join(parts)

    def _broken(self) -> UserError:
        return UserError(
            msg(
                "“{file}” is not whole, readable JSON, so nothing of it was imported. Export it again.", file=self._name
            )
        )
