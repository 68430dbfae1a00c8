"""What an activity file shows before it is imported: its first rows, its columns, and what has to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.i18n import Message
from desktop.services.context import Context
from desktop.services.rules.versions import COLUMNS, newest_version
from desktop.services.usage.imports import ImportWishes, read_options


@dataclass(frozen=True)
class FilePreview:
    """The beginning of a file. `date_orders` with more than one entry have to be asked for; `problem` stops it."""

    file: str
    format: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    user: str | None
    time: str | None
    action: str | None
    zone_seen: bool
    """Whether the times carry their zone."""
    date_orders: tuple[str, ...]
    sheets: tuple[str, ...]
    member: str | None
    problem: Message | None
    account_zone: str

    @property
    def is_table(self) -> bool:
        """Whether its columns can be chosen: a table of no known export."""
        return self.format == "csv"


class UsagePreviews:
    """Looks into files; imports nothing."""

    def __init__(self, context: Context) -> None:
        """Look with this context's account in mind."""
        self._context = context

    def preview(self, path: Path, wishes: ImportWishes) -> FilePreview:
        """The beginning of a file, read as wished; refused where it cannot be read whatever is chosen."""
        from desktop.formats.activity import inspect_activity

        with self._context.store.read() as session:
            account = self._context.account(session)
            remembered = newest_version(session, account.id, COLUMNS)
            options = read_options(
                wishes, account, self._context.today(account), remembered.value if remembered else {}
            )
            zone = account.time_zone
        found = inspect_activity(path, options)
        return FilePreview(
            path.name,
            str(found.format),
            found.header,
            found.rows,
            found.columns.user,
            found.columns.time,
            found.columns.action,
            found.zone_seen,
            tuple(str(order) for order in found.date_orders),
            found.sheets,
            found.member,
            found.problem,
            zone,
        )
