"""Try out the program in dist/ as a stranger's machine would run it, and say what it is made of.

The home is empty, there is no Python on PATH and no display. Ends with 1 at the first thing that is not as it must be.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = sys.platform == "win32"
ACTIVITY = """\
user,timestamp,action,object
ann@example.org,2026-01-05T09:00:00Z,completed,Fire safety
bob@example.org,2026-01-07T10:00:00Z,completed,Fire safety
ann@example.org,2026-02-03T11:00:00Z,completed,Secure coding
"""
BEGINNINGS = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF", ".xlsx": b"PK", ".csv": b""}
NEEDED_FROM_SYSTEM = ("SYSTEMROOT", "TEMP", "TMP")


def built() -> Path:
    """The folder that PyInstaller has made."""
    app = ROOT / "dist" / "Seatwise.app"
    return app if app.exists() else ROOT / "dist" / "Seatwise"


def program() -> Path:
    """The program in it that answers commands."""
    if WINDOWS:
        return built() / "seatwise-cli.exe"
    return built() / "Contents" / "MacOS" / "Seatwise" if built().suffix else built() / "Seatwise"


@dataclass(frozen=True)
class Stranger:
    """Somebody who has nothing but the bundle."""

    folder: Path

    def says(self, *arguments: str | Path) -> str:
        """What a command prints; it must end well and leave nothing on stderr."""
        here = {name: str(self.folder / "home") for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")}
        kept = {name: os.environ[name] for name in NEEDED_FROM_SYSTEM if name in os.environ}
        bare = {"PATH": str(self.folder / "empty"), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
        command = [str(program()), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.folder, env=kept | here | bare, capture_output=True, encoding="utf-8", check=False
        )
        must(done.returncode == 0 and not done.stderr, f"{' '.join(command)}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def answers(self, *arguments: str | Path) -> Any:
        """The document a command prints."""
        return json.loads(self.says("--json", *arguments))


def must(held: bool, what: str) -> None:
    """End here unless it held."""
    if not held:
        sys.exit(f"The bundle fails: {what}")


def months(stranger: Stranger) -> dict[str, int]:
    """How many were active in each month."""
    return {one["month"]: one["active"] for one in stranger.answers("usage", "monthly")["months"]}


def check_file(path: Path) -> str:
    """Its name and size; it must be of the kind it is called after."""
    content = path.read_bytes()
    must(len(content) > 0 and content.startswith(BEGINNINGS[path.suffix]), f"{path.name} is not what it is called")
    return f"{path.name} {len(content):,} bytes"


def try_window(stranger: Stranger) -> Iterator[str]:
    """Paint the window on the demo workspace, and write pictures of it."""
    answer = stranger.answers("demo", "--screenshots", stranger.folder / "pictures")
    pictures = [Path(file) for file in answer["files"]]
    must(len(pictures) > 0, "no picture of the window")
    yield from map(check_file, pictures)


def try_own_data(stranger: Stranger) -> Iterator[str]:
    """A workspace of one's own: import, months, people, charts, reports, undo, and the check of the store."""
    stranger.answers("init", "--name", "Try", "--time-zone", "Europe/Amsterdam")
    (stranger.folder / "activity.csv").write_text(ACTIVITY, encoding="utf-8")
    imported = stranger.answers("usage", "import", "activity.csv")["files"][0]
    must(imported["counted"] == imported["rows_in"] == 3, f"the import counted {imported['counted']} of 3 rows")
    must(months(stranger) == {"2026-01": 2, "2026-02": 1}, f"the months are {months(stranger)}")
    must("Secure coding" in stranger.says("usage", "people", "--month", "2026-02"), "the people of a month")
    must("janv." in stranger.says("--lang", "fr", "usage", "people", "--month", "2026-01"), "French words")
    span = ("--from", "2026-01", "--to", "2026-02")
    for name in ("chart.png", "chart.svg", "chart.pdf"):
        stranger.says("usage", "chart", "-o", name)
        yield check_file(stranger.folder / name)
    for name in ("report.xlsx", "report.csv", "report.pdf"):
        stranger.says("usage", "report", *span, "-o", name)
        yield check_file(stranger.folder / name)
    stranger.says("undo")
    must(months(stranger) == {}, "the import is still there after undo")
    must(stranger.answers("store", "check")["findings"] == [], "the check of the store")
    yield "undo takes the import back, and the store is sound"


def size(folder: Path) -> int:
    """Bytes on disk of everything in a folder."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())


def main() -> None:
    """Try everything and print what was found."""
    must(program().exists(), f"there is no {program().relative_to(ROOT)}: run python3 dev.py build")
    with tempfile.TemporaryDirectory(prefix="seatwise-bundle-") as folder:
        stranger = Stranger(Path(folder))
        for name in ("home", "empty"):
            (stranger.folder / name).mkdir()
        about = stranger.answers("about")
        must(about["packed"], "the program does not run from the bundle")
        for found in (*try_window(stranger), *try_own_data(stranger)):
            print(f"  {found}")
    print(f"{built().relative_to(ROOT)}: {size(built()) / 1e6:,.0f} MB")
    for what, value in about.items():
        print(f"  {what}: {value}")


if __name__ == "__main__":
    main()
