"""The journal as a file: its entries, and what each changed, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from desktop.formats.reports.report import Batch, Column, Table
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import Message, Value, msg, yes_no
from desktop.services.context import Context
from desktop.services.journal.entries import ActEntry, entries_of
from desktop.services.journal.entry_changes import without_keys
from desktop.services.journal.history import acts_count, acts_page, lines_of
from desktop.services.journal.undo import changes_of
from desktop.services.reports.files import FileWish, FileWritten, write_file
from desktop.services.reports.head import ReportHead
from desktop.store.schema import ActRow

_PAGE = 500


def write_history(context: Context, wish: FileWish, entity: str | None = None, about: Value = None) -> FileWritten:
    """Write every entry, newest first, or those that touched an entity; `about` says in words which these are."""
    wish.refuse()
    with context.store.read() as session:
        head, count = ReportHead.read(session, context), acts_count(session, entity)
        asked = ((msg("Filter"), about or entity or msg("None")), (msg("Entries"), count))
        title = msg("Journal of {account}", account=head.account.name)
        tables = (_entries(session, entity, count), _changes(session, entity))
        return write_file(head.report("history", title, asked, tables), wish)


def _entries(session: Session, entity: str | None, count: int) -> Table:
    columns = (
        Column("entry", msg("Entry"), Cells.INT),
        Column("recorded_at", msg("Recorded"), Cells.INSTANT),
        Column("effective_on", msg("Effective"), Cells.DATE),
        Column("who", msg("Who")),
        Column("account", msg("Account")),
        Column("what", msg("What"), Cells.MESSAGE),
        Column("taken_back", msg("Taken back"), Cells.MESSAGE),
        Column("changes", msg("Changes"), Cells.INT),
    )
    return Table("entries", msg("Entries"), columns, _entry_batches(session, entity), rows=count)


def _pages(session: Session, entity: str | None) -> Iterator[Sequence[ActRow]]:
    before: int | None = None
    while page := acts_page(session, entity, _PAGE, before):
        yield page
        before = page[-1].seq


def _entry_batches(session: Session, entity: str | None) -> Iterator[Batch]:
    return (_batch(entries_of(session, page)) for page in _pages(session, entity))


def _batch(page: Sequence[ActEntry]) -> Batch:
    return [
        [one.number for one in page],
        [one.recorded_at for one in page],
        [one.effective_on for one in page],
        [one.actor for one in page],
        [one.account_name for one in page],
        [one.verb for one in page],
        [yes_no(one.undone_by is not None) for one in page],
        [one.count for one in page],
    ]


def _changes(session: Session, entity: str | None) -> Table:
    columns = (
        Column("entry", msg("Entry"), Cells.INT),
        Column("what", msg("What changes"), Cells.MESSAGE),
        Column("before", msg("Before"), Cells.MESSAGE),
        Column("after", msg("Afterwards"), Cells.MESSAGE),
    )
    return Table("changes", msg("Changes"), columns, _change_batches(session, entity))


def _change_batches(session: Session, entity: str | None) -> Iterator[Batch]:
    for page in _pages(session, entity):
        lines = [(act.seq, line) for act in page for line in lines_of(session, without_keys(changes_of(session, act)))]
        if lines:
            yield [
                [number for number, _ in lines],
                [line.what for _, line in lines],
                [_said(line.before) for _, line in lines],
                [_said(line.after) for _, line in lines],
            ]


def _said(value: Value) -> Message | None:
    return None if value is None else msg("{value}", value=value)
