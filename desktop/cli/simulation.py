"""simulate: the account's time to come, played forward on a copy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.files import AlsoFile, Overwrite, Profile, also_write
from desktop.cli.session import LAST_CLOCK_DAY, Session, read_day, session_of
from desktop.domain.accounts import STATE_LABELS
from desktop.domain.errors import WrongUsage
from desktop.domain.periods import Month
from desktop.i18n import msg

if TYPE_CHECKING:
    from desktop.services.time.fork import SimulationAnswer


def add_to(program: typer.Typer) -> None:
    """Add the command."""
    program.command("simulate")(simulate)


def simulate(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", help="The day to play forward to (YYYY-MM-DD).")],
    output: AlsoFile = None,
    profile: Profile = "machine",
    overwrite: Overwrite = False,
) -> None:
    """Play the account forward to a day on a copy, payments assumed paid, and say what happens; changes nothing."""
    from desktop.services.scenarios.simulation_report import write_simulation
    from desktop.services.time.fork import Simulations

    session = session_of(context)
    day = read_day(to, LAST_CLOCK_DAY)
    if day is None:
        raise WrongUsage(msg("Name the day with --to."))
    with session.workspace() as workspace, session.output.progress(msg("Playing forward")) as step:
        answer = Simulations(workspace.context).run(day, step)
    also_write(session, output, partial(write_simulation, answer), profile, overwrite=overwrite)
    _show(session, answer)


def _show(session: Session, answer: SimulationAnswer) -> None:
    out = session.output
    if out.json:
        out.document(
            {
                "from": answer.since,
                "to": answer.until,
                "events": answer.events,
                "charges": answer.charges,
                "total": answer.total,
                "account": answer.account,
            }
        )
        return
    out.line(msg("Simulated: nothing was changed. What falls due is assumed paid; what is owed today stays owed."))
    out.table(
        (msg("Date"), msg("What"), msg("Amount")), [(one.on, one.text, one.amount or "") for one in answer.events]
    )
    heads = (msg("Month"), msg("Instalments"), msg("Fees"), msg("Net"), msg("Tax"), msg("Total"))
    rows = [(Month.parse(one.month), one.instalments, one.fees, one.net, one.tax, one.total) for one in answer.charges]
    out.table(heads, rows, title=msg("What falls due by month"))
    out.line(msg("From {start} to {end}, {total} falls due.", start=answer.since, end=answer.until, total=answer.total))
    state = STATE_LABELS[answer.account.state]
    out.line(msg("On {day} the account is: {state}.", day=answer.until, state=state))
