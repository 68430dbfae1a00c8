"""The journal: acts, their changes, and the deletable values of the changes."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.i18n import Message
from desktop.store.schema.tables import JournalTable
from desktop.store.types import EnumText


class Effect(StrEnum):
    """What an act did beside the store, which decides whether it can be undone."""

    NONE = "none"
    CALENDAR = "calendar"
    OUTSIDE = "outside"
    FIRST = "first"


class ChangeKind(StrEnum):
    """What happened to one row, or to a sealed batch of new rows."""

    NEW = "new"
    EDIT = "edit"
    DELETE = "delete"
    BATCH = "batch"
    UNBATCH = "unbatch"


BATCHES = (ChangeKind.BATCH, ChangeKind.UNBATCH)
"""Changes of many rows at once."""


class ActRow(JournalTable):
    """One act: one transaction, one link of its client's hash chain. Never updated."""

    __tablename__ = "act"
    __table_args__ = (
        UniqueConstraint("client_id", "local_seq"),
        # What was recorded since a day, and what of it speaks of an earlier one, is found without reading an entry.
        Index(None, "recorded_at", "effective_on"),
        JournalTable.__table_args__,
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    act_id: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str]
    local_seq: Mapped[int]
    account_id: Mapped[str | None] = mapped_column(index=True)
    actor: Mapped[str]
    verb: Mapped[Message]
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    effect: Mapped[Effect] = mapped_column(EnumText(Effect))
    undoes: Mapped[str | None] = mapped_column(index=True)
    prev_hash: Mapped[str]
    hash: Mapped[str]


class ChangeRow(JournalTable):
    """One row's change in an act. Never updated."""

    __tablename__ = "change"
    __table_args__ = (Index(None, "entity", "act_seq"), JournalTable.__table_args__)

    op_id: Mapped[str] = mapped_column(primary_key=True)
    act_seq: Mapped[int] = mapped_column(ForeignKey("act.seq"), index=True)
    position: Mapped[int]
    entity: Mapped[str]
    entity_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[ChangeKind] = mapped_column(EnumText(ChangeKind))
    payload_sha256: Mapped[str]


class ChangePayloadRow(JournalTable):
    """The values of a change, {field: [from, to]}; deletable, so that erasure leaves the chain whole."""

    __tablename__ = "change_payload"

    op_id: Mapped[str] = mapped_column(ForeignKey("change.op_id"), primary_key=True)
    fields: Mapped[str]
