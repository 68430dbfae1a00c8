"""Entries of the journal as a list shows them: read a page at a time, without the values they changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desktop.i18n import Message, Value, msg
from desktop.store.learners import Named, named
from desktop.store.schema import AccountRow, ActRow, ChangeRow, UserRow
from desktop.system.clock import zone_named

_LEARNERS = frozenset({"learner", "other"})
UNDO = "Undo: {act}"
"""The verb of an act that takes another one back."""


@dataclass(frozen=True)
class ActEntry:
    """One entry of the journal with the count of its changes; `undone_by` is the act that took it back."""

    act: str
    number: int
    account: str | None
    actor: str
    verb: Message
    effective_on: date
    recorded_at: datetime
    undoes: str | None
    undone_by: str | None
    count: int
    account_name: str | None = None
    """The account's name; None for what is of the whole workspace."""

    @property
    def redoes(self) -> bool:
        """Whether taking it back does again what it undid."""
        return self.undoes is not None and self.verb.text == UNDO

    @property
    def undo_verb(self) -> Message:
        """What taking it back is called."""
        return verb_of_undo(self.verb, self.undoes)


def verb_of_undo(verb: Message, undoes: str | None) -> Message:
    """What taking an act back is called: the undo of an undo redoes the act that was undone."""
    undone = verb.params.get("act")
    if undoes is None or not isinstance(undone, Message):
        return msg("Undo: {act}", act=verb)
    return msg("Redo: {act}", act=undone) if verb.text == UNDO else msg("Undo: {act}", act=undone)


def entries_of(session: Session, acts: Sequence[ActRow]) -> list[ActEntry]:
    """The entries of these acts, in a fixed number of statements however many they are."""
    counts = _counts(session, [act.seq for act in acts])
    undone = undone_by(session, [act.act_id for act in acts])
    names = _names(session, {act.actor for act in acts})
    accounts = dict(iter(session.execute(select(AccountRow.id, AccountRow.name))))
    people = named(session, sorted({number for act in acts for number in _learners_in(act.verb)}))
    return [
        ActEntry(
            act.act_id,
            act.seq,
            act.account_id,
            names.get(act.actor, act.actor),
            _with_people(act.verb, people),
            act.effective_on,
            act.recorded_at,
            act.undoes,
            undone.get(act.act_id),
            counts.get(act.seq, 0),
            accounts.get(act.account_id or ""),
        )
        for act in acts
    ]


def in_zone(entries: Sequence[ActEntry], zone: str) -> list[ActEntry]:
    """The entries with the time that it was in the zone."""
    named_zone = zone_named(zone)
    return [replace(one, recorded_at=one.recorded_at.astimezone(named_zone)) for one in entries]


def undone_by(session: Session, acts: Collection[str]) -> dict[str, str]:
    """For each of the acts that is taken back now, the act that did so: an undo that is not undone in turn."""
    chain = select(ActRow.act_id, ActRow.undoes, ActRow.seq).where(ActRow.undoes.in_(acts)).cte(recursive=True)
    later = aliased(ActRow)
    chain = chain.union(select(later.act_id, later.undoes, later.seq).join(chain, later.undoes == chain.c.act_id))
    undone: dict[str, str] = {}
    # The newest first: whether an undo stands is known before what it undid is looked at; the oldest undo is named.
    for act, undoes, _ in session.execute(select(chain).order_by(chain.c.seq.desc())).all():
        if act not in undone:
            undone[undoes] = act
    return undone


def _learners_in(verb: Message) -> Iterator[int]:
    """The learners' numbers in a sentence of the journal, which keeps no names."""
    for name, value in verb.params.items():
        if isinstance(value, Message):
            yield from _learners_in(value)
        elif name in _LEARNERS and isinstance(value, int):
            yield value


def _with_people(verb: Message, people: Mapping[int, Named]) -> Message:
    """The sentence with identifiers for numbers; of an erased learner the number stays."""
    said: dict[str, Value] = {}
    for name, value in verb.params.items():
        if isinstance(value, Message):
            said[name] = _with_people(value, people)
        else:
            known = people.get(value) if name in _LEARNERS and isinstance(value, int) else None
            said[name] = known.identifier if known is not None and known.identifier else value
    return replace(verb, params=said)


def _counts(session: Session, numbers: Collection[int]) -> dict[int, int]:
    rows = select(ChangeRow.act_seq, func.count()).where(ChangeRow.act_seq.in_(numbers)).group_by(ChangeRow.act_seq)
    return dict(iter(session.execute(rows)))


def _names(session: Session, actors: Collection[str]) -> dict[str, str]:
    """The names of who acted, from the ids the journal keeps, so that a name can be erased."""
    rows = select(UserRow.id, UserRow.name, UserRow.identifier).where(UserRow.id.in_(actors))
    return {row.id: row.name or row.identifier for row in session.execute(rows)}
