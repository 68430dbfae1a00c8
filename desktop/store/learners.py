"""Learners' dense numbers: one for each normal identifier of an account (architecture.md, idea 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, text, true
from sqlalchemy.orm import Session

from desktop.domain.learners import normal_identifier
from desktop.store.bulk import insert_payload, insert_rows
from desktop.store.schema import LearnerIdentityRow, LearnerRow

Block: TypeAlias = "tuple[Sequence[str], Sequence[str | None], Sequence[str | None]]"
"""Identifiers, names and e-mails of some people."""

_KEY_BYTES = 16
_PAGE = 500
_JOIN_BLOCK = 50_000


@dataclass(frozen=True)
class Named:
    """Who a learner is, as the files named them; `identifier` is empty once erased."""

    number: int
    identifier: str
    name: str | None
    email: str | None


def learner_key(account_id: str, identifier: str) -> bytes:
    """UUIDv5 of the normal identifier in the account's namespace, as 16 bytes."""
    digest = bytearray(
        hashlib.sha1(
            UUID(account_id).bytes + identifier.encode("utf-8", "surrogatepass"), usedforsecurity=False
        ).digest()[:16]
    )
    digest[6] = (digest[6] & 0x0F) | 0x50
    digest[8] = (digest[8] & 0x3F) | 0x80
    return bytes(digest)


def number_learners(
    connection: Connection, account_id: str, people: Callable[[], Iterable[Block]]
) -> NDArray[np.uint32]:
    """The store's numbers of people, in their order; `people` gives the same blocks each time it is called.

    People the store does not know yet are added, in the order of their keys, so that indexes grow at their end. A
    name or e-mail already kept stays. Memory grows with 20 bytes a person: the blocks are read twice, never kept.
    """
    keys = b"".join(learner_key(account_id, identifier) for identifiers, _, _ in people() for identifier in identifiers)
    numbers = _known_numbers(connection, keys)
    missing = np.flatnonzero(numbers == 0)
    halves = np.frombuffer(keys, dtype=">u8").reshape(-1, 2)
    in_order = missing[np.lexsort((halves[missing, 1], halves[missing, 0]))]
    first = (connection.execute(select(func.max(LearnerRow.number))).scalar() or 0) + 1
    numbers[in_order] = np.arange(first, first + len(in_order), dtype=np.uint32)
    rows = ((first + place, _key_at(keys, who)) for place, who in enumerate(in_order.tolist()))
    insert_payload(connection, LearnerRow, ("number", "key"), rows)
    _name_new(connection, people(), numbers, first)
    return numbers


def _known_numbers(connection: Connection, keys: bytes) -> NDArray[np.uint32]:
    """The numbers of those the store knows already, 0 for the others."""
    count = len(keys) // _KEY_BYTES
    numbers = np.zeros(count, dtype=np.uint32)
    if connection.execute(select(LearnerRow.number).limit(1)).scalar() is None:
        return numbers
    kind = _bytes_type(connection)
    connection.execute(text(f"CREATE TEMPORARY TABLE wanted_learner (place INTEGER PRIMARY KEY, key {kind})"))
    try:
        insert_rows(
            connection, "wanted_learner", ("place", "key"), ((place, _key_at(keys, place)) for place in range(count))
        )
        known = text("SELECT w.place, l.number FROM wanted_learner w JOIN learner l ON l.key = w.key")
        for block in connection.execute(known).partitions(_JOIN_BLOCK):
            found = np.array([tuple(row) for row in block], dtype=np.int64)
            numbers[found[:, 0]] = found[:, 1]
    finally:
        connection.execute(text("DROP TABLE wanted_learner"))
    return numbers


def _name_new(connection: Connection, people: Iterable[Block], numbers: NDArray[np.uint32], first: int) -> None:
    """Keep the identity of everyone numbered from `first` on."""

    def rows() -> Iterator[tuple[int, str, str | None, str | None]]:
        place = 0
        for block in people:
            mine = numbers[place : place + len(block[0])].tolist()
            place += len(mine)
            yield from (line for line in zip(mine, *block, strict=True) if line[0] >= first)

    insert_payload(connection, LearnerIdentityRow, ("number", "identifier", "name", "email"), rows())


def _key_at(keys: bytes, place: int) -> bytes:
    return keys[place * _KEY_BYTES : (place + 1) * _KEY_BYTES]


def _bytes_type(connection: Connection) -> str:
    return "bytea" if connection.dialect.name == "postgresql" else "BLOB"


def find_number(session: Session, account_id: str, identifier: str) -> int | None:
    """The number of the learner with this identifier, or None."""
    key = learner_key(account_id, normal_identifier(identifier))
    return session.execute(select(LearnerRow.number).where(LearnerRow.key == key)).scalar_one_or_none()


def with_text(session: Session, wanted: str) -> ColumnElement[bool]:
    """Whether each word of the text occurs in a learner's identifier, name or e-mail address, whatever its case.

    On SQLite this is its own LIKE, which reads a million learners many times faster than one over `lower`, but knows
    only the case of plain letters: of other words the usual forms are looked for.
    """
    columns = (LearnerIdentityRow.identifier, LearnerIdentityRow.name, LearnerIdentityRow.email)
    plain = session.connection().dialect.name == "sqlite"
    words = wanted.split()
    return and_(
        true(),
        *(
            or_(
                *(
                    column.contains(form, autoescape=True) if plain else column.icontains(form, autoescape=True)
                    for column in columns
                    for form in _forms(word)
                )
            )
            for word in words
        ),
    )


def _forms(word: str) -> Sequence[str]:
    """The word as it may be written where the store does not know its letters' case."""
    return (word,) if word.isascii() else sorted({word, word.lower(), word.title(), word.upper()})


def named(session: Session, numbers: Sequence[int]) -> dict[int, Named]:
    """Who the learners of these numbers are; erased ones have an empty identifier."""
    found: dict[int, Named] = {}
    for start in range(0, len(numbers), _PAGE):
        block = [int(number) for number in numbers[start : start + _PAGE]]
        rows = select(
            LearnerIdentityRow.number, LearnerIdentityRow.identifier, LearnerIdentityRow.name, LearnerIdentityRow.email
        )
        for row in session.execute(rows.where(LearnerIdentityRow.number.in_(block))):
            found[row.number] = Named(*row)
    return {int(number): found.get(int(number), Named(int(number), "", None, None)) for number in numbers}
