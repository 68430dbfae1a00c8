"""What is wrong with a command line that names no command, in a sentence of the person's language."""

from __future__ import annotations

import re
from typing import Any

from typer.exceptions import TyperException

from desktop.i18n import Message, msg


def shows_help(error: TyperException) -> bool:
    """Whether nothing is wrong but that a command of the group is still to be named."""
    return type(error).__name__ == "NoArgsIsHelpError"


def sentence(error: Any) -> Message:
    """The sentence for what the parser found; it names where help is."""
    context = getattr(error, "ctx", None)
    help_line = f"{context.command_path if context else 'seatwise'} --help"
    parameter = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption":
            return msg("There is no option {name}. {help} lists what there is.", name=error.option_name, help=help_line)
        case "MissingParameter" if parameter is not None:
            return msg("{name} is missing. {help} says what it is.", name=_name(parameter), help=help_line)
        case "BadParameter" if parameter is not None:
            name = _name(parameter)
            return _out_of_range(name, str(getattr(error, "message", error)), help_line) or msg(
                "{name} cannot be this. {help} says what it is.", name=name, help=help_line
            )
        case _:
            return _other(str(getattr(error, "message", error)), help_line)


def _out_of_range(name: str, text: str, help_line: str) -> Message | None:
    """The bound that a number does not keep; None where something else is wrong with it."""
    bound = re.search("(greater|less) than or equal to ([0-9]+)", text)
    if bound is None:
        return None
    if bound[1] == "greater":
        return msg(
            "{name} is at least {least}. {help} says what it is.", name=name, least=int(bound[2]), help=help_line
        )
    return msg("{name} is at most {most}. {help} says what it is.", name=name, most=int(bound[2]), help=help_line)


def _name(parameter: Any) -> str:
    """An option by its long name, an argument as the help writes it."""
    options = [name for name in parameter.opts if name.startswith("-")]
    return max(options, key=len) if options else str(parameter.metavar or parameter.name.upper())


def _other(text: str, help_line: str) -> Message:
    command = re.search("[Nn]o such command '(.*?)'", text)
    if command is not None:
        return msg("There is no command {name}. {help} lists what there is.", name=command[1], help=help_line)
    extra = re.search(r"extra arguments?(?:\(s\))? \((.*)\)", text)
    if extra is not None:
        return msg("{name} is too much here. {help} says what belongs here.", name=extra[1], help=help_line)
    if text.startswith("Missing command"):
        return msg(
            "A command is missing: options such as --today need one. {help} lists what there is.", help=help_line
        )
    return msg("This call cannot be understood. {help} says how it is written.", help=help_line)
