"""Files that appear whole under their name, or not at all, whatever interrupts the writing."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from desktop.domain.errors import UserError
from desktop.i18n import msg

_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])(\s*\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_LONGEST = 200
_LONGEST_SUFFIX = 12
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES}


def safe_file_name(text: str) -> str:
    r"""A name that every desktop's file system takes, for one file in the folder it is joined to.

    No separators, no devices of old, no trailing dots or spaces, nothing invisible, at most 200 bytes.

    >>> safe_file_name(r"..\..\x"), safe_file_name("CON.csv"), safe_file_name("a:b"), safe_file_name(" . ")
    ('-..-x', '_CON.csv', 'a-b', 'report')
    """
    plain = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    shown = "".join(" " if letter.isspace() else letter for letter in plain if letter.isprintable() or letter.isspace())
    name = _FORBIDDEN.sub("-", re.sub(" +", " ", shown)).strip(" .")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    return _shortened(name) or "report"


def _shortened(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix) > _LONGEST_SUFFIX or not suffix.isalnum():
        stem, dot, suffix = name, "", ""
    tail = (dot + suffix).encode()
    head = stem.encode()[: _LONGEST - len(tail)].decode("utf-8", "ignore").rstrip(" .")
    return head + tail.decode() if len(name.encode()) > _LONGEST else name


@contextmanager
def landing(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """A new file beside `path` to write to, which takes that name when the block ends without an error.

    The content is on the disk before the name is. A link under that name is replaced, never followed.

    Raises:
        UserError: The name is taken and `overwrite` is off, the folder is missing or closed, or the disk is full;
            nothing is left behind.
    """
    with refusals(path):
        if not overwrite and os.path.lexists(path):
            raise _taken(path)
        part = _part(path)
        try:
            yield part
            _sync(part)
            _publish(part, path, overwrite=overwrite)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """What the system refuses about writing `path`, said to the person."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            said = msg("There is no room on the disk for “{name}”. Nothing was written.", name=path.name)
            raise UserError(said) from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            said = msg("“{folder}” cannot be written to. Choose another folder.", folder=str(path.parent))
            raise UserError(said) from error
        if not path.parent.is_dir():
            said = msg("There is no folder “{folder}”. Choose another one.", folder=str(path.parent))
            raise UserError(said) from error
        if error.errno in {errno.ENAMETOOLONG, errno.EINVAL}:
            raise UserError(
                msg("“{name}” cannot be the name of a file. Choose another one.", name=path.name)
            ) from error
        raise


def _taken(path: Path) -> UserError:
    return UserError(
        msg("“{name}” exists already. Choose another name, or allow it to be replaced.", name=path.name),
        msg("Use --overwrite."),
    )


def _part(path: Path) -> Path:
    for number in count():
        part = path.parent / f".seatwise-{os.getpid()}-{number}.part"
        with suppress(FileExistsError):
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            return part
    raise AssertionError


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _publish(part: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        part.replace(path)
    else:
        _publish_new(part, path)
    if os.name == "posix":
        _sync_folder(path.parent)


def _publish_new(part: Path, path: Path) -> None:
    # Linking fails where the name was taken in the meantime; renaming would replace what is there.
    try:
        os.link(part, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        part.replace(path)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
