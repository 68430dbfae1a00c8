"""Removing a source: which months change and how, before anything is removed."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.i18n import Message, msg, msgn
from desktop.models.rejects import RowsModel
from desktop.services.usage.sources import MonthChange, RemovalPreview
from desktop.views.desk import Surroundings
from desktop.views.usage.dialogs import PlainTable, ask_buttons
from desktop.views.usage.months import month_message
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.words import Words


class RemovalDialog(QDialog):
    """The effect in numbers; keeping the file is the default."""

    def __init__(self, surroundings: Surroundings, preview: RemovalPreview, parent: QWidget) -> None:
        """Show the preview."""
        super().__init__(parent)
        words, looks = surroundings.words, surroundings.looks
        self.setWindowTitle(words.text(msg("Remove {file}", file=preview.file)))
        self.setAccessibleName(self.windowTitle())
        effect, rest = Text(looks, Role.BODY, wrap=True), Text(looks, Role.CAPTION, "text2", wrap=True)
        effect.setText(words.text(_effect(preview)))
        rest.setText(words.text(_rest(preview)))
        self.model = RowsModel(self)
        heads = [words.text(head) for head in (msg("Month"), msg("Observed now"), msg("Observed after"), msg("State"))]
        self.model.show(heads, [_row(change, words) for change in preview.months])
        table = PlainTable(self.model, looks, words.text(msg("Months that change")))
        table.fit_columns()
        table.setVisible(bool(preview.months))
        verb = words.text(msg("Remove {file}", file=preview.file))
        buttons, self.remove = ask_buttons(self, verb, words.text(_effect(preview)))
        self.remove.setDefault(False)
        self.remove.setAutoDefault(False)
        keep = buttons.button(buttons.StandardButton.Cancel)
        keep.setText(words.text(msg("Keep the file")))
        keep.setDefault(True)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        for widget in (effect, table, rest, buttons):
            box.addWidget(widget)
        self.resize(620, 420 if preview.months else 180)
        keep.setFocus()


def _effect(preview: RemovalPreview) -> Message:
    if not preview.months:
        return msg("No month changes: other files show the same people, or nobody in this one counts.")
    return msgn(
        "{n} month counts fewer people without {file}.",
        "{n} months count fewer people without {file}.",
        n=len(preview.months),
        file=preview.file,
    )


def _rest(preview: RemovalPreview) -> Message:
    if any(change.closed for change in preview.months):
        return msg("Closed months keep what they were billed. The file can be brought back at any time.")
    return msg("The file can be brought back at any time.")


def _row(change: MonthChange, words: Words) -> tuple[str, str, str, str]:
    state = words.text(msg("Closed, billed as before")) if change.closed else words.text(msg("Open"))
    return month_message(change.month, words), words.value(change.before), words.value(change.after), state
