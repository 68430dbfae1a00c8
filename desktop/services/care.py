"""Looking after the store: checked, updated, described."""

from __future__ import annotations

from sqlalchemy import func, select

from desktop.domain.progress import Step, silent
from desktop.services.context import Context
from desktop.store.check import CheckAnswer, check
from desktop.store.schema import ActRow


class StoreCare:
    """The store as a whole."""

    def __init__(self, context: Context) -> None:
        """Look after this context's store."""
        self._context = context

    def check(self, step: Step = silent) -> CheckAnswer:
        """Verify the file, the journal's chains, every row against the journal, and every payload."""
        with self._context.store.present.read() as session:
            return check(session, step)

    def newest_entry(self) -> int:
        """The number of the journal's newest entry: another one as soon as anybody has written. 0 while it is empty."""
        with self._context.store.read() as session:
            return session.execute(select(func.max(ActRow.seq))).scalar() or 0
