"""Whether the store holds what its journal says, and nothing else (`store check`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, msg
from desktop.store.journal import verify_chains
from desktop.store.learners import learner_keys
from desktop.store.schema import (
    AccountRow,
    ActRow,
    BilledLearnersRow,
    ChangeKind,
    ChangePayloadRow,
    ChangeRow,
    ClosedMonthRow,
    LearnerIdentityRow,
    LearnerRow,
    Table,
    UsageSourceRow,
)
from desktop.store.unit_of_work import current_rows, entity_named, journaled_entities
from desktop.store.usage_sets import Fingerprint, payload_fingerprint

_LEARNERS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Finding:
    """Something that does not hold."""

    what: Message


@dataclass(frozen=True)
class CheckAnswer:
    """What a check looked at, and what it found; `ok` when nothing. `heads` name each chain's last link."""

    ok: bool
    acts: int
    changes: int
    rows: int
    sources: int
    heads: dict[str, str]
    findings: list[Finding]


def check(session: Session, step: Step = silent) -> CheckAnswer:
    """Check the database file, the chains, the rows against the journal, and the payloads against their rows."""
    findings: list[Finding] = []
    parts = (_database, _chains, _rows, _sources, _learners, _closed_months)
    for place, part in enumerate(parts):
        step(place, len(parts))
        findings.extend(_found(part(session)))
    step(len(parts), len(parts))
    return CheckAnswer(
        not findings,
        _count(session, ActRow),
        _count(session, ChangeRow),
        sum(_count(session, entity) for entity in journaled_entities()),
        _count(session, UsageSourceRow),
        chain_heads(session),
        findings,
    )


def _count(session: Session, entity: type[Table]) -> int:
    return session.execute(select(func.count()).select_from(entity)).scalar_one()


def _found(findings: Iterator[Finding]) -> Iterator[Finding]:
    """What a part of the check finds; what cannot even be read is a finding too."""
    try:
        yield from findings
    except UserError as error:
        yield Finding(error.message)
    except DBAPIError as error:
        yield Finding(msg("The database file is damaged: {what}", what=str(error.orig)))
    except (ValueError, LookupError, TypeError, AttributeError):
        yield Finding(msg("Some of what is recorded cannot be read any more."))


def chain_heads(session: Session) -> dict[str, str]:
    """Each client's last link: remember it elsewhere to prove that nothing was cut off."""
    rows = session.execute(select(ActRow.client_id, ActRow.hash).order_by(ActRow.seq)).all()
    return {row.client_id: row.hash for row in rows}


def _database(session: Session) -> Iterator[Finding]:
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if line != "ok":
            yield Finding(msg("The database file is damaged: {what}", what=str(line)))
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        yield Finding(msg("A row of {table} points to nothing.", table=str(row[0])))


def _chains(session: Session) -> Iterator[Finding]:
    for fault in verify_chains(session):
        yield Finding(
            msg(
                "The journal does not hold at entry {number} of {client}.",
                number=fault.local_seq,
                client=fault.client_id[:8],
            )
        )


def _rows(session: Session) -> Iterator[Finding]:
    """Fold the journal and compare it with every row, of rows with something erased what was written since."""
    folded = _Folded({}, set(), set())
    rows = (
        select(ChangeRow.entity, ChangeRow.entity_id, ChangeRow.kind, ChangePayloadRow.fields)
        .join(ActRow, ActRow.seq == ChangeRow.act_seq)
        .outerjoin(ChangePayloadRow, ChangePayloadRow.op_id == ChangeRow.op_id)
        .order_by(ActRow.seq, ChangeRow.position)
    )
    for row in session.execute(rows):
        text = cast("str | None", row.fields)
        if text is None:
            folded.erase(row.entity, row.entity_id, row.kind)
        else:
            _fold(folded.rows, row.entity, row.entity_id, row.kind, json.loads(text))
    for mapped in journaled_entities():
        name = mapped.__tablename__
        current = current_rows(session, mapped)
        for row_id in current.keys() | {key[1] for key in folded.rows if key[0] == name}:
            if not folded.fits(name, row_id, current.get(row_id)):
                yield Finding(msg("Row {id} of {table} is not what the journal says.", id=row_id, table=name))


