"""Schema versions: made on a verified copy of a SQLite file, which then takes its place.

A PostgreSQL store is migrated in one transaction under an advisory lock.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.store.backup import check_file, copy_store, replace_file
from desktop.store.engine import APPLICATION_ID, fresh_name, sqlite_engine
from desktop.store.faults import told
from desktop.system.locks import whole_swap_lock

SCRIPTS = Path(__file__).with_name("migrations")
_MIGRATION_LOCK = 0x5345414D
_SPACE_FACTOR = 3


def known_revisions() -> list[str]:
    """The revisions this program knows, oldest first."""
    return sorted(match[0] for path in (SCRIPTS / "versions").glob("*.py*") if (match := re.match(r"\d{4}", path.name)))


def head() -> str:
    """The newest revision this program knows."""
    return known_revisions()[-1]


def revision_of(connection: Connection) -> str | None:
    """The revision a store is at; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(connection: Connection, target: str = "head") -> None:
    """Run the migrations in the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def make_sqlite_file(path: Path) -> None:
    """A new, empty store at the path: whole or not at all, never over another file."""
    part = fresh_name(path, "new")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _fill_empty(part)
        with whole_swap_lock(path):
            if path.exists():
                raise UserError(
                    msg("{file} exists already. Choose another place, or use the store that is there.", file=str(path))
                )
            replace_file(part, path)
    finally:
        remove_with_companions(part)


def _fill_empty(path: Path) -> None:
    """Bring an empty file to the newest revision; the next ones get the same bytes, which takes no migration."""
    newest = (SCRIPTS, head())
    if newest in _EMPTY:
        path.write_bytes(_EMPTY[newest])
        return
    migrate_file(path)
    _EMPTY[newest] = path.read_bytes()


_EMPTY: dict[tuple[Path, str], bytes] = {}
"""The bytes of an empty store, by the migrations that made it."""


def migrate_file(path: Path, target: str = "head") -> None:
    """Bring a file nobody has open to the revision, and leave it as one file without a write-ahead log."""
    engine = sqlite_engine(path, foreign_keys=False, wal=False)
    try:
        with engine.execution_options(write=True).begin() as connection:
            upgrade(connection, target)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise UserError(
                    msg(
                        "The store could not be brought to this version: its rows do not fit together. "
                        "Nothing was changed."
                    )
                )
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {int(head())}")
    finally:
        engine.dispose()


def migrate_sqlite_store(path: Path) -> Path:
    """Migrate a copy, verify it, swap it in, and keep the old file; returns where the old one is kept."""
    with whole_swap_lock(path):
        if shutil.disk_usage(path.parent).free < _SPACE_FACTOR * path.stat().st_size:
            raise UserError(msg("There is too little free space to update the store safely. Nothing was changed."))
        part, keeping, kept = fresh_name(path, "migrating"), fresh_name(path, "migrating-kept"), _kept_name(path)
        remove_leftovers(path)
        try:
            copy_store(path, part)
            before = row_counts(part)
            migrate_file(part)
            check_file(part)
            after = row_counts(part)
            if any(count != after.get(name, 0) for name, count in before.items()):
                raise UserError(msg("The updated copy of the store does not hold the same rows. Nothing was changed."))
            copy_store(path, keeping)
            check_file(keeping)
            replace_file(keeping, kept)
            replace_file(part, path)
        finally:
            remove_leftovers(path)
    return kept


def row_counts(path: Path) -> dict[str, int]:
    """How many rows each table holds: equal before and after a migration."""
    engine = sqlite_engine(path, read_only=True, wal=False)
    try:
        with told(), engine.connect() as connection:
            names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
            return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608 - names come from the schema
    finally:
        engine.dispose()


def migrate_postgresql(engine: Engine) -> None:
    """Bring a PostgreSQL store to the newest revision in one transaction under an advisory lock."""
    with told(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        refuse_newer(revision_of(connection))
        upgrade(connection)


def refuse_newer(revision: str | None) -> None:
    """Refuse a store made by a newer program."""
    if revision is not None and revision not in known_revisions():
        raise UserError(msg("This store was made by a newer Seatwise. Update this desk to change it."))


def _kept_name(path: Path) -> Path:
    base = path.with_name(f"{path.stem}.before-{head()}{path.suffix}")
    place = 1
    while base.exists():
        place += 1
        base = path.with_name(f"{path.stem}.before-{head()}-{place}{path.suffix}")
    return base


def remove_leftovers(path: Path) -> None:
    """Remove what a migration of the store that was cut short left beside it; only with the whole lock."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.migrating-*"):
        with suppress(OSError):
            left.unlink()


def remove_with_companions(path: Path) -> None:
    """Remove a file in the making and what SQLite put beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()
