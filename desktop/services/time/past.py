"""The day looked at, where it is past: every service over the store as it was then (rules.md 0.3.7)."""

from __future__ import annotations

from dataclasses import replace

from desktop.i18n import Message, msgn
from desktop.services.context import Context
from desktop.store.past import PastStore


def as_it_was(context: Context) -> Context:
    """The context over its store as it was on the day the clock stands at; itself where nothing was recorded since.

    The account is chosen by what it is called today.
    """
    store = context.store
    with store.read() as session:
        if context.day_behind(session) is None:
            return context
        zone = context.time_zone(session)
        account = context.chosen.account and context.account(session).id
    return replace(context, store=PastStore(store, zone), chosen=replace(context.chosen, account=account))


def not_known(context: Context) -> Message | None:
    """What cannot be told of the day any more, because it was erased from the journal; None where all is known."""
    store = context.store
    erased = store.erased if isinstance(store, PastStore) else 0
    if not erased:
        return None
    return msgn(
        "What {n} later change replaced was erased from the journal; it is shown as it is today.",
        "What {n} later changes replaced was erased from the journal; it is shown as it is today.",
        n=erased,
    )
