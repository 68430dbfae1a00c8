"""The people of one month, filtered and counted: which of them shall be shown, and a page of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.periods import Month
from desktop.domain.qualification import QUALIFYING, Kind, QualificationMap
from desktop.services.context import Context
from desktop.services.rule_versions import qualification_map
from desktop.services.usage import PersonAnswer, billed_people, people_page, source_words
from desktop.store.learners import with_text
from desktop.store.schema import ClosedMonthRow, LearnerIdentityRow, UsageSourceRow
from desktop.store.usage_sets import FirstSeen, Words, first_seen, numbers_of


@dataclass(frozen=True)
class PeopleWishes:
    """Which people of a month to show. `text` is part of a name, an e-mail address, an object or a file's name."""

    text: str = ""
    kind: Kind | None = None
    late: bool = False


@dataclass(frozen=True)
class MonthHead:
    """What stands above the people of a month; `billed` and `closed_on` are None while it is open."""

    month: Month
    observed: int
    billed: int | None
    late: int
    gone: int
    closed_on: date | None
    kinds: dict[Kind, int]
    found: int
    """How many fit the wishes."""
    zone: str
    demo: bool = False


class MonthPeople:
    """The people of a month, to read."""

    def __init__(self, context: Context) -> None:
        """Read this context's account."""
        self._context = context

    def head(self, month: Month, wishes: PeopleWishes) -> MonthHead:
        """The month's counts, and how many people fit the wishes."""
        with self._context.store.read() as session:
            reading = _Reading.of(session, self._context, month)
            billed = billed_people(session, reading.account_id, month)
            seen = numbers_of_people(reading.found)
            fixed = set(billed or ())
            late = 0 if billed is None else sum(1 for one in seen if one not in fixed)
            closed_on = session.execute(
                select(ClosedMonthRow.closed_on).where(
                    ClosedMonthRow.account_id == reading.account_id, ClosedMonthRow.month == month.ordinal
                )
            ).scalar_one_or_none()
            return MonthHead(
                month,
                len(seen),
                None if billed is None else len(billed),
                late,
                0 if billed is None else len(fixed - set(seen)),
                closed_on,
                reading.kinds(),
                len(reading.fitting(session, wishes)),
                reading.zone,
            )

    def page(self, month: Month, wishes: PeopleWishes, start: int, limit: int | None) -> list[PersonAnswer]:
        """The people who fit, in order of their first qualifying activity, `limit` from place `start` on."""
        with self._context.store.read() as session:
            reading = _Reading.of(session, self._context, month)
            account = self._context.account(session)
            chosen = reading.found.take(reading.fitting(session, wishes))
            return people_page(session, account, reading.qualification, month, chosen, start, limit)

    def pages(self, month: Month, wishes: PeopleWishes, size: int) -> Iterator[list[PersonAnswer]]:
        """Everyone who fits, `size` at a time, all from one reading of the month."""
        with self._context.store.read() as session:
            reading = _Reading.of(session, self._context, month)
            account = self._context.account(session)
            chosen = reading.found.take(reading.fitting(session, wishes))
            for start in range(0, len(chosen.people), size):
                yield people_page(session, account, reading.qualification, month, chosen, start, size)


@dataclass(frozen=True)
class _Reading:
    account_id: str
    zone: str
    month: Month
    qualification: QualificationMap
    found: FirstSeen
    words: dict[str, Words]

    @classmethod
    def of(cls, session: Session, context: Context, month: Month) -> _Reading:
        account = context.account(session)
        qualification = qualification_map(session, context, account.id)
        found = first_seen(session, account.id, qualification, month.ordinal)
        words = source_words(session, set(found.source_ids))
        return cls(account.id, account.time_zone, month, qualification, found, words)

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
            fits &= self._with_text(session, wishes.text.strip().lower())
        return np.flatnonzero(fits)

    def _of_kind(self, wanted: Kind) -> NDArray[np.bool_]:
        def kind(word: tuple[str, str | None]) -> bool:
            return (word[1] or self.qualification.kind(word[0])) == wanted

        return self._in_words(lambda words: [kind(one) for one in words.actions], self.found.actions)

    def _with_text(self, session: Session, text: str) -> NDArray[np.bool_]:
        numbers = _people_with(session, text)
        sources = select(UsageSourceRow.id).where(func.lower(UsageSourceRow.file).contains(text, autoescape=True))
        files = {self.found.source_ids.index(one) for one in session.execute(sources).scalars() if one in self.words}
        objects = self._in_words(lambda words: [text in one.lower() for one in words.objects], self.found.objects)
        return np.isin(self.found.people, numbers) | np.isin(self.found.sources, sorted(files)) | objects

    def _in_words(self, chosen: object, column: NDArray[np.uint16] | NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Which lines have one of the words chosen from the dictionary of their source."""
        fits = np.zeros(len(self.found.people), dtype=np.bool_)
        for place, source in enumerate(self.found.source_ids):
            mine = self.found.sources == place
            flags = np.array([*chosen(self.words[source]), False], dtype=np.bool_)  # type: ignore[operator]
            fits[mine] = flags[column[mine]]
        return fits


def numbers_of_people(found: FirstSeen) -> list[int]:
    """Everyone of the month."""
    listed: list[int] = found.people.tolist()
    return listed


def _people_with(session: Session, text: str) -> NDArray[np.uint32]:
    """The learners whose identifier, name or e-mail address holds the text."""
    rows = select(LearnerIdentityRow.number).where(with_text(session, text))
    return np.fromiter(session.execute(rows).scalars(), dtype=np.uint32)
