"""What every report says of where it comes from: account, filter, as-of day, zone, and the head of the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formats.reports.report import Report, Table
from desktop.i18n import Message, Value, msg
from desktop.services.context import Context
from desktop.store.check import chain_heads
from desktop.store.schema import AccountRow, WorkspaceRow

SIMULATED = msg("Simulated")
"""The mark that everything simulated carries, on screens and in files."""

Facts = tuple[tuple[Message, Value], ...]


@dataclass(frozen=True)
class ReportHead:
    """Read once, in the session of the report."""

    account: AccountRow
    today: date
    demo: bool
    journal: str
    simulated: bool = False

    @classmethod
    def read(cls, session: Session, context: Context) -> ReportHead:
        """The head as of now."""
        account = context.account(session)
        demo = session.execute(select(WorkspaceRow.demo)).scalar_one()
        journal = chain_heads(session).get(context.store.client_id)
        simulated = context.chosen.simulated_from is not None
        return cls(account, context.today(account), demo, (journal or "")[:16], simulated)

    @property
    def mark(self) -> Message | None:
        """What goes with every format of a report of a demo, and of a day that is only simulated."""
        marks = [*([SIMULATED] if self.simulated else []), *([msg("Demo data")] if self.demo else [])]
        return msg("{marks}", marks=tuple(marks)) if len(marks) > 1 else next(iter(marks), None)

    def report(
        self, key: str, title: Message, asked: Sequence[tuple[Message, Value]], tables: Sequence[Table]
    ) -> Report:
        """A report under this head."""
        return Report(key, title, self.facts(*asked), tuple(tables), mark=self.mark, zone=self.account.time_zone)

    def facts(self, *asked: tuple[Message, Value]) -> Facts:
        """The account, what was asked, and where it comes from, in the order they are printed."""
        first: Sequence[tuple[Message, Value]] = ((msg("Account"), self.account.name), *asked)
        return (
            *first,
            (msg("As of"), self.today),
            (msg("Time zone"), self.account.time_zone),
            (msg("Journal"), self.journal),
        )


def report_head(context: Context) -> ReportHead:
    """The head as of now, read by itself."""
    with context.store.read() as session:
        return ReportHead.read(session, context)
