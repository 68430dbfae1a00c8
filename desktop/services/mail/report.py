"""The list of mail drafts as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.domain.life.letters import NOTICE_LABELS
from desktop.formats.reports.report import Cell, Column, table_of
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import msg, yes_no
from desktop.services.context import Context
from desktop.services.mail.drafts import DraftAnswer
from desktop.services.reports.files import FileWish, FileWritten, write_file
from desktop.services.reports.head import report_head


def write_drafts(context: Context, drafts: Sequence[DraftAnswer], wish: FileWish) -> FileWritten:
    """Write the drafts, newest first, as CSV, XLSX, PDF, Parquet or JSON by the file's name."""
    head = report_head(context)
    cells: tuple[tuple[Column, Callable[[DraftAnswer], Cell]], ...] = (
        (Column("draft", msg("Draft")), lambda one: one.draft),
        (Column("date", msg("Date"), Cells.DATE), lambda one: one.on),
        (Column("kind", msg("Kind"), Cells.MESSAGE), lambda one: NOTICE_LABELS[one.notice]),
        (Column("what", msg("What"), Cells.MESSAGE), lambda one: one.text),
        (Column("order", msg("Order"), Cells.INT), lambda one: one.order),
        (Column("to", msg("To")), lambda one: one.to),
        (Column("late", msg("Late"), Cells.MESSAGE), lambda one: yes_no(one.late)),
    )
    title = msg("Mail drafts of {account}", account=head.account.name)
    table = table_of("drafts", msg("Mail drafts"), cells, drafts)
    return write_file(head.report("mail_drafts", title, (), (table,)), wish)
