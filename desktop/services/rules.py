"""Account rules in force on a day, and their versions."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState, trial_ends_on
from desktop.domain.qualification import MapRule, QualificationMap, kind_of
from desktop.domain.rules import RULES, rule_named, written
from desktop.i18n import Message, msg
from desktop.services.calendar import catch_up
from desktop.services.context import Context, manager
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, AccountRuleRow
from desktop.store.unit_of_work import Write

QUALIFICATION_MAP = "qualification_map"
COLUMNS = "columns"


@dataclass(frozen=True)
class RuleAnswer:
    """A rule in force: `version` 0 is the default that comes with the program."""

    name: str
    value: Any
    version: int
    effective_from: date | None
    text: Message
    rule: str


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
            return [self._answer(session, account.id, name, today) for name in RULES]

    def change(self, name: str, typed: str, on: date | None = None, act_id: str | None = None) -> RuleAnswer:
        """Write a new version of a rule, in force from `on` (default: today)."""
        rule = rule_named(name)
        value = rule.read(typed)
        with self._context.store.read() as session:
            self._context.refuse_reading_clock(session)
            account = self._context.account(session)
            actor = manager(self._context, session, account)
            start = on or self._context.today(account)
        catch_up(self._context)
        act = self._context.act(
            msg("Change rule {name} to {value}", name=name, value=written(value)),
            on=start,
            account=account,
            actor=actor,
            act_id=act_id,
        )
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            add_version(write, self._context, account.id, name, value, start)
            row = write.session.get_one(AccountRow, account.id)
            if name == "trial_days" and row.state is AccountState.TRIAL:
                row.trial_ends_on = trial_ends_on(row.trial_started_on, int(typed))
        with self._context.store.read() as session:
            return self._answer(session, account.id, name, start)

    def _answer(self, session: Session, account_id: str, name: str, day: date) -> RuleAnswer:
        row = version_on(session, account_id, name, day)
        rule = RULES[name]
        if row is None:
            return RuleAnswer(name, rule.default, 0, None, rule.text, rule.rule)
        return RuleAnswer(name, row.value, row.version, row.effective_from, rule.text, rule.rule)


def add_version(write: Write, context: Context, account_id: str, name: str, value: Any, day: date) -> AccountRuleRow:
    """Add the next version of a rule inside an open act."""
    newest = write.session.execute(
        select(func.max(AccountRuleRow.version)).where(
            AccountRuleRow.account_id == account_id, AccountRuleRow.name == name
        )
    ).scalar()
    row = AccountRuleRow(
        id=context.ids.new(),
        account_id=account_id,
        name=name,
        version=(newest or 0) + 1,
        effective_from=day,
        value=value,
    )
    write.session.add(row)
    return row


def version_on(session: Session, account_id: str, name: str, day: date) -> AccountRuleRow | None:
    """The version in force on the day, or None for the default."""
    versions = select(AccountRuleRow).where(AccountRuleRow.account_id == account_id, AccountRuleRow.name == name)
    versions = versions.where(AccountRuleRow.effective_from <= day).order_by(
        AccountRuleRow.effective_from.desc(), AccountRuleRow.version.desc()
    )
    return session.execute(versions.limit(1)).scalar_one_or_none()


def rule_value(session: Session, account_id: str, name: str, day: date) -> Any:
    """The value of a rule on the day."""
    row = version_on(session, account_id, name, day)
    return RULES[name].default if row is None else row.value


def qualification_map(session: Session, context: Context, account_id: str) -> QualificationMap:
    """The map in force: the newest version of the account's edits before the default lines.

    What an action means does not depend on the day it was done or read, so the newest version always holds; closed
    months keep what they were billed.
    """
    default = _default_map(context.resources / "qualification_map.csv")
    row = newest_version(session, account_id, QUALIFICATION_MAP)
    if row is None:
        return default
    return default.with_edits([kept_rule(entry) for entry in row.value], f"{row.version}")


def rule_kept(rule: MapRule) -> dict[str, Any]:
    """A line of the map as it is kept."""
    return {"action": rule.action, "kind": str(rule.kind), "about": rule.about, "by_other": rule.by_other}


def kept_rule(entry: dict[str, Any]) -> MapRule:
    """A line of the map from what is kept of it."""
    return MapRule(entry["action"], kind_of(entry["kind"]), entry["about"], entry["by_other"])


@cache
def _default_map(path: Path) -> QualificationMap:
    from desktop.formats.activity import load_map

    return QualificationMap(tuple(load_map(path)))


def newest_version(session: Session, account_id: str, name: str) -> AccountRuleRow | None:
    """The newest version of a rule whatever its day."""
    versions = select(AccountRuleRow).where(AccountRuleRow.account_id == account_id, AccountRuleRow.name == name)
    return session.execute(versions.order_by(AccountRuleRow.version.desc()).limit(1)).scalar_one_or_none()
