"""The running program: one application, one window, painted before anything heavy is loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.models.jobs import Jobs
from desktop.system.paths import resources
from desktop.views.desk import Tools
from desktop.views.faults import Faults
from desktop.views.icons import Icons
from desktop.views.looks import Looks
from desktop.views.settings import Settings
from desktop.views.window import MainWindow
from desktop.views.words import Words

if TYPE_CHECKING:
    from desktop.services.workspace import Opener
    from desktop.system.desk_settings import DeskSettings
    from desktop.system.paths import Folders


def application() -> QApplication:
    """The one application, named for the platform."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Seatwise")
    made.setApplicationDisplayName("Seatwise")
    made.setDesktopFileName("seatwise")
    return made


def tools_for(opener: Opener, folders: Folders, settings: DeskSettings, language: str) -> Tools:
    """What the window has before any store is open."""
    looks = Looks(settings.theme)
    guide = resources().parent / "docs" / "user"
    return Tools(
        opener,
        folders,
        guide,
        Jobs(),
        Words(language, resources() / "locale"),
        looks,
        Icons(resources() / "icons", looks),
        Settings(settings, folders.config),
    )


def run(
    opener: Opener,
    folders: Folders,
    settings: DeskSettings,
    language: str,
    *,
    place: str | None,
    files: Sequence[Path] = (),
) -> int:
    """Show the window and stay until it is closed; a window that shows the store already is raised instead."""
    program = application()
    tools = tools_for(opener, folders, settings, language)
    window = MainWindow(tools)
    window.setWindowIcon(tools.icons.icon("armchair", "accent"))
    Faults(window, tools.words).install()
    start = place or settings.last_store
    if start is not None and not window.sitting.reserve(start, list(files)):
        tools.jobs.close()
        return 0
    if start is None:
        window.show_welcome()
    else:
        window.show_page()
    window.show()
    if start is not None:
        QTimer.singleShot(0, lambda: window.sitting.open_place(start))
    return program.exec()
