"""From a place to an open store, or one sentence that says why not."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlcipher3 import dbapi2 as driver

from desktop.domain.errors import UserError
from desktop.services.workspace import Workspace
from desktop.store.engine import url_of
from desktop.store.opening import path_of
from tests.desks import Desks, new_key, refused

ORDINARY_USER = 65534


def sqlite_file(path: Path, *statements: str) -> None:
    with closing(driver.connect(str(path))) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def encrypted_file(path: Path) -> None:
    sqlite_file(path, "PRAGMA key = 'secret'", "CREATE TABLE t (x)")


STRANGERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "an empty file": (lambda path: path.touch(), "is not a Seatwise store"),
    "a text file": (lambda path: path.write_text("month,learner\n" * 999, encoding="utf-8"), "is not a Seatwise store"),
    "an encrypted store": (encrypted_file, "or it is encrypted or damaged. Nothing was changed."),
    "another program's database": (
        lambda path: sqlite_file(path, "CREATE TABLE song (title TEXT)", "PRAGMA application_id = 7"),
        "This file is a database of another program, not a Seatwise store. Nothing was changed.",
    ),
    "a database without a mark": (lambda path: sqlite_file(path, "CREATE TABLE song (title TEXT)"), "another program"),
    "a folder": (lambda path: path.mkdir(), "cannot be read"),
    "half a header": (lambda path: path.write_bytes(b"SQLite for"), "is not a Seatwise store"),
    "a header and nothing more": (lambda path: path.write_bytes(b"SQLite format 3\0"), "Nothing was changed"),
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_f019_what_is_no_store_is_refused_and_left_as_it_is(kind: str, desks: Desks) -> None:
    place = desks.place()
    make, sentence = STRANGERS[kind]
    make(place)
    before = place.read_bytes() if place.is_file() else None
    with refused(sentence):
        desks.opened(place)
    assert (place.read_bytes() if place.is_file() else None) == before
    with refused("exists already. Choose another place, or use the store that is there."):
        desks.new(url_of(place))
    assert (place.read_bytes() if place.is_file() else None) == before


def test_a_missing_store_is_refused_with_what_to_do_and_not_created(desks: Desks) -> None:
    place = desks.place()
    with refused("There is no workspace here yet. Run seatwise init, or seatwise demo to look around."):
        desks.opened(place)
    assert list(place.parent.iterdir()) == []


def test_a_store_is_never_made_over_another_and_leaves_no_parts(desks: Desks) -> None:
    first = desks.new()
    place = Path(first.context.store.place)
    with refused("exists already"):
        desks.new(url_of(place))
    assert [path.name for path in place.parent.glob(".*new*")] == []
    assert first.accounts.show().name == "Academy"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_store_needs_a_file(url: str) -> None:
    with refused("A store needs a file: sqlite:///PATH."):
        path_of(url_of(url))


@pytest.mark.parametrize("url", ["mysql://host/db", "foo://bar", "http://example.com/store.db"])
def test_a_store_is_of_a_known_kind(url: str) -> None:
    with refused("A store is a SQLite file or a PostgreSQL database, not"):
        url_of(url)


@pytest.mark.parametrize("url", ["://", "postgresql://host:port/db", "sqlite//:///x://y z"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UserError):
        url_of(url)


def damaged(place: Path, start: int, length: int) -> None:
    with place.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * length)


def test_f019_a_damaged_header_is_refused(desks: Desks) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    workspace.close()
    damaged(place, 0, 100)
    with refused("is not a Seatwise store, or it is encrypted or damaged"):
        desks.opened(place)


@pytest.mark.parametrize("page", range(1, 40, 3))
def test_f019_a_damaged_page_is_told_in_a_sentence_never_mended_in_silence(page: int, desks: Desks) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    for seats in range(1, 30):
        new_key(workspace, seats)
    workspace.close()
    assert place.stat().st_size > 41 * 4096
    damaged(place, page * 4096, 4096)
    try:
        workspace = desks.opened(place)
        answer = workspace.care.check()
        assert not answer.ok
        assert answer.findings
    except UserError as refusal:
        assert "damaged" in refusal.message.english()  # noqa: PT017 - found at opening or by the check


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive",
        "OneDrive - Contoso Ltd",
        "Dropbox",
        "Dropbox (Personal)",
        "Google Drive",
        "My Drive",
        "iCloud Drive",
        "Mobile Documents",
        "Library/CloudStorage/GoogleDrive-ann@example.com",
    ],
)
def test_f023_a_synced_folder_is_refused_with_its_name(folder: str, desks: Desks) -> None:
    place = desks.folder / folder / "deep" / "store.db"
    with refused("is a network or synced folder"):
        desks.new(url_of(place))
    assert not place.parent.exists()


def test_f023_who_insists_on_a_synced_folder_gets_no_write_ahead_log(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEATWISE_ALLOW_REMOTE_FOLDER", "1")
    place = desks.folder / "OneDrive" / "store.db"
    workspace = desks.new(url_of(place))
    workspace.rules.change("trial_days", "31")
    with workspace.context.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "truncate"
    workspace.close()
    assert not list(place.parent.glob("store.db-wal"))
    monkeypatch.delenv("SEATWISE_ALLOW_REMOTE_FOLDER")
    with refused("is a network or synced folder (OneDrive)"):
        desks.opened(place)


@contextmanager
def ordinary_user(folder: Path) -> Iterator[None]:
    """Be nobody in particular for a while: the superuser may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, ORDINARY_USER, ORDINARY_USER)
    os.setresuid(ORDINARY_USER, ORDINARY_USER, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder every user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="seatwise-test-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.skipif(os.name == "nt", reason="asks for the modes of a POSIX system")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_f024_a_store_that_may_not_be_written_opens_for_reading(what: str, desks: Desks, open_folder: Path) -> None:
    workspace = desks.copied()
    new_key(workspace)
    workspace.close()
    place = open_folder / "kept" / "store.db"
    place.parent.mkdir()
    place.write_bytes(Path(workspace.context.store.place).read_bytes())
    with ordinary_user(open_folder):
        (place if what == "file" else place.parent).chmod(0o444 if what == "file" else 0o555)
        before = place.read_bytes()
        reading = desks.opened(place)
        assert reading.accounts.show().name == "Academy"
        assert reading.care.check().ok
        with refused("The store is open for reading only. The file or its folder may not be written."):
            new_key(reading)
        reading.close()
        assert place.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="asks for the modes of a POSIX system")
