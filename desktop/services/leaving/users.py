"""Who loses access when an account becomes inactive after it was deactivated: all but its owner (rules.md 1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.users import ROLE_LABELS, Role
from desktop.formats.reports.report import Batch, Column, Table
from desktop.formats.reports.report import Kind as Cells
from desktop.i18n import msg
from desktop.services.reports.files import PAGE_ROWS
from desktop.store.schema import UserRow

if TYPE_CHECKING:
    from desktop.services.leaving.answers import PreviewAnswer


@dataclass(frozen=True)
class LosingAnswer:
    """A user who loses access."""

    identifier: str
    name: str | None
    email: str | None
    role: Role
    registered: bool


def count_losing(session: Session, account_id: str) -> int:
    """How many they are."""
    return session.execute(select(func.count()).select_from(UserRow).where(_losing(account_id))).scalar_one()


def losing_access(session: Session, account_id: str, size: int) -> Iterator[Sequence[LosingAnswer]]:
    """They in the order of their identifiers, so many at a time."""
    after, said = "", (UserRow.identifier, UserRow.name, UserRow.email, UserRow.role, UserRow.registered)
    while True:
        rows = select(*said).where(_losing(account_id), UserRow.identifier > after)
        page = [LosingAnswer(*row) for row in session.execute(rows.order_by(UserRow.identifier).limit(size))]
        if not page:
            return
        after = page[-1].identifier
        yield page


def users_table(session: Session, account_id: str, preview: PreviewAnswer) -> Table:
    """They as a table of a report: each with the last day that is paid for, and the day access ends."""
    columns = (
        Column("user", msg("User")),
        Column("name", msg("Name")),
        Column("email", msg("E-mail")),
        Column("role", msg("Role"), Cells.MESSAGE),
        Column("registered", msg("Registered"), Cells.MESSAGE),
        Column("last_paid_day", msg("Last day of paid access"), Cells.DATE),
        Column("no_access_from", msg("No access from"), Cells.DATE),
    )
    last_paid, inactive = preview.paid_until - timedelta(days=1), preview.inactive_on

    def batch(page: Sequence[LosingAnswer]) -> Batch:
        return [
            [one.identifier for one in page],
            [one.name for one in page],
            [one.email for one in page],
            [ROLE_LABELS[one.role] for one in page],
            [msg("Yes") if one.registered else msg("No") for one in page],
            [last_paid for _ in page],
            [inactive for _ in page],
        ]

    pages = losing_access(session, account_id, PAGE_ROWS)
    return Table("users", msg("Users who lose access"), columns, map(batch, pages), rows=preview.losing_access)


def _losing(account_id: str) -> ColumnElement[bool]:
    """Registered users and those who manage billing; the owner keeps access (C6)."""
    registered = UserRow.registered == True  # noqa: E712 - SQL of both
    mine = and_(UserRow.account_id == account_id, UserRow.role != Role.OWNER)
    return and_(mine, or_(registered, UserRow.role != Role.LEARNER))
