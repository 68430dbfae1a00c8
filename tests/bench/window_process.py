"""`python -m tests.bench.window_process bare|frame|parts|billing|usage`: says a line when it has come that far.

It imports nothing that a bare window would not, so that the program's own imports are seen.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from desktop.views.frame.window import MainWindow


def _told() -> None:
    sys.stdout.write("here\n")
    sys.stdout.flush()
    os._exit(0)


def _bare() -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, _told)

    program = QApplication(sys.argv[:1])
    window = Bare()
    window.setCentralWidget(QLabel("Bare"))
    window.resize(1280, 820)
    window.show()
    return program.exec()


def _ours(stage: str) -> int:
    """The program as it is started without arguments by who left it at the stage's tab; `_when` tells how far it is."""
    from dataclasses import replace

    from desktop.app import Desk, open_window, prepare_process

    desk = Desk.of_this_user()
    if stage in ("billing", "usage"):
        desk = replace(desk, settings=replace(desk.settings, tab=stage))
    prepare_process(desk.folders)
    from desktop.views.frame.window import MainWindow

    watched: list[MainWindow] = []
    painted = MainWindow.paintEvent

    def paint(self: MainWindow, event: object) -> None:
        painted(self, event)  # type: ignore[arg-type]
        if not watched:
            watched.append(self)
            _when(self, stage)

    MainWindow.paintEvent = paint  # type: ignore[method-assign]
    return open_window(desk)


def _when(window: MainWindow, stage: str) -> None:
    """Tell once the window has come that far and was painted."""
    from PySide6.QtCore import QTimer

    if stage == "frame":
        QTimer.singleShot(0, _told)
        return
    there: dict[str, Callable[[], bool]] = {
        "parts": lambda: window.centralWidget() is not None,
        "billing": lambda: _shows(window, "billing", lambda tab: tab.allowed.standing),
        "usage": lambda: _shows(window, "usage", lambda tab: tab.page),
    }
    timer = QTimer(window, interval=10)

    def look() -> None:
        if there[stage]():
            timer.stop()
            window.repaint()
            QTimer.singleShot(0, _told)

    timer.timeout.connect(look)
    timer.start()


def _shows(window: MainWindow, key: str, filled: Callable[[Any], object]) -> bool:
    if window.centralWidget() is None or window.page.current is None:
        return False
    if window.page.current.key != key:
        window.page.show_tab(key)
    return filled(window.page.current) is not None


if __name__ == "__main__":
    sys.exit(_bare() if sys.argv[1] == "bare" else _ours(sys.argv[1]))
