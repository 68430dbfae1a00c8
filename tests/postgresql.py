"""A real PostgreSQL server for the tests that ask for one: in a folder of its own, reachable by a socket only."""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from psycopg import sql

OWNER = "seatwise"
READY_WITHIN_SECONDS = 30
# Nothing here outlives the tests, so nothing needs to survive a crash.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "listen_addresses=")


@dataclass(frozen=True)
class Server:
    """A running server; it makes a database for whoever asks."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True)

    @contextlib.contextmanager
    def fresh_database(self, locale: str = "LOCALE 'C.UTF-8'") -> Iterator[str]:
        """The URL of an empty database, gone afterwards with whoever is still connected to it."""
        name = f"store_{next(self._numbers)}"
        with self.connect() as connection:
            made = f"CREATE DATABASE {{}} TEMPLATE template0 {locale}"
            connection.execute(sql.SQL(made).format(sql.Identifier(name)))
            yield self.url(name)
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    programs = find_programs()
    # A short path, because a socket's name may not be long.
    folder = Path(tempfile.mkdtemp(prefix="seatwise-pg-", dir="/tmp"))
    try:
        with running(programs, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: Server) -> str:
    """The URL of the server's own database: for tests that need a server and keep nothing in it."""
    return postgresql_server.url("postgres")


@pytest.fixture
def postgresql_store_url(postgresql_server: Server) -> Iterator[str]:
    """The URL of a fresh, empty database for one test."""
    with postgresql_server.fresh_database() as url:
        yield url


def find_programs() -> Path:
    """The folder with initdb and postgres of the newest release there is."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    whole = [folder for folder in [*reversed(debian), *on_path] if (folder / "postgres").exists()]
    if not whole:
        cannot_go_on("PostgreSQL's server is not installed (on Debian: apt-get install postgresql)")
    return whole[0]


def cannot_go_on(reason: str) -> NoReturn:
    """Skip on a developer's machine; fail where every test must have run."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextlib.contextmanager
def running(programs: Path, folder: Path) -> Iterator[Server]:
    """A server in a folder; stopped at the end, whatever its clients do."""
    folder.chmod(0o755)
    if is_root():
        shutil.chown(folder, "nobody")
    store = folder / "store"
    create = ("-U", OWNER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    if start([programs / "initdb", "-D", store, *create], folder).wait() != 0:
        pytest.fail(f"PostgreSQL could not make a store: {said_in(folder)}")
    settings = [part for setting in FAST for part in ("-c", setting)]
    process = start([programs / "postgres", "-D", store, "-k", folder, *settings], folder)
    try:
        server = Server(folder)
        wait_until_ready(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(READY_WITHIN_SECONDS)


def start(command: list[str | Path], folder: Path) -> "subprocess.Popen[bytes]":
    """Start a program in the folder: as nobody when we are root, whom PostgreSQL refuses to serve."""
    user = "nobody" if is_root() else None
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, user=user, extra_groups=[] if user else None
        )


def is_root() -> bool:
    return os.geteuid() == 0


def said_in(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8", errors="replace")


def wait_until_ready(server: Server, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(READY_WITHIN_SECONDS * 20):
        with contextlib.suppress(psycopg.OperationalError):
            server.connect().close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start: {said_in(server.folder)}")
