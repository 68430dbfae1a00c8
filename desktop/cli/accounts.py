"""init, account: workspaces and accounts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.cli.deactivation_tables import show_preview
from desktop.cli.details_tables import read_yes_no, show_details
from desktop.cli.files import AlsoFile, ChartFile, OutFile, Overwrite, Profile, also_write, say_written, wished
from desktop.cli.order_tables import show_charged
from desktop.cli.session import Session, read_choice, read_day, session_of
from desktop.domain.accounts import STATE_LABELS, Payments, Region
from desktop.domain.errors import UserError
from desktop.domain.rules import rule_named, written
from desktop.i18n import Value, msg, msgn, yes_no

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import AccountAnswer, NewAccount

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
    account.command("deactivate")(deactivate)
    account.command("reactivate")(reactivate)
    preview = typer.Typer(help="See what an act would bring; nothing is changed.", no_args_is_help=True)
    preview.command("deactivate")(preview_deactivate)
    preview.callback()(_nothing)
    account.add_typer(preview, name="preview")
    account.command("report")(report)
    account.command("rules")(rules)
    # What looks like an option may be the value of a rule: the rule says what is wrong with it.
    account.command("set-rule", context_settings={"ignore_unknown_options": True})(set_rule)
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
        _print_one(session, workspace.accounts.show())
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
        _print_one(session, workspace.accounts.add(_new(name, region, time_zone, currency, payments, owner)))


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
        _print_one(session, workspace.accounts.show())


def advance(context: typer.Context) -> None:
    """Apply what has fallen due by today; safe to repeat."""
    from desktop.services.leaving.deactivation import steps
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


def _nothing() -> None:
    """Keep `preview` a group, so that what is previewed is always named."""


def preview_deactivate(
    context: typer.Context,
    output: AlsoFile = None,
    chart: ChartFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Show what deactivating the account would bring: end dates, the fee and what it is made of, and what follows."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.deactivations.preview()
        if output is None and chart is None:
            show_preview(session.output, answer)
            return
        from desktop.services.leaving.report import write_curve_chart, write_preview

        context_of, found = workspace.context, workspace.leaving.curve()
        also_write(
            session, output, lambda wish: write_preview(context_of, answer, wish, found), profile, overwrite=overwrite
        )
        if chart is not None and found is None:
            raise UserError(msg("There is no running order: nothing can be drawn."))
        if found is not None:
            also_write(session, chart, partial(write_curve_chart, found), profile, overwrite=overwrite)
        show_preview(session.output, answer)


def report(context: typer.Context, output: OutFile, profile: Profile = "machine", overwrite: Overwrite = False) -> None:
    """Write what Billing shows: the charges to come and why, the prices paid, suspended orders, and the keys."""
    session = session_of(context)
    with session.workspace() as workspace, session.output.progress(msg("Writing the report")) as step:
        from desktop.services.billing.report import BillingReports

        wish = wished(session, output, profile, overwrite=overwrite, step=step)
        answer = BillingReports(workspace.context).write_billing(wish)
    say_written(session, answer)


def deactivate(
    context: typer.Context,
    confirm: Annotated[bool, typer.Option("--confirm", help="Confirm the fee that the preview shows.")] = False,
) -> None:
    """Deactivate the account. Without --confirm it shows what that would bring, and changes nothing."""
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


def reactivate(context: typer.Context) -> None:
    """Take a deactivation back while orders or keys still run."""
    session = session_of(context)
    with session.workspace() as workspace:
        workspace.deactivations.reactivate()
        _print_one(session, workspace.accounts.show())


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


def _value(value: Any) -> Value:
    return value if isinstance(value, int) else written(value)


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


def _print_one(session: Session, account: AccountAnswer) -> None:
    if session.output.json:
        session.output.document(account)
        return
    seats = account.seats
    unlimited = msg("Unlimited")
    rows: list[tuple[Value, Value]] = [
        (msg("Account"), f"{account.name} ({account.account})"),
        (msg("State"), STATE_LABELS[account.state]),
        (msg("Reason"), account.state_reason),
        (msg("Since"), account.state_since),
        (msg("Time zone"), account.time_zone),
        (msg("Currency"), account.currency),
    ]
    if account.next_event is not None:
        coming = account.next_event
        rows.append(
            (
                msg("Next event"),
                msg(
                    "{state} on {day}: {reason}", state=STATE_LABELS[coming.state], day=coming.on, reason=coming.reason
                ),
            )
        )
    if seats.purchased is not None:
        rows += [
            (msg("Purchased"), str(seats.purchased)),
            (msg("Used"), str(seats.used)),
            (msg("Remaining"), str(seats.remaining)),
        ]
        if seats.overage:
            rows.append((msg("Overage"), str(seats.overage)))
    else:
        rows += [
            (msg("Available"), unlimited if seats.available is None else str(seats.available)),
            (msg("Registered"), str(seats.registered)),
            (msg("Remaining"), unlimited if seats.remaining is None else str(seats.remaining)),
        ]
    if seats.received:
        rows.append((msg("Of these received"), str(seats.received)))
    if seats.without_seat:
        rows.append(
            ("", msgn("{n} registered user has no seat.", "{n} registered users have no seat.", n=seats.without_seat))
        )
    rows.append((msg("Rehearsal store"), yes_no(account.rehearsal)))
    session.output.table((msg("What"), msg("Value")), rows)
