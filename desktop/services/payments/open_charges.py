"""Charges of which nobody knows what became: looked up at the provider, and made under their key where they never were.

Before every further act they are asked about; no other charge is begun while one is open (rules.md 0.3.7).
"""

from __future__ import annotations

from contextlib import suppress

from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.services.context import Context
from desktop.services.orders.acts import Actor
from desktop.services.payments.charge_attempts import ask_of, open_attempts
from desktop.services.payments.charge_outcomes import commit_outcome
from desktop.services.payments.payment_keys import provider_of
from desktop.store.schema import ChargeAttemptRow


def settle_open(context: Context, actor: Actor) -> None:
    """Before another act: ask again what became of open charges. While nobody answers they stay open."""
    with context.store.read() as session:
        rows = open_attempts(session, actor.account.id)
    with suppress(UserError):
        for row in rows:
            settle_attempt(context, actor, row)


def refuse_open(context: Context, actor: Actor) -> None:
    """Refuse a further charge while nobody knows what became of one before."""
    with context.store.read() as session:
        rows = open_attempts(session, actor.account.id)
    if rows:
        settle_attempt(context, actor, rows[0])
        raise UserError(msg("A charge was still open and is settled now. Look at it, then try again."))


def settle_attempt(context: Context, actor: Actor, row: ChargeAttemptRow) -> None:
    """Ask what became of a charge: look it up, and where it was never made, make it under its own key."""
    with context.store.read() as session:
        provider = provider_of(context, session, actor.account.payments)
    told = next((one.told for one in provider.made_for(row.order_id) if one.key == row.id), None)
    if told is None and row.outcome is not None:
        return
    if told is None:
        told = provider.charge(ask_of(row))
    if told.outcome is not row.outcome:
        commit_outcome(context, actor, row, told)
