"""What was true on an earlier day, by taking back what the journal says came later."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.accounts import AccountState
from desktop.i18n import Message
from desktop.store.schema import AccountRow, ActRow, ChangeKind, ChangePayloadRow, ChangeRow
from desktop.store.types import fields_of
from desktop.store.unit_of_work import loaded_values, stored_values

_FIELDS = ("state", "state_reason", "state_since")


def state_on(session: Session, account: AccountRow, day: date) -> tuple[AccountState, Message, date]:
    """The account's state, its reason and its first day, as recorded for `day`."""
    dialect = session.connection().dialect
    stored = stored_values(
        AccountRow, {column.key: getattr(account, column.key) for column in AccountRow.__mapper__.columns}, dialect
    )
    edits = (
        select(ActRow.effective_on, ChangePayloadRow.fields)
        .join(ChangeRow, ChangeRow.op_id == ChangePayloadRow.op_id)
        .join(ActRow, ActRow.seq == ChangeRow.act_seq)
        .where(ChangeRow.entity == AccountRow.__tablename__, ChangeRow.entity_id == account.id)
        .where(ChangeRow.kind == ChangeKind.EDIT)
        .order_by(ActRow.seq.desc())
    )
    settled: set[str] = set()
    for effective_on, text in session.execute(edits):
        fields = {name: pair for name, pair in fields_of(text).items() if name not in settled}
        if effective_on > day:
            stored |= {name: pair[0] for name, pair in fields.items()}
        else:
            # Written for that day or an earlier one, and after whatever lies below it in the journal.
            settled |= fields.keys()
    values = loaded_values(AccountRow, {name: stored[name] for name in _FIELDS}, dialect)
    return values["state"], values["state_reason"], values["state_since"]
