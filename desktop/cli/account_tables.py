"""An account as the terminal shows it: its state and why, what comes next, and its seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.cli.session import Session
from desktop.domain.accounts import STATE_LABELS
from desktop.i18n import Value, msg, msgn, yes_no

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import AccountAnswer, SeatsAnswer


def show_account(session: Session, account: AccountAnswer) -> None:
    """Print it, or its document."""
    if session.output.json:
        session.output.document(account)
        return
    rows: list[tuple[Value, Value]] = [
        (msg("Account"), f"{account.name} ({account.account})"),
        (msg("State"), STATE_LABELS[account.state]),
        (msg("Reason"), account.state_reason),
        (msg("Since"), account.state_since),
        (msg("Time zone"), account.time_zone),
        (msg("Currency"), account.currency),
    ]
    if account.next_event is not None:
        coming = account.next_event
        event = msg("{state} on {day}: {reason}", state=STATE_LABELS[coming.state], day=coming.on, reason=coming.reason)
        rows.append((msg("Next event"), event))
    rows += _seat_rows(account.seats)
    rows.append((msg("Rehearsal store"), yes_no(account.rehearsal)))
    session.output.table((msg("What"), msg("Value")), rows)


def _seat_rows(seats: SeatsAnswer) -> list[tuple[Value, Value]]:
    if seats.purchased is not None:
        rows: list[tuple[Value, Value]] = [
            (msg("Purchased"), str(seats.purchased)),
            (msg("Used"), str(seats.used)),
            (msg("Remaining"), str(seats.remaining)),
        ]
        if seats.overage:
            rows.append((msg("Overage"), str(seats.overage)))
    else:
        rows = [
            (msg("Available"), _count(seats.available)),
            (msg("Registered"), str(seats.registered)),
            (msg("Remaining"), _count(seats.remaining)),
        ]
    if seats.received:
        rows.append((msg("Of these received"), str(seats.received)))
    if seats.without_seat:
        without = msgn("{n} registered user has no seat.", "{n} registered users have no seat.", n=seats.without_seat)
        rows.append(("", without))
    return rows


def _count(seats: int | None) -> Value:
    return msg("Unlimited") if seats is None else str(seats)
