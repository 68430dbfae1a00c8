"""Who counts as whom and who never counts: the aliases and exclusions of an account, and how each is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.domain.learners import normal_identifier
from desktop.services.context import Context
from desktop.store.learners import learner_keys, named, with_text
from desktop.store.schema import LearnerAliasRow, LearnerExclusionRow, LearnerIdentityRow, LearnerRow

if TYPE_CHECKING:
    from desktop.services.journal.history import UndoAnswer

_ENOUGH = 20
_PAGE = 200
_LAST_LETTER = "\U0010ffff"


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
        from desktop.services.journal.history import History

        history = History(self._context)
        return history.undo(history.maker_of(entry), act_id)

    def like(self, text: str, limit: int = _ENOUGH) -> list[LearnerName]:
        """Learners of the account in whose identifier, name or e-mail address each word occurs.

        Those whose identifier begins with the text come first. Reading stops as soon as there are enough.
        """
        wanted = normal_identifier(text)
        if not wanted:
            return []
        identity = LearnerIdentityRow
        rows = select(identity.identifier, identity.name, LearnerRow.key)
        rows = rows.join(LearnerRow, LearnerRow.number == identity.number)
        begins = rows.where(identity.identifier >= wanted, identity.identifier < wanted + _LAST_LETTER)
        found: dict[str, LearnerName] = {}
        with self._context.store.read() as session:
            account = self._context.account(session)
            for query in (begins.order_by(identity.identifier), rows.where(with_text(text))):
                for row in session.execute(query.execution_options(yield_per=_PAGE)):
                    if len(found) >= limit:
                        break
                    if [row.key] == learner_keys(account.id, [row.identifier]):
                        found.setdefault(row.identifier, LearnerName(row.identifier, row.name))
        return list(found.values())
