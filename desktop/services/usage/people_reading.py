"""Everyone of one month as the sets hold them, and who of them fits what was asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.periods import Month
from desktop.domain.qualification import QUALIFYING, Kind, QualificationMap
from desktop.domain.search_text import folded
from desktop.services.context import Context
from desktop.services.rules.versions import qualification_map
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.services.usage.usage import billed_people, source_words
from desktop.store.learners import with_text
from desktop.store.schema import LearnerIdentityRow, UsageSourceRow
from desktop.store.search_text import contains
from desktop.store.usage_firsts import FirstSeen, first_seen, numbers_of
from desktop.store.usage_sets import Words


@dataclass(frozen=True)
class Reading:
    """A month's people in order of their first activity, and the words these point into."""

    account_id: str
    zone: str
    month: Month
    qualification: QualificationMap
    found: FirstSeen
    words: dict[str, Words]

    @classmethod
    def of(cls, session: Session, context: Context, month: Month) -> Reading:
        """Read the month of the context's account."""
        account = context.account(session)
        qualification = qualification_map(session, context, account.id)
        found = first_seen(session, account.id, qualification, month.ordinal)
        words = source_words(session, set(found.source_ids))
        return cls(account.id, account.time_zone, month, qualification, found, words)

    def numbers(self) -> list[int]:
        """Everyone of the month."""
        listed: list[int] = self.found.people.tolist()
        return listed

    def kinds(self) -> dict[Kind, int]:
        """How many first activities are of each kind that makes a learner active."""
        counts = {kind: int(np.count_nonzero(self._of_kind(kind))) for kind in sorted(QUALIFYING)}
        return {kind: count for kind, count in counts.items() if count}

    def fitting(self, session: Session, wishes: PeopleWishes) -> NDArray[np.intp]:
        """The places of the lines that fit, in their order."""
        fits = np.ones(len(self.found.people), dtype=np.bool_)
        if wishes.kind is not None:
            fits &= self._of_kind(wishes.kind)
        if wishes.late:
            billed = billed_people(session, self.account_id, self.month)
            fits &= np.zeros_like(fits) if billed is None else ~np.isin(self.found.people, numbers_of(billed))
        if wishes.text.strip():
            fits &= self._with_text(session, wishes.text.strip())
        return np.flatnonzero(fits)

    def _of_kind(self, wanted: Kind) -> NDArray[np.bool_]:
        def kind(word: tuple[str, str | None]) -> bool:
            return (word[1] or self.qualification.kind(word[0])) == wanted

        return self._in_words(lambda words: [kind(one) for one in words.actions], self.found.actions)

    def _with_text(self, session: Session, text: str) -> NDArray[np.bool_]:
        numbers = _people_with(session, text)
        sources = select(UsageSourceRow.id).where(contains(UsageSourceRow.file, text))
        files = {self.found.source_ids.index(one) for one in session.execute(sources).scalars() if one in self.words}
        plain = folded(text)
        objects = self._in_words(lambda words: [plain in folded(one) for one in words.objects], self.found.objects)
        return np.isin(self.found.people, numbers) | np.isin(self.found.sources, sorted(files)) | objects

    def _in_words(self, chosen: object, column: NDArray[np.uint16] | NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Which lines have one of the words chosen from the dictionary of their source."""
        fits = np.zeros(len(self.found.people), dtype=np.bool_)
        for place, source in enumerate(self.found.source_ids):
            mine = self.found.sources == place
            flags = np.array([*chosen(self.words[source]), False], dtype=np.bool_)  # type: ignore[operator]
            fits[mine] = flags[column[mine]]
        return fits


def _people_with(session: Session, text: str) -> NDArray[np.uint32]:
    """The learners whose identifier, name or e-mail address holds the text."""
    rows = select(LearnerIdentityRow.number).where(with_text(text))
    return np.fromiter(session.execute(rows).scalars(), dtype=np.uint32)
