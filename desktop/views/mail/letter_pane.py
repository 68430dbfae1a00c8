"""A draft as it would be sent: to whom, subject and text, in the language chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTextEdit, QVBoxLayout

from desktop.i18n import LANGUAGES, Message, msg
from desktop.views.desk import Surroundings
from desktop.views.preferences.tastes import LANGUAGE_NAMES
from desktop.views.widgets.letters import Ground, Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.services.mail.drafts import LetterAnswer

_NONE = msg("Choose a draft to read it.")


class LetterPane(Ground):
    """The letter of the draft chosen, and what can be done with it."""

    language_chosen = Signal()
    opening = Signal()
    saving = Signal()

    def __init__(self, around: Surroundings) -> None:
        """Begin with nothing chosen."""
        super().__init__(around.looks, "pane")
        self._around = around
        self.letter: LetterAnswer | None = None
        looks = around.looks
        self._subject = Text(looks, Role.TITLE, wrap=True, selectable=True)
        self._to = Text(looks, Role.CAPTION, "text2", wrap=True, selectable=True)
        self.language, self.body = QComboBox(), QTextEdit()
        self.body.setReadOnly(True)
        self.body.setAcceptRichText(False)
        self.body.setTabChangesFocus(True)
        self.save, self.open = QPushButton(), QPushButton()
        self.save.setIcon(around.icons.icon("file-down"))
        self.open.setIcon(around.icons.icon("mail"))
        self.language.addItem("", None)
        for language in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[language], language)
        self.language.activated.connect(lambda _: self.language_chosen.emit())
        self.save.clicked.connect(self.saving)
        self.open.clicked.connect(self.opening)
        self.setMinimumWidth(380)
        self._build()
        self.retranslate()

    def why_not(self) -> Message | None:
        """Why there is nothing to open or save, or None."""
        return _NONE if self.letter is None else None

    def wanted_language(self) -> str | None:
        """The language chosen; None is that of the account's country."""
        chosen: str | None = self.language.currentData()
        return chosen

    def show_letter(self, letter: LetterAnswer | None) -> None:
        """Show this letter, or that none is chosen."""
        self.letter = letter
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again; the letter keeps its own language."""
        text, letter = self._around.words.text, self.letter
        self.language.setItemText(0, text(msg("Language of the account")))
        _name(self.language, text(msg("Language of the letter")))
        _name(self.body, text(msg("Text of the draft")))
        self._subject.setText(text(msg("No draft chosen")) if letter is None else letter.subject)
        self._to.setText(text(_NONE if letter is None else _recipient(letter)))
        self.body.setPlainText("" if letter is None else letter.text)
        self.body.setVisible(letter is not None)
        self.save.setText(text(msg("Save as file…")))
        self.open.setText(text(msg("Open in mail program")))
        for button, said in (
            (self.save, msg("Write the draft as a file that mail programs open")),
            (self.open, msg("Look at it there and send it; Seatwise sends nothing")),
        ):
            button.setEnabled(letter is not None)
            button.setToolTip(text(_NONE if letter is None else said))
            button.setAccessibleDescription(button.toolTip())

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        foot.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 24, 16)
        column.setSpacing(8)
        for widget in (self._subject, self._to, self.language):
            column.addWidget(widget)
        column.addWidget(self.body, 1)
        column.addStretch(0)
        column.addLayout(foot)


def _recipient(letter: LetterAnswer) -> Message:
    if letter.to is None:
        return msg("No e-mail address of the owner is known: enter it in your mail program.")
    if letter.draft.late:
        return msg("To {address}, of {day}; made later", address=letter.to, day=letter.draft.on)
    return msg("To {address}, of {day}", address=letter.to, day=letter.draft.on)


def _name(widget: QComboBox | QTextEdit, text: str) -> None:
    widget.setAccessibleName(text)
    widget.setToolTip(text)
