"""`seatwise about`: what to write into a report of a fault."""

import os
import platform
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.desks import Seatwise

ROOT = Path(__file__).resolve().parents[2]


def test_it_says_what_the_program_is_made_of_without_a_workspace(seatwise: Seatwise) -> None:
    answer = seatwise("--json", "about")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert answer.code == 0, answer.err
    assert answer.json["version"] == project["version"]
    assert answer.json["python"] == platform.python_version()
    assert answer.json["packed"] is False
    # Those from 3.7.0 to 3.51.2 can lose what was written last.
    assert tuple(map(int, answer.json["sqlite"].split("."))) > (3, 51, 2)
    assert answer.json["sqlcipher"]
    assert answer.json["keyring"]


def test_for_people_it_is_a_table(seatwise: Seatwise) -> None:
    lines = seatwise("--lang", "nl", "about").out.splitlines()
    assert lines[0].startswith("Seatwise")
    assert any(line.startswith("Sleutelring van het systeem") for line in lines)


def test_a_keyring_that_does_not_work_is_said_and_is_no_fault(home: Path) -> None:
    hidden = {"DBUS_SESSION_BUS_ADDRESS": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}
    about = [sys.executable, "-m", "desktop", "about"]
    done = subprocess.run(about, cwd=ROOT, env={**os.environ, **hidden}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
