"""Reading what the Billing tab shows; runs in a job."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop.models.standing import Standing, standing
from desktop.services.workspace import Workspace
from desktop.system.clock import today


def read_standing(workspace: Workspace) -> Standing:
    """The account, its keys, and why its numbers are what they are."""
    account = workspace.accounts.show()
    units = workspace.usage.explain() if account.seats.purchased is not None else None
    day = today(workspace.context.store.clock, account.time_zone)
    shares = workspace.peer_shares.list()
    found = standing(account, workspace.keys.list(), units, day, workspace.billing_page.show(), shares)
    return replace(found, leap=workspace.leaps.coming())


def read_today(workspace: Workspace) -> date:
    """The day it is for the account."""
    return today(workspace.context.store.clock, workspace.accounts.show().time_zone)
