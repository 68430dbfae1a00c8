"""Starts the far side, asks it what happened there, and keeps keys where only these tests look."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

ROOT = Path(__file__).parents[2]
KEY = "sk_test_51SeatwiseNeverTellsThis"


class FarSide:
    """A running far side, by its address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def told(self) -> Any:
        with urllib.request.urlopen(f"{self.address}/_config/told", timeout=10) as answer:
            return json.loads(answer.read())

    def charged(self) -> list[int]:
        """The amounts that were really taken."""
        return sorted(one["amount"] for one in self.told()["charges"])

    def fail(self, *faults: str) -> None:
        """Do this with the next requests to charge."""
        self._post("fail", {"faults": faults})

    def forget(self) -> None:
        """Forget the keys, as Stripe does after a day."""
        self._post("forget", {})

    def drop(self) -> None:
        """Begin anew: nothing was ever charged."""
        self._post("drop", {})

    def _post(self, what: str, body: Any) -> None:
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/_config/{what}", data, {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=10).close()


@contextmanager
def running() -> Iterator[FarSide]:
    """A far side of its own, stopped at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.providers.far_side"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield FarSide(f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}")
    finally:
        if process.stdin is not None:
            process.stdin.close()
        if process.stdout is not None:
            process.stdout.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class FolderKeyring(KeyringBackend):
    """A keyring in a folder, in the place of the system's."""

    priority = 1

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        folder.mkdir(exist_ok=True)
        self._folder = folder

    def get_password(self, service: str, username: str) -> str | None:
        path = self._folder / username
        return path.read_text(encoding="utf-8") if path.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        (self._folder / username).write_text(password, encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        if not (self._folder / username).exists():
            raise PasswordDeleteError
        (self._folder / username).unlink()


@contextmanager
def keyring_in(folder: Path) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(FolderKeyring(folder))
    try:
        yield
    finally:
        keyring.set_keyring(before)
