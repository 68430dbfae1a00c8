"""Files that are whole or not there, under names that are safe."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import Canceled, UserError
from desktop.formats.reports.files import landing, safe_file_name
from desktop.formats.reports.report import Batch
from desktop.formats.reports.writing import SUFFIXES, write_report
from tests.formats.reports.samples import people_table, report, translator


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("..\\..\\x", "-..-x"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("CON.csv", "_CON.csv"),
        ("lpt1", "_lpt1"),
        ("a:b", "a-b"),
        ("report. . ", "report"),
        (".hidden", "hidden"),
        ("", "report"),
        ("..", "report"),
        ("a\x00b\nc\u202ed", "ab cd"),
        ("Veldhuis Academy, May 2019.csv", "Veldhuis Academy, May 2019.csv"),
        ("Zoë 漢字", "Zoë 漢字"),
    ],
)
def test_names_from_customers_become_names_of_files(text: str, name: str) -> None:
    assert safe_file_name(text) == name


def test_long_names_are_cut_and_keep_their_suffix() -> None:
    name = safe_file_name("é" * 300 + ".csv")
    assert name.endswith("é.csv")
    assert len(name.encode()) <= 200


@given(st.text())
def test_every_text_becomes_a_name_in_the_folder_and_stays_it(text: str) -> None:
    name = safe_file_name(text)
    assert Path(name).name == name
    assert safe_file_name(name) == name


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_exists_is_not_overwritten_unless_told(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"r{suffix}"
    path.write_text("kept")
    with pytest.raises(UserError, match="exists already"):
        write_report(report(people_table()), path, translator())
    assert path.read_text() == "kept"
    write_report(report(people_table()), path, translator(), overwrite=True)
    assert path.read_bytes() != b"kept"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "precious", tmp_path / "r.csv"
    target.write_text("kept")
    link.symlink_to(target)
    with pytest.raises(UserError, match="exists already"), landing(link):
        pass
    with landing(link, overwrite=True) as part:
        part.write_text("new")
    assert target.read_text() == "kept"
    assert not link.is_symlink()


def test_a_name_taken_while_writing_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    with pytest.raises(UserError, match="exists already"), landing(path) as part:
        part.write_text("ours")
        path.write_text("theirs")
    assert path.read_text() == "theirs"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    def batches() -> Iterator[Batch]:
        yield from people_table().batches
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UserError, match="no room on the disk"):
        write_report(report(people_table(batches())), tmp_path / f"r{suffix}", translator())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_workbook_that_finds_the_disk_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.write", full)
    monkeypatch.setattr("zipfile.ZipFile.writestr", full)
    with pytest.raises(UserError, match="no room on the disk"):
        write_report(report(), tmp_path / "r.xlsx", translator())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_canceled_report_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    def step(done: int, total: int) -> None:
        assert (done, total) == (5, 5)
        raise Canceled

    with pytest.raises(Canceled):
        write_report(report(people_table()), tmp_path / f"r{suffix}", translator(), step=step)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        write_report(report(), tmp_path / "missing" / "r.csv", translator())


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.xlsx"):
        write_report(report(), tmp_path / "r.docx", translator())


@pytest.mark.skipif(os.name != "posix", reason="kills a process the hard way")
def test_a_killed_export_leaves_no_file_under_its_name(tmp_path: Path) -> None:
    program = (
        "import sys, itertools; from pathlib import Path; from tests.formats.reports.samples import *; "
        "from desktop.formats.reports.csv_files import write_csv; "
        "batch = list(people_table().batches)[0]; "
        "write_csv(report(people_table(itertools.repeat(batch))), Path(sys.argv[1]), translator())"
    )
    path = tmp_path / "r.csv"
    process = subprocess.Popen([sys.executable, "-c", program, str(path)])
    deadline = time.monotonic() + 30
    while not any(part.stat().st_size > 100_000 for part in tmp_path.iterdir()) and time.monotonic() < deadline:
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not path.exists()
    write_report(report(people_table()), path, translator())
    assert path.exists()
