"""Account rules in force on a day, and their versions."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState, trial_ends_on
from desktop.domain.rules import RULES, rule_named, value_said
from desktop.i18n import Message, msg
from desktop.services.context import Context, manager
from desktop.services.rules.days import first_day, refuse_applied_day, refuse_change_day
from desktop.services.rules.price_lists import refuse_taken_day
from desktop.services.rules.together import Version, refuse_contradicting
from desktop.services.rules.versions import add_version, newest_version, rule_value, version_on
from desktop.services.time.calendar import catch_up
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, ActRow


@dataclass(frozen=True)
class RuleAnswer:
    """A rule in force: `version` 0 is the default that comes with the program."""

    name: str
    value: Any
    version: int
    effective_from: date | None
    text: Message
    rule: str
    earliest: date | None
    """The first day from which another version may hold; null where any day will do."""


class Rules:
    """What the account's rules are, and how they change."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def list(self) -> list[RuleAnswer]:
        """Every rule as it is in force today."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            return [self._answer(session, account, name, today) for name in RULES]

    def newest(self, name: str) -> int:
        """The number of the rule's newest version, whenever it holds from; 0 where it has none."""
        with self._context.store.read() as session:
            found = newest_version(session, self._context.account(session).id, name)
            return 0 if found is None else found.version

    def change(self, name: str, plain: str, on: date | None = None, act_id: str | None = None) -> RuleAnswer:
        """Write a new version of a rule, in force from `on`: by default today, or the first day not applied yet.

        The value is in plain digits, as `AccountRule.plain` gives it. A rule that the calendar follows holds from a
        day that is not applied yet; other rules from any day. The value that holds on that day already is no act.
        """
        rule = rule_named(name)
        value = rule.read(plain)
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            account = self._context.account(session)
            actor = manager(self._context, session, account)
            today = self._context.today(account)
            refuse_taken_day(session, account.id, name, value)
            refuse_change_day(session, self._context, account, name, value)
        catch_up(self._context)
        with self._context.store.read() as session:
            account = session.get_one(AccountRow, account.id)
            start = on or max(today, first_day(account, name) or today)
            if not _done(session, act_id):
                trial_too = name == "trial_days" and account.state is AccountState.TRIAL and start <= today
                if _unchanged(session, account, name, value, start, trial_too=trial_too):
                    return self._answer(session, account, name, start)
                refuse_applied_day(account, name, start)
                newest = newest_version(session, account.id, name)
                number = 1 if newest is None else newest.version + 1
                refuse_contradicting(session, account, name, [Version(start, number, value)])
        act = self._context.act(
            msg("Change rule “{name}” to {value}", name=rule.text, value=value_said(rule, value)),
            on=start,
            account=account,
            actor=actor,
            act_id=act_id,
        )
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            add_version(write, self._context, account.id, name, value, start)
            row = write.session.get_one(AccountRow, account.id)
            running = row.state is AccountState.TRIAL and start <= self._context.today(row)
            if name == "trial_days" and isinstance(value, int) and running:
                row.trial_ends_on = trial_ends_on(row.trial_started_on, value)
        with self._context.store.read() as session:
            return self._answer(session, session.get_one(AccountRow, account.id), name, start)

    def _answer(self, session: Session, account: AccountRow, name: str, day: date) -> RuleAnswer:
        row = version_on(session, account.id, name, day)
        rule, earliest = RULES[name], first_day(account, name)
        if row is None:
            return RuleAnswer(name, rule.default, 0, None, rule.text, rule.rule, earliest)
        return RuleAnswer(name, row.value, row.version, row.effective_from, rule.text, rule.rule, earliest)


def _unchanged(session: Session, account: AccountRow, name: str, value: Any, day: date, *, trial_too: bool) -> bool:
    """Whether the rule has this value on the day already, and the trial that runs is as long as it says."""
    if rule_value(session, account.id, name, day) != value:
        return False
    return not trial_too or account.trial_ends_on == trial_ends_on(account.trial_started_on, value)


def _done(session: Session, act_id: str | None) -> bool:
    """Whether the act was recorded before: then it is answered again, and refused no more."""
    return session.execute(select(ActRow.seq).where(ActRow.act_id == act_id)).first() is not None
