"""From the file a person named to plain bytes: archives are opened into the temporary folder, and nowhere else."""

from __future__ import annotations

import gzip
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from desktop.domain.errors import UserError
from desktop.domain.progress import Step
from desktop.i18n import msg

HIGHEST_RATIO = 100
"""Packed text of this kind comes to about a tenth; beyond this it is made to fill the disk."""
RATIO_FROM = 64 << 20
"""The ratio is looked at from so many unpacked bytes on: small files may well be mostly blanks."""
MOST_BYTES = 256 << 30
WORKBOOK_BYTES = 512 << 20
_BLOCK = 1 << 20
_SPARE_DISK = 512 << 20
_LISTED = 5
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml", "[Content_Types].xml")
_TABLES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
_OTHER_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_NO_TEXT = (b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"SQLite format 3\0")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Intake:
    """Plain bytes to read: the file itself, or the one member of an archive, unpacked."""

    path: Path
    name: str
    member: str | None = None
    workbook: bool = False


def take_in(path: Path, folder: Path, step: Step, *, most: int | None = None) -> Intake:
    """Open what the person named; `folder` is for what is unpacked (its first `most` bytes).

    A `UserError` says why it cannot be read.
    """
    start = beginning(path)
    if start.startswith(_OLE):
        return Intake(path, path.name, workbook=True)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _from_zip(path, folder, step, most)
    if start.startswith(b"\x1f\x8b"):
        return _from_gzip(path, folder, step, most)
    _refuse_stranger(start, path.name)
    return Intake(path, path.name)


def beginning(path: Path) -> bytes:
    """The first bytes of a file; a `UserError` says why they cannot be had."""
    try:
        if not path.is_file():
            raise _not_a_file(path)
        with path.open("rb") as file:
            return file.read(512)
    except PermissionError:
        raise UserError(
            msg(
                "“{file}” may not be read: another program holds it, or you have no right to it. Copy it "
                "elsewhere and import the copy.",
                file=path.name,
            )
        ) from None
    except OSError as error:
        raise UserError(
            msg("“{file}” cannot be read ({reason}).", file=path.name, reason=error.strerror or str(error))
        ) from None
    except ValueError:
        raise UserError(msg("“{file}” is not a file name.", file=str(path).replace("\0", "\\0"))) from None


def _not_a_file(path: Path) -> UserError:
    if path.is_dir():
        return UserError(msg("“{file}” is a folder. Name the file in it that holds the activity.", file=path.name))
    if path.exists():
        return UserError(msg("“{file}” is not a file that can be read.", file=path.name))
    return UserError(msg("“{file}” does not exist. Check the name and the folder.", file=str(path)))


def _refuse_stranger(start: bytes, name: str) -> None:
    if start.startswith(_NO_TEXT):
        raise no_text(name)
    for magic, kind in _OTHER_ARCHIVES.items():
        if start.startswith(magic):
            raise UserError(
                msg(
                    "“{file}” is a {kind} archive, which is not opened here. Unpack it and import the file in it.",
                    file=name,
                    kind=kind,
                )
            )
    if start[257:262] == b"ustar":
        raise UserError(
            msg(
                "“{file}” is a {kind} archive, which is not opened here. Unpack it and import the file in it.",
                file=name,
                kind="tar",
            )
        )


def no_text(name: str) -> UserError:
    """The refusal of what is neither text nor a workbook."""
    return UserError(
        msg("“{file}” is not a text file. Export the activity as CSV, JSON or a workbook and import that.", file=name)
    )


def _from_gzip(path: Path, folder: Path, step: Step, most: int | None) -> Intake:
    inner = path.name.removesuffix(".gz")
    out = folder / "member"
    packed = path.stat().st_size
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as file, out.open("xb") as target:
            for done in _copied(file, target, packed, path.name, folder):
                step(min(raw.tell(), packed), packed)
                if most is not None and done >= most:
                    break
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise _damaged(path.name) from None
    _refuse_nested(out, path.name)
    return Intake(out, path.name, member=inner if inner != path.name else None)


