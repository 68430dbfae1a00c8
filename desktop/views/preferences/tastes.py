"""The choices of language and appearance, which work at once."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from desktop.i18n import LANGUAGES, msg
from desktop.views.desk import Tools

LANGUAGE_NAMES = {"en": "English", "fr": "Français", "nl": "Nederlands"}
_THEMES = (
    ("system", msg("System appearance")),
    ("light", msg("Light")),
    ("dark", msg("Dark")),
)


class LanguageChoice(QComboBox):
    """The languages, each by its own name."""

    def __init__(self, tools: Tools) -> None:
        """Show the language spoken now."""
        super().__init__()
        self._tools = tools
        for language in LANGUAGES:
            self.addItem(tools.icons.icon("languages"), LANGUAGE_NAMES[language], language)
        self.retranslate()
        self.activated.connect(self._take)

    def retranslate(self) -> None:
        """Show the language spoken now."""
        self.setCurrentIndex(self.findData(self._tools.words.language))
        self.setAccessibleName(self._tools.words.text(msg("Language")))
        self.setToolTip(self._tools.words.text(msg("The language of the window; it changes at once")))

    def _take(self) -> None:
        self._tools.settings.keep(language=self.currentData())
        self._tools.words.speak(self.currentData())


class ThemeChoice(QComboBox):
    """Light, dark, or as the system."""

    def __init__(self, tools: Tools) -> None:
        """Show the appearance kept."""
        super().__init__()
        self._tools = tools
        for theme, _ in _THEMES:
            self.addItem(tools.icons.icon("sun-moon"), "", theme)
        self.retranslate()
        self.activated.connect(self._take)

    def retranslate(self) -> None:
        """Say the choices again."""
        for place, (_, name) in enumerate(_THEMES):
            self.setItemText(place, self._tools.words.text(name))
        self.setCurrentIndex(max(0, self.findData(self._tools.settings.current.theme)))
        self.setAccessibleName(self._tools.words.text(msg("Appearance")))
        self.setToolTip(self._tools.words.text(msg("Light, dark, or as the system; it changes at once")))

    def _take(self) -> None:
        self._tools.settings.keep(theme=self.currentData())
        self._tools.looks.choose(self.currentData())
