"""scenario: named what-ifs, worked out on the account and set side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import AlsoPicture, ChartFile, Overwrite, Profile, also_write
from desktop.cli.quantities import read_users
from desktop.cli.scenario_tables import show_change_set, show_compared, show_list, show_scenario
from desktop.cli.session import LAST_CLOCK_DAY, Session, read_choice, read_day, session_of
from desktop.domain.errors import UserError
from desktop.domain.scenarios import Buying
from desktop.domain.shares import read_share
from desktop.i18n import msg

if TYPE_CHECKING:
    from desktop.services.scenarios.answers import ScenarioWish
    from desktop.services.scenarios.scenarios import Scenarios
    from desktop.services.workspace import Workspace

Name = Annotated[str, typer.Argument(help="The scenario's name, or the beginning of its id.")]
BuyingOption = Annotated[str, typer.Option("--buying", help="seats or active-users.")]
Users = Annotated[str, typer.Option("--users", metavar="INTEGER", help="How many users it begins with.")]
Start = Annotated[str | None, typer.Option("--from", help="The day it begins on; default today.")]
Growth = Annotated[str, typer.Option("--growth", help="Growth a month, such as 2%.")]
Share = Annotated[str, typer.Option("--active-share", help="How many of the users are active, such as 60%.")]
Months = Annotated[int, typer.Option("--months", help="How many months it looks ahead.")]


def add_to(program: typer.Typer) -> None:
    """Add the commands."""
    scenario = typer.Typer(help="What-ifs: what would it cost, and what if I do it.", no_args_is_help=True)
    scenario.command("add")(add)
    scenario.command("change")(change)
    scenario.command("list")(list_scenarios)
    scenario.command("show")(show)
    scenario.command("compare")(compare)
    scenario.command("apply")(apply)
    scenario.command("remove")(remove)
    program.add_typer(scenario, name="scenario")


def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What to call it.")],
    users: Users,
    buying: BuyingOption = "seats",
    start: Start = None,
    growth: Growth = "0%",
    active_share: Share = "100%",
    months: Months = 12,
) -> None:
    """Keep a what-if: so many users from a day on, growing each month, bought as seats or as active users."""
    session = session_of(context)
    wish = _wish(session, name, buying, users, start, growth, active_share, months)
    with session.workspace() as workspace:
        show_scenario(session.output, _scenarios(workspace).add(wish))


def change(
    context: typer.Context,
    name: Name,
    users: Users,
    buying: BuyingOption = "seats",
    start: Start = None,
    growth: Growth = "0%",
    active_share: Share = "100%",
    months: Months = 12,
    rename: Annotated[str | None, typer.Option("--rename", help="Another name.")] = None,
) -> None:
    """Put another what-if in the place of one that is kept."""
    session = session_of(context)
    with session.workspace() as workspace:
        scenarios = _scenarios(workspace)
        wish = _wish(session, rename or scenarios.show(name).name, buying, users, start, growth, active_share, months)
        show_scenario(session.output, scenarios.change(name, wish))


def list_scenarios(context: typer.Context) -> None:
    """List the scenarios with what each costs."""
    session = session_of(context)
    with session.workspace() as workspace:
        show_list(session.output, _scenarios(workspace).list())


def show(context: typer.Context, name: Name) -> None:
    """Show a scenario: its months, the orders it would place, and why each month costs what it does."""
    session = session_of(context)
    with session.workspace() as workspace:
        show_scenario(session.output, _scenarios(workspace).show(name))


def compare(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(help="Which, the first one to compare with; default all.")
    ] = None,
    output: AlsoPicture = None,
    chart: ChartFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Set scenarios side by side: month for month, in all, and from when one is dearer than the first."""
    from desktop.services.scenarios.report import write_scenario_chart, write_scenarios

    session = session_of(context)
    with session.workspace() as workspace:
        found = _scenarios(workspace).compare(names or ())
        for path, write in ((output, write_scenarios), (chart, write_scenario_chart)):
            also_write(session, path, partial(write, workspace.context, found), profile, overwrite=overwrite)
        show_compared(session.output, found)


def remove(context: typer.Context, name: Name) -> None:
    """Remove a scenario; orders placed from it stay."""
    session = session_of(context)
    with session.workspace() as workspace:
        gone = _scenarios(workspace).remove(name)
    if session.output.json:
        session.output.document({"removed": gone})
    else:
        session.output.line(msg("Removed scenario {name}.", name=gone))


def apply(
    context: typer.Context,
    name: Name,
    confirm: Annotated[bool, typer.Option("--confirm", help="Place the orders that are shown.")] = False,
    card_token: Annotated[str | None, typer.Option("--card-token", help="The payment provider's token.")] = None,
) -> None:
    """Place the orders of a scenario that fall on today, all or none. Without --confirm it shows them and refuses."""
    from desktop.services.payments.payment_methods import CardWish
    from desktop.services.scenarios.orders import ScenarioOrders

    session = session_of(context)
    with session.workspace() as workspace:
        orders = ScenarioOrders(workspace.context)
        if confirm:
            if card_token is None:
                raise UserError(msg("A payment method is required."), msg("Name it with --card-token."))
            applied = orders.apply(name, CardWish(card_token))
            show_change_set(session.output, applied.change_set, applied.placed)
            return
        shown = orders.preview(name)
    show_change_set(session.output, shown, ())
    for refusal in shown.refusals:
        raise UserError(refusal)
    raise UserError(
        msg("Nothing was placed. Applying it charges {amount} a month.", amount=shown.monthly),
        msg("Repeat it with --confirm and --card-token."),
    )


def _scenarios(workspace: Workspace) -> Scenarios:
    from desktop.services.scenarios.scenarios import Scenarios

    return Scenarios(workspace.context)


def _wish(
    session: Session,
    name: str,
    buying: str,
    users: str,
    start: str | None,
    growth: str,
    active_share: str,
    months: int,
) -> ScenarioWish:
    from desktop.services.scenarios.answers import ScenarioWish

    language = session.output.language

    return ScenarioWish(
        name,
        read_choice(Buying, buying, "--buying"),
        read_users(users, language),
        read_day(start, LAST_CLOCK_DAY),
        read_share(growth, language),
        read_share(active_share, language),
        months,
    )
