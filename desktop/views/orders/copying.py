"""Copies rows of the list, however many: read and written as a job, off the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop.i18n import msg, msgn
from desktop.views.desk import Level, Surroundings
from desktop.views.orders.listing import Listing
from desktop.views.orders.rows import OrderRows

if TYPE_CHECKING:
    from desktop.domain.progress import Step

AT_ONCE = 2_000
"""So many rows are read at a time; more are an act with progress, which can be canceled."""

MOST = 200_000
"""More would stop the window while the clipboard takes them in, and no program takes them out again."""


def copy_rows(around: Surroundings, listing: Listing, rows: OrderRows, first: int, last: int) -> None:
    """Put the rows on the clipboard as TSV, also where they are not in memory."""
    wishes, total, near, wanted = listing.wishes, listing.total, dict(listing.places), last - first + 1
    if wishes is None:
        return
    if wanted > MOST:
        said = msg("At most {n} rows can be copied. Export writes them all.", n=MOST)
        around.show_message(said, level=Level.INFO)
        return
    orders, columns = around.workspace.order_list, rows.columns_shown()

    def work(step: Step) -> str:
        lines = [rows.heads(columns)]
        page = orders.rows(wishes, first, total, near, min(AT_ONCE, wanted))
        while page.orders:
            lines += [rows.line(order, columns) for order in page.orders]
            done = len(lines) - 1
            step(done, wanted)
            if done >= wanted or page.last is None:
                break
            page = orders.page(wishes, page.last, min(AT_ONCE, wanted - done))
        return "\n".join(lines)

    def copied(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        if wanted > AT_ONCE:
            around.show_message(msgn("Copied {n} row.", "Copied {n} rows.", n=wanted), level=Level.INFO)

    run = around.jobs.read if wanted <= AT_ONCE else around.jobs.run
    run(msg("Copy rows"), work, copied)
