"""account deactivate, reactivate and preview: leaving, what it costs first, and coming back."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from desktop.cli.account_tables import show_account
from desktop.cli.files import AlsoFile, ChartFile, Overwrite, Profile, also_write
from desktop.cli.session import read_day, session_of
from desktop.domain.errors import UserError
from desktop.i18n import msg


def add_to(account: typer.Typer) -> None:
    """Add the commands to the group `account`."""
    account.command("deactivate")(deactivate)
    account.command("reactivate")(reactivate)
    preview = typer.Typer(help="See what an act would bring; nothing is changed.", no_args_is_help=True)
    preview.command("deactivate")(preview_deactivate)
    preview.command("reactivate")(preview_reactivate)
    preview.callback()(_nothing)
    account.add_typer(preview, name="preview")


def _nothing() -> None:
    """Keep `preview` a group, so that what is previewed is always named."""


def preview_deactivate(
    context: typer.Context,
    on: Annotated[
        str | None,
        typer.Option(help="Look at a later day, as if every charge until then were paid and no card expired."),
    ] = None,
    output: AlsoFile = None,
    chart: ChartFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Show what deactivating the account would bring: end dates, the fee and what it is made of, and what follows."""
    from desktop.cli.deactivation_tables import show_preview

    session, day = session_of(context), read_day(on)
    with session.workspace() as workspace:
        answer = workspace.deactivations.preview(on=day)
        if output is None and chart is None:
            show_preview(session.output, answer)
            return
        from desktop.services.leaving.report import write_curve_chart, write_preview

        context_of, found = workspace.context, workspace.leaving.curve()
        also_write(session, output, lambda wish: write_preview(context_of, wish, day), profile, overwrite=overwrite)
        if chart is not None and found is None:
            raise UserError(msg("There is no running order: nothing can be drawn."))
        if found is not None:
            also_write(session, chart, partial(write_curve_chart, found), profile, overwrite=overwrite)
        show_preview(session.output, answer)


def deactivate(
    context: typer.Context,
    confirm: Annotated[bool, typer.Option("--confirm", help="Confirm the fee that the preview shows.")] = False,
) -> None:
    """Deactivate the account. Without --confirm it shows what that would bring, and changes nothing."""
    from desktop.cli.deactivation_tables import show_preview

    session = session_of(context)
    with session.workspace() as workspace:
        if confirm:
            show_preview(session.output, workspace.deactivations.deactivate())
            return
        answer = workspace.deactivations.preview()
    show_preview(session.output, answer)
    raise UserError(
        msg("Nothing was changed. Deactivating costs {fee}.", fee=answer.fee), msg("Repeat it with --confirm.")
    )


def preview_reactivate(context: typer.Context) -> None:
    """Show what taking a deactivation back would bring: the orders that go on, and what is charged next."""
    from desktop.cli.deactivation_tables import show_reactivation

    session = session_of(context)
    with session.workspace() as workspace:
        show_reactivation(session.output, workspace.deactivations.preview_reactivation())


def reactivate(context: typer.Context) -> None:
    """Take a deactivation back while orders or keys still run; shows what goes on, and what is charged next."""
    from desktop.cli.deactivation_tables import show_reactivation

    session = session_of(context)
    with session.workspace() as workspace:
        found = workspace.deactivations.reactivate()
        if not session.output.json:
            show_reactivation(session.output, found)
        show_account(session, workspace.accounts.show())
