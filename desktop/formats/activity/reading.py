"""What reading one activity file takes and gives, whatever its format (rules.md section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop.domain.qualification import Kind
from desktop.i18n import Message

Numbers: TypeAlias = NDArray[np.uint32]


IGNORED_REASONS = frozenset({"voided", "enrollment", "does not count"})
"""Reasons of rows that are in order and do not count; all other reasons are of rejected rows."""


class Format(StrEnum):
    """The activity formats."""

    AUTO = "auto"
    CSV = "csv"
    XAPI = "xapi"
    MOODLE = "moodle"
    LEARNING_MANAGER = "learning-manager"


class DateOrder(StrEnum):
    """The order of day, month and year in dates written with numbers only."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Zone(StrEnum):
    """Where the zone of a file's times came from."""

    FILE = "file"
    DECLARED = "declared"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Columns:
    """The columns of a table that hold the learner, the time and the action; None is found by header."""

    user: str | None = None
    time: str | None = None
    action: str | None = None


@dataclass(frozen=True)
class ReadOptions:
    """How a person wants a file read. Zones are IANA names; `today` is the clock's day in the account's zone."""

    account_zone: str
    today: date
    format: Format = Format.AUTO
    columns: Columns = field(default_factory=Columns)
    remembered: Mapping[str, Columns] = field(default_factory=dict)
    """Columns a person chose before, by header signature; `columns` wins over them."""
    count_all: bool = False
    date_order: DateOrder | None = None
    time_zone: str | None = None
    sheet: str | None = None
    memory_mib: int = 640
    """What the temporary database may hold in memory; the process stays some 250 MiB above it."""


@dataclass(frozen=True)
class RowCounts:
    """Every row is in exactly one class: rows_in is their sum."""

    counted: int = 0
    ignored: int = 0
    unmapped: int = 0
    rejected: int = 0
    duplicate: int = 0

    @property
    def rows_in(self) -> int:
        """All rows of the file, without header and blank lines."""
        return self.counted + self.ignored + self.unmapped + self.rejected + self.duplicate


@dataclass(frozen=True)
class RowExample:
    """A row that was not counted, to show: its line (1 is the file's first), why, and the start of its text."""

    line: int | None
    reason: str
    text: str


@dataclass(frozen=True)
class FoldSummary:
    """What a file holds, all counts exact."""

    file: str
    sha256: str
    format: Format
    counts: RowCounts
    reasons: Mapping[str, int]
    """Why rows were rejected or ignored, by short English reason ("no learner", "unreadable time" ...)."""
    reason_texts: Mapping[str, Message]
    """The same reasons as sentences."""
    examples: tuple[RowExample, ...]
    """A few rows for each reason."""
    unmapped_actions: Mapping[str, int]
    months: tuple[str, ...]
    """Months with at least one counted row, as YYYY-MM, in order."""
    learners: int
    """Distinct learners with at least one counted row."""
    zone: Zone
    zone_name: str
    date_order: DateOrder | None
    columns: Columns
    """The columns that were used, for tables."""
    header_signature: str | None
    """What to remember chosen columns under, for tables."""
    member: str | None
    """The member read from an archive, or the sheet read from a workbook."""
    hidden_sheets: tuple[str, ...]
    future_rows: int
    """Counted rows later than `today`: counted in their month, and flagged."""


@dataclass(frozen=True)
class Learners:
    """A block of the file's learners: `numbers` count from 0 through the whole file, one per normal identifier."""

    numbers: Numbers
    identifiers: tuple[str, ...]
    names: tuple[str | None, ...]
    emails: tuple[str | None, ...]


@dataclass(frozen=True)
class MonthSet:
    """The learners of one month with their first activity; all arrays are in the same, ascending learner order.

    `action` is None for the qualifying activities, else the unmapped action these rows did. `seconds` counts from the
    month's first instant in the account's zone to the first activity, as real elapsed seconds; `actions` and `objects`
    point into `ActivityFold.actions` and `ActivityFold.objects`. `social_only` marks learners all of whose activities
    in this month are Q4 (a purchase order does not charge those: rules.md R13).
    """

    month: int
    """`Month.ordinal`: year * 12 + month - 1."""
    action: str | None
    learners: Numbers
    seconds: Numbers
    actions: NDArray[np.uint16]
    objects: Numbers
    social_only: NDArray[np.bool_]


@dataclass(frozen=True)
class ActionEntry:
    """An action as written in the file, and what it counted as when the file was read (None: unmapped)."""

    text: str
    kind: Kind | None
