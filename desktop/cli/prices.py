"""price: the versions of the price list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import AlsoFile, Overwrite, Profile, also_write
from desktop.cli.output import Output
from desktop.cli.session import read_day, session_of
from desktop.domain.errors import WrongUsage
from desktop.i18n import Value, msg, yes_no

if TYPE_CHECKING:
    from desktop.services.rules.price_lists import PriceVersionAnswer


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    price = typer.Typer(help="The price list: what a user costs a month, from which day on.", no_args_is_help=True)
    price.command("list")(list_prices)
    price.command("add")(add)
    price.command("remove")(remove)
    program.add_typer(price, name="price")


def list_prices(
    context: typer.Context, output: AlsoFile = None, profile: Profile = "machine", overwrite: Overwrite = False
) -> None:
    """List the versions of the price list, oldest first."""
    from desktop.services.billing.report import BillingReports

    session = session_of(context)
    with session.workspace() as workspace:
        found = list(workspace.prices.list())
        also_write(session, output, BillingReports(workspace.context).write_prices, profile, overwrite=overwrite)
        if session.output.json:
            session.output.document({"prices": found})
        else:
            _print(session.output, found)


def add(
    context: typer.Context,
    start: Annotated[str, typer.Option("--from", help="The first day, YYYY-MM-DD: today or later.")],
    price: Annotated[list[str], typer.Option(help="A price such as USD=9.50; can be repeated, once a currency.")],
    name: Annotated[str | None, typer.Option(help="A name, such as autumn-2027.")] = None,
    reaches_existing_from: Annotated[
        str | None,
        typer.Option(help="Existing orders take it with their first term that begins on or after this day."),
    ] = None,
) -> None:
    """Add prices from a day on. Existing orders keep theirs, unless a day is given from which they do not."""
    from desktop.services.rules.price_lists import NewPrices

    session = session_of(context)
    first = read_day(start)
    if first is None:
        raise WrongUsage(msg("Give the first day with --from."))
    prices: dict[str, str] = {}
    for currency, amount in (_pair(one, session.output.language) for one in price):
        if currency in prices:
            raise WrongUsage(msg("There are two prices in {currency}. Give one.", currency=currency))
        prices[currency] = amount
    new = NewPrices(first, prices, name, read_day(reaches_existing_from))
    with session.workspace() as workspace:
        answer = workspace.prices.add(new)
    if session.output.json:
        session.output.document(answer)
    else:
        _print(session.output, [answer])


def remove(context: typer.Context, name: Annotated[str, typer.Argument(help="The name of the version.")]) -> None:
    """Take prices out again whose day has not come and that no order uses."""
    session = session_of(context)
    with session.workspace() as workspace:
        workspace.prices.remove(name)
    if session.output.json:
        session.output.document({"removed": name})
    else:
        session.output.line(msg("The prices {name} are removed.", name=name))


def _pair(text: str, language: str) -> tuple[str, str]:
    """The currency, and the price in plain digits."""
    from desktop.domain.pricing.unit_prices import UnitPrice

    code, equals, amount = text.partition("=")
    if not equals:
        raise WrongUsage(msg("Give a price such as USD=9.50."))
    currency = code.strip().upper()
    return currency, UnitPrice.typed(amount, currency, language).decimal


def _print(output: Output, found: list[PriceVersionAnswer]) -> None:
    heads = (
        msg("Prices"),
        msg("In force from"),
        msg("A user a month"),
        msg("In force today"),
        msg("Reaches existing orders from"),
        msg("Orders"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.version,
            one.effective_from,
            tuple(msg("{price}", price=price) for price in one.prices),
            yes_no(one.in_force),
            one.reaches_existing_from,
            one.orders,
        )
        for one in found
    ]
    output.table(heads, rows)
