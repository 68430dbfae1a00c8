"""The versions of account rules, and the map of actions, as the store keeps them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.qualification import MapRule, QualificationMap, kind_of
from desktop.domain.rules import RULES
from desktop.services.context import Context
from desktop.store.schema import AccountRuleRow
from desktop.store.unit_of_work import Write

QUALIFICATION_MAP = "qualification_map"
COLUMNS = "columns"


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
