"""One imported file: how it was read, which rows did not count, and what taking it back would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.periods import Month
from desktop.services.context import Context
from desktop.services.file_answers import FileAnswer, stored_answer
from desktop.services.rules.versions import qualification_map
from desktop.services.usage.mau import billed_months
from desktop.store.schema import UsageSetRow, UsageSourceRow
from desktop.store.usage_sets import counted_actions, live_sets, persons

if TYPE_CHECKING:
    from desktop.services.journal.history import UndoAnswer


@dataclass(frozen=True)
class MonthChange:
    """What a month counts before and after; a closed month keeps what it was billed."""

    month: Month
    before: int
    after: int
    closed: bool


@dataclass(frozen=True)
class RemovalPreview:
    """What taking a source back changes: the months whose observed people change, in order."""

    source: str
    file: str
    months: tuple[MonthChange, ...]


class UsageSources:
    """Imported files one by one."""

    def __init__(self, context: Context) -> None:
        """Read this context's account."""
        self._context = context

    def details(self, source: str) -> FileAnswer:
        """What the import of this source answered: columns, zone, reasons, and examples of rows that did not count."""
        with self._context.store.read() as session:
            return stored_answer(session.get_one(UsageSourceRow, source))

    def removal(self, source: str) -> RemovalPreview:
        """What taking the source back would change; changes nothing."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            row = session.get_one(UsageSourceRow, source)
            closed = billed_months(session, account.id)
            before = self._observed(session, account.id, row, without=False)
            after = self._observed(session, account.id, row, without=True)
            changes = [
                MonthChange(Month(month), count, after.get(month, 0), Month(month) in closed)
                for month, count in sorted(before.items())
                if count != after.get(month, 0)
            ]
            return RemovalPreview(source, row.file, tuple(changes))

    def bring_back(self, source: str, act_id: str | None = None) -> UndoAnswer:
        """Undo the act that took the source away."""
        from desktop.services.journal.history import History

        history = History(self._context)
        acts = history.list(entity=source)
        newest = next(one for one in acts if one.undone_by is None)
        return history.undo(newest.act, act_id)

    def _observed(self, session: Session, account_id: str, row: UsageSourceRow, *, without: bool) -> dict[int, int]:
        """How many people each month of the source counts, with it or without it."""
        if row.first_month is None or row.last_month is None:
            return {}
        marks = counted_actions(session, account_id, qualification_map(session, self._context, account_id))
        wanted = live_sets(account_id).where(
            UsageSetRow.action.in_(marks), UsageSetRow.month.in_(self._months(session, row.id))
        )
        if without:
            wanted = wanted.where(UsageSetRow.source_id != row.id)
        by_month: dict[int, list[BitMap]] = {}
        for found in session.execute(wanted):
            by_month.setdefault(found.month, []).append(BitMap.deserialize(found.learners))
        people = persons(session, account_id)
        return {month: len(people.united(sets)) for month, sets in by_month.items()}

    @staticmethod
    def _months(session: Session, source: str) -> list[int]:
        rows = select(UsageSetRow.month).where(UsageSetRow.source_id == source).distinct()
        return list(session.execute(rows).scalars())
