"""Opening the folder a file was written to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.i18n import msg
from desktop.views.action import Action


def show_folder(folder: Path) -> Action:
    """The action that opens a folder in the system's file manager."""
    return Action(
        "usage.open-folder",
        msg("Open folder"),
        lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),  # type: ignore[arg-type]
        icon="folder-open",
    )
