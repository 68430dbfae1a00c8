"""The two kinds of tables (architecture.md, idea 2), declared on each mapped class.

The modules of this folder do without `from __future__ import annotations`: SQLAlchemy reads the annotations of the
mapped classes, and where they are text it evaluates each of them at every start.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from desktop.i18n import Message
from desktop.store.types import DateText, FlagNumber, InstantText, MessageText, WholeNumber

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """Every mapped class."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar = {
        str: Text(),
        int: WholeNumber,
        bool: FlagNumber(),
        date: DateText(),
        datetime: InstantText(),
        Message: MessageText(),
    }


class Journaled(Table):
    """A person's noun: written only by the unit of work, each change an entry of the journal."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_strict": True, "info": {"kind": "journaled"}}


class Payload(Table):
    """Bulk data tied to one journaled row that carries its counts and SHA-256; never journaled row by row."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_strict": True, "info": {"kind": "payload"}}


class JournalTable(Table):
    """The journal itself: written only by the journal."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_strict": True, "info": {"kind": "journal"}}
