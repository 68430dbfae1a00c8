"""A SQLite store is migrated on a verified copy that takes its place; the old one is kept."""

import os
import platform
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, make_url
from sqlcipher3 import dbapi2 as driver

from desktop.domain.errors import UserError
from desktop.services.workspace import Workspace
from desktop.store import migrate
from desktop.store.engine import sqlite_engine
from desktop.store.migrate import head, known_revisions
from desktop.store.schema import Table
from tests.desks import Desks, new_key, refused
from tests.services.journals import rows
from tests.store.evidence import behind_its_back, lived_in
from tests.store.versions import NEXT, newer_program


def strange_files(place: Path) -> list[str]:
    """Files beside the store that should not be left there; an empty log from reading it is no harm."""
    log = place.with_name(f"{place.name}-wal")
    assert not log.exists() or log.stat().st_size == 0
    expected = (f"{place.name}.swap.lock", f".{place.name}.open", place.name, log.name, f"{place.name}-shm")
    return [path.name for path in place.parent.iterdir() if path.name not in expected]


def revision_in(place: Path) -> str:
    with closing(driver.connect(str(place))) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_the_migrated_schema_is_the_mapped_schema(desks: Desks, any_store_url: str) -> None:
    workspace = desks.new(make_url(any_store_url))
    with workspace.context.store.engine.connect() as connection:
        assert differences(connection) == []


def differences(connection: Connection) -> list[object]:
    found: list[object] = compare_metadata(
        MigrationContext.configure(connection, opts={"compare_type": True}), Table.metadata
    )
    return found


def test_revisions_are_numbered_without_a_gap() -> None:
    assert known_revisions() == [f"{number:04d}" for number in range(1, len(known_revisions()) + 1)]


