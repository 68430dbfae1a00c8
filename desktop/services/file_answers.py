"""What an import answers for each file, now and when it is asked again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desktop.domain.card_numbers import without_card_numbers
from desktop.i18n import Message
from desktop.store.schema import UsageSourceRow
from desktop.store.types import message_of, message_parts

if TYPE_CHECKING:
    from desktop.formats.activity import ActivityFold


@dataclass(frozen=True)
class FileAnswer:
    """One file of an import: its rows by class (rows_in is their sum), and how it was read."""

    file: str
    sha256: str
    format: str
    rows_in: int
    counted: int
    ignored: int
    unmapped: int
    rejected: int
    duplicate: int
    reasons: dict[str, int]
    reason_texts: dict[str, Message]
    unmapped_actions: dict[str, int]
    months: list[str]
    learners: int
    zone: str
    zone_name: str
    date_order: str | None
    columns: dict[str, str | None]
    member: str | None
    hidden_sheets: list[str]
    future_rows: int
    examples: list[dict[str, Any]] = field(repr=False)
    source: str | None = None
    """The source it became, or the earlier one it repeats; None in a dry run."""
    repeats: str | None = None
    """The id of the source that holds the same file already."""


_DETAILS = (
    "reasons",
    "unmapped_actions",
    "months",
    "zone",
    "zone_name",
    "date_order",
    "columns",
    "member",
    "hidden_sheets",
    "future_rows",
    "examples",
)


def stored_answer(row: UsageSourceRow) -> FileAnswer:
    """What the import of a source answered."""
    names = (
        "file",
        "sha256",
        "format",
        "rows_in",
        "counted",
        "ignored",
        "unmapped",
        "rejected",
        "duplicate",
        "learners",
    )
    return FileAnswer(
        **{name: getattr(row, name) for name in names},
        **{name: row.details[name] for name in _DETAILS},
        reason_texts={reason: message_of(parts) for reason, parts in row.details["reason_texts"].items()},
        source=row.id,
    )


def kept_details(answer: FileAnswer) -> dict[str, Any]:
    """What the source's row keeps of an answer beside its counts, as plain values."""
    texts = {reason: message_parts(text) for reason, text in answer.reason_texts.items()}
    return {name: getattr(answer, name) for name in _DETAILS} | {"reason_texts": texts}


def answer_of(fold: ActivityFold, file: str) -> FileAnswer:
    """What is answered for a file just read."""
    summary = fold.summary
    counts = summary.counts
    return FileAnswer(
        file=file,
        sha256=summary.sha256,
        format=summary.format.value.replace("-", "_"),
        rows_in=counts.rows_in,
        counted=counts.counted,
        ignored=counts.ignored,
        unmapped=counts.unmapped,
        rejected=counts.rejected,
        duplicate=counts.duplicate,
        reasons=dict(summary.reasons),
        reason_texts=dict(summary.reason_texts),
        unmapped_actions=dict(summary.unmapped_actions),
        months=list(summary.months),
        learners=summary.learners,
        zone=str(summary.zone),
        zone_name=summary.zone_name,
        date_order=None if summary.date_order is None else str(summary.date_order),
        columns=asdict(summary.columns),
        member=summary.member,
        hidden_sheets=list(summary.hidden_sheets),
        future_rows=summary.future_rows,
        examples=[_shown(asdict(example)) for example in summary.examples],
    )


def _shown(example: dict[str, Any]) -> dict[str, Any]:
    """A row that did not count, as it is kept: its beginning, with no card number in it."""
    return {name: without_card_numbers(value) if isinstance(value, str) else value for name, value in example.items()}


def repeated(earlier: FileAnswer, file: str) -> FileAnswer:
    """The answer for a file that is imported already: every row a duplicate."""
    return replace(
        earlier,
        file=file,
        counted=0,
        ignored=0,
        unmapped=0,
        rejected=0,
        duplicate=earlier.rows_in,
        reasons={},
        reason_texts={},
        unmapped_actions={},
        examples=[],
        repeats=earlier.source or earlier.sha256,
    )
