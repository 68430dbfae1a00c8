"""What undoing an entry would change, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from desktop.i18n import Message, msg, msgn
from desktop.models.answers import Column
from desktop.models.pages import Pages
from desktop.views.desk import Surroundings
from desktop.views.widgets.letters import Ground, Text, breaking
from desktop.views.widgets.looks import Role
from desktop.views.widgets.rows import Rows

if TYPE_CHECKING:
    from desktop.services.journal.entries import ActEntry
    from desktop.services.journal.entry_changes import ChangeLine
    from desktop.services.journal.history import UndoAnswer

_LOOKING = msg("The preview is being made.")
_PAGE = 100
_NONE = msg("Choose an entry to see what undoing it would change.")
_COLUMNS = (
    Column(msg("What changes"), lambda line: line.what),
    Column(msg("Now"), lambda line: line.before),
    Column(msg("Afterwards"), lambda line: line.after),
)


class UndoPane(Ground):
    """The current entry, the preview of its undo or the reason why there is none, and the button."""

    undone = Signal()

    def __init__(self, around: Surroundings) -> None:
        """Begin with nothing chosen."""
        super().__init__(around.looks, "pane")
        self._around = around
        self.act: ActEntry | None = None
        self.names_accounts = False
        """Whether the workspace has several accounts, so that an entry says whose it is."""

        self._why_not: Message | None = _NONE
        looks = around.looks
        self._title, self._who = Text(looks, Role.TITLE, wrap=True), Text(looks, Role.CAPTION, "text2", wrap=True)
        self._heading, self._said = Text(looks, Role.SECTION), Text(looks, color="text2", wrap=True)
        self._lines: Sequence[ChangeLine] = ()
        self.model = Pages(_COLUMNS, lambda value: breaking(around.words.value(value)), _PAGE, self)
        self.model.wanted.connect(self._read_on)
        self.rows = Rows("undo", self.model, looks, around.settings)
        self.rows.wrap()
        self._button = QPushButton()
        self._button.setIcon(around.icons.icon("undo-2"))
        self._button.clicked.connect(self.undone)
        self.setMinimumWidth(360)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 24, 16)
        column.setSpacing(8)
        for widget in (self._title, self._who, self._heading):
            column.addWidget(widget)
        column.addWidget(self.rows, 1)
        column.addWidget(self._said)
        column.addLayout(foot)

    def why_not(self) -> Message | None:
        """Why the entry cannot be taken back, or None."""
        return self._why_not

    def show_nothing(self) -> None:
        """No entry is chosen."""
        self.act, self._why_not = None, _NONE
        self._show(())
        self.retranslate()

    def show_act(self, act: ActEntry) -> None:
        """Show an entry whose preview is still being made."""
        self.act, self._why_not = act, _LOOKING
        self.retranslate()

    def show_preview(self, preview: UndoAnswer, lines: Sequence[ChangeLine]) -> None:
        """Show what would change, in these lines."""
        if self.act is not None and preview.undone.act == self.act.act:
            self._why_not = self._around.only_read()
            self._show(lines)
            self.retranslate()

    def show_refusal(self, act: str, reason: Message) -> None:
        """Say why the entry cannot be taken back."""
        if self.act is not None and act == self.act.act:
            self._why_not = self._around.only_read() or reason
            self._show(())
            self.retranslate()

    def _show(self, lines: Sequence[ChangeLine]) -> None:
        self._lines = lines
        self.model.show(lines[:_PAGE])

    def _read_on(self) -> None:
        """Show the next of the lines, which are all here."""
        shown = self.model.rowCount()
        self.model.add_page(self._lines[shown : shown + _PAGE])

    def retranslate(self) -> None:
        """Say everything again."""
        words, act = self._around.words, self.act
        text = words.text
        redo = act is not None and act.redoes
        self._title.setText(text(act.verb) if act else text(msg("No entry chosen")))
        self._who.setText(text(_who(act, whose=self.names_accounts)) if act else "")
        self._heading.setText(text(_heading(len(self._lines), redo=redo)))
        self._heading.setVisible(self._why_not is None)
        self.rows.setVisible(self._why_not is None)
        self.rows.setAccessibleName(text(msg("What the undo changes")))
        self.model.retranslate()
        kept = msg("Everything else stays as it is. The undo becomes an entry of its own, and can be undone too.")
        self._said.setText(text(self._why_not or kept))
        self._button.setText(text(msg("Redo what it undid") if redo else msg("Undo this entry")))
        self._button.setEnabled(self._why_not is None)
        self._button.setToolTip(text(self._why_not) if self._why_not else text(msg("Take the entry back")))
        self._button.setAccessibleDescription(self._button.toolTip())


def _who(act: ActEntry, *, whose: bool) -> Message:
    if whose and act.account_name is not None:
        return msg(
            "{who}, {when}, entry {number} of {account}",
            who=act.actor,
            when=act.recorded_at,
            number=str(act.number),
            account=act.account_name,
        )
    return msg("{who}, {when}, entry {number}", who=act.actor, when=act.recorded_at, number=str(act.number))


def _heading(count: int, *, redo: bool) -> Message:
    if redo:
        return msgn("Preview of the redo: {n} change", "Preview of the redo: {n} changes", n=count)
    return msgn("Preview of the undo: {n} change", "Preview of the undo: {n} changes", n=count)