def test_f116_an_older_store_is_migrated_at_opening_and_the_old_one_is_kept(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    lived_in(workspace)
    old_head = head()
    newer_program(monkeypatch, tmp_path / "newer")
    again = desks.opened(place, seed=8, day=date(2026, 1, 12))
    before_rows = rows(again)
    assert before_rows["account"]
    assert again.care.check().ok
    assert again.history.list()
    again.rules.change("trial_days", "50")
    again.close()
    assert revision_in(place) == NEXT
    kept = place.with_name(f"store.before-{NEXT}.db")
    assert revision_in(kept) == old_head
    assert strange_files(place) == [kept.name]
    with closing(driver.connect(str(place))) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == int(NEXT)
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    if os.name != "nt":
        assert (place.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o600, 0o600)


def test_a_second_migration_keeps_the_first_kept_store_too(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    workspace.close()
    place.with_name(f"store.before-{NEXT}.db").write_bytes(b"kept before")
    newer_program(monkeypatch, tmp_path / "newer")
    desks.opened(place)
    assert place.with_name(f"store.before-{NEXT}.db").read_bytes() == b"kept before"
    assert revision_in(place.with_name(f"store.before-{NEXT}-2.db")) != NEXT


BROKEN = {
    "raises at once": 'raise RuntimeError("broken")',
    "raises after a change": 'op.execute("UPDATE account SET name = \'Half\'")\n    raise RuntimeError("broken")',
    "loses rows": 'op.execute("DELETE FROM change_payload")',
    "breaks a reference": "op.execute(\"UPDATE activation_key SET account_id = 'nobody'\")",
}


@pytest.mark.parametrize("way", BROKEN)
def test_f117_a_migration_that_fails_leaves_the_store_byte_for_byte(
    way: str, desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desks.copied()
    new_key(workspace)
    place = Path(workspace.context.store.place)
    workspace.close()
    older, old_scripts = place.read_bytes(), migrate.SCRIPTS
    newer_program(monkeypatch, tmp_path / "newer", more=BROKEN[way])
    with pytest.raises((UserError, RuntimeError)):
        desks.opened(place)
    assert place.read_bytes() == older
    assert strange_files(place) == []
    monkeypatch.setattr(migrate, "SCRIPTS", old_scripts)
    assert desks.opened(place, seed=8).care.check().ok, "the program it was made with still opens it"


def test_f017_too_little_space_is_told_before_anything_is_done(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    workspace.close()
    newer_program(monkeypatch, tmp_path / "newer")
    monkeypatch.setattr(migrate, "_SPACE_FACTOR", 10**12)
    older = place.read_bytes()
    with refused("There is too little free space to update the store safely. Nothing was changed."):
        desks.opened(place)
    assert place.read_bytes() == older


def test_f019_a_damaged_store_is_not_migrated(desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    workspace.close()
    with place.open("r+b") as file:
        file.seek(20 * 4096)
        file.write(b"\xa5" * 4096)
    older = place.read_bytes()
    newer_program(monkeypatch, tmp_path / "newer")
    with refused("damaged"):
        desks.opened(place)
    assert place.read_bytes() == older
    assert strange_files(place) == []


def test_f118_a_newer_store_opens_for_reading_and_says_why(desks: Desks) -> None:
    workspace = desks.copied()
    new_key(workspace)
    place = Path(workspace.context.store.place)
    workspace.close()
    behind_its_back(place, "UPDATE alembic_version SET version_num = '9999'")
    reading = desks.opened(place, seed=8)
    assert reading.accounts.show().name == "Academy"
    assert len(reading.keys.list()) == 1
    assert reading.care.check().ok
    with refused("The store is open for reading only. It was made by a newer Seatwise."):
        new_key(reading)
    assert revision_in(place) == "9999"


def test_f019_a_store_whose_index_does_not_fit_its_table_is_not_migrated(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desks.copied()
    place, first = Path(workspace.context.store.place), workspace.history.list()[0].act.encode()
    workspace.close()
    older = place.read_bytes()
    assert older.count(first) >= 2, "in the table and in its index"
    one = older.rindex(first)
    older = older[:one] + first[::-1] + older[one + len(first) :]
    place.write_bytes(older)
    newer_program(monkeypatch, tmp_path / "newer")
    with refused("damaged"):
        desks.opened(place)
    assert place.read_bytes() == older


HOLDER = """
import sys
from pathlib import Path
from desktop.store.engine import url_of
from desktop.store.opening import open_store
from desktop.system.clock import SystemClock
store = open_store(url_of(Path(sys.argv[1])), SystemClock(), "machine")
print("open", flush=True)
sys.stdin.readline()
store.close()
"""


def holder(place: Path) -> "subprocess.Popen[str]":
    """Another program that has the store open; it lets go when its stdin ends."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(place)], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_migration_is_refused_naming_who_has_the_store_open_and_a_dead_holder_is_none(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    workspace.close()
    with holder(place) as other:
        newer_program(monkeypatch, tmp_path / "newer")
        with refused(f"The store is open in another program ({platform.node()}, process {other.pid})."):
            desks.opened(place)
        assert revision_in(place) != NEXT
        other.kill()
        other.wait(30)
    left = [path for path in (place.parent / f".{place.name}.open").iterdir() if path.suffix != ".holder"]
    assert len(left) == 1, "what the dead left behind"
    desks.opened(place, seed=8).close()
    assert revision_in(place) == NEXT
    assert list((place.parent / f".{place.name}.open").iterdir()) == []


def test_f020_a_deleted_log_opens_to_the_last_state_the_file_holds(desks: Desks, tmp_path: Path) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    new_key(workspace)
    copied = tmp_path / "copy" / "store.db"
    copied.parent.mkdir()
    copied.write_bytes(place.read_bytes())
    reading = desks.opened(copied, seed=8)
    assert reading.care.check().ok
    assert len(reading.keys.list()) in {0, 1}


def test_f022_a_copy_on_another_machine_gets_a_chain_of_its_own(desks: Desks, tmp_path: Path) -> None:
    workspace = desks.copied()
    place = Path(workspace.context.store.place)
    workspace.close()
    copied = tmp_path / "copy" / "store.db"
    copied.parent.mkdir()
    copied.write_bytes(place.read_bytes())
    here: Workspace = desks.opened(place, seed=8)
    there = desks.opened(copied, seed=9, machine="another machine")
    assert here.context.store.client_id != there.context.store.client_id


def test_a_file_in_the_making_is_checked_before_it_is_trusted(tmp_path: Path) -> None:
    from desktop.store.backup import check_file

    place = tmp_path / "part.db"
    with closing(driver.connect(str(place))) as connection:
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (parent REFERENCES parent)")
        connection.execute("INSERT INTO child VALUES (1)")
        connection.commit()
    with refused("is damaged. Nothing was changed. Restore the latest backup."):
        check_file(place)
    engine = sqlite_engine(place, foreign_keys=False)
    with engine.execution_options(write=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM child")
    engine.dispose()
    check_file(place)
