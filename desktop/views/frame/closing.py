"""Closing the window while an act runs: finish it and quit, cancel it and quit, or stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.i18n import msg, msgn
from desktop.models.jobs import Jobs
from desktop.views.words import Words

if TYPE_CHECKING:
    from desktop.models.jobs import Job
    from desktop.views.frame.window import MainWindow


class Leaving(QObject):
    """Asks where something would be cut short. `decided` when the window can be closed now."""

    decided = Signal()

    def __init__(self, window: MainWindow, jobs: Jobs, words: Words) -> None:
        """Nothing is asked before the window is closed."""
        super().__init__(window)
        self._window, self._jobs, self._words = window, jobs, words
        self.box: QMessageBox | None = None
        self._agreed = False
        self._finishing = False
        jobs.idle.connect(self._idle)
        jobs.refused_by_rule.connect(lambda _: self._come_back())

    def may_close(self) -> bool:
        """Whether nothing runs that a person would miss; asks what to do where something does."""
        if self._agreed or not self._running():
            return True
        if self.box is None:
            self._ask(self._running())
        return False

    def finish(self) -> None:
        """Let what runs come to its end out of sight, then close."""
        self._finishing = True
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        if not self._jobs.running:
            self._idle()

    def cancel(self) -> None:
        """Take back what runs, and close."""
        self._agreed = True
        self.decided.emit()

    def _running(self) -> list[Job]:
        """The acts on their way; opening the first store is none that would be missed."""
        if self._window.around is None:
            return []
        return [job for job in self._jobs.running if not job.quiet]

    def _ask(self, running: list[Job]) -> None:
        text = self._words.text
        box = QMessageBox(self._window)
        self.box = box
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(text(msg("Something is still being done")))
        box.setText(
            text(
                msgn(
                    "{n} job is not finished: {job}.",
                    "{n} jobs are not finished: {job}.",
                    n=len(running),
                    job=running[0].title,
                )
            )
        )
        box.setInformativeText(text(msg("Whatever you choose, nothing is left half done.")))
        finish = box.addButton(text(msg("Finish, then quit")), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(text(msg("Cancel it and quit")), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(text(msg("Stay")), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(finish)
        box.setEscapeButton(stay)
        box.finished.connect(self._forget)
        finish.clicked.connect(self.finish)
        cancel.clicked.connect(self.cancel)
        box.open()

    def _forget(self) -> None:
        if self.box is not None:
            self.box.deleteLater()
        self.box = None

    def _idle(self) -> None:
        if self._finishing:
            self._agreed = True
            self.decided.emit()
            QApplication.quit()

    def _come_back(self) -> None:
        """What was to be finished was refused: the reason stands in the window."""
        if self._finishing:
            self._finishing = False
            QApplication.setQuitOnLastWindowClosed(True)
            self._window.show()
