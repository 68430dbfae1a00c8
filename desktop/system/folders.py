"""Folders a store must not live in: network and synced ones, where a database is damaged sooner or later."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "afpfs", "webdav", "davfs", "fuse.sshfs", "ncpfs", "ceph"}
)
_SYNCED = re.compile(
    r"(onedrive|dropbox|icloud ?drive|google ?drive|my drive|mobile documents|cloudstorage)([ (-].*)?", re.IGNORECASE
)
_DRIVE_REMOTE = 4
_MOUNT_POINT = 4


def remote_kind(folder: Path, mounts: str | None = None) -> str | None:
    """What makes the folder remote ("nfs4", "OneDrive" ...), or None for a local one.

    `mounts` is the text of the system's mount table, read from the system where not given.
    """
    path = folder.resolve()
    for part in path.parts:
        if _SYNCED.fullmatch(part):
            return part
    if sys.platform == "win32":
        return _windows_kind(path)
    kind = _mounted_as(path, _mount_table() if mounts is None else mounts)
    return kind if kind in _NETWORK else None


def _mounted_as(path: Path, mounts: str) -> str | None:
    best, kind = -1, None
    for line in mounts.splitlines():
        left, found, right = line.partition(" - ")
        fields = left.split()
        if not found or len(fields) <= _MOUNT_POINT:
            continue
        point = Path(fields[_MOUNT_POINT].replace("\\040", " "))
        if (path == point or point in path.parents) and len(point.parts) > best:
            best, kind = len(point.parts), right.split()[0]
    return kind


def _mount_table() -> str:
    if sys.platform == "darwin":
        return _darwin_mounts()
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _darwin_mounts() -> str:
    """The output of `mount`, rewritten in the form of Linux's table."""
    import subprocess

    try:
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = []
    for line in listed.splitlines():
        _, found, rest = line.partition(" on ")
        point, opened, kinds = rest.rpartition(" (")
        if found and opened:
            lines.append(f"0 0 0 / {point.replace(' ', chr(92) + '040')} - {kinds.split(',')[0].rstrip(')')}")
    return "\n".join(lines)


def _windows_kind(path: Path) -> str | None:
    drive = path.drive
    if drive.startswith("\\\\"):
        return drive
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE:
            return drive
    return None


def writable(path: Path) -> bool:
    """Whether the file can be written, or made where it is missing."""
    return os.access(path if path.exists() else path.parent, os.W_OK)
