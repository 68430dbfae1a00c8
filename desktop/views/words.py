"""Texts and values in the language of the moment; a switch is live."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from desktop.i18n import LANGUAGES, Message, Translator, Value


class Words(QObject):
    """Says Messages and values in one language; `changed` when it is another one from now on."""

    changed = Signal()

    def __init__(self, language: str, catalogues: Path, parent: QObject | None = None) -> None:
        """Speak this language from the start."""
        super().__init__(parent)
        self._catalogues = catalogues
        self._translator = Translator(language, catalogues)
        self._of_qt: QTranslator | None = None
        self._tell_qt()

    @property
    def language(self) -> str:
        """The language spoken: en, fr or nl."""
        return self._translator.language

    @property
    def translator(self) -> Translator:
        """For who formats many values, such as charts and reports."""
        return self._translator

    def text(self, message: Message) -> str:
        """The sentence, its parameters formatted."""
        return self._translator.text(message)

    def value(self, value: Value) -> str:
        """One value, such as a number, an amount or a day."""
        return self._translator.value(value)

    def month(self, first_day: date, *, style: str = "MMM y") -> str:
        """A month's name."""
        return self._translator.month(first_day, style=style)

    def warm_up(self) -> None:
        """In a job: read how the language writes numbers and days, so that the first ones said need not wait."""
        self.value(1000)
        self.value(date(2000, 1, 1))
        self.month(date(2000, 1, 1))

    def speak(self, language: str) -> None:
        """Change the language, Qt's own dialogs too."""
        if language != self.language and language in LANGUAGES:
            self._translator = Translator(language, self._catalogues)
            self._tell_qt()
            self.changed.emit()

    def fall_silent(self) -> None:
        """Take Qt's own words out of the program again, where it goes on without this one."""
        if self._of_qt is not None:
            QCoreApplication.removeTranslator(self._of_qt)
            self._of_qt = None

    def _tell_qt(self) -> None:
        system = QLocale.system()
        spoken = QLocale(self.language)
        QLocale.setDefault(system if system.language() == spoken.language() else spoken)
        self.fall_silent()
        place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator = QTranslator(self)
        if translator.load(f"qtbase_{self.language}", place):
            QCoreApplication.installTranslator(translator)
        self._of_qt = translator
