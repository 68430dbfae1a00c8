"""What Ctrl+Z takes back and Ctrl+Shift+Z brings back: the person's own acts of this session."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.i18n import Message

if TYPE_CHECKING:
    from desktop.services.journal.entries import ActEntry

CALENDAR = "Seatwise"
"""Who the journal says has acted when the calendar did."""


@dataclass(frozen=True)
class Step:
    """An entry to take back: its id, and the act that is undone or redone by it."""

    entry: str
    verb: Message


@dataclass(frozen=True)
class Steps:
    """The next step back and the next step forward, where there is one."""

    back: Step | None = None
    forward: Step | None = None


def steps(newest_first: Sequence[ActEntry], session: Collection[str]) -> Steps:
    """The steps a person can take, from the journal's newest entries and the ids of this session's acts.

    Back is the newest own act that stands. Forward is the newest undo that stands, until something new is done.
    """
    own = [act for act in newest_first if act.act in session and act.actor != CALENDAR]
    verbs = {act.act: act.verb for act in newest_first}
    plain = [act for act in own if act.undoes is None]
    undone = {act.act for act in plain if act.undone_by is not None}
    back = next((act for act in plain if act.undone_by is None), None)
    undos = [act for act in own if act.undoes in undone and act.undone_by is None]
    newest_plain = plain[0].number if plain else 0
    forward = next((act for act in undos if act.number > newest_plain), None)
    return Steps(
        None if back is None else Step(back.act, back.verb),
        None if forward is None else Step(forward.act, verbs[forward.undoes or ""]),
    )
