"""Imported files as lists show them: each with its five counts under the map in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.qualification import Kind
from desktop.services.context import Context
from desktop.services.rules.versions import qualification_map
from desktop.store.schema import UsageSourceRow


@dataclass(frozen=True)
class SourceAnswer:
    """An imported file. Its five counts are those under the map in force: unmapped actions mapped since count."""

    source: str
    file: str
    sha256: str
    format: str
    rows_in: int
    counted: int
    ignored: int
    unmapped: int
    rejected: int
    duplicate: int
    unmapped_actions: dict[str, int]
    months: list[str]
    learners: int
    imported_at: datetime
    removed: bool


def sources(context: Context) -> list[SourceAnswer]:
    """Every imported file, oldest first, removed ones too."""
    with context.store.read() as session:
        account = context.account(session)
        qualification = qualification_map(session, context, account.id)
        return [_answer(row, qualification.kind) for row in source_rows(session, account.id)]


def source_rows(session: Session, account_id: str) -> list[UsageSourceRow]:
    """The rows of the account's imported files, oldest first."""
    rows = select(UsageSourceRow).where(UsageSourceRow.account_id == account_id)
    return list(session.execute(rows.order_by(UsageSourceRow.imported_at, UsageSourceRow.id)).scalars())


def _answer(row: UsageSourceRow, kind_of: Callable[[str], Kind | None]) -> SourceAnswer:
    counted, ignored = row.counted, row.ignored
    left: dict[str, int] = {}
    for action, rows in row.details["unmapped_actions"].items():
        kind = kind_of(action)
        if kind is None:
            left[action] = rows
        elif kind.qualifies:
            counted += rows
        else:
            ignored += rows
    return SourceAnswer(
        row.id,
        row.file,
        row.sha256,
        row.format,
        row.rows_in,
        counted,
        ignored,
        sum(left.values()),
        row.rejected,
        row.duplicate,
        left,
        list(row.details["months"]),
        row.learners,
        row.imported_at,
        row.removed,
    )
