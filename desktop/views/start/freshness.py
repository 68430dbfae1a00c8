"""Notices what was written beside the window: by a command, or by another machine on a shared database."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.i18n import msg
from desktop.views.desk import Surroundings

_EVERY_MILLISECONDS = 2000


class Freshness(QObject):
    """Looks at the journal's newest entry every two seconds; `outdated` when somebody else has written one."""

    outdated = Signal()

    def __init__(self, parent: QObject, every_milliseconds: int = _EVERY_MILLISECONDS) -> None:
        """Look at nothing yet."""
        super().__init__(parent)
        self._around: Surroundings | None = None
        self._newest: int | None = None
        self._looking = False
        self._resting = False
        self._timer = QTimer(self, interval=every_milliseconds)
        self._timer.timeout.connect(self.look)

    def attend(self, around: Surroundings | None) -> None:
        """Look after this workspace from now on."""
        self._around, self._newest, self._looking = around, None, False
        self._timer.stop()
        if around is not None:
            self.look()
            if not self._resting:
                self._timer.start()

    def rest(self) -> None:
        """Look only when asked to."""
        self._resting = True
        self._timer.stop()

    def own_write(self) -> None:
        """What was just written is known: take it as seen."""
        self._newest = None

    def look(self) -> None:
        """Ask for the newest entry, unless an answer is awaited."""
        around = self._around
        if around is None or self._looking:
            return
        self._looking = True
        workspace = around.workspace
        around.jobs.read(
            msg("Look for changes"),
            lambda _step: workspace.care.newest_entry(),
            self._compare,
            lambda _refusal: self._missed(),
        )

    def _compare(self, newest: int) -> None:
        self._looking = False
        known, self._newest = self._newest, newest
        if known is not None and newest != known:
            self.outdated.emit()

    def _missed(self) -> None:
        self._looking = False
