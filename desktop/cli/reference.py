"""The reference of the command line, docs/cli.md, read from the program itself (`python3 dev.py docs`)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from desktop.cli.run import DONE, DOUBTS, INTERRUPTED, REFUSED, WRONG_USAGE, build
from desktop.cli.shapes import shape
from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.services.about import AboutAnswer
from desktop.services.accounts.accounts import AccountAnswer
from desktop.services.accounts.details import DetailsAnswer
from desktop.services.accounts.keys import KeyAnswer
from desktop.services.accounts.peer_shares import ShareAnswer
from desktop.services.accounts.users import UserAnswer, UserImportAnswer
from desktop.services.file_answers import FileAnswer
from desktop.services.journal.history import ActAnswer, UndoAnswer
from desktop.services.leaving.answers import PreviewAnswer, StepAnswer
from desktop.services.leaving.deactivation import CurveAnswer
from desktop.services.leaving.reactivation import ReactivationAnswer
from desktop.services.mail.drafts import DraftAnswer, LetterAnswer
from desktop.services.orders.answers import OrderAnswer, OrderDetailAnswer
from desktop.services.orders.orders import QuoteAnswer
from desktop.services.payments.charge_attempts import AttemptAnswer
from desktop.services.payments.charging import NotCharged
from desktop.services.payments.due import DueAnswer
from desktop.services.payments.outcome_import import OutcomeImportAnswer
from desktop.services.payments.payment_keys import PaymentsAnswer
from desktop.services.reports.files import FileWritten
from desktop.services.rules.price_lists import PriceVersionAnswer
from desktop.services.rules.rules import RuleAnswer
from desktop.services.scenarios.answers import ComparedAnswer, ScenarioAnswer
from desktop.services.scenarios.orders import ChangeSetAnswer
from desktop.services.time.calendar import TransitionAnswer
from desktop.services.time.fork import MonthChargesAnswer
from desktop.services.usage.changes import ClosedAnswer
from desktop.services.usage.map_changes import MapAnswer
from desktop.services.usage.source_answers import SourceAnswer
from desktop.services.usage.statements import StatementAnswer
from desktop.services.usage.usage import MonthAnswer, OverallAnswer, PersonAnswer
from desktop.store.check import CheckAnswer
from desktop.store.opening import REMOTE_FOLDER_ALLOWED

ANSWERS: Mapping[str, Any] = {
    "init": AccountAnswer,
    "demo": {"store": str, "months": list[MonthAnswer], "files": list[str]},
    "history": {"acts": list[ActAnswer]},
    "undo": UndoAnswer,
    "account add": AccountAnswer,
    "account list": {"accounts": list[AccountAnswer]},
    "account show": AccountAnswer,
    "account advance": {
        "transitions": list[TransitionAnswer],
        "events": list[StepAnswer],
        "attempts": list[AttemptAnswer],
        "not_charged": list[NotCharged],
    },
    "account deactivate": PreviewAnswer,
    "account reactivate": AccountAnswer,
    "account preview deactivate": PreviewAnswer,
    "account preview reactivate": ReactivationAnswer,
    "account report": FileWritten,
    "account rules": {"rules": list[RuleAnswer]},
    "account set-rule": RuleAnswer,
    "account set": DetailsAnswer,
    "account address": DetailsAnswer,
    "user import": UserImportAnswer,
    "user list": {"users": list[UserAnswer]},
    "user set": UserAnswer,
    "usage import": {"files": list[FileAnswer], "dry_run": bool},
    "usage monthly": {"months": list[MonthAnswer]},
    "usage people": {"people": list[PersonAnswer]},
    "usage overall": OverallAnswer,
    "usage explain": {"explanation": Explanation},
    "usage sources": {"sources": list[SourceAnswer]},
    "usage remove": SourceAnswer,
    "usage alias": {"learner": str, "same_as": str},
    "usage exclude": {"learner": str, "reason": str},
    "usage map": MapAnswer,
    "usage unmap": MapAnswer,
    "usage close-month": ClosedAnswer,
    "usage reopen-month": {"month": str, "reason": str},
    "usage report": FileWritten,
    "usage chart": FileWritten,
    "usage statement": {"statement": StatementAnswer, "files": list[str]},
    "usage statements": {"statements": list[StatementAnswer]},
    "quote": QuoteAnswer,
    "order place": OrderDetailAnswer,
    "order list": {"orders": list[OrderAnswer], "total": int},
    "order show": OrderDetailAnswer,
    "order edit": OrderDetailAnswer,
    "order outcome": OrderDetailAnswer,
    "order outcomes import": OutcomeImportAnswer,
    "order charge": {
        "order": OrderDetailAnswer | None,
        "attempts": list[AttemptAnswer],
        "not_charged": list[NotCharged],
    },
    "order due": DueAnswer,
    "order cancel": OrderDetailAnswer,
    "order curve": CurveAnswer,
    "simulate": {
        "from": date,
        "to": date,
        "events": list[StepAnswer],
        "charges": list[MonthChargesAnswer],
        "total": Money,
        "account": AccountAnswer,
    },
    "price list": {"prices": list[PriceVersionAnswer]},
    "price add": PriceVersionAnswer,
    "price remove": {"removed": str},
    "key request": {"letter": LetterAnswer, "files": list[str]},
    "scenario add": ScenarioAnswer,
    "scenario change": ScenarioAnswer,
    "scenario list": {"scenarios": list[ScenarioAnswer]},
    "scenario show": ScenarioAnswer,
    "scenario compare": {"scenarios": list[ComparedAnswer]},
    "scenario remove": {"removed": str},
    "scenario apply": {"change_set": ChangeSetAnswer, "placed": list[int]},
    "order report": FileWritten,
    "order calendar": FileWritten,
    "key issue": KeyAnswer,
    "key activate": KeyAnswer,
    "key list": {"keys": list[KeyAnswer], "received": list[ShareAnswer]},
    "key receive": ShareAnswer,
    "key return": ShareAnswer,
    "mail list": {"drafts": list[DraftAnswer]},
    "mail show": LetterAnswer,
    "mail write": FileWritten,
    "payments show": PaymentsAnswer,
    "payments set-key": PaymentsAnswer,
    "payments forget-key": PaymentsAnswer,
    "store check": CheckAnswer,
    "store migrate": {"store": str},
    "about": AboutAnswer,
}
"""What each command prints with `--json`: a service's answer, or a document of answers by key."""

