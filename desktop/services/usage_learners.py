"""Who counts as whom and who never counts: the aliases and exclusions of an account, and how each is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from desktop.services.context import Context
from desktop.services.history import History, UndoAnswer
from desktop.store.learners import named
from desktop.store.schema import LearnerAliasRow, LearnerExclusionRow, LearnerIdentityRow

_ENOUGH = 20


@dataclass(frozen=True)
class LearnerName:
    """A learner as the files name them."""

    identifier: str
    name: str | None

    @property
    def shown(self) -> str:
        """The identifier, after the name where it is known."""
        return f"{self.name} ({self.identifier})" if self.name else self.identifier


@dataclass(frozen=True)
class AliasAnswer:
    """`learner` counts as `same_as`."""

    id: str
    learner: LearnerName
    same_as: LearnerName


@dataclass(frozen=True)
class ExclusionAnswer:
    """Somebody who never counts, and why."""

    id: str
    learner: LearnerName
    reason: str


class UsageLearners:
    """Aliases and exclusions, to read and to take back."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def aliases(self) -> list[AliasAnswer]:
        """Every alias, in the order of the learners' identifiers."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            rows = session.execute(select(LearnerAliasRow).where(LearnerAliasRow.account_id == account.id)).scalars()
            found = rows.all()
            who = named(session, [number for row in found for number in (row.learner, row.same_as)])
            names = {number: LearnerName(one.identifier, one.name) for number, one in who.items()}
            answers = [AliasAnswer(row.id, names[row.learner], names[row.same_as]) for row in found]
            return sorted(answers, key=lambda one: one.learner.identifier)

    def exclusions(self) -> list[ExclusionAnswer]:
        """Everyone excluded, in the order of their identifiers."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            wanted = select(LearnerExclusionRow).where(LearnerExclusionRow.account_id == account.id)
            found = session.execute(wanted).scalars().all()
            who = named(session, [row.learner for row in found])
            names = {number: LearnerName(one.identifier, one.name) for number, one in who.items()}
            answers = [ExclusionAnswer(row.id, names[row.learner], row.reason) for row in found]
            return sorted(answers, key=lambda one: one.learner.identifier)

    def take_back(self, entry: str, act_id: str | None = None) -> UndoAnswer:
        """Undo the act that made this alias or exclusion."""
        history = History(self._context)
        return history.undo(history.maker_of(entry), act_id)

    def like(self, text: str, limit: int = _ENOUGH) -> list[LearnerName]:
        """The first learners whose identifier, name or e-mail address holds the text."""
        wanted = text.strip().lower()
        if not wanted:
            return []
        columns = (LearnerIdentityRow.identifier, LearnerIdentityRow.name, LearnerIdentityRow.email)
        holds = or_(*(func.lower(column).contains(wanted, autoescape=True) for column in columns))
        with self._context.store.read() as session:
            rows = select(LearnerIdentityRow.identifier, LearnerIdentityRow.name).where(holds)
            found = session.execute(rows.order_by(LearnerIdentityRow.identifier).limit(limit))
            return [LearnerName(row.identifier, row.name) for row in found]
