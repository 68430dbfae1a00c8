"""From which day on a rule may hold: nothing that was applied already, and no order that was placed, may change by it.

Rules that the calendar follows begin on a day that is not applied yet. Others are read by quotes and new orders, which
keep what was agreed, or by documents that are not issued yet: they are free (decision 10).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.rules import OF_THE_CALENDAR, RULES
from desktop.i18n import msg
from desktop.services.context import Context
from desktop.services.rules.billing_rules import dated_list, price_list
from desktop.services.rules.together import Version, refuse_contradicting
from desktop.store.schema import AccountRow, AccountRuleRow, OrderRow

CHANGE = "price_change_on"


def first_day(account: AccountRow, name: str) -> date | None:
    """The first day from which the rule may hold; None where it is free."""
    return account.advanced_to + timedelta(days=1) if name in OF_THE_CALENDAR else None


def refuse_applied_day(account: AccountRow, name: str, start: date) -> None:
    """Refuse to let a rule that the calendar follows hold for a day that is applied already."""
    first = first_day(account, name)
    if first is not None and start < first:
        raise UserError(
            msg(
                "The workspace has already been advanced to {date}. Let the rule hold from {day} on.",
                date=account.advanced_to,
                day=first,
            )
        )


def prices_in_order(session: Session, context: Context, account: AccountRow) -> list[str]:
    """The price versions in the order of their days, which decides whom a version reaches at a renewal."""
    return [version.id for version in price_list(session, context, account.id, context.today(account)).versions]


def refuse_other_order(session: Session, account: AccountRow, before: Sequence[str], after: Sequence[str]) -> None:
    """Refuse to put the price versions in another order while orders have their prices; no other day changes one."""
    mine = select(OrderRow.id).where(OrderRow.account_id == account.id).limit(1)
    if list(before) != [one for one in after if one in before] and session.execute(mine).first() is not None:
        raise UserError(
            msg(
                "The prices would follow each other in another order, and orders have them. "
                "Choose a day between the prices before and after."
            )
        )


def refuse_change_day(session: Session, context: Context, account: AccountRow, name: str, typed: object) -> None:
    """Refuse a first day of the new price that would move it past other prices."""
    if name == CHANGE and isinstance(typed, str):
        after = dated_list(session, context, account.id, date.fromisoformat(typed)).versions
        refuse_other_order(
            session, account, prices_in_order(session, context, account), [version.id for version in after]
        )


def refuse_rule_undo(session: Session, entity: str, fields: Mapping[str, Any]) -> None:
    """Refuse to take a version of a rule back, or put one back, for days that are applied already."""
    if entity != AccountRuleRow.__tablename__ or not {"name", "effective_from", "account_id"} <= set(fields):
        return
    said = {name: pair[0] if pair[1] is None else pair[1] for name, pair in fields.items()}
    name, start = str(said["name"]), date.fromisoformat(str(said["effective_from"]))
    account = session.get_one(AccountRow, str(said["account_id"]))
    if name in RULES and {"version", "value"} <= set(fields):
        number, put_back = int(said["version"]), fields["value"][1] is None
        version = Version(start, number, json.loads(str(said["value"])))
        refuse_contradicting(session, account, name, [version] if put_back else [], frozenset({number}))
    if name in OF_THE_CALENDAR and start <= account.advanced_to:
        raise UserError(
            msg(
                "The calendar has followed the rule {name} from {start} to {date}, so this version stays. "
                "Write a new version of the rule instead.",
                name=name,
                start=start,
                date=account.advanced_to,
            )
        )
