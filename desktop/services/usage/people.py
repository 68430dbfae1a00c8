"""The people of one month, filtered and counted: which of them shall be shown, and a page of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.periods import Month
from desktop.domain.qualification import Kind
from desktop.services.context import Context
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.services.usage.usage import PersonAnswer, billed_people, people_page
from desktop.store.schema import ClosedMonthRow

if TYPE_CHECKING:
    from desktop.services.usage.people_reading import Reading


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
            reading = self._reading(session, month)
            return _head(session, reading, len(reading.fitting(session, wishes)))

    def page(self, month: Month, wishes: PeopleWishes, start: int, limit: int | None) -> list[PersonAnswer]:
        """The people who fit, in order of their first qualifying activity, `limit` from place `start` on."""
        with self._context.store.read() as session:
            reading = self._reading(session, month)
            account = self._context.account(session)
            chosen = reading.found.take(reading.fitting(session, wishes))
            return people_page(session, account, reading.qualification, month, chosen, start, limit)

    def whole(
        self, session: Session, month: Month, wishes: PeopleWishes, size: int
    ) -> tuple[MonthHead, Iterator[list[PersonAnswer]]]:
        """The month's counts, and everyone who fits, `size` at a time: one state of the store, that of the session."""
        reading = self._reading(session, month)
        account = self._context.account(session)
        chosen = reading.found.take(reading.fitting(session, wishes))
        pages = (
            people_page(session, account, reading.qualification, month, chosen, start, size)
            for start in range(0, len(chosen.people), size)
        )
        return _head(session, reading, len(chosen.people)), pages

    def _reading(self, session: Session, month: Month) -> Reading:
        from desktop.services.usage.people_reading import Reading

        return Reading.of(session, self._context, month)


def _head(session: Session, reading: Reading, found: int) -> MonthHead:
    """What stands above the people of the month, of whom so many fit."""
    month, seen = reading.month, reading.numbers()
    billed = billed_people(session, reading.account_id, month)
    fixed = set(billed or ())
    closed_on = session.execute(
        select(ClosedMonthRow.closed_on).where(
            ClosedMonthRow.account_id == reading.account_id, ClosedMonthRow.month == month.ordinal
        )
    ).scalar_one_or_none()
    return MonthHead(
        month,
        len(seen),
        None if billed is None else len(billed),
        0 if billed is None else sum(1 for one in seen if one not in fixed),
        0 if billed is None else len(fixed - set(seen)),
        closed_on,
        reading.kinds(),
        found,
        reading.zone,
    )
