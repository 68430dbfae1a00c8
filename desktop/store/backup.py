"""Copies of a SQLite store that are verified before they are trusted."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.store.engine import sqlite_engine
from desktop.store.faults import told
from desktop.system.waiting import pause

_BUSY_CODES = (5, 32, 33)
_PATIENCE_SECONDS = 2.5


def copy_store(source: Path, target: Path) -> None:
    """A consistent copy of the store, also while others write to it; made durable before this returns."""
    import sqlcipher3.dbapi2 as driver

    with told():
        engine = sqlite_engine(source, read_only=True, wal=False)
        try:
            with engine.connect() as connection:
                target.unlink(missing_ok=True)
                copy = driver.connect(str(target))
                try:
                    raw = connection.connection.driver_connection
                    assert raw is not None  # noqa: S101 - an open connection has a driver's connection
                    connection.rollback()
                    raw.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                finally:
                    copy.close()
        finally:
            engine.dispose()
    target.chmod(0o600)
    sync_file(target)


def check_file(path: Path) -> None:
    """Refuse a file that SQLite finds anything wrong with."""
    engine = sqlite_engine(path, read_only=True, wal=False)
    try:
        with told(), engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    finally:
        engine.dispose()
    if found != ["ok"] or broken:
        raise UserError(msg("{file} is damaged. Nothing was changed. Restore the latest backup.", file=path.name))


def replace_file(part: Path, target: Path) -> None:
    """Put the file in its place in one step; a virus scanner that holds it is waited for, but not for ever."""
    for suffix in ("-wal", "-shm", "-journal"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
    sync_file(part)
    for _ in range(int(_PATIENCE_SECONDS / 0.1)):
        try:
            part.replace(target)
            break
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY_CODES:
                raise
            pause(0.1)
    else:
        raise UserError(
            msg("{file} is held by another program. Nothing was changed. Try again in a moment.", file=target.name)
        )
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Make the file's bytes durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder durable, where the system allows it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
