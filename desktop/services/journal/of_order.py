"""The journal read for one order, as the command line shows it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.services.context import Context
from desktop.services.journal.entries import ActEntry
from desktop.services.journal.entry_changes import without_keys
from desktop.services.journal.history import ActAnswer
from desktop.services.journal.undo import changes_of
from desktop.services.orders.journal import instalments_of, order_entries
from desktop.services.orders.search import find_order
from desktop.store.schema import ActRow, OrderRow


class OrderJournals:
    """The journals of the account's orders."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def of(self, typed: str, limit: int) -> list[ActEntry]:
        """The newest entries of the order named by its number, its id or a unique beginning of it."""
        with self._context.store.read() as session:
            row = find_order(session, self._context.account(session), typed)
            return order_entries(session, row, limit)

    def in_full(self, typed: str, limit: int) -> list[ActAnswer]:
        """The same with what each changed of the order's own rows."""
        with self._context.store.read() as session:
            row = find_order(session, self._context.account(session), typed)
            return [_in_full(session, one, row) for one in order_entries(session, row, limit)]


def _in_full(session: Session, one: ActEntry, row: OrderRow) -> ActAnswer:
    mine = [row.id, *instalments_of(row)]
    changes = changes_of(session, session.get_one(ActRow, one.number), mine)
    return ActAnswer(
        one.act,
        one.number,
        one.account,
        one.actor,
        one.verb,
        one.effective_on,
        one.recorded_at,
        one.undoes,
        one.undone_by,
        without_keys(changes),
        one.account_name,
    )