_VALUES: Mapping[Any, str] = {str: "TEXT", list[str]: "TEXT", int: "N", Path: "FILE"}

_EXITS: Mapping[int, str] = {
    DONE: "Done.",
    REFUSED: "Refused: one sentence on stderr says what happened and what to do, and nothing was changed. Also where "
    "Seatwise itself made a mistake; then the details follow.",
    WRONG_USAGE: "Wrong usage: an unknown command or option, a value that cannot be read, or several accounts in the "
    "store and none chosen.",
    DOUBTS: "Done, but with rejected or unmapped rows to look at. Only with `--strict`; without it this is 0.",
    INTERRUPTED: "Canceled with Ctrl+C. Nothing was changed.",
}

_INTRODUCTION = f"""\
# The command line

This page is made from the program by `python3 dev.py docs`. Do not edit it by hand.

From a checkout, `python3 dev.py run -- COMMAND` and, with `.venv` activated, `seatwise COMMAND` are the same. Without
a command, the window opens; where there is no display, the demo workspace's month table is shown, and its chart, its
report and pictures of the window are written.

A command accepts a number, an id or the unique beginning of an id. Tables are for people and may change; the answers
printed with `--json` are what scripts can rely on.

## Environment

- `SEATWISE_STORE`: the store to use where `--store` is not given.
- `{REMOTE_FOLDER_ALLOWED}=1`: accept a store in a network or synced folder. Databases get damaged there sooner or
  later, so Seatwise refuses such folders without it.

## Shell completion

With `.venv` activated, `seatwise --install-completion` sets up completion for the current shell;
`seatwise --show-completion` only prints it.

## JSON

With `--json` a command prints one document on stdout. Keys are plain English. In the shapes below:

- `text`, `number` (whole), `true | false` and `null` are those of JSON; `any` is any JSON value.
- `date` is `"2019-09-05"`; `instant` is in UTC, such as `"2019-09-05T21:59:59Z"`. Months are texts such as `"2019-09"`.
- `message` is `{{"text": "...", "params": {{...}}}}`: the English sentence, and the values in it.
- `explanation` is a tree: `{{"text", "params", "value", "rule", "source", "steps": [explanation, ...]}}`.
- `money` is `{{"amount": "192.00", "currency": "USD"}}`.
- `[...]` is a list, `{{KEY: ...}}` an object whose keys are data.

After a refusal stdout is empty, except that `store check` prints what it found.
"""


