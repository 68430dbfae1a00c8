"""Where files go unless chosen, under names that replace nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def downloads() -> Path:
    """The person's Downloads folder, or the home of one who has none."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()


def free_name(path: Path) -> Path:
    """The path, or with a number after its name where there is such a file already."""
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return found
