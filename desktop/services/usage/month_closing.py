"""Closing months inside an open act: what each is billed, and who, is fixed (rules.md F8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pyroaring import BitMap
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop.domain.errors import UserError
from desktop.domain.keys import PERIOD_MONTHS
from desktop.domain.periods import Month
from desktop.i18n import msg
from desktop.services.context import Context
from desktop.services.rules.versions import qualification_map
from desktop.store.schema import AccountRow, BilledLearnersRow, ClosedMonthRow, StatementRow
from desktop.store.unit_of_work import Write
from desktop.store.usage_sets import Fingerprint, observed


def close_months(
    write: Write, context: Context, account: AccountRow, months: Sequence[Month], today: date
) -> dict[Month, int]:
    """Close the months with the people observed now; how many each is billed."""
    if not months:
        return {}
    meaning = qualification_map(write.session, context, account.id)
    sets = observed(write.session, account.id, meaning, (min(months).ordinal, max(months).ordinal))
    billed = {}
    for month in months:
        people = sets[month.ordinal].people if month.ordinal in sets else BitMap()
        stored = people.serialize()
        row = ClosedMonthRow(
            id=context.ids.new(),
            account_id=account.id,
            month=month.ordinal,
            billed=len(people),
            closed_on=today,
            payload_sha256=billed_fingerprint(stored),
        )
        write.session.add(row)
        write.session.execute(insert(BilledLearnersRow).values(closed_month_id=row.id, learners=stored))
        billed[month] = len(people)
    return billed


def billed_fingerprint(stored: bytes) -> str:
    """The fingerprint of a closed month's people, kept on its journaled row."""
    fingerprint = Fingerprint()
    fingerprint.add(stored)
    return fingerprint.hex()


def refuse_stated(session: Session, account_id: str, month: Month) -> None:
    """A month that an issued statement charges is never opened again (F8)."""
    rows = select(StatementRow.number).where(
        StatementRow.account_id == account_id,
        StatementRow.starts <= month.ordinal,
        StatementRow.starts > month.ordinal - PERIOD_MONTHS,
    )
    number = session.execute(rows).scalars().first()
    if number is not None:
        raise UserError(
            msg("{month} is on statement {number}, which was issued. It stays closed.", month=month, number=number)
        )
