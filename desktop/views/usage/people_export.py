"""Export the people listed: the file's name, its format and for whom a CSV is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import Message, msg, msgn
from desktop.services.usage_people import MonthHead, PeopleWishes
from desktop.views.desk import Surroundings
from desktop.views.letters import Text
from desktop.views.looks import Role
from desktop.views.usage.dialogs import ask_buttons
from desktop.views.usage.places import downloads, free_name
from desktop.views.usage.report_request import KINDS, PROFILES


class PeopleExport(QDialog):
    """`wanted` carries the file, the wishes and the CSV profile."""

    wanted = Signal(object, object, str)

    def __init__(self, surroundings: Surroundings, head: MonthHead, wishes: PeopleWishes, parent: QWidget) -> None:
        """Offer a workbook in the Downloads folder."""
        super().__init__(parent)
        words, looks = surroundings.words, surroundings.looks
        self._words, self._head, self._wishes = words, head, wishes
        self.setWindowTitle(words.text(msg("Export people")))
        self.setAccessibleName(self.windowTitle())
        self.said, self.refusal = Text(looks, wrap=True), Text(looks, Role.CAPTION, "err", wrap=True)
        self.kind, self.profile, self.folder = QComboBox(), QComboBox(), QLineEdit(str(downloads()))
        for combo, labels in ((self.kind, KINDS), (self.profile, PROFILES)):
            for key, label in labels.items():
                combo.addItem(words.text(label), key)
        self.choose = QPushButton(words.text(msg("Choose…")))
        self._box, self.write = ask_buttons(
            self, words.text(msg("Export")), words.text(msg("Writes the file as a job"))
        )
        self._build()
        self._check()

    def path(self) -> Path:
        """The file: a name that says what and when, and none that is there already."""
        suffix = "" if self._wishes == PeopleWishes() else "-filtered"
        name = f"people-{self._head.month}{suffix}.{self.kind.currentData()}"
        return free_name(Path(self.folder.text()).expanduser() / name)

    def accept(self) -> None:
        """Ask for the file."""
        self.wanted.emit(self.path(), self._wishes, str(self.profile.currentData()))
        super().accept()

    def _build(self) -> None:
        text = self._words.text
        head = self._head
        rows = msgn("{n} person is written.", "{n} people are written.", n=head.found)
        some = msgn(
            "{n} person is written: those of {all} who fit the filter.",
            "{n} people are written: those of {all} who fit the filter.",
            n=head.found,
            all=head.observed,
        )
        self.said.setText(text(rows if head.found == head.observed else some))
        named: tuple[tuple[QWidget, Message], ...] = (
            (self.kind, msg("Format")),
            (self.profile, msg("CSV for")),
            (self.folder, msg("Folder")),
        )
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for widget, name in named:
            widget.setAccessibleName(text(name))
            form.addRow(text(name), widget)
        form.addRow("", self.choose)
        self.choose.setAccessibleName(text(msg("Choose the folder")))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addLayout(form)
        column.addWidget(self.refusal)
        column.addStretch(1)
        column.addWidget(self._box)
        self.setMinimumWidth(460)
        self.kind.currentIndexChanged.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self.choose.clicked.connect(self._choose)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.choose.accessibleName(), self.folder.text())
        if found:
            self.folder.setText(found)

    def _check(self) -> None:
        typed = self.folder.text().strip()
        missing = not typed or not Path(typed).expanduser().is_dir()
        self.profile.setEnabled(self.kind.currentData() == "csv")
        self.refusal.setText(self._words.text(msg("Choose a folder that is there.")) if missing else "")
        self.refusal.setVisible(missing)
        self.write.setEnabled(not missing)
