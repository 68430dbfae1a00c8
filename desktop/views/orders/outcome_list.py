"""A processor's list of charges: what it would enter is shown first, then it is taken in as one act."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.i18n import Message, msg, msgn
from desktop.models.answers import Column
from desktop.views.billing.small_table import SmallTable
from desktop.views.desk import Kind, Level, Surroundings
from desktop.views.usage.dialogs import ask_buttons
from desktop.views.usage.places import downloads
from desktop.views.widgets.letters import Text

if TYPE_CHECKING:
    from desktop.services.payments.outcome_import import OutcomeImportAnswer

_WROTE: frozenset[str] = frozenset({Kind.ACCOUNT, Kind.ORDERS})
_REASON = 3


class OutcomeListDialog(QDialog):
    """How many lines would be entered, and each line that would not, with its reason."""

    def __init__(self, parent: QWidget, around: Surroundings, found: OutcomeImportAnswer) -> None:
        """Show what was found; nothing is entered yet."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = around.words.text
        self.setWindowTitle(text(msg("Charges of {file}", file=found.file)))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumSize(620, 300)
        self.about = Text(around.looks, wrap=True)
        self.about.setText(text(_about(found)))
        self.left = SmallTable(around, _columns(), msg("Lines that are left out"), wide=_REASON)
        self.left.show_rows(found.rows)
        self.left.setVisible(bool(found.rows))
        verb = text(msgn("Enter {n} charge", "Enter {n} charges", n=found.applied))
        buttons, self.enter = ask_buttons(self, verb, self.about.text())
        self.enter.setEnabled(found.applied > 0)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.left)
        rows.addStretch(1)
        scroll.setWidget(content)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.about)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)


def import_outcomes(parent: QWidget, around: Surroundings) -> None:
    """Ask for the file, and show what it would enter."""
    text, settings = around.words.text, around.settings
    lists, every = text(msg("Lists of charges (*.csv *.tsv *.txt)")), text(msg("All files (*)"))
    name, _ = QFileDialog.getOpenFileName(
        parent, text(msg("Import a processor’s list")), settings.current.folder or str(downloads()), f"{lists};;{every}"
    )
    if name:
        settings.keep(folder=str(Path(name).parent))
        look_at_list(parent, around, Path(name))


def look_at_list(parent: QWidget, around: Surroundings, path: Path) -> None:
    """Read the list, then ask whether it is entered."""
    imports = around.workspace.outcome_imports

    def show(found: OutcomeImportAnswer) -> None:
        if isValid(parent):
            dialog = OutcomeListDialog(parent, around, found)
            dialog.accepted.connect(partial(_take_in, around, path))
            dialog.open()

    around.jobs.run(msg("Reading charges"), lambda step: imports.preview(path, step=step), show)


def _take_in(around: Surroundings, path: Path) -> None:
    imports, act_id = around.workspace.outcome_imports, around.workspace.context.ids.new()

    def done(answer: OutcomeImportAnswer) -> None:
        around.announce(_WROTE)
        around.show_message(_about(answer), None, Level.INFO)

    title = msg("Enter the outcomes of {file}", file=path.name)
    around.jobs.run(title, lambda step: imports.take_in(path, act_id=act_id, step=step), done)


def _about(found: OutcomeImportAnswer) -> Message:
    counts = {
        "rows": found.rows_in,
        "applied": found.applied,
        "known": found.duplicate,
        "left": found.rows_in - found.applied - found.duplicate,
    }
    if found.dry_run:
        return msg("Lines: {rows}. To be entered: {applied}. Known already: {known}. Left out: {left}.", **counts)
    return msg("Lines: {rows}. Entered: {applied}. Known already: {known}. Left out: {left}.", **counts)


def _columns() -> tuple[Column, ...]:
    from desktop.services.payments.outcome_rows import ROW_CLASS_LABELS

    return (
        Column(msg("Line"), lambda one: one.line, numeric=True),
        Column(msg("Order"), lambda one: one.order or ""),
        Column(msg("What"), lambda one: ROW_CLASS_LABELS[one.kind]),
        Column(msg("Reason"), lambda one: one.reason or ""),
    )
