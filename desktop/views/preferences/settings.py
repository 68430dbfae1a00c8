"""The desk settings, live: kept in their file as soon as they change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.system.desk_settings import DeskSettings

_WRITE_AFTER_MILLISECONDS = 300


class Settings(QObject):
    """Holds the desk settings in force; `changed` names those that are others from now on.

    The file is written a moment after the last change, and by `write` at the latest.
    """

    changed = Signal(frozenset)

    def __init__(self, settings: DeskSettings, folder: Path, parent: QObject | None = None) -> None:
        """Begin with what was read, and keep changes in the folder."""
        super().__init__(parent)
        self._settings = settings
        self._folder = folder
        self._later = QTimer(self, singleShot=True, interval=_WRITE_AFTER_MILLISECONDS)
        self._later.timeout.connect(self.write)

    @property
    def current(self) -> DeskSettings:
        """As they are now."""
        return self._settings

    def keep(self, **changes: Any) -> None:
        """Take over these settings, where anything is different."""
        different = frozenset(name for name, value in changes.items() if getattr(self._settings, name) != value)
        if different:
            self._settings = replace(self._settings, **{name: changes[name] for name in different})
            self._later.start()
            self.changed.emit(different)

    def write(self) -> None:
        """Write the file now."""
        self._later.stop()
        self._settings.write(self._folder)

    def layout(self, name: str) -> str | None:
        """How a list or a splitter of that name was left: the text given to `keep_layout`."""
        return self._settings.layouts.get(name)

    def keep_layout(self, name: str, state: str) -> None:
        """Remember how a list or a splitter was left."""
        self.keep(layouts={**self._settings.layouts, name: state})