def _from_zip(path: Path, folder: Path, step: Step, most: int | None) -> Intake:
    try:
        with zipfile.ZipFile(path) as archive:
            if any(info.filename in _WORKBOOK_PARTS for info in archive.infolist()):
                _measure_workbook(archive, path.name)
                return Intake(path, path.name, workbook=True)
            info = _the_member(archive, path.name)
            out = folder / "member"
            with archive.open(info) as file, out.open("xb") as target:
                for done in _copied(file, target, info.compress_size, path.name, folder):
                    step(min(done, info.file_size), info.file_size)
                    if most is not None and done >= most:
                        break
    except (zipfile.BadZipFile, EOFError, zlib.error, OSError, NotImplementedError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise _damaged(path.name) from None
    _refuse_nested(out, path.name)
    return Intake(out, path.name, member=info.filename)


def _the_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """The one member that is a person's file."""
    real = [info for info in archive.infolist() if not info.is_dir() and not _left_by_a_system(info.filename)]
    for info in real:
        inside = info.filename.replace("\\", "/")
        if (
            inside.startswith("/")
            or ".." in inside.split("/")
            or inside[1:2] == ":"
            or stat.S_ISLNK(info.external_attr >> 16)
        ):
            raise UserError(
                msg("“{file}” points to places outside itself and is not opened. Ask for a plain export.", file=name)
            )
    if not real:
        raise UserError(msg("“{file}” holds no file. Export the activity again and import that file.", file=name))
    tables = [info for info in real if info.filename.lower().endswith(_TABLES)]
    chosen = real if len(real) == 1 else tables
    if len(chosen) != 1:
        listed = ", ".join(info.filename[:80] for info in real[:_LISTED]) + (" …" if len(real) > _LISTED else "")
        raise UserError(
            msg(
                "“{file}” holds several files: {members}. Unpack it and import each of them.", file=name, members=listed
            )
        )
    if chosen[0].flag_bits & 1:
        raise UserError(msg("“{file}” is locked with a password. Unpack it and import the file in it.", file=name))
    return chosen[0]


def _left_by_a_system(filename: str) -> bool:
    parts = PurePosixPath(filename.replace("\\", "/")).parts
    return (
        "__MACOSX" in parts
        or parts[-1:] in ((".DS_Store",), ("Thumbs.db",), ("desktop.ini",))
        or parts[-1].startswith("._")
    )


def _copied(
    source: IO[bytes] | gzip.GzipFile, target: IO[bytes], packed: int, name: str, folder: Path
) -> Iterator[int]:
    """Copy, telling the bytes so far; refuse what grows beyond all measure or beyond the disk."""
    done = 0
    free = shutil.disk_usage(folder).free - _SPARE_DISK
    while block := source.read(_BLOCK):
        done += len(block)
        if (done > RATIO_FROM and done > HIGHEST_RATIO * max(packed, 1)) or done > MOST_BYTES:
            raise _bomb(name)
        if done > free:
            raise UserError(
                msg(
                    "There is not enough disk space to unpack “{file}”. Nothing was imported; free some space "
                    "and try again.",
                    file=name,
                )
            )
        target.write(block)
        yield done


def _measure_workbook(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse workbooks that unpack to more than fits, by counting the bytes rather than believing their sizes."""
    packed, done = sum(info.compress_size for info in archive.infolist()), 0
    for info in archive.infolist():
        if info.flag_bits & 1:
            raise UserError(msg("“{file}” is locked with a password. Save it without one and import that.", file=name))
        with archive.open(info) as file:
            while block := file.read(_BLOCK):
                done += len(block)
                if done > WORKBOOK_BYTES or (done > RATIO_FROM and done > HIGHEST_RATIO * max(packed, 1)):
                    raise _bomb(name)


def _refuse_nested(unpacked: Path, name: str) -> None:
    start = beginning(unpacked)
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise UserError(msg("“{file}” holds another archive. Unpack it and import the file in it.", file=name))
    _refuse_stranger(start, name)


def _bomb(name: str) -> UserError:
    return UserError(
        msg(
            "“{file}” unpacks to far more than such a file can hold and was not opened. Nothing was imported.",
            file=name,
        )
    )


def _damaged(name: str) -> UserError:
    return UserError(
        msg("“{file}” is damaged or cut short: it cannot be unpacked. Export or copy it again.", file=name)
    )
