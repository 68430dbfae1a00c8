"""Versions of account rules held against each other, on every day on which one of them is another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.rules import RULES
from desktop.domain.rules_together import refuse_contradiction, rules_beside
from desktop.store.schema import AccountRow, AccountRuleRow


class Version(NamedTuple):
    """A version of a rule, as those of one rule follow each other."""

    starts: date
    number: int
    value: Any


def refuse_contradicting(
    session: Session, account: AccountRow, name: str, added: Sequence[Version] = (), taken: frozenset[int] = frozenset()
) -> None:
    """Refuse versions of a rule to be added or taken back with which another rule could never have its effect.

    Days that are applied already stay as they were, and are not looked at.
    """
    beside = rules_beside(name)
    rows = select(AccountRuleRow).where(AccountRuleRow.account_id == account.id, AccountRuleRow.name.in_(beside))
    versions: dict[str, list[Version]] = {one: [] for one in beside}
    for row in session.execute(rows).scalars():
        if not (row.name == name and row.version in taken):
            versions[row.name].append(Version(row.effective_from, row.version, row.value))
    versions.setdefault(name, []).extend(added)
    first = account.advanced_to + timedelta(days=1)
    later = {one.starts for found in versions.values() for one in found if one.starts > first}
    for day in sorted({first, *later}) if beside else ():
        refuse_contradiction({one: _on(found, one, day) for one, found in versions.items()}, name)


def _on(versions: Iterable[Version], name: str, day: date) -> Any:
    """The value on the day: of the newest version that has begun, else the default."""
    begun = [one for one in versions if one.starts <= day]
    return max(begun, key=lambda one: (one.starts, one.number)).value if begun else RULES[name].default