def program() -> TyperGroup:
    """The whole command line; nothing is opened, because nothing is run."""
    return cast("TyperGroup", get_command(build()))


def commands(group: TyperGroup, path: str = "") -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    """Every command and group of commands by its full name, each group before what is in it."""
    for name, command in group.commands.items():
        full = f"{path} {name}".strip()
        if isinstance(command, TyperGroup):
            yield full, command
            yield from commands(command, full)
        elif isinstance(command, TyperCommand):
            yield full, command


def render() -> str:
    """The whole page."""
    whole = program()
    parts = [_INTRODUCTION, "## Exit codes\n", *(f"- {code}: {text}" for code, text in _EXITS.items()), ""]
    parts += ["## Global options\n", "They stand before the command: `seatwise --json usage monthly`.\n"]
    parts += [*_parameters(whole), ""]
    for name, command in commands(whole):
        parts += [f"## {name}\n", f"{command.help}\n"] if isinstance(command, TyperGroup) else _command(name, command)
    return "\n".join(parts).rstrip() + "\n"


def _command(name: str, command: TyperCommand) -> list[str]:
    """A command: what it does, how it is called, what each part means, what it answers."""
    words = [f"seatwise {name}", *(_word(one) for one in command.params)]
    if any(isinstance(one, TyperOption) and not one.required for one in command.params):
        words.append("[OPTIONS]")
    usage = f"```text\n{' '.join(word for word in words if word)}\n```\n"
    answer = f"With `--json`:\n\n```text\n{shape(ANSWERS[name])}\n```\n"
    listed = _parameters(command)
    heading = f"{'###' if ' ' in name else '##'} {name}\n"
    return [heading, f"{command.help}\n", usage, *([*listed, ""] if listed else []), answer]


def _word(parameter: object) -> str:
    """What the usage line says of a parameter; nothing of an option that may be left out."""
    if isinstance(parameter, TyperArgument):
        word = _value(parameter) + ("..." if parameter.nargs == -1 else "")
        return word if parameter.required else f"[{word}]"
    if isinstance(parameter, TyperOption) and parameter.required:
        return f"{parameter.opts[0]} {_value(parameter)}"
    return ""


def _value(parameter: TyperOption | TyperArgument) -> str:
    """What stands for the value that a person gives."""
    if isinstance(parameter, TyperArgument):
        return parameter.metavar or str(parameter.name).upper()
    return parameter.metavar or _VALUES[parameter.type_descriptor.annotation]


def _parameters(command: TyperCommand | TyperGroup) -> list[str]:
    """A line for each argument and option: how it is written, what it is, its default."""
    lines = []
    for one in command.params:
        if isinstance(one, TyperArgument):
            lines.append(f"- `{_value(one)}`: {one.help}")
        elif isinstance(one, TyperOption):
            written = ", ".join(opt if one.is_flag else f"{opt} {_value(one)}" for opt in one.opts)
            default = "" if one.required or one.default in (None, False) else f" Default: `{one.default}`."
            lines.append(f"- `{written}`: {one.help}{default}")
    return lines


if __name__ == "__main__":
    sys.stdout.write(render())
