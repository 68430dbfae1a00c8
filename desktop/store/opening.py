"""From a place to an open store: what is there, may it be used, and how."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, select

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg
from desktop.store.engine import APPLICATION_ID, Store, client_id, postgresql_engine, sqlite_engine
from desktop.store.faults import DAMAGED, told
from desktop.store.migrate import (
    head,
    known_revisions,
    make_sqlite_file,
    migrate_postgresql,
    migrate_sqlite_store,
    revision_of,
)
from desktop.store.schema import WorkspaceRow
from desktop.system.clock import Clock
from desktop.system.folders import remote_kind, writable
from desktop.system.locks import SharedPart
from desktop.system.paths import private_folder

REMOTE_FOLDER_ALLOWED = "SEATWISE_ALLOW_REMOTE_FOLDER"
_HEADER = b"SQLite format 3\0"
_HEADER_BYTES = 100
_APPLICATION_ID_AT = 68
_UNWRITABLE: Message = msg("The file or its folder may not be written.")
_NEWER: Message = msg("It was made by a newer Seatwise.")
_NONE_YET: Message = msg("There is no workspace here yet.")
_MAKE_ONE: Message = msg("Run seatwise init, or seatwise demo to look around.")


def create_store(url: URL, clock: Clock, machine_id: str, store_id: str) -> Store:
    """Make a new, empty store at the URL and open it; refused where there is one.

    `store_id` will be the id of its workspace, made by the first act.
    """
    if url.get_backend_name() == "postgresql":
        with _kept_if_opened(postgresql_engine(url)) as engine:
            migrate_postgresql(engine)
            return Store(engine, url.render_as_string(hide_password=True), clock, client_id(machine_id, store_id))
    path = path_of(url)
    with told_of_place(path):
        _refuse_remote(path)
        if path.exists():
            raise UserError(
                msg("{file} exists already. Choose another place, or use the store that is there.", file=str(path))
            )
    with told():
        try:
            private_folder(path.parent)
            make_sqlite_file(path)
        except OSError as error:
            raise UserError(
                msg(
                    "No store can be made at {file}: {why}. Choose a folder you may write in.",
                    file=str(path),
                    why=error.strerror or "",
                )
            ) from error
    with told_of_place(path):
        return _opened(path, clock, machine_id, store_id)


@contextmanager
def told_of_place(path: Path) -> Iterator[None]:
    """Tell in a sentence what the system has against the place."""
    try:
        yield
    except OSError as error:
        raise UserError(
            msg(
                "{file} cannot be used: {why}. Nothing was changed. Choose another place.",
                file=str(path),
                why=error.strerror or "",
            )
        ) from error


def open_store(url: URL, clock: Clock, machine_id: str) -> Store:
    """Open the store at the URL, migrating a SQLite file made by an older program."""
    if url.get_backend_name() == "postgresql":
        return _open_postgresql(url, clock, machine_id)
    path = path_of(url)
    with told_of_place(path):
        if not path.exists():
            raise UserError(_NONE_YET, _MAKE_ONE)
        _refuse_remote(path)
        _refuse_stranger(path)
        return _opened(path, clock, machine_id)


def path_of(url: URL) -> Path:
    """The file of a SQLite URL."""
    if not url.database or url.database == ":memory:":
        raise UserError(msg("A store needs a file: sqlite:///PATH."))
    return Path(url.database).expanduser()


def _opened(path: Path, clock: Clock, machine_id: str, store_id: str | None = None) -> Store:
    part = SharedPart(path) if writable(path) and writable(path.parent) else None
    read_only = None if part else _UNWRITABLE
    engine = file_engine(path, read_only=part is None)
    try:
        revision = _revision(engine, writable=part is not None)
        if revision not in known_revisions():
            read_only = _NEWER
        elif revision != head() and part is not None:
            engine.dispose()
            part.release()
            migrate_sqlite_store(path)
            part, engine = SharedPart(path), file_engine(path, read_only=False)
        return Store(
            engine,
            str(path),
            clock,
            client_id(machine_id, store_id or _store_id(engine)),
            read_only=read_only,
            part=part,
        )
    except BaseException:
        engine.dispose()
        if part is not None:
            part.release()
        raise


def file_engine(path: Path, *, read_only: bool) -> Engine:
    """An engine on a store's file, as it may be used there."""
    if read_only:
        # Without a log beside it nobody writes it, and no log can be made to read it by.
        return sqlite_engine(path, read_only=True, wal=False, immutable=not path.with_name(f"{path.name}-wal").exists())
    return sqlite_engine(path, wal=remote_kind(path.parent) is None)


def _revision(engine: Engine, *, writable: bool) -> str:
    """The store's revision; refused where there is none, or where it is old and cannot be updated."""
    with told(), engine.connect() as connection:
        revision = revision_of(connection)
    if revision is None:
        raise UserError(DAMAGED)
    if not writable and revision in known_revisions()[:-1]:
        raise UserError(msg("This store must be updated first, but its file or folder may not be written."))
    return revision


def _store_id(engine: Engine) -> str:
    with told(), engine.connect() as connection:
        found = connection.execute(select(WorkspaceRow.id)).scalar_one_or_none()
    if found is None:
        raise UserError(_NONE_YET, _MAKE_ONE)
    return found


def _open_postgresql(url: URL, clock: Clock, machine_id: str) -> Store:
    with _kept_if_opened(postgresql_engine(url)) as engine:
        with told(), engine.connect() as connection:
            revision = revision_of(connection)
        if revision is None:
            raise UserError(_NONE_YET, _MAKE_ONE)
        read_only = None if revision in known_revisions() else _NEWER
        if read_only is None and revision != head():
            raise UserError(msg("This store must be updated first. Run seatwise store migrate."))
        place, client = url.render_as_string(hide_password=True), client_id(machine_id, _store_id(engine))
        return Store(engine, place, clock, client, read_only=read_only)


@contextmanager
def _kept_if_opened(engine: Engine) -> Iterator[Engine]:
    """Let the server go when the store on it cannot be opened."""
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise


def _refuse_remote(path: Path) -> None:
    kind = remote_kind(path.parent)
    if kind and os.environ.get(REMOTE_FOLDER_ALLOWED) != "1":
        raise UserError(
            msg(
                "{folder} is a network or synced folder ({kind}), where a store gets damaged. "
                "Choose a folder on this machine.",
                folder=str(path.parent),
                kind=kind,
            )
        )


def _refuse_stranger(path: Path) -> None:
    """Refuse what is no store of ours by its first bytes: opening another program's database could change it."""
    try:
        with path.open("rb") as file:
            start = file.read(_HEADER_BYTES)
    except OSError as error:
        raise UserError(msg("{file} cannot be read: {why}.", file=str(path), why=error.strerror or "")) from error
    if not start.startswith(_HEADER) or len(start) < _HEADER_BYTES:
        raise UserError(
            msg("{file} is not a Seatwise store, or it is encrypted or damaged. Nothing was changed.", file=str(path))
        )
    if int.from_bytes(start[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big") != APPLICATION_ID:
        raise UserError(msg("This file is a database of another program, not a Seatwise store. Nothing was changed."))
