"""What to do in the place of an undo that the calendar stands in the way of (architecture.md, idea 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from desktop.domain.accounts import AccountState
from desktop.domain.life.events import EventKind
from desktop.domain.orders.transitions import OrderState
from desktop.i18n import Message, msg
from desktop.services.time.calendar import ORDER_OF_NEWS
from desktop.store.billing_acts import KEY
from desktop.store.schema import BillingActRow, DueEventRow

if TYPE_CHECKING:
    from desktop.services.journal.undo import ChangeAnswer

_OF_ACTS: Mapping[str, Message] = {
    "place": msg("Cancel the order instead, or deactivate the account."),
    "outcome": msg("Enter the right outcome instead: it stands at its own day."),
    "card": msg("Change the payment method again instead."),
    "cancel": msg("Place a new order instead."),
    "deactivate": msg("Reactivate the account while it can be; afterwards place a new order or activate a key."),
    "reactivate": msg("Deactivate the account again instead."),
    "receive": msg("End the received seats instead."),
    "end_share": msg("Receive the seats again instead."),
    KEY: msg("Deactivate the account instead, or let the key’s term run out."),
}
"""By what was done, as `store.billing_acts` names it."""

_OF_STATES: Mapping[str, Message] = {
    AccountState.INACTIVE: msg("Place a new order or activate a key to make the account Active again."),
    AccountState.TRIAL: msg("Place a new order or activate a key to make the account Active again."),
    OrderState.SUSPENDED: msg("Enter the right outcome, or change the payment method, to make the order Active again."),
    OrderState.CANCELED: msg("Place a new order for these users."),
}
_OF_NEWS: Mapping[EventKind, Message] = {
    EventKind.INSTALMENT: msg("If a charge came out otherwise, enter its outcome."),
    EventKind.FEE: msg("If a charge came out otherwise, enter its outcome."),
    EventKind.RENEWAL: msg("To leave the new term, cancel the order or deactivate the account."),
    EventKind.NOTICE: msg("A draft that is not wanted is simply not sent."),
}
ELSE = msg("Make a correcting entry instead.")


def instead_of_act(changes: Iterable[ChangeAnswer]) -> Message:
    """What corrects something a person did, when what followed from it stays."""
    kinds = [change.fields["kind"][1] for change in changes if change.entity == BillingActRow.__tablename__]
    return next((_OF_ACTS[kind] for kind in kinds if kind in _OF_ACTS), ELSE)


def instead_of_day(changes: Iterable[ChangeAnswer]) -> Message:
    """What corrects a day of the calendar: by the greatest of its news."""
    news = sorted(_news(changes), key=lambda row: ORDER_OF_NEWS.index(EventKind(row["kind"])))
    for row in news:
        found = _OF_STATES.get(row["state"] or "") or _OF_NEWS.get(EventKind(row["kind"]))
        if found is not None:
            return found
    return ELSE


def _news(changes: Iterable[ChangeAnswer]) -> Iterator[Mapping[str, Any]]:
    for change in changes:
        if change.entity == DueEventRow.__tablename__:
            yield from change.fields.get("rows", ())