@dataclass
class _Folded:
    """What the rows should be: whole, or of a row in `partial` only what was written after its erased part.

    Of an entity in `loose`, rows that came or went with an erased batch are not known.
    """

    rows: dict[tuple[str, str], dict[str, Any]]
    partial: set[tuple[str, str]]
    loose: set[str]

    def erase(self, entity: str, entity_id: str, kind: ChangeKind) -> None:
        """Take in a change whose values were erased."""
        if kind in {ChangeKind.BATCH, ChangeKind.UNBATCH}:
            self.loose.add(entity)
        elif kind is ChangeKind.DELETE:
            self.rows.pop((entity, entity_id), None)
        else:
            self.rows[entity, entity_id] = {}
            self.partial.add((entity, entity_id))

    def fits(self, entity: str, entity_id: str, current: dict[str, Any] | None) -> bool:
        """Whether a row is as it should be."""
        wanted = self.rows.get((entity, entity_id))
        if current is None or wanted is None:
            return entity in self.loose or current == wanted
        if (entity, entity_id) in self.partial:
            return all(current.get(name) == value for name, value in wanted.items())
        return current == wanted


def _fold(
    expected: dict[tuple[str, str], dict[str, Any]],
    entity: str,
    entity_id: str,
    kind: ChangeKind,
    fields: dict[str, Any],
) -> None:
    if kind is ChangeKind.BATCH:
        expected.update({(entity, str(row["id"])): _empty(entity) | row for row in fields["rows"]})
    elif kind is ChangeKind.UNBATCH:
        for row in fields["rows"]:
            expected.pop((entity, str(row["id"])), None)
    elif kind is ChangeKind.DELETE:
        expected.pop((entity, entity_id), None)
    else:
        known = expected.setdefault((entity, entity_id), _empty(entity))
        known.update({name: pair[1] for name, pair in fields.items()})


def _empty(entity: str) -> dict[str, Any]:
    """A row without values: also those of columns that came after its journal entry."""
    return dict.fromkeys(entity_named(entity).__mapper__.columns.keys())


def _sources(session: Session) -> Iterator[Finding]:
    for source in session.execute(select(UsageSourceRow)).scalars().all():
        classes = source.counted + source.ignored + source.unmapped + source.rejected + source.duplicate
        if classes != source.rows_in:
            yield Finding(msg("The counts of {file} do not add up.", file=source.file))
        if payload_fingerprint(session, source.id) != source.payload_sha256:
            yield Finding(msg("The learners kept for {file} are not those that were imported.", file=source.file))


def _learners(session: Session) -> Iterator[Finding]:
    """A learner's key comes of account and identifier: neither can change without the other."""
    accounts = session.execute(select(AccountRow.id)).scalars().all()
    rows = select(LearnerIdentityRow.number, LearnerIdentityRow.identifier, LearnerRow.key)
    rows = rows.join(LearnerRow, LearnerRow.number == LearnerIdentityRow.number)
    for block in session.execute(rows.execution_options(yield_per=_LEARNERS_AT_ONCE)).partitions():
        names = [row.identifier for row in block]
        keys = [set(known) for known in zip(*(learner_keys(account, names) for account in accounts), strict=True)]
        for row, known in zip(block, keys, strict=True):
            if row.key not in known:
                yield Finding(msg("Learner {number} is not the one the files named.", number=row.number))


def _closed_months(session: Session) -> Iterator[Finding]:
    rows = select(ClosedMonthRow.month, ClosedMonthRow.payload_sha256, BilledLearnersRow.learners)
    for month, wanted, stored in session.execute(
        rows.outerjoin(BilledLearnersRow, BilledLearnersRow.closed_month_id == ClosedMonthRow.id)
    ):
        fingerprint = Fingerprint()
        fingerprint.add(stored or b"")
        if fingerprint.hex() != wanted:
            yield Finding(
                msg("The people billed for month {month} are not those it was closed with.", month=Month(month))
            )
