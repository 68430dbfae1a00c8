"""Learners' dense numbers: one for each normal identifier of an account (architecture.md, idea 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import Session

from desktop.domain.learners import normal_identifier
from desktop.domain.search_text import searchable
from desktop.store.bulk import insert_payload
from desktop.store.schema import LearnerIdentityRow, LearnerRow
from desktop.store.search_text import with_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Block: TypeAlias = "tuple[Sequence[str], Sequence[str | None], Sequence[str | None]]"
"""Identifiers, names and e-mails of some people."""

_KEY_BYTES = 16
_PAGE = 500
_KEYS_AT_ONCE = 10_000
"""Below what a statement may hold of parameters (32,766 in SQLite, 65,535 in PostgreSQL)."""


@dataclass(frozen=True)
class Named:
    """Who a learner is, as the files named them; `identifier` is empty once erased."""

    number: int
    identifier: str
    name: str | None
    email: str | None


def learner_keys(account_id: str, identifiers: Sequence[str]) -> list[bytes]:
    """UUIDv5 of each normal identifier in the account's namespace, as 16 bytes each."""
    namespace = hashlib.sha1(UUID(account_id).bytes, usedforsecurity=False)
    digests = bytearray()
    for identifier in identifiers:
        digest = namespace.copy()
        digest.update(identifier.encode("utf-8", "surrogatepass"))
        digests += digest.digest()[:_KEY_BYTES]
    digests[6::_KEY_BYTES] = bytes(byte & 0x0F | 0x50 for byte in digests[6::_KEY_BYTES])
    digests[8::_KEY_BYTES] = bytes(byte & 0x3F | 0x80 for byte in digests[8::_KEY_BYTES])
    keys = bytes(digests)
    return [keys[start : start + _KEY_BYTES] for start in range(0, len(keys), _KEY_BYTES)]


def number_learners(connection: Connection, account_id: str, people: Iterable[Block]) -> NDArray[np.uint32]:
    """The store's numbers of people, in their order; each is named once.

    People the store does not know yet are added; a name or e-mail already kept stays. Where the people come in the
    order of their identifiers, as a fold gives them, most indexes grow at their end. Memory grows with 4 bytes a
    person.
    """
    import numpy as np

    newest = connection.execute(select(func.max(LearnerRow.number))).scalar() or 0
    knows_some = newest > 0
    parts: list[NDArray[np.uint32]] = []
    for identifiers, names, emails in people:
        keys = learner_keys(account_id, identifiers)
        known = known_numbers(connection, keys) if knows_some else {}
        numbers = [known.get(key, 0) for key in keys]
        fresh = [place for place, number in enumerate(numbers) if not number]
        for number, place in enumerate(fresh, newest + 1):
            numbers[place] = number
        newest += len(fresh)
        insert_payload(connection, LearnerRow, ("number", "key"), [(numbers[at], keys[at]) for at in fresh])
        insert_payload(
            connection,
            LearnerIdentityRow,
            ("number", "identifier", "name", "email", "folded"),
            [
                (numbers[at], *texts, searchable(*texts))
                for at in fresh
                for texts in ((identifiers[at], names[at], emails[at]),)
            ],
        )
        parts.append(np.array(numbers, dtype=np.uint32))
    return np.concatenate([np.empty(0, dtype=np.uint32), *parts])


def known_numbers(connection: Connection, keys: Iterable[bytes]) -> dict[bytes, int]:
    """The numbers of those the store knows already, by their keys."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    known: dict[bytes, int] = {}
    # In order, so that neighbors are looked up on the same page; past the ORM, which takes twice as long.
    wanted = sorted(keys)
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        block = tuple(wanted[start : start + _KEYS_AT_ONCE])
        marks = ", ".join([mark] * len(block))
        found = connection.exec_driver_sql(f"SELECT key, number FROM learner WHERE key IN ({marks})", block)  # noqa: S608 - only marks
        known.update(found.cursor.fetchall())
    return known


def find_number(session: Session, account_id: str, identifier: str) -> int | None:
    """The number of the learner with this identifier, or None."""
    (key,) = learner_keys(account_id, [normal_identifier(identifier)])
    return session.execute(select(LearnerRow.number).where(LearnerRow.key == key)).scalar_one_or_none()


def with_text(wanted: str) -> ColumnElement[bool]:
    """Whether each word of the text occurs in a learner's identifier, name or e-mail address."""
    who = LearnerIdentityRow
    return with_words((who.identifier, who.name, who.email), wanted, folded_as=who.folded)


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
