"""Preferences: this desk's language and appearance, and the account's rules and prices."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QTabWidget, QVBoxLayout, QWidget

from desktop.i18n import msg
from desktop.views.desk import Surroundings, Tools
from desktop.views.preferences.prices_page import PricesPage
from desktop.views.preferences.rules_page import RulesPage
from desktop.views.preferences.tastes import LanguageChoice, ThemeChoice
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

_SIZE = (820, 640)


class Preferences(QDialog):
    """Everything works at once; there is nothing to apply."""

    def __init__(self, parent: QWidget, tools: Tools, around: Surroundings | None) -> None:
        """With an open workspace there are its account's rules too."""
        super().__init__(parent)
        self._tools = tools
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages = QTabWidget()
        self.language, self.theme = LanguageChoice(tools), ThemeChoice(tools)
        self._labels = (Text(tools.looks), Text(tools.looks))
        self._note = Text(tools.looks, Role.CAPTION, "text2", wrap=True)
        self._rules = RulesPage(around) if around is not None else None
        self._prices = PricesPage(around) if around is not None else None
        self.pages.addTab(self._desk_page(), "")
        if self._rules is not None:
            self.pages.addTab(self._rules, "")
        if self._prices is not None:
            self.pages.addTab(self._prices, "")
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        # Enter belongs to the field it is pressed in.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        self.resize(*_SIZE)
        column = QVBoxLayout(self)
        column.addWidget(self.pages)
        column.addWidget(buttons)
        tools.words.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._tools.words.text
        self.setWindowTitle(text(msg("Preferences")))
        self.pages.setAccessibleName(text(msg("Preferences")))
        self.pages.setTabText(0, text(msg("This desk")))
        for label, said in zip(self._labels, (msg("Language"), msg("Appearance")), strict=True):
            label.setText(text(said))
        self._note.setText(text(msg("These settings belong to this computer, and never change an amount.")))
        self.language.retranslate()
        self.theme.retranslate()
        if self._rules is not None:
            self.pages.setTabText(1, text(msg("Account rules")))
            self._rules.retranslate()
        if self._prices is not None:
            self.pages.setTabText(2, text(msg("Prices")))
            self._prices.retranslate()

    def _desk_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(24, 24, 24, 24)
        form.setVerticalSpacing(12)
        for label, field in zip(self._labels, (self.language, self.theme), strict=True):
            form.addRow(label, field)
        form.addRow(self._note)
        return page
