"""quote and order: what an order would cost, and orders by card."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli import order_files, outcomes
from desktop.cli.files import AlsoFile, AlsoPicture, ChartFile, Overwrite, Profile, also_write
from desktop.cli.order_files import Ascending, Search, Sort, States, order_wishes
from desktop.cli.order_tables import show_charged, show_detail, show_due, show_orders, show_quote
from desktop.cli.quantities import read_amount, read_users
from desktop.cli.session import Session, read_choice, read_day, session_of
from desktop.domain.accounts import Payments
from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.orders.order import FEE
from desktop.domain.payments import NOTHING_WAITS, WHO_CHARGES, Outcome
from desktop.i18n import msg
from desktop.providers.test import SAYS_SO

if TYPE_CHECKING:
    from desktop.services.leaving.deactivation import CurveAnswer
    from desktop.services.orders.answers import OrderDetailAnswer
    from desktop.services.payments.payment_methods import CardWish
    from desktop.services.workspace import Workspace

Seats = Annotated[str, typer.Option(metavar="INTEGER", help="How many users.")]
Country = Annotated[str | None, typer.Option(help="The country whose tax applies, such as FR.")]
OrderName = Annotated[str, typer.Argument(metavar="ORDER", help="Its number, its id or the beginning of it.")]
AnyOrder = Annotated[str | None, typer.Argument(metavar="ORDER", help="Its number, its id or the beginning of it.")]
Brand = Annotated[str, typer.Option(help="The card's brand, as its provider shows it.")]
LastDigits = Annotated[str, typer.Option("--last4", help="The card's last four digits, never more.")]
Expiry = Annotated[str | None, typer.Option("--expiry", help="The card's expiry, as MM/YYYY.")]
Holder = Annotated[str, typer.Option(help="Whose name is on the card.")]
AddressFile = Annotated[Path | None, typer.Option(help="A JSON file with the address to bill to.")]


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    program.command("quote")(quote)
    order = typer.Typer(help="Orders by credit card.", no_args_is_help=True)
    order.command("place")(place)
    order.command("list")(list_orders)
    order.command("show")(show)
    order.command("edit")(edit)
    order.command("outcome")(outcome)
    order.command("charge")(charge)
    order.command("due")(due)
    order.command("cancel")(cancel)
    order.command("curve")(curve)
    outcomes.add_to(order)
    order_files.add_to(order)
    program.add_typer(order, name="order")


def quote(
    context: typer.Context,
    seats: Seats,
    on: Annotated[str | None, typer.Option(help="The day of the order; default today.")] = None,
    country: Country = None,
    output: AlsoFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Say what an order would cost and which rules would refuse it. It changes nothing."""
    from desktop.services.orders.quote_report import write_quote

    session = session_of(context)
    users = read_users(seats, session.output.language)
    with session.workspace() as workspace:
        answer = workspace.orders.quote(users, read_day(on), country)
        also_write(session, output, partial(write_quote, workspace.context, answer), profile, overwrite=overwrite)
        if session.output.json:
            session.output.document(answer)
        else:
            show_quote(session.output, answer)


def place(
    context: typer.Context,
    seats: Seats,
    card_token: Annotated[str, typer.Option(help="The payment method: the provider's token, never a card number.")],
    country: Country = None,
    address_file: AddressFile = None,
    brand: Brand = "",
    last4: LastDigits = "",
    expiry: Expiry = None,
    holder: Holder = "",
) -> None:
    """Place an order by card: the first month is charged today, and its users are available at once."""
    from desktop.services.accounts.addresses import address_in_file
    from desktop.services.orders.orders import NewOrderWish

    session = session_of(context)
    address = None if address_file is None else address_in_file(address_file)
    card = _card(card_token, brand, last4, expiry, holder)
    users = read_users(seats, session.output.language)
    with session.workspace() as workspace:
        answer = workspace.orders.place(NewOrderWish(users, card, country, address))
        _show(session, workspace, answer)


def list_orders(
    context: typer.Context,
    state: States = None,
    text: Search = "",
    sort: Sort = "date",
    ascending: Ascending = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 200,
) -> None:
    """List the orders, newest first."""
    session = session_of(context)
    wishes = order_wishes(state, text, sort, ascending=ascending)
    with session.workspace() as workspace:
        page = workspace.order_list.page(wishes, size=limit)
        total = workspace.order_list.count(wishes)
    show_orders(session.output, page.orders, total)


def show(context: typer.Context, order: OrderName) -> None:
    """Show an order: its instalments, its fee, and what befell it."""
    session = session_of(context)
    with session.workspace() as workspace:
        show_detail(session.output, workspace.orders.show(order))


def edit(
    context: typer.Context,
    order: OrderName,
    payment_token: Annotated[str | None, typer.Option(help="Another payment method: the provider's token.")] = None,
    address_file: AddressFile = None,
    brand: Brand = "",
    last4: LastDigits = "",
    expiry: Expiry = None,
    holder: Holder = "",
) -> None:
    """Change an order's payment method or address; what is owed is tried with the new method at once."""
    from desktop.services.accounts.addresses import address_in_file

    session = session_of(context)
    if payment_token is None and (brand or last4 or expiry or holder):
        raise WrongUsage(msg("What is said of a card is given with its token. Add --payment-token."))
    if (payment_token is None) == (address_file is None):
        raise WrongUsage(msg("Give either --payment-token or --address-file."))
    with session.workspace() as workspace:
        if payment_token is not None:
            answer = workspace.orders.change_payment(order, _card(payment_token, brand, last4, expiry, holder))
        else:
            answer = workspace.orders.change_address(order, address_in_file(address_file or Path()))
        _show(session, workspace, answer)


