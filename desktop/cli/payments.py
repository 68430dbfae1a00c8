"""payments: who charges, and the key it is done with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from desktop.cli.output import Output
from desktop.cli.session import session_of
from desktop.i18n import Message, msg, yes_no

if TYPE_CHECKING:
    from desktop.services.payments.payment_keys import PaymentsAnswer


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    payments = typer.Typer(help="Who charges, and the key it is done with.", no_args_is_help=True)
    payments.command("show")(show)
    payments.command("set-key")(set_key)
    payments.command("forget-key")(forget_key)
    program.add_typer(payments, name="payments")


def show(context: typer.Context) -> None:
    """Say who charges, and whether the keyring holds the key for it."""
    session = session_of(context)
    with session.workspace() as workspace:
        _print(session.output, workspace.payment_keys.show())


def set_key(context: typer.Context) -> None:
    """Keep Stripe's secret key for this store in the system's keyring; it is asked for, or read from a pipe."""
    session = session_of(context)
    with session.workspace() as workspace:
        _print(session.output, workspace.payment_keys.set_key(_typed(session.output)))


def forget_key(context: typer.Context) -> None:
    """Take the key out of the system's keyring."""
    session = session_of(context)
    with session.workspace() as workspace:
        _print(session.output, workspace.payment_keys.forget_key())


def _typed(output: Output) -> str:
    """The key, never shown while it is typed."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    label = output.translator.text(msg("Stripe's secret key"))
    return str(typer.prompt(label, hide_input=True, err=True))


def _print(output: Output, answer: PaymentsAnswer) -> None:
    if output.json:
        output.document(answer)
        return
    key: Message = msg("None is needed") if answer.key is None else yes_no(answer.key)
    output.table((msg("Payments"), msg("Key kept")), [(answer.payments.value, key)])
