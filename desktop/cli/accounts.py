"""init, account: workspaces and accounts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli import account_leaving, account_rules
from desktop.cli.account_tables import show_account
from desktop.cli.details_tables import read_yes_no, show_details
from desktop.cli.files import OutFile, Overwrite, Profile, say_written, wished
from desktop.cli.order_tables import show_charged
from desktop.cli.session import read_choice, session_of
from desktop.domain.accounts import STATE_LABELS, Payments, Region
from desktop.i18n import msg

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import NewAccount

Name = Annotated[str, typer.Option("--name", help="The account's name.")]
RegionOption = Annotated[str, typer.Option("--region", help="Where it is billed: US, EU or OTHER.")]
Zone = Annotated[
    str, typer.Option("--time-zone", help="Its time zone, such as Europe/Paris; months are counted in it.")
]
Currency = Annotated[str, typer.Option("--currency", help="Its currency, such as USD.")]
PaymentsOption = Annotated[str, typer.Option("--payments", help="Who charges: recorded, test or stripe.")]
Owner = Annotated[str, typer.Option("--owner", help="Name or e-mail of the owner, who acts by default.")]


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    program.command("init")(init)
    account = typer.Typer(help="The accounts of the workspace.", no_args_is_help=True)
    account.command("add")(add)
    account.command("list")(list_accounts)
    account.command("show")(show)
    account.command("advance")(advance)
    account_leaving.add_to(account)
    account.command("report")(report)
    account_rules.add_to(account)
    account.command("set")(set_details)
    account.command("address")(set_address)
    program.add_typer(account, name="account")


def init(
    context: typer.Context,
    name: Name = "My organization",
    region: RegionOption = "US",
    time_zone: Zone = "UTC",
    currency: Currency = "USD",
    payments: PaymentsOption = "recorded",
    owner: Owner = "Owner",
) -> None:
    """Make a new workspace with one account in Trial. With --today it is a rehearsal store, whose clock you set."""
    session = session_of(context)
    new = _new(name, region, time_zone, currency, payments, owner)
    workspace = session.opener.create(session.choice, new)
    try:
        show_account(session, workspace.accounts.show())
    finally:
        workspace.close()


def add(
    context: typer.Context,
    name: Name,
    region: RegionOption = "US",
    time_zone: Zone = "UTC",
    currency: Currency = "USD",
    payments: PaymentsOption = "recorded",
    owner: Owner = "Owner",
) -> None:
    """Add another account to the workspace."""
    session = session_of(context)
    with session.workspace() as workspace:
        show_account(session, workspace.accounts.add(_new(name, region, time_zone, currency, payments, owner)))


def list_accounts(context: typer.Context) -> None:
    """List the accounts."""
    session = session_of(context)
    with session.workspace() as workspace:
        accounts = workspace.accounts.list()
    if session.output.json:
        session.output.document({"accounts": accounts})
        return
    heads = (msg("Account"), msg("Name"), msg("State"), msg("Since"), msg("Time zone"), msg("Currency"))
    session.output.table(
        heads,
        [
            (one.account[:8], one.name, STATE_LABELS[one.state], one.state_since, one.time_zone, one.currency)
            for one in accounts
        ],
    )


def show(context: typer.Context) -> None:
    """Show the account: its state and why, what comes next, and its seats."""
    session = session_of(context)
    with session.workspace() as workspace:
        show_account(session, workspace.accounts.show())


def advance(context: typer.Context) -> None:
    """Apply what has fallen due by today; safe to repeat."""
    from desktop.services.leaving.answers import steps
    from desktop.services.time.calendar import transitions

    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.accounts.advance()
    applied, charged = answer.events, answer.charged
    if charged is not None:
        session.doubts += [str(one.order) for one in charged.not_charged]
    if session.output.json:
        attempts, left = ((), ()) if charged is None else (charged.attempts, charged.not_charged)
        brought = {"transitions": transitions(applied), "events": steps(applied)}
        session.output.document({**brought, "attempts": attempts, "not_charged": left})
        return
    if applied:
        session.output.table(
            (msg("Date"), msg("What"), msg("Amount")), [(one.on, one.text, one.amount or "") for one in applied]
        )
    else:
        session.output.line(msg("Nothing is due."))
    if charged is not None and (charged.attempts or charged.not_charged):
        show_charged(session.output, None, charged.attempts, charged.not_charged)


def report(context: typer.Context, output: OutFile, profile: Profile = "machine", overwrite: Overwrite = False) -> None:
    """Write what Billing shows: the charges to come and why, the prices paid, suspended orders, and the keys."""
    session = session_of(context)
    with session.workspace() as workspace, session.output.progress(msg("Writing the report")) as step:
        from desktop.services.billing.report import BillingReports

        wish = wished(session, output, profile, overwrite=overwrite, step=step)
        answer = BillingReports(workspace.context).write_billing(wish)
    say_written(session, answer)


def set_details(
    context: typer.Context,
    name: Annotated[str | None, typer.Option(help="The account's name.")] = None,
    country: Annotated[str | None, typer.Option(help="Its country, such as FR.")] = None,
    eccid: Annotated[str | None, typer.Option(help="The vendor's reference number of the account.")] = None,
    ims_org: Annotated[str | None, typer.Option(help="Its IMS Org ID; an empty text unlinks it.")] = None,
    registered_with_adobe: Annotated[
        str | None, typer.Option(help="Whether the organization is registered with Adobe: yes or no.")
    ] = None,
) -> None:
    """Change the account's details. What is not named stays as it is; an empty text takes a detail away."""
    from desktop.services.accounts.details import DetailsWish

    session = session_of(context)
    registered = None if registered_with_adobe is None else read_yes_no(registered_with_adobe)
    with session.workspace() as workspace:
        answer = workspace.account_details.change(DetailsWish(name, country, eccid, ims_org, registered))
    show_details(session.output, answer)


def set_address(
    context: typer.Context,
    address_file: Annotated[Path, typer.Option(help="A JSON file with the address to bill to.")],
) -> None:
    """Change the address that new orders are billed to."""
    from desktop.services.accounts.addresses import address_in_file

    session = session_of(context)
    address = address_in_file(address_file)
    with session.workspace() as workspace:
        answer = workspace.account_details.address(address)
    show_details(session.output, answer)


def _new(name: str, region: str, time_zone: str, currency: str, payments: str, owner: str) -> NewAccount:
    from desktop.services.accounts.accounts import NewAccount

    return NewAccount(
        name,
        read_choice(Region, region, "--region"),
        time_zone,
        currency,
        read_choice(Payments, payments, "--payments"),
        owner,
    )
