"""quote: what an order would cost."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop.cli.output import Output
from desktop.cli.session import read_day, session_of
from desktop.domain.errors import WrongUsage
from desktop.i18n import msg
from desktop.services.orders import QuoteAnswer


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    program.command("quote")(quote)


def quote(
    context: typer.Context,
    seats: Annotated[int, typer.Option(help="How many users.")],
    on: Annotated[str | None, typer.Option(help="The day of the order; default today.")] = None,
    country: Annotated[str | None, typer.Option(help="The country whose tax applies, such as FR.")] = None,
) -> None:
    """Say what an order would cost and which rules would refuse it. It changes nothing."""
    session = session_of(context)
    if country is not None and not (len(country.strip()) == 2 and country.strip().isascii()):  # noqa: PLR2004
        raise WrongUsage(msg("“{text}” is not a country. Write its two letters, such as FR.", text=country))
    with session.workspace() as workspace:
        answer = workspace.orders.quote(seats, read_day(on), country)
    if session.output.json:
        session.output.document(answer)
    else:
        _show(session.output, answer)


def _show(output: Output, answer: QuoteAnswer) -> None:
    heads = (msg("Users"), msg("Unit price"), msg("Monthly"), msg("Tax"), msg("Monthly total"), msg("Annual"))
    row = (answer.seats, answer.unit_price, answer.monthly, answer.tax, answer.monthly_total, answer.annual)
    output.table(heads, [row], title=msg("Pricing Estimate"))
    output.line(answer.price_reason)
    for refusal in answer.refusals:
        output.line(msg("An order would be refused: {reason}", reason=refusal))
