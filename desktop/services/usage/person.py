"""One person of a month: what made the person count, in which files, in which months, and who else the person is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.keys import period_of
from desktop.domain.periods import MONTHS_A_YEAR, Month, months_between
from desktop.domain.qualification import QualificationMap
from desktop.services.context import Context
from desktop.services.rules.versions import qualification_map
from desktop.services.usage.learners import AliasAnswer, ExclusionAnswer, LearnerName
from desktop.services.usage.mau import periods_of
from desktop.services.usage.usage import billed_people, month_begins, source_words
from desktop.store.learners import find_number, named
from desktop.store.schema import AccountRow, LearnerAliasRow, LearnerExclusionRow, UsageSetRow, UsageSourceRow
from desktop.store.usage_sets import counted_actions, live_sets, persons


@dataclass(frozen=True)
class FirstInFile:
    """The first qualifying activity a file holds of the person in the month."""

    at: datetime
    action: str
    kind: str | None
    object: str
    file: str


@dataclass(frozen=True)
class MonthMark:
    """Whether the person was active in a month; never so while excluded."""

    month: Month
    active: bool


@dataclass(frozen=True)
class PersonOfMonth:
    """A person of a month; `billed` is None while the month is open."""

    month: Month
    learner: LearnerName
    email: str | None
    billed: bool | None
    firsts: tuple[FirstInFile, ...]
    """One a file, the earliest first; files keep no later activity."""
    year: tuple[MonthMark, ...]
    """The plan period the month lies in, else its calendar year."""
    aliases: tuple[AliasAnswer, ...]
    exclusion: ExclusionAnswer | None
    zone: str


class MonthPerson:
    """A person of a month, to read."""

    def __init__(self, context: Context) -> None:
        """Read this context's account."""
        self._context = context

    def read(self, month: Month, identifier: str) -> PersonOfMonth | None:
        """What is known of the person whom the identifier names in the month; None where there is nobody."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            number = find_number(session, account.id, identifier)
            if number is None:
                return None
            qualification = qualification_map(session, self._context, account.id)
            everyone = persons(session, account.id)
            person = everyone.person(number)
            members = BitMap([person, *(one for one, other in everyone.same_as.items() if other == person)])
            who = named(session, [person])[person]
            billed = billed_people(session, account.id, month)
            return PersonOfMonth(
                month,
                LearnerName(who.identifier, who.name),
                who.email,
                None if billed is None else person in billed,
                tuple(_firsts(session, account, qualification, month, members)),
                tuple(_year(session, self._context, account, qualification, month, members, everyone.excluded)),
                tuple(_aliases(session, account, members)),
                _exclusion(session, account, members),
                account.time_zone,
            )

    def last_month(self, identifier: str) -> Month | None:
        """The newest month the person is active in; None where there is none, or the person never counts."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            number, everyone = find_number(session, account.id, identifier), persons(session, account.id)
            if number is None or everyone.person(number) in everyone.excluded:
                return None
            person = everyone.person(number)
            members = BitMap([person, *(one for one, other in everyone.same_as.items() if other == person)])
            marks = counted_actions(session, account.id, qualification_map(session, self._context, account.id))
            rows = live_sets(account.id).where(UsageSetRow.action.in_(marks)).order_by(UsageSetRow.month.desc())
            for row in session.execute(rows.execution_options(yield_per=10)):
                if BitMap.deserialize(row.learners).intersect(members):
                    return Month(row.month)
        return None


def _firsts(
    session: Session, account: AccountRow, qualification: QualificationMap, month: Month, members: BitMap
) -> list[FirstInFile]:
    """The earliest activity in each file, of any of the person's identifiers."""
    import numpy as np

    from desktop.store.usage_firsts import unpack_firsts

    marks = counted_actions(session, account.id, qualification)
    rows = live_sets(account.id).add_columns(UsageSetRow.firsts)
    earliest: dict[str, tuple[int, int, int]] = {}
    for row in session.execute(rows.where(UsageSetRow.month == month.ordinal, UsageSetRow.action.in_(marks))):
        learners = BitMap.deserialize(row.learners)
        mine = learners & members
        if mine:
            firsts = unpack_firsts(row.firsts, learners)
            places = np.searchsorted(firsts.learners, np.fromiter(mine, dtype=np.uint32))
            found = [(int(firsts.seconds[at]), int(firsts.actions[at]), int(firsts.objects[at])) for at in places]
            earliest[row.source_id] = min([*found, earliest[row.source_id]] if row.source_id in earliest else found)
    return sorted(_in_words(session, account, qualification, month, earliest), key=lambda one: one.at)


def _in_words(
    session: Session,
    account: AccountRow,
    qualification: QualificationMap,
    month: Month,
    earliest: dict[str, tuple[int, int, int]],
) -> Iterator[FirstInFile]:
    begins, words = month_begins(month, account.time_zone), source_words(session, set(earliest))
    rows = select(UsageSourceRow.id, UsageSourceRow.file).where(UsageSourceRow.id.in_(earliest))
    for row in session.execute(rows):
        second, action, thing = earliest[row.id]
        text, kind = words[row.id].actions[action]
        at = begins + timedelta(seconds=second)
        yield FirstInFile(at, text, kind or qualification.kind(text), words[row.id].objects[thing], row.file)


def _year(
    session: Session,
    context: Context,
    account: AccountRow,
    qualification: QualificationMap,
    month: Month,
    members: BitMap,
    excluded: BitMap,
) -> Iterator[MonthMark]:
    period = period_of(periods_of(session, account.id, context.today(account)), month)
    january = Month(month.ordinal - month.ordinal % MONTHS_A_YEAR)
    months = period.months() if period else list(months_between(january, january + (MONTHS_A_YEAR - 1)))
    marks = counted_actions(session, account.id, qualification)
    rows = live_sets(account.id).where(
        UsageSetRow.action.in_(marks), UsageSetRow.month.between(months[0].ordinal, months[-1].ordinal)
    )
    counts = members if not members & excluded else BitMap()
    active = {row.month for row in session.execute(rows) if BitMap.deserialize(row.learners).intersect(counts)}
    return (MonthMark(one, one.ordinal in active) for one in months)


def _aliases(session: Session, account: AccountRow, members: BitMap) -> list[AliasAnswer]:
    """The entries that make the person's identifiers one."""
    rows = select(LearnerAliasRow).where(
        LearnerAliasRow.account_id == account.id, LearnerAliasRow.learner.in_(list(members))
    )
    found = session.execute(rows).scalars().all()
    who = named(session, [number for row in found for number in (row.learner, row.same_as)])
    names = {number: LearnerName(one.identifier, one.name) for number, one in who.items()}
    return [AliasAnswer(row.id, names[row.learner], names[row.same_as]) for row in found]


def _exclusion(session: Session, account: AccountRow, members: BitMap) -> ExclusionAnswer | None:
    rows = select(LearnerExclusionRow).where(
        LearnerExclusionRow.account_id == account.id, LearnerExclusionRow.learner.in_(list(members))
    )
    row = session.execute(rows).scalars().first()
    if row is None:
        return None
    who = named(session, [row.learner])[row.learner]
    return ExclusionAnswer(row.id, LearnerName(who.identifier, who.name), row.reason)
