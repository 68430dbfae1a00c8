"""Who has a store open: a part of its swap lock for each, all of it for who replaces the file."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from desktop.domain.errors import UserError
from desktop.i18n import msg
from desktop.system.ids import RandomIds

WAIT_SECONDS = 10.0


class SharedPart:
    """One holder's part of a store's swap lock, let go by `release` or by the end of the process."""

    def __init__(self, store: Path) -> None:
        """Take a part; waits while the store is being replaced."""
        folder = _parts(store)
        with _gate(store):
            folder.mkdir(mode=0o700, exist_ok=True)
            self._path = folder / f"{os.getpid()}-{RandomIds().new()[:8]}"
            self._lock = FileLock(self._path, thread_local=False)
            self._lock.acquire(timeout=0)
        with suppress(OSError):
            self._path.with_suffix(".holder").write_text(f"{platform.node()}, process {os.getpid()}", encoding="utf-8")

    def release(self) -> None:
        """Let the part go."""
        self._lock.release()
        _forget(self._path)


@contextmanager
def whole_swap_lock(store: Path) -> Iterator[None]:
    """Hold the whole lock while the store's file is replaced; refused, naming the holder, while anyone has it open."""
    with _gate(store):
        for part in sorted(_parts(store).glob("*-????????")):
            lock = FileLock(part)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                raise UserError(
                    msg(
                        "The store is open in another program ({holder}). Close it there, then try again.",
                        holder=_holder(part),
                    )
                ) from None
            lock.release()
            _forget(part)
        yield


@contextmanager
def _gate(store: Path) -> Iterator[None]:
    gate = FileLock(store.with_name(f"{store.name}.swap.lock"), thread_local=False)
    try:
        gate.acquire(timeout=WAIT_SECONDS)
    except Timeout:
        raise UserError(msg("The store is being replaced by another program. Try again in a moment.")) from None
    try:
        yield
    finally:
        gate.release()


def _parts(store: Path) -> Path:
    return store.with_name(f".{store.name}.open")


def _holder(part: Path) -> str:
    try:
        return part.with_suffix(".holder").read_text(encoding="utf-8")
    except OSError:
        return part.name


def _forget(part: Path) -> None:
    for path in (part, part.with_suffix(".holder")):
        with suppress(OSError):
            path.unlink()
