"""order report: orders as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import OutFile, Overwrite, Profile, say_written, wished
from desktop.cli.session import read_choice, session_of
from desktop.domain.errors import WrongUsage
from desktop.domain.orders.transitions import OrderState
from desktop.i18n import msg

if TYPE_CHECKING:
    from desktop.services.orders.wishes import OrderWishes

States = Annotated[list[str] | None, typer.Option("--state", help="Only in this state; can be repeated.")]
Search = Annotated[str, typer.Option("--search", help="A number, so many seats, or a year, month or day.")]
Sort = Annotated[str, typer.Option(help="By date, number, seats, price, monthly, annual, state, charge or payment.")]
Ascending = Annotated[bool, typer.Option("--ascending", help="Least or oldest first.")]


def add_to(order: typer.Typer) -> None:
    """Add the commands to those of orders."""
    order.command("report")(report)
    order.command("calendar")(calendar)


def report(
    context: typer.Context,
    output: OutFile,
    order: Annotated[str | None, typer.Argument(metavar="ORDER", help="One order; without it the whole list.")] = None,
    state: States = None,
    text: Search = "",
    sort: Sort = "date",
    ascending: Ascending = False,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Write the list of orders, or one order with everything about it, as CSV, XLSX, PDF, Parquet or JSON."""
    from desktop.services.orders.wishes import OrderWishes

    session = session_of(context)
    wishes = order_wishes(state, text, sort, ascending=ascending)
    with session.workspace() as workspace, session.output.progress(msg("Writing the report")) as step:
        reports = workspace.order_reports
        wish = wished(session, output, profile, overwrite=overwrite, step=step)
        if order is not None:
            if wishes != OrderWishes():
                raise WrongUsage(msg("A filter or an order of the list goes with the list, not with one order."))
            answer = reports.write_order(wish, order)
        else:
            answer = reports.write_list(wish, wishes)
    say_written(session, answer)


def calendar(context: typer.Context, output: OutFile, overwrite: Overwrite = False) -> None:
    """Write what comes as an iCalendar file (.ics): charges, ends of terms, cards that expire."""
    session = session_of(context)
    with session.workspace() as workspace, session.output.progress(msg("Writing the calendar")) as step:
        answer = workspace.order_calendar.write(wished(session, output, overwrite=overwrite, step=step))
    say_written(session, answer)


def order_wishes(states: list[str] | None, text: str, sort: str, *, ascending: bool) -> OrderWishes:
    """What part of the list is wanted, as typed."""
    from desktop.services.orders.wishes import OrderSort, OrderWishes

    chosen = tuple(read_choice(OrderState, one, "--state") for one in states or ())
    return OrderWishes(chosen, text, read_choice(OrderSort, sort, "--sort"), not ascending)
