"""Long leaps of the calendar: how many days, what would fall due, and agreeing to it (rules.md 0.3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.domain.life.events import DueEvent
from desktop.domain.progress import Step, silent
from desktop.services.context import Context, manager
from desktop.services.leaving.answers import StepAnswer, steps
from desktop.services.time.calendar import catch_up, leap_of, refuse_earlier_day


@dataclass(frozen=True)
class LeapAnswer:
    """What the next act would bring first: everything that has fallen due since, day by day."""

    account: str
    since: date
    until: date
    days: int
    steps: tuple[StepAnswer, ...]


class LongLeaps:
    """Leaps of more days than the rule `advance_ask_days` lets pass without asking."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def coming(self) -> LeapAnswer | None:
        """The leap that waits to be agreed to; None where there is none, or it would bring nothing."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            leap = leap_of(session, self._context, account)
        if leap is None or self._context.leaps.agreed.get(leap.account, leap.since) >= leap.until:
            return None
        return LeapAnswer(leap.account, leap.since, leap.until, leap.days, tuple(steps(leap.events)))

    def agree(self, leap: LeapAnswer, step: Step = silent) -> Sequence[DueEvent]:
        """Agree to the leap up to its day, and apply what has fallen due; a later day asks again."""
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            account = self._context.account(session)
            manager(self._context, session, account)
            refuse_earlier_day(account, self._context.today(account))
        self._context.leaps.agreed[leap.account] = leap.until
        return catch_up(self._context, step)
