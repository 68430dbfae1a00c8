"""What changes usage: sources taken back, two names of one person, who never counts, closed months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.domain.usage import refuse_close, refuse_empty_close
from desktop.i18n import msg
from desktop.services.acting import ready_for_usage
from desktop.services.context import Context, one_of
from desktop.services.usage.mau import billed_months
from desktop.services.usage.month_closing import close_months, refuse_stated
from desktop.services.usage.source_answers import SourceAnswer, source_rows, sources
from desktop.store.engine import AlreadyDoneError
from desktop.store.journal import Act
from desktop.store.learners import find_number
from desktop.store.schema import (
    AccountRow,
    ClosedMonthRow,
    LearnerAliasRow,
    LearnerExclusionRow,
    UsageSourceRow,
)


@dataclass(frozen=True)
class ClosedAnswer:
    """A month that was closed: what it is billed from now on."""

    month: str
    billed: int
    closed_on: date


class UsageChanges:
    """Acts on the account's usage, each one entry of the journal."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def sources(self) -> list[SourceAnswer]:
        """Every imported file, oldest first, removed ones too."""
        return sources(self._context)

    def remove(self, typed: str, act_id: str | None = None) -> SourceAnswer:
        """Take an imported file back; closed months keep what they were billed."""
        account, actor, today = ready_for_usage(self._context)
        with self._context.store.read() as session:
            rows = source_rows(session, account.id)
        live = {row.file for row in rows if not row.removed}
        found = one_of(
            rows,
            typed,
            lambda row: (row.id,) if row.removed and row.file in live else (row.id, row.file),
            what=msg("source"),
        )
        if found.removed:
            raise UserError(msg("{file} has been removed already. Undo brings it back.", file=found.file))
        act = self._context.act(
            msg("Remove {file}", file=found.file), on=today, account=account, actor=actor, act_id=act_id
        )
        with self._context.store.write(act) as write:
            write.session.get_one(UsageSourceRow, found.id).removed = True
        return next(source for source in sources(self._context) if source.source == found.id)

    def alias(self, learner: str, same_as: str, act_id: str | None = None) -> dict[str, str]:
        """Count `learner` as the same person as `same_as`; open months at once, closed months never."""
        account, actor, today = ready_for_usage(self._context)
        with self._context.store.read() as session:
            one, other = self._number(session, account, learner), self._number(session, account, same_as)
            direct = {row.learner: row.same_as for row in _aliases(session, account.id)}
            if one in direct:
                raise UserError(
                    msg("{learner} is the same person as someone else already. Undo that first.", learner=learner)
                )
            if one == _end_of(direct, other):
                raise UserError(
                    msg("{learner} and {other} are the same person already.", learner=learner, other=same_as)
                )
        verb = msg("Count learner {learner} as the same person as learner {other}", learner=one, other=other)
        self._add(
            self._context.act(verb, on=today, account=account, actor=actor, act_id=act_id),
            LearnerAliasRow(id=self._context.ids.new(), account_id=account.id, learner=one, same_as=other),
        )
        return {"learner": learner, "same_as": same_as}

    def exclude(self, learner: str, reason: str, act_id: str | None = None) -> dict[str, str]:
        """Never count a learner: a test account, a teacher."""
        account, actor, today = ready_for_usage(self._context)
        if not reason.strip():
            raise UserError(msg("Say why this learner does not count."), msg("Write --reason TEXT."))
        refuse_card_number(reason)
        with self._context.store.read() as session:
            number = self._number(session, account, learner)
            known = select(LearnerExclusionRow).where(
                LearnerExclusionRow.account_id == account.id, LearnerExclusionRow.learner == number
            )
            if session.execute(known).scalar_one_or_none() is not None:
                raise UserError(msg("{learner} is excluded already.", learner=learner))
        act = self._context.act(
            msg("Exclude learner {learner}", learner=number),
            on=today,
            account=account,
            actor=actor,
            act_id=act_id,
        )
        self._add(
            act,
            LearnerExclusionRow(
                id=self._context.ids.new(), account_id=account.id, learner=number, reason=reason.strip()
            ),
        )
        return {"learner": learner, "reason": reason.strip()}

    def close_month(self, month: Month, act_id: str | None = None) -> ClosedAnswer:
        """Fix what the month is billed: the people observed now. Later imports change only what is observed."""
        account, actor, today = ready_for_usage(self._context)
        with self._context.store.read() as session:
            refuse_close(month, today, closed=month in billed_months(session, account.id))
        act = self._context.act(
            msg("Close {month}", month=month), on=today, account=account, actor=actor, act_id=act_id
        )
        with self._context.store.write(act) as write:
            billed = close_months(write, self._context, account, [month], today)[month]
            refuse_empty_close(month, billed, Month.of(account.created_on))
        return ClosedAnswer(str(month), billed, today)

    def reopen_month(self, month: Month, reason: str, act_id: str | None = None) -> None:
        """Open a closed month again, saying why; what it was billed is no longer fixed."""
        account, actor, today = ready_for_usage(self._context)
        if not reason.strip():
            raise UserError(msg("Say why the month is opened again."), msg("Write --reason TEXT."))
        refuse_card_number(reason)
        act = self._context.act(
            msg("Reopen {month}: {reason}", month=month, reason=reason),
            on=today,
            account=account,
            actor=actor,
            act_id=act_id,
        )
        with self._context.store.write(act) as write:
            rows = select(ClosedMonthRow).where(
                ClosedMonthRow.account_id == account.id, ClosedMonthRow.month == month.ordinal
            )
            row = write.session.execute(rows).scalar_one_or_none()
            if row is None:
                raise UserError(msg("{month} is not closed.", month=month))
            refuse_stated(write.session, account.id, month)
            write.session.delete(row)

    def _number(self, session: Session, account: AccountRow, typed: str) -> int:
        number = find_number(session, account.id, typed)
        if number is None:
            raise UserError(msg("There is no learner “{typed}” in the imported files.", typed=typed))
        return number

    def _add(self, act: Act, row: LearnerAliasRow | LearnerExclusionRow) -> None:
        try:
            with self._context.store.write(act) as write:
                write.session.add(row)
        except AlreadyDoneError:
            return


def _aliases(session: Session, account_id: str) -> Sequence[LearnerAliasRow]:
    return session.execute(select(LearnerAliasRow).where(LearnerAliasRow.account_id == account_id)).scalars().all()


def _end_of(direct: dict[int, int], learner: int) -> int:
    while learner in direct:
        learner = direct[learner]
    return learner
