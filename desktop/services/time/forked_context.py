"""A context over a copy of one account, in a temporary store of its own (architecture.md, decision 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.services.context import Chosen, Context, Leaps
from desktop.store.forks import fork_store
from desktop.system.clock import FixedClock, end_of_day


def forked_context(context: Context, day: date) -> Context:
    """The account chosen in a temporary store, whose clock stands at the end of the day. Acts may be done there."""
    if context.looks_back:
        raise UserError(msg("A simulation begins today. Go back to today first."))
    with context.store.read() as session:
        account = context.account(session)
    clock = FixedClock(end_of_day(day, account.time_zone))
    store = fork_store(context.store, account.id, clock, context.scratch)
    chosen = Chosen(account.id, context.chosen.actor, simulated_from=day)
    return replace(context, store=store, chosen=chosen, acts=[], leaps=Leaps())
