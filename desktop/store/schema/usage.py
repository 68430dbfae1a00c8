"""Usage: sources, closed months, aliases and exclusions (journaled), and the sets of learners (payload)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.tables import Journaled, Payload
from desktop.store.types import Bytes, JsonText


class UsageSourceRow(Journaled):
    """One imported activity file: its five counts, how it was read, and the SHA-256 of its payload."""

    __tablename__ = "usage_source"
    __table_args__ = (Index(None, "account_id", "sha256"), Journaled.__table_args__)
    undo_of_new = "removed"
    """Taking an import back marks it removed; its payload stays, so that redo is exact."""

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    file: Mapped[str]
    sha256: Mapped[str]
    format: Mapped[str]
    rows_in: Mapped[int]
    counted: Mapped[int]
    ignored: Mapped[int]
    unmapped: Mapped[int]
    rejected: Mapped[int]
    duplicate: Mapped[int]
    learners: Mapped[int]
    first_month: Mapped[int | None]
    last_month: Mapped[int | None]
    details: Mapped[Any] = mapped_column(JsonText())
    """Reasons, examples, unmapped actions with counts, months, zone, columns, options: as the import answered."""
    map_version: Mapped[str]
    imported_at: Mapped[datetime]
    payload_sha256: Mapped[str]
    removed: Mapped[bool]


class ClosedMonthRow(Journaled):
    """A month whose billed count is fixed (F8)."""

    __tablename__ = "closed_month"
    __table_args__ = (Index(None, "account_id", "month", unique=True), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    month: Mapped[int]
    billed: Mapped[int]
    closed_on: Mapped[date]
    payload_sha256: Mapped[str]


class LearnerAliasRow(Journaled):
    """Two identifiers of one person: `learner` counts as `same_as`."""

    __tablename__ = "learner_alias"
    __table_args__ = (Index(None, "account_id", "learner", unique=True), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    learner: Mapped[int]
    same_as: Mapped[int]


class LearnerExclusionRow(Journaled):
    """A learner who never counts: a test account, a teacher."""

    __tablename__ = "learner_exclusion"
    __table_args__ = (Index(None, "account_id", "learner", unique=True), Journaled.__table_args__)

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    learner: Mapped[int]
    reason: Mapped[str]


class LearnerRow(Payload):
    """A learner's dense number in this store; the key is derived from account and normal identifier."""

    __tablename__ = "learner"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    key: Mapped[bytes] = mapped_column(Bytes, unique=True)


class LearnerIdentityRow(Payload):
    """Who the learner is; deletable."""

    __tablename__ = "learner_identity"

    number: Mapped[int] = mapped_column(ForeignKey("learner.number"), primary_key=True)
    identifier: Mapped[str] = mapped_column(index=True)
    name: Mapped[str | None]
    email: Mapped[str | None]
    folded: Mapped[str | None]
    """All three as a search reads them, where one of them is not plain (`searchable`)."""


class UsageSetRow(Payload):
    """The learners of one source and month, with their first activity in the order of the bitmap.

    `action` is empty for qualifying activities, else the unmapped action. `learners` and `social_only` are roaring
    bitmaps; `firsts` are packed columns (see `desktop.store.usage_firsts`).
    """

    __tablename__ = "usage_set"

    source_id: Mapped[str] = mapped_column(ForeignKey("usage_source.id"), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
    learners: Mapped[bytes] = mapped_column(Bytes)
    social_only: Mapped[bytes] = mapped_column(Bytes)
    firsts: Mapped[bytes] = mapped_column(Bytes)


class UsageGroupRow(Payload):
    """Learners of one source whatever the month: `seen` in any readable row, `enrolled` in a course."""

    __tablename__ = "usage_group"

    source_id: Mapped[str] = mapped_column(ForeignKey("usage_source.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    learners: Mapped[bytes] = mapped_column(Bytes)


class UsageWordsRow(Payload):
    """The actions and objects of one source, which its firsts point into."""

    __tablename__ = "usage_words"

    source_id: Mapped[str] = mapped_column(ForeignKey("usage_source.id"), primary_key=True)
    words: Mapped[bytes] = mapped_column(Bytes)


class BilledLearnersRow(Payload):
    """The learners a closed month was billed for."""

    __tablename__ = "billed_learners"

    closed_month_id: Mapped[str] = mapped_column(primary_key=True)
    learners: Mapped[bytes] = mapped_column(Bytes)
