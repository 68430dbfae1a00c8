"""The journal: one hash chain per client, written with the act it records (architecture.md, idea 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.orm import Session

from desktop.domain.ids import derived_id
from desktop.i18n import Message
from desktop.store.guard import opened
from desktop.store.schema import ActRow, ChangeKind, ChangePayloadRow, ChangeRow, Effect
from desktop.store.types import json_text, message_parts

GENESIS = "0" * 64


@dataclass(frozen=True)
class Act:
    """What a person does, given before it is done. The same `act_id` twice is one act."""

    act_id: str
    verb: Message
    actor: str
    effective_on: date
    account_id: str | None = None
    effect: Effect = Effect.NONE
    undoes: str | None = None


@dataclass(frozen=True)
class Change:
    """One row's change: {field: [from, to]} in stored values; for a batch the ids and rows."""

    entity: str
    entity_id: str
    kind: ChangeKind
    fields: dict[str, Any] = field(repr=False)


def write_act(session: Session, act: Act, changes: Sequence[Change], client_id: str, now: datetime) -> None:
    """Write the act and its changes as the next link of the client's chain."""
    connection = session.connection()
    last = connection.execute(
        select(ActRow.local_seq, ActRow.hash)
        .where(ActRow.client_id == client_id)
        .order_by(ActRow.local_seq.desc())
        .limit(1)
    ).first()
    local_seq, prev_hash = (last.local_seq + 1, last.hash) if last else (1, GENESIS)
    rows = [_change_values(act.act_id, position, change) for position, change in enumerate(changes)]
    values: dict[str, Any] = {
        "act_id": act.act_id,
        "client_id": client_id,
        "local_seq": local_seq,
        "account_id": act.account_id,
        "actor": act.actor,
        "verb": act.verb,
        "effective_on": act.effective_on,
        "recorded_at": now,
        "effect": act.effect,
        "undoes": act.undoes,
        "prev_hash": prev_hash,
    }
    values["hash"] = link_hash(
        values, [(row["op_id"], row["entity"], row["entity_id"], row["kind"], row["payload_sha256"]) for row in rows]
    )
    with opened(connection, "journal"):
        seq = connection.execute(insert(ActRow).values(values).returning(ActRow.seq)).scalar_one()
        if rows:
            connection.execute(
                insert(ChangeRow), [{k: v for k, v in row.items() if k != "fields"} | {"act_seq": seq} for row in rows]
            )
            connection.execute(
                insert(ChangePayloadRow), [{"op_id": row["op_id"], "fields": row["fields"]} for row in rows]
            )


def _change_values(act_id: str, position: int, change: Change) -> dict[str, Any]:
    text = json_text(change.fields)
    return {
        "op_id": derived_id(act_id, position),
        "position": position,
        "entity": change.entity,
        "entity_id": change.entity_id,
        "kind": change.kind,
        "payload_sha256": sha256(text),
        "fields": text,
    }


def sha256(text: str) -> str:
    """The SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def link_hash(act: dict[str, Any], changes: Iterable[tuple[str, str, str, ChangeKind, str]]) -> str:
    """The hash of one link: everything of the act, the changes' payloads by their hashes, and the link before."""
    return sha256(
        json_text(
            {
                "act_id": act["act_id"],
                "client_id": act["client_id"],
                "local_seq": act["local_seq"],
                "account_id": act["account_id"],
                "actor": act["actor"],
                "verb": message_parts(act["verb"]),
                "effective_on": act["effective_on"].isoformat(),
                "recorded_at": act["recorded_at"].isoformat(),
                "effect": str(act["effect"]),
                "undoes": act["undoes"],
                "prev_hash": act["prev_hash"],
                "changes": [
                    [op, entity, entity_id, str(kind), payload] for op, entity, entity_id, kind, payload in changes
                ],
            }
        )
    )


@dataclass(frozen=True)
class ChainFault:
    """The first link of a chain that does not hold."""

    client_id: str
    local_seq: int
    what: str


def verify_chains(session: Session) -> Iterator[ChainFault]:
    """Every fault in the chains and in the payloads that are still there."""
    clients = session.execute(select(ActRow.client_id).distinct()).scalars().all()
    for client_id in clients:
        yield from _verify_chain(session, client_id)
    stored = select(
        ChangeRow.op_id, ChangeRow.payload_sha256, ChangePayloadRow.fields, ActRow.client_id, ActRow.local_seq
    )
    joined = stored.join(ChangePayloadRow, ChangePayloadRow.op_id == ChangeRow.op_id).join(
        ActRow, ActRow.seq == ChangeRow.act_seq
    )
    for row in session.execute(joined.execution_options(yield_per=1000)):
        if sha256(row.fields) != row.payload_sha256:
            yield ChainFault(row.client_id, row.local_seq, "payload")


def _verify_chain(session: Session, client_id: str) -> Iterator[ChainFault]:
    acts = session.execute(select(ActRow).where(ActRow.client_id == client_id).order_by(ActRow.local_seq)).scalars()
    before, expected_seq = GENESIS, 1
    for act in acts.yield_per(500):
        changes = (
            session.execute(select(ChangeRow).where(ChangeRow.act_seq == act.seq).order_by(ChangeRow.position))
            .scalars()
            .all()
        )
        values = {column.key: getattr(act, column.key) for column in ActRow.__mapper__.columns}
        if act.local_seq != expected_seq or act.prev_hash != before:
            yield ChainFault(client_id, act.local_seq, "order")
            return
        if [(one.op_id, one.position) for one in changes] != [
            (derived_id(act.act_id, place), place) for place in range(len(changes))
        ]:
            yield ChainFault(client_id, act.local_seq, "changes")
            return
        if (
            link_hash(values, [(one.op_id, one.entity, one.entity_id, one.kind, one.payload_sha256) for one in changes])
            != act.hash
        ):
            yield ChainFault(client_id, act.local_seq, "link")
            return
        before, expected_seq = act.hash, expected_seq + 1


def act_exists(connection: Connection, act_id: str) -> bool:
    """Whether an act with this id has been recorded."""
    return connection.execute(select(func.count()).select_from(ActRow).where(ActRow.act_id == act_id)).scalar_one() > 0
