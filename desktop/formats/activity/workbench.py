"""The DuckDB database one file is read into: in a folder of its own, within a memory limit, gone when closed."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import duckdb
import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from desktop.domain.errors import Canceled, UserError
from desktop.domain.progress import Step
from desktop.i18n import msg

_PREFIX, _IN_USE = "activity-", "in-use.lock"
_POLL_SECONDS = 0.05
_PERCENT = 100
_SETTINGS = (
    "fsync_mode = 'NONE'",  # nothing here outlives the process
    "disabled_optimizers = 'in_clause'",  # makes joins of lists; planning layers of expressions then took minutes
    "enable_progress_bar = true",
    "enable_progress_bar_print = false",
    "TimeZone = 'UTC'",
)
_DISK_FULL = (os.strerror(errno.ENOSPC), "No space left on device", "There is not enough space on the disk")
Row = tuple[Any, ...]


class Workbench:
    """A temporary database and folder. `close` may be called twice."""

    def __init__(self, scratch: Path, *, memory_mib: int, threads: int = 2) -> None:
        """Make the folder below `scratch`."""
        scratch.mkdir(parents=True, exist_ok=True)
        _clear_away(scratch)
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch))
        self._in_use = FileLock(self.folder / _IN_USE)
        self._in_use.acquire()
        self._settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": threads,
            "memory_limit": f"{memory_mib}MiB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
            "temp_directory": str(self.folder / "spill"),
        }
        self._opened: duckdb.DuckDBPyConnection | None = None

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """The database, opened when it is first used: a file that is refused needs none."""
        if self._opened is None:
            self._opened = self._connect()
        return self._opened

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(self.folder / "activity.duckdb", config=self._settings)
        for setting in _SETTINGS:
            connection.execute(f"SET {setting}")
        return connection

    def reset(self) -> None:
        """Begin again with an empty database; other files in the folder stay."""
        self._disconnect()
        for file in self.folder.glob("activity.duckdb*"):
            file.unlink()

    def _disconnect(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def run(self, sql: str, step: Step | None = None) -> list[Row]:
        """The rows a query answers. With `step`, it runs in a thread while this one tells how far it is.

        When `step` raises, the query is interrupted first.
        """
        if step is not None:
            with self.start(sql) as running:
                return running.wait(step)
        with _plainly():
            return self._connection.execute(sql).fetchall()

    def start(self, sql: str) -> Running:
        """Begin a query in a thread; use as a context, whose end stops it."""
        return Running(self._connection, sql)

    def columns(self, sql: str) -> Mapping[str, NDArray[Any]]:
        """A query's columns as arrays."""
        with _plainly():
            return self._connection.execute(sql).fetchnumpy()

    def blocks(self, sql: str, size: int) -> Iterator[list[Row]]:
        """A query's rows in blocks; other queries may run in between."""
        cursor = self._connection.cursor()
        try:
            with _plainly():
                cursor.execute(sql)
                while block := cursor.fetchmany(size):
                    yield block
        finally:
            cursor.close()

    def append(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Add rows of text (or integers, where every row has one) to a table."""
        if rows:
            self.append_arrays(table, [_array(values) for values in zip(*rows, strict=True)])

    def append_arrays(self, table: str, columns: Sequence[NDArray[Any]]) -> None:
        """Add rows given as one array a column."""
        block = {f"c{place}": column for place, column in enumerate(columns)}
        with _plainly():
            self._connection.register("block", block)
            try:
                self._connection.execute(f"INSERT INTO {table} SELECT * FROM block")
            finally:
                self._connection.unregister("block")

    def close(self) -> None:
        """Close the database and remove its folder."""
        self._disconnect()
        self._in_use.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def _clear_away(scratch: Path) -> None:
    """Remove what a program that was killed left behind; a folder in use is locked."""
    for mark in scratch.glob(f"{_PREFIX}*/{_IN_USE}"):
        lock = FileLock(mark, timeout=0)
        try:
            lock.acquire()
        except (Timeout, OSError):
            continue
        lock.release()
        shutil.rmtree(mark.parent, ignore_errors=True)


class Running:
    """A query running in a thread of its own. Its connection must not be used meanwhile."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, sql: str) -> None:
        """Start it."""
        self._connection = connection
        self._sql = sql
        self._answer: list[Row] = []
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="activity query")
        self._thread.start()

    def _work(self) -> None:
        try:
            self._answer = self._connection.execute(self._sql).fetchall()
        except BaseException as error:  # noqa: BLE001 - raised again on the caller's thread
            self._failure = error

    def wait(self, step: Step) -> list[Row]:
        """The rows, telling on this thread how far it is in percent."""
        while self._thread.is_alive():
            step(max(0, min(_PERCENT, int(self._connection.query_progress()))), _PERCENT)
            self._thread.join(_POLL_SECONDS)
        if self._failure is not None:
            with _plainly():
                raise self._failure
        return self._answer

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Interrupt until the thread has ended: an interrupt before the query has begun is lost."""
        while self._thread.is_alive():
            self._connection.interrupt()
            self._thread.join(_POLL_SECONDS)


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _array(values: Sequence[object]) -> NDArray[Any]:
    if isinstance(values[0], int):
        return np.array(values, dtype=np.int64)
    return np.array(values, dtype=object)


@contextmanager
def _plainly() -> Iterator[None]:
    """Say a full disk or memory in a sentence; other faults are ours and pass."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise UserError(
            msg(
                "There is not enough memory or temporary space to read this file. Nothing was imported; free "
                "some space and try again."
            )
        ) from None
    except duckdb.InterruptException:
        raise Canceled from None
    except duckdb.Error as error:
        if not any(sentence in str(error) for sentence in _DISK_FULL):
            raise
        raise UserError(
            msg("The disk is full: this file could not be read. Nothing was imported; free some space and try again.")
        ) from None
