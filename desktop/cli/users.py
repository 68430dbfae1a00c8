"""user: registered learners and roles."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.session import read_choice, session_of
from desktop.domain.errors import WrongUsage
from desktop.domain.users import BILLING_RIGHT_LABELS, ROLE_LABELS, BillingRight, Role, right_of
from desktop.i18n import msg, yes_no


class YesNo(StrEnum):
    """An answer to a question."""

    YES = "yes"
    NO = "no"


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    user = typer.Typer(help="Registered learners and the people who manage billing.", no_args_is_help=True)
    user.command("import")(import_users)
    user.command("list")(list_users)
    user.command("set")(set_user)
    program.add_typer(user, name="user")


def import_users(
    context: typer.Context, file: Annotated[Path, typer.Argument(readable=False, help="A user list (CSV).")]
) -> None:
    """Take in a user list, such as Learning Manager's; importing it again changes nothing."""
    session = session_of(context)
    with session.workspace() as workspace, session.output.progress(msg("Reading users")) as step:
        answer = workspace.users.import_list(file, step=step)
    if answer.rejected:
        session.doubts.append(answer.file)
    if session.output.json:
        session.output.document(answer)
        return
    heads = (msg("File"), msg("Rows"), msg("Added"), msg("Changed"), msg("Unchanged"), msg("Rejected"))
    session.output.table(
        heads, [(answer.file, answer.rows_in, answer.added, answer.changed, answer.unchanged, answer.rejected)]
    )


def list_users(context: typer.Context) -> None:
    """List the users."""
    session = session_of(context)
    with session.workspace() as workspace:
        answers = workspace.users.list()
    if session.output.json:
        session.output.document({"users": answers})
        return
    heads = (msg("User"), msg("Name"), msg("Role"), msg("Billing"), msg("Holds a seat"))
    rights = [right_of(one.role, one.billing) for one in answers]
    session.output.table(
        heads,
        [
            (
                one.identifier,
                one.name,
                ROLE_LABELS[one.role],
                right and BILLING_RIGHT_LABELS[right],
                yes_no(one.registered),
            )
            for one, right in zip(answers, rights, strict=True)
        ],
    )


def set_user(
    context: typer.Context,
    user: Annotated[str, typer.Argument(metavar="ID", help="The user's id, e-mail, unique id or name.")],
    role: Annotated[str | None, typer.Option(help="administrator, owner, billing or learner.")] = None,
    registered: Annotated[str | None, typer.Option(help="yes gives a seat, no takes it.")] = None,
    billing: Annotated[
        str | None, typer.Option(help="What the role billing may do: read (look and export) or write.")
    ] = None,
) -> None:
    """Give a user a role, a seat, or the role billing its right; an account keeps its owner."""
    from desktop.services.accounts.users import UserWish

    session = session_of(context)
    if role is None and registered is None and billing is None:
        raise WrongUsage(msg("Give --role, --registered or --billing."))
    wish = UserWish(
        None if role is None else read_choice(Role, role, "--role"),
        None if registered is None else read_choice(YesNo, registered, "--registered") is YesNo.YES,
        None if billing is None else read_choice(BillingRight, billing, "--billing"),
    )
    with session.workspace() as workspace:
        answer = workspace.users.change(user, wish)
    if session.output.json:
        session.output.document(answer)
        return
    who = answer.name or answer.identifier
    if role is not None:
        session.output.line(msg("{user} is now {role}.", user=who, role=ROLE_LABELS[answer.role]))
    if answer.billing is not None and (role is not None or billing is not None):
        reads = msg("{user} may look at billing and export it.", user=who)
        writes = msg("{user} may look at billing and change it.", user=who)
        session.output.line(reads if answer.billing is BillingRight.READ else writes)
    if registered is not None:
        has, has_not = msg("{user} holds a seat.", user=who), msg("{user} holds no seat.", user=who)
        session.output.line(has if answer.registered else has_not)
