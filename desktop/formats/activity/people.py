"""The learners of a file: raw texts become normal identifiers, identifiers become numbers from 0."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from desktop.domain.errors import UserError
from desktop.domain.learners import normal_identifier
from desktop.formats.activity.folding import REJECTED
from desktop.formats.activity.reading import Learners
from desktop.formats.activity.workbench import Workbench
from desktop.formats.reports.guard import unguard
from desktop.i18n import msg

_BLOCK = 50_000
_PLAIN = "regexp_full_match(learner, '[!-&(-~][!-~]*')"
"""Printable ASCII without blanks or a guard: its normal form is itself, in lower case where it is an e-mail address."""


def number_people(bench: Workbench, nobody: str, *, all_seen: bool) -> bool:
    """Make `links` (hash, number, identifier, name, email): who each distinct text of a learner is.

    Only learners with a row that was not rejected are people; numbers follow the order of identifiers. Returns
    whether different texts name the same person.
    """
    _refuse_colliding(bench)
    bench.run("CREATE TABLE odd (learner VARCHAR, identifier VARCHAR)")
    for block in bench.blocks(f"SELECT learner FROM words WHERE learner IS NOT NULL AND NOT {_PLAIN}", _BLOCK):
        bench.append("odd", [(learner, normal_identifier(unguard(learner))) for (learner,) in block])
    seen = "" if all_seen else f"AND hash(learner) IN (SELECT DISTINCT hash FROM groups WHERE key NOT IN {REJECTED})"
    bench.run(
        "CREATE TABLE links AS SELECT hash, (dense_rank() OVER (ORDER BY identifier) - 1)::UINTEGER AS number, "
        "identifier, name, email FROM (SELECT hash(learner) AS hash, name, email, coalesce(odd.identifier, "
        "CASE WHEN contains(learner, '@') THEN lower(learner) ELSE learner END) AS identifier "
        f"FROM words LEFT JOIN odd USING (learner) WHERE learner IS NOT NULL AND NOT ({nobody}) {seen})"
    )
    ((texts, people),) = bench.run("SELECT count(*), coalesce(max(number) + 1, 0) FROM links")
    return bool(texts > people)


def _refuse_colliding(bench: Workbench) -> None:
    ((texts, hashes),) = bench.run(
        "SELECT count(learner), count(DISTINCT hash(learner)) FROM words WHERE learner IS NOT NULL"
    )
    if texts != hashes:
        raise UserError(
            msg("Two learners of this file cannot be told apart. Split the file in two and import both parts.")
        )


def read_people(bench: Workbench, *, merged: bool) -> Iterator[Learners]:
    """The people in ascending order of number, in blocks; `merged` where several texts may name one of them."""
    columns = "number, identifier, name, email"
    if merged:
        columns = "number, any_value(identifier) AS identifier, min(name) AS name, min(email) AS email"
    ((people,),) = bench.run("SELECT coalesce(max(number) + 1, 0) FROM links")
    for start in range(0, people, _BLOCK):
        found = bench.columns(
            f"SELECT {columns} FROM links WHERE number BETWEEN {start} AND {start + _BLOCK - 1} "
            f"{'GROUP BY number ' if merged else ''}ORDER BY number"
        )
        identifiers, names, emails = (tuple(found[name].tolist()) for name in ("identifier", "name", "email"))
        told = tuple(
            email or (identifier if "@" in identifier else None)
            for identifier, email in zip(identifiers, emails, strict=True)
        )
        yield Learners(found["number"].astype(np.uint32), identifiers, names, told)
