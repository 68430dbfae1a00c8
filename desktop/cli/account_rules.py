"""account rules and set-rule: what the account is billed by, in versions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

import typer

from desktop.cli.session import read_day, session_of
from desktop.domain.rules import rule_named, written
from desktop.i18n import Value, msg


def add_to(account: typer.Typer) -> None:
    """Add the commands to the group `account`."""
    account.command("rules")(rules)
    # What looks like an option may be the value of a rule: the rule says what is wrong with it.
    account.command("set-rule", context_settings={"ignore_unknown_options": True})(set_rule)


def rules(context: typer.Context) -> None:
    """List the account's rules with their values and versions."""
    session = session_of(context)
    with session.workspace() as workspace:
        answers = workspace.rules.list()
    if session.output.json:
        session.output.document({"rules": answers})
        return
    heads = (msg("Rule"), msg("Value"), msg("Version"), msg("In force from"), msg("Meaning"))
    rows = [(one.name, _value(one.value), one.version, one.effective_from, one.text) for one in answers]
    session.output.table(heads, rows)


def set_rule(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The rule's name.")],
    value: Annotated[str, typer.Argument(help="Its new value.")],
    start: Annotated[str | None, typer.Option("--from", help="First day of the new version; default today.")] = None,
) -> None:
    """Write a new version of a rule."""
    session = session_of(context)
    with session.workspace() as workspace:
        plain = rule_named(name).plain(value, session.output.language)
        answer = workspace.rules.change(name, plain, read_day(start))
    if session.output.json:
        session.output.document(answer)
    else:
        session.output.line(
            msg(
                "{name} is {value} from {day} on.",
                name=answer.name,
                value=_value(answer.value),
                day=answer.effective_from,
            )
        )


def _value(value: Any) -> Value:
    """A rule's value in the words of commands, its number as the language writes it."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return msg("{number}", number=Decimal(value))
    return value if isinstance(value, int) else written(value)


_DECIMAL = re.compile(r"\d+\.\d+", re.ASCII)
