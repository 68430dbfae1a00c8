"""What a provider says of a charge, entered or imported, on the day it says so (rules.md 0.3.7, O2, O4, O5)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from desktop.domain.errors import UserError
from desktop.domain.life.acts import EnterOutcome
from desktop.domain.orders.order import FEE
from desktop.domain.payments import Outcome
from desktop.i18n import Message, msg
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.search import find_order
from desktop.services.time.late_acts import do_on_its_day
from desktop.store.engine import AlreadyDoneError

OUTCOME_VERBS = {
    Outcome.ACCEPTED: msg("accepted"),
    Outcome.DECLINED: msg("declined"),
    Outcome.EXPIRED: msg("declined: the card has expired"),
    Outcome.INSUFFICIENT_FUNDS: msg("declined: insufficient funds"),
    Outcome.LATE: msg("being processed"),
}


class Outcomes:
    """The provider's words about the account's charges."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def enter(
        self,
        typed: str,
        outcome: Outcome,
        on: date | None = None,
        act_id: str | None = None,
        *,
        of: int | None = None,
    ) -> str:
        """Enter what became of an order's charges, or `of` one instalment, or of its fee (`FEE`); gives the order's id.

        Accepted settles all that is owed and confirms what was expected; any other word is of the newest charge.
        A word that comes late stands at its own day: everything after it comes out as it would have been.
        """
        actor = ready(self._context)
        day = on or actor.today
        with self._context.store.read() as session:
            row = find_order(session, actor.account, typed)
        if day > actor.today:
            raise UserError(msg("An outcome cannot be of a day in the future."))
        if day < row.placed_on:
            raise UserError(msg("The order was placed on {day}; nothing was charged before.", day=row.placed_on))
        act = EnterOutcome(day, row.id, outcome, of)
        verb = _verb(row.number, outcome, of)
        with suppress(AlreadyDoneError):
            do_on_its_day(self._context, actor, act, verb, act_id)
        return row.id


def _verb(number: int, outcome: Outcome, of: int | None) -> Message:
    said = OUTCOME_VERBS[outcome]
    if of is None:
        return msg("Charge of order {number} {outcome}", number=number, outcome=said)
    if of == FEE:
        return msg("Termination fee of order {number} {outcome}", number=number, outcome=said)
    return msg("Instalment {instalment} of order {number} {outcome}", instalment=of, number=number, outcome=said)
