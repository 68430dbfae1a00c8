"""The running program: one application, one window, painted before anything heavy is loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.system.paths import resources
from desktop.views.frame.window import MainWindow
from desktop.views.start.loading import Loading
from desktop.views.start.one_window import OneWindow
from desktop.views.widgets.looks import Looks

if TYPE_CHECKING:
    from desktop.services.opener import Opener
    from desktop.services.workspace import Choice
    from desktop.system.desk_settings import DeskSettings
    from desktop.system.paths import Folders
    from desktop.views.desk import Tools

# The window's thread waits at most so long for its turn where Python works in other threads; usually it is 0.005.
_SHARE_SECONDS = 0.0005


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


def tools_for(
    opener: Opener, folders: Folders, settings: DeskSettings, language: str, looks: Looks | None = None
) -> Tools:
    """What the window has before any store is open."""
    from desktop.models.jobs import Jobs
    from desktop.views.desk import Tools
    from desktop.views.preferences.settings import Settings
    from desktop.views.widgets.icons import Icons
    from desktop.views.words import Words

    looks = looks or Looks(settings.theme)
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
    language: Callable[[], str],
    *,
    place: str | None,
    choice: Choice | None = None,
    files: Sequence[Path] = (),
) -> int:
    """Show the window and stay until it is closed; a window that shows the store already is raised instead.

    `choice` is for which account, day and person it opens, where that was said.

    The frame is painted with Qt alone. Its parts are loaded in a thread meanwhile, then put together.
    """
    sys.setswitchinterval(_SHARE_SECONDS)
    program = application()
    start = place or settings.last_store
    one = OneWindow()
    if start is not None and not one.reserve(start, list(files)):
        return 0
    looks = Looks(settings.theme)
    window = MainWindow(geometry=settings.window)
    window.setWindowTitle("Seatwise")
    loading = Loading(settings.tab)

    def put_together() -> None:
        try:
            if window.isVisible():
                tools = tools_for(opener, folders, settings, language(), looks)
                _put_together(window, tools, one, start, choice)
        finally:
            loading.go_on()

    window.framed.connect(loading.begin)
    loading.ready.connect(put_together, Qt.ConnectionType.QueuedConnection)
    window.show()
    code = program.exec()
    loading.end()
    return code


def _put_together(window: MainWindow, tools: Tools, one: OneWindow, start: str | None, choice: Choice | None) -> None:
    from desktop.views.faults import Faults

    Faults(window, tools.words).install()
    window.put_together(tools, one)
    if choice is not None:
        window.sitting.opening.begin_with(choice)
    window.setWindowIcon(tools.icons.icon("armchair", "accent"))
    if start is None:
        window.show_welcome()
    else:
        window.show_page()
        window.sitting.open_place(start)
