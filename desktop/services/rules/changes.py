"""What a new version of an account rule changed, or taking it back would change, against the version before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.qualification import KIND_LABELS, kind_of
from desktop.domain.rules import RULES, value_said
from desktop.i18n import Message, Value, msg
from desktop.services.journal.undo import ChangeAnswer
from desktop.services.rules.billing_rules import PRICE_LIST
from desktop.services.rules.versions import COLUMNS, QUALIFICATION_MAP
from desktop.store.schema import AccountRuleRow, ChangeKind

RULE = AccountRuleRow.__tablename__
_LABELS: Mapping[str, Message] = {
    **{name: rule.text for name, rule in RULES.items()},
    QUALIFICATION_MAP: msg("What counts"),
    COLUMNS: msg("Columns of imported files"),
    PRICE_LIST: msg("Prices"),
}
_NO_LINE = msg("No line of this account")


def rule_label(name: str) -> Value:
    """A rule as a person knows it."""
    return _LABELS.get(name, name)


def earlier_values(session: Session, changes: Iterable[ChangeAnswer]) -> dict[str, Any]:
    """By the row's id, what held before each version written or taken back; rules without one had their default."""
    return {change.entity_id: _earlier(session, change) for change in changes if _is_version(change)}


def rule_lines(change: ChangeAnswer, earlier: Any) -> Sequence[tuple[Message, Value, Value]] | None:
    """What, before and after for each setting that becomes another one; None where it is no whole version."""
    if not _is_version(change):
        return None
    name = str(_said(change, "name"))
    before, after = (earlier if one is None else _read(one) for one in change.fields["value"])
    if name == QUALIFICATION_MAP:
        return _map_lines(before, after)
    if name == PRICE_LIST:
        return _price_lines(before, after)
    what = msg("{thing}: {field}", thing=msg("Account rule"), field=rule_label(name))
    if name in RULES:
        old, new = (None if one is None else value_said(RULES[name], one) for one in (before, after))
        return [(what, old, new)]
    return [(what, _written(before), _written(after))]


def _is_version(change: ChangeAnswer) -> bool:
    whole = change.kind in (ChangeKind.NEW, ChangeKind.DELETE)
    return change.entity == RULE and whole and {"account_id", "name", "version", "value"} <= set(change.fields)


def _said(change: ChangeAnswer, field: str) -> Any:
    before, after = change.fields[field]
    return before if after is None else after


def _earlier(session: Session, change: ChangeAnswer) -> Any:
    name = str(_said(change, "name"))
    versions = select(AccountRuleRow.value).where(
        AccountRuleRow.account_id == _said(change, "account_id"),
        AccountRuleRow.name == name,
        AccountRuleRow.version < int(_said(change, "version")),
    )
    found = session.execute(versions.order_by(AccountRuleRow.version.desc()).limit(1)).scalar_one_or_none()
    return RULES[name].default if found is None and name in RULES else found


def _read(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored


def _written(value: Any) -> Value:
    if isinstance(value, list):
        return ", ".join(str(part).upper() for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    return value if isinstance(value, int) or value is None else str(value)


def _price_lines(before: Any, after: Any) -> list[tuple[Message, Value, Value]]:
    """The versions of the price list that come or go."""
    old, new = ({entry["id"]: entry for entry in value or ()} for value in (before, after))
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return [(msg("Prices {name}", name=name), _prices(old.get(name)), _prices(new.get(name))) for name in changed]


def _prices(entry: Mapping[str, Any] | None) -> Value:
    if entry is None:
        return None
    said = ", ".join(f"{price} {currency}" for currency, price in sorted(entry["prices"].items()))
    return msg("{prices} from {day}", prices=said, day=date.fromisoformat(entry["effective_from"]))


def _map_lines(before: Any, after: Any) -> list[tuple[Message, Value, Value]]:
    """The lines of the map that are others, each once; the first of two lines for the same thing holds."""
    old, new = _kinds(before), _kinds(after)
    changed = [line for line in {**new, **old} if old.get(line) != new.get(line)]
    return [(_line_of(line), _kind(old.get(line)), _kind(new.get(line))) for line in changed]


def _kinds(value: Any) -> dict[tuple[str, str, bool], str]:
    found: dict[tuple[str, str, bool], str] = {}
    for entry in value or ():
        line = (entry["action"], entry.get("about") or "", bool(entry.get("by_other")))
        found.setdefault(line, entry["kind"])
    return found


def _line_of(line: tuple[str, str, bool]) -> Message:
    action, about, by_other = line
    said = f"{action} ({about})" if about not in ("", "*") else action
    return msg("{action}, by someone else", action=said) if by_other else msg("Map: {action}", action=said)


def _kind(kept: str | None) -> Message:
    return _NO_LINE if kept is None else KIND_LABELS[kind_of(kept)]
