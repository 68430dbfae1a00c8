"""The workspace: what kind of store this is."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.tables import Journaled


class WorkspaceRow(Journaled):
    """The one row that says what kind of store this is."""

    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(primary_key=True)
    rehearsal: Mapped[bool]
    """Made with a clock of its own: takes acts at any day not before its last act, and can issue keys."""
    demo: Mapped[bool]
    created_at: Mapped[datetime]
