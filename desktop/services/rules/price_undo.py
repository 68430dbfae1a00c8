"""What an undo may do to the price list: no more than adding and removing prices may (rules.md F4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.services.rules.billing_rules import PRICE_LIST
from desktop.services.rules.price_lists import added_versions, change_days, orders_by_version
from desktop.services.rules.versions import newest_version
from desktop.store.schema import AccountRow, AccountRuleRow, ChangeKind


def refuse_price_undo(session: Session, entity: str, kind: ChangeKind, fields: Mapping[str, Any]) -> None:
    """Prices are taken back, or put back, the newest first."""
    if entity != AccountRuleRow.__tablename__ or "version" not in fields:
        return
    said = {name: pair[0] if pair[1] is None else pair[1] for name, pair in fields.items()}
    if said.get("name") != PRICE_LIST:
        return
    version = int(said["version"])
    newest = newest_version(session, str(said["account_id"]), PRICE_LIST)
    known = 0 if newest is None else newest.version
    if known > version or (kind is ChangeKind.DELETE and known == version):
        raise UserError(msg("The price list was changed afterwards. Undo that first."))


def refuse_prices_left(session: Session, account: AccountRow, before: Sequence[Mapping[str, Any]], today: date) -> None:
    """Prices leave the list as `price remove` takes them, and come onto it as `price add` puts them.

    `before` are the versions added by hand that were on it. Those whose first day is today may still be taken back.
    """
    after = added_versions(session, account.id)
    for entry in before:
        if entry not in after:
            _refuse_gone(session, account, entry, today)
    if any(entry not in before for entry in after):
        _refuse_taken_days(session, account, after)
    for entry in after:
        if entry not in before:
            _refuse_come(account, entry, today)


def _refuse_gone(session: Session, account: AccountRow, entry: Mapping[str, Any], today: date) -> None:
    name, day = entry["id"], date.fromisoformat(entry["effective_from"])
    if name in orders_by_version(session, account.id):
        raise UserError(msg("The prices {name} stay: an order uses them.", name=name))
    if day < today:
        raise UserError(
            msg("The prices {name} hold since {day} and stay. Add prices that follow them.", name=name, day=day)
        )


def _refuse_come(account: AccountRow, entry: Mapping[str, Any], today: date) -> None:
    name, day, reaches = entry["id"], date.fromisoformat(entry["effective_from"]), entry["reaches_existing_from"]
    if day < today:
        raise UserError(
            msg(
                "The prices {name} would hold since {day}, which is past. Add them from a later day.",
                name=name,
                day=day,
            )
        )
    if reaches is not None and date.fromisoformat(reaches) <= account.advanced_to:
        raise UserError(
            msg(
                "The workspace has already been advanced to {date}, and the prices {name} would reach existing orders "
                "before. Add them with a later day.",
                date=account.advanced_to,
                name=name,
            )
        )


def _refuse_taken_days(session: Session, account: AccountRow, after: Sequence[Mapping[str, Any]]) -> None:
    days = change_days(session, account.id)
    taken = sorted(day for one in after if (day := date.fromisoformat(one["effective_from"])) in days)
    if taken:
        raise UserError(msg("Other prices begin on {day} already. Undo those first.", day=taken[0]))
