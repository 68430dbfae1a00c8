"""Archives are opened, into the temporary folder only, and only as far as a person's file can reasonably go."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
import zlib
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.formats.activity import intake
from tests.formats.activity.conftest import Read, months

LOG = "user,time,action\na,2026-01-03,viewed\n"
ACTIVE = {"2026-01": {"a"}}


def zipped(*members: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_the_one_real_member_is_read_and_what_systems_leave_behind_is_skipped(read: Read) -> None:
    junk = [
        ("__MACOSX/", b""),
        ("__MACOSX/._log.csv", b"\0\5\x16"),
        (".DS_Store", b"x"),
        ("folder/", b""),
        ("._log.csv", b""),
    ]
    fold = read(zipped(*junk, ("folder/log.csv", LOG)), "export.zip")
    assert months(fold) == ACTIVE
    assert fold.summary.member == "folder/log.csv"
    assert fold.summary.file == "export.zip"


def test_the_one_table_beside_a_readme_is_read(read: Read) -> None:
    assert months(read(zipped(("README.md", "hello"), ("log.csv", LOG)), "export.zip")) == ACTIVE


def test_gzip_is_opened_whatever_it_is_called(read: Read) -> None:
    assert months(read(gzip.compress(LOG.encode()), "log.csv")) == ACTIVE
    assert read(gzip.compress(LOG.encode()), "log.csv.gz").summary.member == "log.csv"
    assert months(read(gzip.compress(LOG.encode()) + gzip.compress(b"b,2026-01-03,viewed\n"), "log.csv.gz")) == {
        "2026-01": {"a", "b"}
    }


def test_the_fingerprint_is_that_of_the_archive(read: Read) -> None:
    import hashlib

    content = zipped(("log.csv", LOG))
    assert read(content, "a.zip").summary.sha256 == hashlib.sha256(content).hexdigest()
    assert read(LOG).summary.sha256 == hashlib.sha256(LOG.encode()).hexdigest()


def linked() -> bytes:
    info = zipfile.ZipInfo("log.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped((info, "/etc/passwd"))


def locked() -> bytes:
    content = bytearray(zipped(("log.csv", LOG)))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


REFUSED = {
    "several": (zipped(("a.csv", LOG), ("b.csv", LOG)), "a.csv, b.csv"),
    "up": (zipped(("../../log.csv", LOG)), "outside itself"),
    "absolute": (zipped(("/tmp/log.csv", LOG)), "outside itself"),
    "drive": (zipped(("C:\\log.csv", LOG)), "outside itself"),
    "link": (linked(), "outside itself"),
    "none": (zipped(("folder/", b"")), "holds no file"),
    "empty archive": (zipped(), "holds no file"),
    "nested": (zipped(("inner.zip", zipped(("log.csv", LOG)))), "another archive"),
    "nested gzip": (gzip.compress(gzip.compress(LOG.encode())), "another archive"),
    "locked": (locked(), "password"),
    "cut zip": (zipped(("log.csv", LOG * 99))[:-60], "cut short"),
    "cut gzip": (gzip.compress(os.urandom(999).hex().encode())[:-99], "cut short"),
    "gzip then rubbish": (gzip.compress(LOG.encode())[:-8] + b"rubbish!", "cut short"),
    "many entries": (zipped(*((f"{number}.csv", b"") for number in range(3_000))), "several files"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(99), "7z archive"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_f103_archives_that_cannot_be_read_safely_are_refused_in_a_sentence(
    read: Read, scratch: Path, name: str
) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(UserError, match=reason):
        read(content, "export.zip")
    assert not [*scratch.iterdir()]


def test_f103_what_unpacks_beyond_all_measure_is_refused_by_counted_bytes(
    read: Read, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "RATIO_FROM", 1 << 20)
    bomb = LOG + "a,2026-01-03,viewed\n" * 200_000
    for content in (gzip.compress(bomb.encode()), zipped(("log.csv", bomb))):
        with pytest.raises(UserError, match="far more"):
            read(content, "log.gz")
    lying = bytearray(zipped(("log.csv", bomb)))
    size = len(bomb).to_bytes(4, "little")
    while (place := lying.find(size)) >= 0:
        lying[place : place + 4] = (99).to_bytes(4, "little")
    with pytest.raises(UserError, match=r"far more|cut short"):
        read(bytes(lying), "log.zip")
    assert not [*scratch.iterdir()]


def test_a_well_packed_log_below_the_measure_is_no_bomb(read: Read) -> None:
    content = (LOG + "a,2026-01-03,viewed\n" * 20_000).encode()
    assert len(content) > 100 * len(zlib.compress(content))
    assert read(gzip.compress(content), "log.gz").summary.counts.counted == 20_001
