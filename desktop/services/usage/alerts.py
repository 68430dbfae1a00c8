"""Usage alerts: a mail draft when a share of the seats, or of the units, comes into use (rules.md 1.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.life.events import EventKind, Notice
from desktop.i18n import Message, msg
from desktop.services.context import Context
from desktop.services.mail.hand_drafts import add_draft
from desktop.services.rules.versions import rule_value
from desktop.services.time.calendar import book_on
from desktop.services.usage.mau import mau_standing
from desktop.store.schema import AccountRow, DueEventRow, UserRow
from desktop.store.unit_of_work import Write

SEATS, UNITS = "seats", "units"
_WORDS = {SEATS: msg("seats"), UNITS: msg("units of the MAU plan")}


@dataclass(frozen=True)
class Level:
    """How much is used of how much: seats by registered users, or units of the running MAU period."""

    kind: str
    used: int
    limit: int

    def reaches(self, percent: int) -> bool:
        """Whether so many percent are used.

        >>> Level(SEATS, 9, 10).reaches(90), Level(SEATS, 8, 9).reaches(90)
        (True, False)
        """
        return self.used * 100 >= percent * self.limit


@contextmanager
def watched_usage(context: Context, write: Write, account_id: str) -> Iterator[None]:
    """Whatever share what is written within brings into use is drafted as a mail: the greatest, once a crossing."""
    account = write.session.get_one(AccountRow, account_id)
    day = max(context.today(account), account.created_on)
    before = _level(context, write.session, account, day)
    yield
    write.session.flush()
    after = _level(context, write.session, account, day)
    if after is None:
        return
    thresholds = rule_value(write.session, account_id, "usage_alerts", day)
    percent = crossed(before, after, thresholds, _greatest_told(write.session, account_id, after.kind))
    if percent is not None:
        add_draft(write, account_id, Notice.USAGE_ALERT, _text(after, percent), day)


def crossed(before: Level | None, after: Level, thresholds: Sequence[int], told: int) -> int | None:
    """The greatest share that came into use, or None; one that the calendar brought counts where none was told yet.

    >>> crossed(Level(SEATS, 8, 10), Level(SEATS, 10, 10), [90, 100], told=0)
    100
    >>> crossed(Level(SEATS, 95, 100), Level(SEATS, 96, 100), [90, 100], told=90) is None
    True
    """
    new = [
        percent
        for percent in thresholds
        if after.reaches(percent) and (percent > told or _below(before, after, percent))
    ]
    return max(new, default=None)


def _below(before: Level | None, after: Level, percent: int) -> bool:
    return before is None or before.kind != after.kind or not before.reaches(percent)


def _level(context: Context, session: Session, account: AccountRow, day: date) -> Level | None:
    """None where nothing limits what is used."""
    standing = mau_standing(session, context, account, day)
    if standing is not None:
        return Level(UNITS, standing.used, standing.purchased)
    available = book_on(session, context, account, day, seats=True).available(day)
    if not available:
        return None
    users = select(func.count()).select_from(UserRow).where(UserRow.account_id == account.id)
    registered = session.execute(users.where(UserRow.registered == True)).scalar_one()  # noqa: E712 - SQL of both
    return Level(SEATS, registered, available)


def _greatest_told(session: Session, account_id: str, kind: str) -> int:
    """The greatest share that was told of so far; 0 where none was."""
    rows = select(DueEventRow.text).where(
        DueEventRow.account_id == account_id,
        DueEventRow.kind == EventKind.NOTICE,
        DueEventRow.name.startswith(f"{Notice.USAGE_ALERT}:"),
    )
    said = [text.params for text in session.execute(rows).scalars() if text.params.get("kind") == kind]
    return max((one["threshold"] for one in said if isinstance(one["threshold"], int)), default=0)


def _text(level: Level, percent: int) -> Message:
    return msg(
        "Usage alert: {used} of {limit} {what} are used",
        used=level.used,
        limit=level.limit,
        what=_WORDS[level.kind],
        percent=msg("{n}%", n=percent),
        kind=level.kind,
        threshold=percent,
    )
