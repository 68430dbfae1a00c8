"""The one place where a mistake of ours ends: written down, and told in one dialog with its details to copy."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from desktop.i18n import msg
from desktop.views.words import Words

_log = logging.getLogger("seatwise")


class Faults(QObject):
    """Takes every exception that nobody expected, from the window and from threads."""

    _came = Signal(str)

    def __init__(self, window: QWidget, words: Words) -> None:
        """Nothing is taken before `install`."""
        super().__init__(window)
        self._window, self._words = window, words
        self._dialog: QMessageBox | None = None
        self._came.connect(self.show)

    def install(self) -> None:
        """Take what reaches the top from now on."""
        sys.excepthook = self._take
        threading.excepthook = self._take_thread

    def show(self, details: str) -> None:
        """Show the dialog, unless it is open already: one fault seldom comes alone."""
        if self._dialog is None:
            self._dialog = self._ask(details)
            self._dialog.finished.connect(self._closed)
            self._dialog.open()

    def _ask(self, details: str) -> QMessageBox:
        words = self._words
        dialog = QMessageBox(self._window)
        dialog.setIcon(QMessageBox.Icon.Warning)
        dialog.setWindowTitle(words.text(msg("Seatwise")))
        dialog.setText(words.text(msg("Something went wrong in Seatwise itself.")))
        dialog.setInformativeText(
            words.text(
                msg("What you did just now was not carried out; nothing else was changed. You can go on working.")
            )
        )
        dialog.setDetailedText(details)
        dialog.setStandardButtons(QMessageBox.StandardButton.Close)
        copy = QPushButton(words.text(msg("Copy details")))
        dialog.addButton(copy, QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        return dialog

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None

    def _take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, fault, trace))
        _log.error("%s", details)
        self._came.emit(details)

    def _take_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
