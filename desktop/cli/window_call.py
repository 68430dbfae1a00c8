"""A command line that names no command, only for which store, account, day, person or language: the window's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.cli.session import LAST_CLOCK_DAY, read_day, read_language
from desktop.services.workspace import Choice

_OPTIONS = ("--store", "--account", "--today", "--as", "--lang")


def choice_for_window(arguments: Sequence[str]) -> Choice | None:
    """What the options say where there is nothing else on the line; None where a command, or something else, is.

    Raises:
        WrongUsage: The day or the language cannot be read.
    """
    said: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        found = _option(word, words)
        if found is None:
            return None
        said[found[0]] = found[1]
    return Choice(
        said.get("--store"),
        said.get("--account"),
        read_day(said.get("--today"), LAST_CLOCK_DAY),
        said.get("--as"),
        read_language(said.get("--lang")),
    )


def _option(word: str, following: Iterator[str]) -> tuple[str, str] | None:
    """The option and its value, in one word or two."""
    name, equals, value = word.partition("=")
    if name not in _OPTIONS:
        return None
    after = value if equals else next(following, None)
    return None if after is None else (name, after)
