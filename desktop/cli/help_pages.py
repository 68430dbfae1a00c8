"""The help of the command line in the person's language.

Help stands in English where Typer reads it: in the docstrings of commands and in `help="..."`. So it needs no marks;
`python3 dev.py locale` asks this module for the texts of the built program, and none can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import typer
from typer._click.formatting import HelpFormatter
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from desktop.i18n import Message, Translator, msg

Part: TypeAlias = TyperGroup | TyperCommand | TyperArgument | TyperOption

_TEXTS = ("help", "short_help", "epilog")
_USAGE = msg("Usage:")
_HEADINGS: Mapping[str, Message] = {
    "Arguments": msg("Arguments:"),
    "Options": msg("Options:"),
    "Commands": msg("Commands:"),
}
_REMARK = re.compile(r"\[([^\[\]]+)\]$")


def parts(command: object) -> Iterator[Part]:
    """A command, its arguments and options (`--help` too), and for a group all that is in it."""
    if not isinstance(command, TyperGroup | TyperCommand):
        return
    yield command
    for parameter in command.get_params(typer.Context(command)):
        if isinstance(parameter, TyperArgument | TyperOption):
            yield parameter
    if isinstance(command, TyperGroup):
        for one in command.commands.values():
            yield from parts(one)


def texts(command: object) -> set[str]:
    """Every English text that the help of a command and of all in it is made of."""
    return {text for part in parts(command) for text in _texts_of(part).values()}


def _texts_of(part: Part) -> dict[str, str]:
    found = {name: getattr(part, name, None) for name in _TEXTS}
    return {name: text for name, text in found.items() if text}


def translate(command: object, translator: Translator) -> None:
    """Let a built command and all in it give their help in the translator's language."""
    context = _context_class(translator)
    for part in parts(command):
        for name, text in _texts_of(part).items():
            setattr(part, name, translator.text(Message(text)))
        if isinstance(part, TyperGroup | TyperCommand):
            part.context_class = context


def _context_class(translator: Translator) -> type[typer.Context]:
    class Context(typer.Context):
        def make_formatter(self) -> HelpFormatter:
            return _Page(translator, self.terminal_width, self.max_content_width)

    return Context


class _Page(HelpFormatter):
    """Lays a help page out, with the words that Typer adds by itself in the person's language."""

    def __init__(self, translator: Translator, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._translator = translator

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{self._translator.text(_USAGE)} ")

    def write_heading(self, heading: str) -> None:
        title = _HEADINGS.get(heading)
        if title is None:
            super().write_heading(heading)
        else:
            self.write(f"{'':>{self.current_indent}}{self._translator.text(title)}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        said = [(name, _REMARK.sub(self._remarks, text)) for name, text in rows]
        super().write_dl(said, col_max, col_spacing)

    def _remarks(self, found: re.Match[str]) -> str:
        said = [self._remark(remark) for remark in found[1].split("; ")]
        return f"[{'; '.join(said)}]"

    def _remark(self, remark: str) -> str:
        """What Typer adds behind a text, such as `required`; what has no words, such as `x>=1`, stays."""
        kind, _, value = remark.partition(": ")
        match kind:
            case "required":
                return self._translator.text(msg("required"))
            case "default":
                return self._translator.text(msg("default: {value}", value=value))
            case "env var":
                return self._translator.text(msg("environment variable: {name}", name=value))
        return remark
