"""Folders for what is thrown away after: gone at the end, or at the next start when the program was killed."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from desktop.system.ids import RandomIds

_HELD = ".held"


class ThrowawayFolder:
    """A private folder that lasts until `release`; its lock, beside it, says that somebody still uses it."""

    def __init__(self, place: Path, prefix: str) -> None:
        """Make it inside `place`, and clear away those of programs that were killed."""
        sweep(place, prefix)
        self.path = place / f"{prefix}{RandomIds().new()[:13]}"
        # The lock comes before the folder, so that nobody takes the folder for one left behind.
        self._lock = FileLock(_lock_of(self.path), thread_local=False)
        self._lock.acquire(timeout=0)
        self.path.mkdir(mode=0o700)

    def release(self) -> None:
        """Throw it away; safe to repeat."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.release()
        with suppress(OSError):
            _lock_of(self.path).unlink()


def sweep(place: Path, prefix: str) -> None:
    """Remove the folders of programs that were killed."""
    for lock in place.glob(f"{prefix}*{_HELD}"):
        held = FileLock(lock, thread_local=False)
        try:
            held.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
        held.release()
        with suppress(OSError):
            lock.unlink()


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_HELD}")
