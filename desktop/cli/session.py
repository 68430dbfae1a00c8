"""What every command is given: the person's choices, the way to workspaces, and the output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import typer

from desktop.cli.output import Output
from desktop.domain.errors import WrongUsage
from desktop.domain.periods import Month
from desktop.i18n import LANGUAGES, msg

if TYPE_CHECKING:
    from desktop.services.opener import Opener
    from desktop.services.workspace import Choice, Workspace

LAST_CLOCK_DAY = date(2999, 12, 31)
"""Far enough for anybody, and all that follows from it can still be named."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

E = TypeVar("E", bound=StrEnum)


@dataclass
class Session:
    """One run of the command line."""

    opener: Opener
    choice: Choice
    output: Output
    strict: bool
    doubts: list[str] = field(default_factory=list)
    """What was done but deserves a look: with `--strict` the exit code is 3."""

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """The workspace, closed at the end."""
        from desktop.services.time.past import not_known

        workspace = self.opener.open(self.choice)
        try:
            yield workspace
            doubt = not_known(workspace.context)
            if doubt is not None:
                self.output.note(doubt)
        finally:
            workspace.close()


def session_of(context: typer.Context) -> Session:
    """The run a command belongs to."""
    found = context.obj
    if not isinstance(found, Session):
        raise TypeError("the command was called outside the command line")
    return found


def read_day(text: str | None, last: date = date.max) -> date | None:
    """A day typed as YYYY-MM-DD, not after `last`."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise WrongUsage(msg("“{text}” is not a day. Write it as YYYY-MM-DD, for example 2019-09-05.", text=text))
    if day > last:
        raise WrongUsage(msg("{day} is too far in the future. The last day is {last}.", day=day, last=last))
    return day


def read_language(lang: str | None) -> str | None:
    """One of the languages spoken."""
    if lang is not None and lang not in LANGUAGES:
        raise WrongUsage(msg("{option} is one of: {choices}.", option="--lang", choices=", ".join(LANGUAGES)))
    return lang


def read_month(text: str | None) -> Month | None:
    """A month typed as YYYY-MM."""
    return None if text is None else Month.parse(text)


def read_choice(kind: type[E], text: str, option: str) -> E:
    """A member of an enumeration by its value, whatever its case."""
    for member in kind:
        if text.strip().lower().replace("_", "-") == member.value.lower().replace("_", "-"):
            return member
    raise WrongUsage(
        msg("{option} is one of: {choices}.", option=option, choices=", ".join(member.value for member in kind))
    )