def outcome(
    context: typer.Context,
    order: OrderName,
    result: Annotated[
        str,
        typer.Argument(
            help="accepted settles all that is owed and confirms the months that counted as paid; declined, expired, "
            "insufficient_funds or late is said of the newest charge."
        ),
    ],
    on: Annotated[str | None, typer.Option(help="The day the provider says so; default today.")] = None,
    instalment: Annotated[
        int | None,
        typer.Option(min=1, help="It is said of this month of the order alone; corrects one entered as paid."),
    ] = None,
    fee: Annotated[bool, typer.Option("--fee", help="It is said of the early termination fee.")] = False,
) -> None:
    """Enter what the payment provider says of an order's charges, or of its fee, from its own day on."""
    session = session_of(context)
    if fee and instalment is not None:
        raise WrongUsage(msg("Give either --instalment or --fee."))
    of = FEE if fee else instalment
    with session.workspace() as workspace:
        found = workspace.outcomes.enter(order, read_choice(Outcome, result, "RESULT"), read_day(on), of=of)
        show_detail(session.output, workspace.orders.show(found))


def due(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="At most so many of each.")] = 200,
    output: AlsoFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """List what waits to be charged, what is expected and not confirmed, what is owed, and open fees.

    A file has everything, however many there are.
    """
    from desktop.services.billing.report import BillingReports

    session = session_of(context)
    with session.workspace() as workspace:
        also_write(session, output, BillingReports(workspace.context).write_due, profile, overwrite=overwrite)
        show_due(session.output, workspace.due.show(limit))


def charge(
    context: typer.Context,
    order: Annotated[
        str | None, typer.Argument(metavar="ORDER", help="Its number, its id or the beginning of it.")
    ] = None,
    all_due: Annotated[bool, typer.Option("--due", help="Charge every order that waits to be charged.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Ask again what became of charges that are open.")] = False,
) -> None:
    """Charge what an order owes through the account's payment provider: its arrears all or not at all, then its fee."""
    session = session_of(context)
    if (order is not None) + resume + all_due != 1:
        raise WrongUsage(msg("Give either an order, --due or --resume."))
    with session.workspace() as workspace:
        if resume:
            show_charged(session.output, None, workspace.charging.resume())
            return
        if order is None:
            _charge_due(session, workspace)
            return
        found = workspace.charging.charge(order)
        show_charged(session.output, workspace.orders.show(found), workspace.charging.attempts(found))
        _say_test(session, workspace)


def _charge_due(session: Session, workspace: Workspace) -> None:
    """What could not be charged deserves a look; where the provider gave no word, that ends the command."""
    answer = workspace.charging.charge_due()
    if not (session.output.json or answer.attempts or answer.not_charged):
        session.output.line(WHO_CHARGES.get(workspace.accounts.show().payments, NOTHING_WAITS))
        return
    session.doubts += [str(one.order) for one in answer.not_charged]
    if answer.attempts or answer.unanswered is None:
        show_charged(session.output, None, answer.attempts, answer.not_charged)
    if answer.unanswered is not None:
        raise UserError(answer.unanswered)


def _show(session: Session, workspace: Workspace, answer: OrderDetailAnswer) -> None:
    """An order that was charged; what the test provider did is called so."""
    show_detail(session.output, answer)
    _say_test(session, workspace)


def _say_test(session: Session, workspace: Workspace) -> None:
    if not session.output.json and workspace.accounts.show().payments is Payments.TEST:
        session.output.line(SAYS_SO)


def cancel(
    context: typer.Context,
    order: OrderName,
    accept_fee: Annotated[str | None, typer.Option(help="Exactly the fee that is shown, such as 2100.00.")] = None,
) -> None:
    """Record that the support team cancels an order. Without --accept-fee it shows the fee and refuses."""
    session = session_of(context)
    with session.workspace() as workspace:
        currency = workspace.accounts.show().currency
        accepted = None if accept_fee is None else read_amount(accept_fee, currency, session.output.language)
        show_detail(session.output, workspace.orders.cancel(order, accepted))


def curve(
    context: typer.Context,
    order: OrderName,
    months: Annotated[int, typer.Option(min=1, max=60, help="How far to look ahead.")] = 12,
    output: AlsoPicture = None,
    chart: ChartFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Cancel or keep: what an order costs for each cycle it could be left in, and the last day of this one."""
    session = session_of(context)
    with session.workspace() as workspace:
        answer = workspace.deactivations.curve(order, months)
        found = workspace.leaving.curve_of(order, months) if output or chart else None
        if found is not None:
            from desktop.services.leaving.report import write_curve, write_curve_chart

            also_write(session, output, partial(write_curve, workspace.context, found), profile, overwrite=overwrite)
            also_write(session, chart, partial(write_curve_chart, found), profile, overwrite=overwrite)
        _show_curve(session, answer)


def _show_curve(session: Session, answer: CurveAnswer) -> None:
    if session.output.json:
        session.output.document(answer)
        return
    heads = (msg("From"), msg("Last day"), msg("Instalments"), msg("Fee"), msg("Leaving costs"), msg("Keeping costs"))
    rows = [(one.first_day, one.last_day, one.instalments, one.fee, one.outlay, one.keep) for one in answer.steps]
    session.output.table(heads, rows)
    session.output.line(msg("The last day of the current cycle is {day}.", day=answer.marked))


def _card(token: str, brand: str, last4: str, expiry: str | None, holder: str) -> CardWish:
    from desktop.services.payments.payment_methods import CardWish

    if expiry is None:
        return CardWish(token, brand, last4, holder=holder)
    match = re.fullmatch(r"(\d{1,2})/(\d{4})", expiry.strip(), re.ASCII)
    if match is None:
        raise UserError(msg("The card's expiry is a month and a year, such as 08/2027."))
    return CardWish(token, brand, last4, int(match[1]), int(match[2]), holder)
