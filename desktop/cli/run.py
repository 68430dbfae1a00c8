"""The command line from its arguments to its exit code (cli.md)."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, cast

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from desktop import __version__
from desktop.cli import (
    about,
    accounts,
    demo,
    history,
    interrupts,
    keys,
    mail,
    orders,
    payments,
    prices,
    scenarios,
    simulation,
    store,
    usage,
    users,
    wrong_calls,
)
from desktop.cli.output import Output
from desktop.cli.session import LAST_CLOCK_DAY, Session, read_day, read_language
from desktop.cli.window_call import choice_for_window
from desktop.domain.errors import Canceled, UserError, WrongUsage
from desktop.i18n import LANGUAGES, Translator, msg
from desktop.services.workspace import Choice

if TYPE_CHECKING:
    from typer.core import TyperGroup

    from desktop.services.opener import Opener

DONE, REFUSED, WRONG_USAGE, DOUBTS, INTERRUPTED = 0, 1, 2, 3, 130
_CANCELED = msg("Canceled. Nothing was changed.")
_OUR_MISTAKE = msg("Something went wrong in Seatwise itself. Nothing was changed. The details:")


_ROOMS = (
    accounts,
    demo,
    users,
    usage,
    orders,
    prices,
    payments,
    simulation,
    scenarios,
    keys,
    mail,
    history,
    store,
    about,
)
"""What has commands, in the order of the help."""


def run(arguments: Sequence[str], opener: Opener, show: Callable[[Choice], int] | None = None) -> int:
    """Run one command; returns its exit code. Bad input is one sentence on stderr, never a traceback.

    Where only the options of every command are given, `show` opens the window so; None where there is no display.
    """
    _speak_utf8()
    wished = None
    try:
        wished = choice_for_window(arguments) if arguments and show is not None else None
    except UserError as refusal:
        return _refused(refusal, opener.translator(Choice(language=_language_in(arguments))))
    if wished is not None and show is not None:
        return show(wished)
    code = _run(arguments, opener)
    _let_go_of_stdout()
    return code


def _run(arguments: Sequence[str], opener: Opener) -> int:
    asked = _Asked(opener)
    translator = opener.translator(Choice(language=_language_in(arguments)))
    try:
        with interrupts.raised():
            if translator.language not in _PROGRAMS:
                _PROGRAMS[translator.language] = _program(translator)
            words = _flags_first(arguments) or ["demo", "--show"]
            program = _PROGRAMS[translator.language]
            code = program(args=words, prog_name="seatwise", standalone_mode=False, obj=asked)
    except UserError as refusal:
        return _refused(refusal, translator)
    except TyperException as error:
        return _wrong_call(error, translator)
    except (KeyboardInterrupt, typer.Abort, Canceled):
        _say(translator.text(_CANCELED))
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - the one place where a mistake of ours ends: told, with details for a report
        _say(translator.text(_OUR_MISTAKE))
        _say(traceback.format_exc(limit=-3).rstrip())
        return REFUSED
    if code == INTERRUPTED:
        _say(translator.text(_CANCELED))
    if isinstance(code, int) and code:
        return code
    session = asked.session
    return DOUBTS if session is not None and session.strict and session.doubts else DONE


def _refused(refusal: UserError, translator: Translator) -> int:
    said = [refusal.message] if refusal.hint is None else [refusal.message, refusal.hint]
    _say(" ".join(map(translator.text, said)))
    return WRONG_USAGE if isinstance(refusal, WrongUsage) else REFUSED


@dataclass
class _Asked:
    """Who opens stores for a command, and the session that its options made."""

    opener: Opener
    session: Session | None = None


_PROGRAMS: dict[str, TyperGroup] = {}
"""The program by the language of its help: to put it together takes longer than most commands do."""


def _program(translator: Translator) -> TyperGroup:
    program = cast("TyperGroup", get_command(build()))
    if translator.language != "en":
        from desktop.cli import help_pages

        help_pages.translate(program, translator)
    return program


def _wrong_call(error: TyperException, translator: Translator) -> int:
    if wrong_calls.shows_help(error):
        _say(str(error))
    else:
        _say(translator.text(wrong_calls.sentence(error)))
    return WRONG_USAGE


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _language_in(arguments: Sequence[str]) -> str | None:
    """The language a line asks for, also where the rest of it cannot be read."""
    wanted = [*(word.removeprefix("--lang=") for word in arguments if word.startswith("--lang="))]
    wanted += [after for word, after in pairwise(arguments) if word == "--lang"]
    return next((one for one in wanted if one in LANGUAGES), None)


def _let_go_of_stdout() -> None:
    """Print what is left; a reader that stopped reading, such as `head`, is no fault."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _flags_first(arguments: Sequence[str]) -> list[str]:
    """Global flags may stand anywhere on the line, where people type them."""
    end = list(arguments).index("--") if "--" in arguments else len(arguments)
    flags: list[str] = []
    others: list[str] = []
    words = iter(arguments[:end])
    for word in words:
        if word in ("--json", "--strict") or word.startswith("--lang="):
            flags.append(word)
        elif word == "--lang" and (language := next(words, None)) is not None:
            flags += [word, language]
        else:
            others.append(word)
    return [*flags, *others, *arguments[end:]]


def build() -> typer.Typer:
    """The whole program."""
    program = typer.Typer(
        name="seatwise",
        help="The billing desk for administrators of learning and SaaS subscriptions.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @program.callback()
    def options(
        context: typer.Context,
        store: Annotated[
            str | None,
            typer.Option(envvar="SEATWISE_STORE", help="The store: a file, sqlite:///PATH or postgresql+psycopg://..."),
        ] = None,
        account: Annotated[
            str | None, typer.Option(help="The account, where the store holds several: its id or name.")
        ] = None,
        today: Annotated[
            str | None,
            typer.Option(
                help="Let the clock stand at the end of this day (YYYY-MM-DD); acts in rehearsal stores only."
            ),
        ] = None,
        actor: Annotated[
            str | None, typer.Option("--as", help="Who acts: a user's id or e-mail. Default: the account's owner.")
        ] = None,
        strict: Annotated[
            bool, typer.Option("--strict", help="Exit with 3 when something done deserves a look.")
        ] = False,
        machine: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
        lang: Annotated[str | None, typer.Option(help="Language of the texts: en, fr or nl.")] = None,
        _version: Annotated[
            bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
        ] = False,
    ) -> None:
        asked: _Asked = context.obj
        choice = Choice(store, account, read_day(today, LAST_CLOCK_DAY), actor, read_language(lang))
        output = Output(machine, asked.opener.translator(choice))
        context.obj = asked.session = Session(asked.opener, choice, output, strict)

    for room in _ROOMS:
        room.add_to(program)
    return program


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"seatwise {__version__}\n")
        raise typer.Exit


def _speak_utf8() -> None:
    """Print every character, also into a pipe or a console of another code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
