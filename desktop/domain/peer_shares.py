"""Seats that a peer account shares with this one (rules.md 1.1, C12, C15, F9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.domain.errors import UserError
from desktop.i18n import msg


@dataclass(frozen=True)
class PeerShare:
    """So many seats received from an owner account, from a day on until they end."""

    id: str
    owner: str
    """The account they come from, as its administrator names it."""

    seats: int
    received_on: date
    ended_on: date | None = None
    """The first day on which they no longer count."""

    def runs(self, day: date) -> bool:
        """Whether its seats count on the day."""
        return self.received_on <= day and (self.ended_on is None or day < self.ended_on)


def refuse_sharing_again(account: str, owner: str, receivers: Mapping[str, Iterable[str]]) -> None:
    """A receiver may not share: neither its owner, nor this account while it shares with somebody.

    `receivers` are the accounts known here that receive seats, each with the owners that it receives them from.

    >>> refuse_sharing_again("School", "Group", {"Branch": ["Group"]})
    """
    mine, theirs = _plain(account), _plain(owner)
    if mine == theirs:
        raise UserError(msg("An account does not receive seats from itself. Name the account they come from."))
    for receiver, owners in receivers.items():
        if _plain(receiver) == theirs:
            raise UserError(
                msg(
                    "“{owner}” received its seats itself and may not share them. Name the account they come from.",
                    owner=receiver,
                )
            )
        if mine in map(_plain, owners):
            raise UserError(
                msg(
                    "This account shares seats with “{receiver}”, so it cannot receive any. End that share first.",
                    receiver=receiver,
                )
            )


def in_the_way(account: str, owner: str, receivers: Mapping[str, Iterable[str]]) -> str | None:
    """The receiver for whose sake the account may not receive seats from that owner; None where it may.

    >>> in_the_way("School", "Group", {"Group": ["School"]})
    'Group'
    """
    mine, theirs = _plain(account), _plain(owner)
    found = (name for name, owners in receivers.items() if _plain(name) == theirs or mine in map(_plain, owners))
    return next(found, None)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
