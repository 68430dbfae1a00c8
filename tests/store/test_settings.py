"""Every setting of a connection is set at each opening and read back; what cannot be set is refused."""

import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlcipher3 import dbapi2 as driver

from desktop.domain.keys import Plan
from desktop.services.workspace import Workspace
from desktop.store import engine as engine_room
from desktop.store.engine import APPLICATION_ID, sqlite_engine, url_of, wal_is_safe
from desktop.store.faults import sentence_for
from desktop.store.migrate import head
from tests.desks import Desks, refused

WANTED = {
    "foreign_keys": 1,
    "busy_timeout": 10000,
    "synchronous": 2,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 2,
    "mmap_size": 0,
    "journal_mode": "wal",
    "application_id": APPLICATION_ID,
    "user_version": int(head()),
}


def read_back(workspace: Workspace, name: str) -> object:
    with workspace.context.store.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize("name", WANTED)
def test_an_open_store_has_the_setting(name: str, workspace: Workspace) -> None:
    assert read_back(workspace, name) == WANTED[name]


def test_every_connection_has_the_settings_not_only_the_first(workspace: Workspace) -> None:
    engine = workspace.context.store.engine
    with engine.connect() as one, engine.connect() as two, engine.connect() as three:
        for connection in (one, two, three):
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        assert len({id(connection.connection.driver_connection) for connection in (one, two, three)}) == 3


def test_f032_a_setting_that_does_not_hold_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Path(workspace.context.store.place)
    monkeypatch.setitem(engine_room._PRAGMAS, "cell_size_check", 7)
    with refused("SQLite did not accept the setting cell_size_check"), sqlite_engine(place).connect():
        raise AssertionError("the store was opened")


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        ((3, 39, 4), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_f031_the_write_ahead_log_is_used_only_where_it_is_sound(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_f031_this_sqlite_is_sound(workspace: Workspace) -> None:
    assert wal_is_safe(driver.sqlite_version_info)


def test_f031_an_affected_sqlite_gets_a_rollback_journal_and_extra_care(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(workspace.context.store.place)
    workspace.close()
    monkeypatch.setattr(driver, "sqlite_version_info", (3, 45, 0))
    engine = sqlite_engine(place)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "truncate"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 3
    engine.dispose()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_may_read_a_store_and_its_folder(desks: Desks, tmp_path: Path) -> None:
    place = tmp_path / "new" / "store.db"
    workspace = desks.new(url_of(place))
    workspace.rules.change("trial_days", "31")
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    for path in (place, *place.parent.glob("store.db-*")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert {path.suffix for path in place.parent.glob("store.db-*")} >= {".db-wal", ".db-shm"}


def test_a_closed_store_is_one_file_with_nothing_beside_it_but_its_lock(desks: Desks) -> None:
    workspace = desks.new()
    place = Path(workspace.context.store.place)
    workspace.close()
    left = sorted(path.name for path in place.parent.iterdir())
    assert [name for name in left if not name.endswith(".lock") and not name.endswith(".open")] == ["store.db"]
    assert list((place.parent / ".store.db.open").iterdir()) == []


def test_threads_read_and_write_at_once_each_in_its_own_transaction(workspace: Workspace) -> None:
    gate = threading.Barrier(8, timeout=30)

    def work(place: int) -> str:
        store = workspace.context.store
        gate.wait()
        for turn in range(3):
            if place % 2:
                workspace.rules.change("trial_days", str(31 + 3 * place + turn), act_id=f"act-{place}-{turn}")
            with store.read() as session:
                session.execute(text("SELECT count(*) FROM act")).scalar_one()
                assert workspace.accounts.show().name == "Academy"
        return "done"

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == ["done"] * 8
    answer = workspace.care.check()
    assert (answer.ok, answer.acts) == (True, 13)


def test_f030_a_busy_store_is_told_and_nothing_is_half_saved(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engine_room._PRAGMAS, "busy_timeout", 50)
    workspace = desks.copied()
    with closing(driver.connect(workspace.context.store.place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused("The store is busy in another program. Nothing was changed. Try again in a moment."):
            workspace.rules.change("trial_days", "31")
        assert workspace.accounts.show().name == "Academy", "reading goes on"
        other.execute("ROLLBACK")
    workspace.rules.change("trial_days", "31")
    assert workspace.care.check().ok


def fill_the_disk(workspace: Workspace) -> None:
    """Let no connection of the store add a page to the file."""
    engine = workspace.context.store.engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def full(connection: driver.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_f016_a_full_disk_is_told_nothing_is_changed_and_it_works_again_with_space(desks: Desks) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    fill_the_disk(workspace)
    before = workspace.history.list()
    with refused("The disk is full. Nothing was changed. Free some space, then try again."):
        for seats in range(1, 200):
            workspace.keys.issue(seats, Plan.USERS)
            before = workspace.history.list()
    assert workspace.history.list() == before
    assert workspace.care.check().ok
    workspace.close()
    again = desks.opened(place, seed=8)
    assert again.keys.issue(1, Plan.USERS).seats == 1
    assert again.care.check().ok


def test_a_sentence_is_told_for_each_known_fault_and_none_for_ours() -> None:
    for said, part in {
        "database or disk is full": "disk is full",
        "could not extend file: No space left on device": "disk is full",
        "database disk image is malformed": "damaged",
        "file is not a database": "not a Seatwise store",
        "database is locked": "busy",
        "attempt to write a readonly database": "read-only",
        "unable to open database file": "cannot be opened",
        "disk I/O error": "reported an error",
        "connection failed: connection refused": "cannot be reached",
        "server closed the connection unexpectedly": "cannot be reached",
        "terminating connection due to administrator command": "cannot be reached",
    }.items():
        sentence = sentence_for(said)
        assert sentence is not None, said
        assert part in sentence.english()
    assert sentence_for('near "SELEC": syntax error') is None
