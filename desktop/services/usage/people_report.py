"""The people of a month as a file: all who fit the filter, not only those a list has read so far."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.domain.periods import Month
from desktop.domain.qualification import KIND_LABELS, Kind
from desktop.formats.reports.report import Batch, Column, Report, Table
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import Message, msg
from desktop.services.context import Context
from desktop.services.reports.files import PAGE_ROWS, FileWish, FileWritten, write_file
from desktop.services.reports.head import ReportHead
from desktop.services.usage.people import MonthPeople
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.services.usage.usage import PersonAnswer


class PeopleReports:
    """Lists of people as files."""

    def __init__(self, context: Context) -> None:
        """Report on this context's account."""
        self._context = context
        self._people = MonthPeople(context)

    def write(self, wish: FileWish, month: Month, wishes: PeopleWishes) -> FileWritten:
        """Write everyone of the month who fits the wishes, as CSV, XLSX, PDF, Parquet or JSON by the file's name."""
        wish.refuse()
        with self._context.store.read() as session:
            return write_file(self._report(session, month, wishes), wish)

    def _report(self, session: Session, month: Month, wishes: PeopleWishes) -> Report:
        told = ReportHead.read(session, self._context)
        head, pages = self._people.whole(session, month, wishes, PAGE_ROWS)
        asked = (
            (msg("Month"), head.month),
            (msg("Filter"), _filter(wishes)),
            (msg("People"), head.found),
            (msg("People of the month"), head.observed),
        )
        table = Table("people", msg("People"), _columns(), map(_batch, pages), rows=head.found)
        title = msg("People of {month}, {account}", month=head.month, account=told.account.name)
        return told.report("month_people", title, asked, (table,))


def _filter(wishes: PeopleWishes) -> tuple[Message, ...]:
    """The filter in words."""
    said: list[Message] = []
    if wishes.text.strip():
        said.append(msg("with “{text}”", text=wishes.text.strip()))
    if wishes.kind is not None:
        said.append(KIND_LABELS[wishes.kind])
    if wishes.late:
        said.append(msg("Late, not billed"))
    return tuple(said) or (msg("None"),)


def _columns() -> tuple[Column, ...]:
    return (
        Column("user_name", msg("User Name")),
        Column("user_email", msg("User Email")),
        Column("user_unique_id", msg("User Unique ID")),
        Column("first_qualifying_activity", msg("First Qualifying Activity"), Cells.INSTANT),
        Column("activity_kind", msg("Activity Kind"), Cells.MESSAGE),
        Column("action", msg("Action")),
        Column("learning_object", msg("Learning Object")),
        Column("source", msg("Source")),
        Column("billing", msg("Billing"), Cells.MESSAGE),
    )


def _batch(people: Sequence[PersonAnswer]) -> Batch:
    return [
        [one.name for one in people],
        [one.email or (one.learner if "@" in one.learner else None) for one in people],
        [one.learner for one in people],
        [one.first_activity_at for one in people],
        [KIND_LABELS[Kind(one.kind)] if one.kind else None for one in people],
        [one.action for one in people],
        [one.object for one in people],
        [one.file for one in people],
        [_billing(one) for one in people],
    ]


def _billing(one: PersonAnswer) -> Message:
    if one.billed is None:
        return msg("Open")
    return msg("Billed") if one.billed else msg("Late, not billed")