def test_f024_no_store_can_be_made_where_nobody_may_write(desks: Desks, open_folder: Path) -> None:
    with ordinary_user(open_folder):
        open_folder.chmod(0o555)
        with refused("No store can be made at"):
            desks.new(url_of(open_folder / "new" / "store.db"))
        open_folder.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="asks for the modes of a POSIX system")
def test_f024_a_store_that_may_not_be_read_is_refused(desks: Desks, open_folder: Path) -> None:
    place = open_folder / "store.db"
    place.write_bytes(Path(desks.copied().context.store.place).read_bytes())
    with ordinary_user(open_folder):
        place.chmod(0o000)
        with refused("cannot be read: Permission denied."):
            desks.opened(place)


@pytest.mark.parametrize(
    "name", ["été — 日本語 🎓.db", "with space ? # % & +.db", "trailing.", "CON", "nfd-e\u0301.db", "a" * 200 + ".db"]
)
def test_f033_an_odd_name_works(name: str, desks: Desks) -> None:
    workspace: Workspace = desks.new(url_of(desks.folder / name))
    workspace.rules.change("trial_days", "31")
    workspace.close()
    again = desks.opened(desks.folder / name, seed=8)
    assert again.care.check().ok
    assert Path(again.store_place()).name == name


@pytest.mark.parametrize("name", ["a" * 250 + ".db", "a" * 4000 + "/store.db", "folder/" * 600 + "store.db"])
def test_f033_a_name_the_system_cannot_hold_is_refused_before_anything_is_written(name: str, desks: Desks) -> None:
    before = sorted(desks.folder.iterdir())
    with pytest.raises(UserError):
        desks.new(url_of(desks.folder / name))
    with pytest.raises(UserError):
        desks.opened(desks.folder / name)
    assert sorted(desks.folder.iterdir()) == before


def test_a_place_under_the_home_folder_may_be_written_with_a_tilde(home: Path) -> None:
    assert path_of(make_url("sqlite:///~/store.db")) == home / "store.db"


def test_a_file_where_a_folder_should_be_is_told(desks: Desks) -> None:
    (desks.folder / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError):
        desks.new(url_of(desks.folder / "file" / "store.db"))
    with pytest.raises(UserError):
        desks.opened(desks.folder / "file" / "store.db")
