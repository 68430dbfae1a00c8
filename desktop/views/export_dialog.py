"""Export: what of a screen becomes a file, in which format, for whom a CSV is, and where it is put."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import Message, msg
from desktop.views.desk import Level, Surroundings
from desktop.views.usage.dialogs import ask_buttons
from desktop.views.usage.opening import show_folder
from desktop.views.usage.places import downloads, free_name
from desktop.views.usage.report_request import KINDS, PROFILES
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role

if TYPE_CHECKING:
    from desktop.domain.progress import Step
    from desktop.services.reports.files import FileWish, FileWritten

PICTURES: dict[str, Message] = {
    "png": msg("Picture (PNG)"),
    "svg": msg("Picture (SVG)"),
    "pdf": msg("PDF"),
}


@dataclass(frozen=True)
class Ware:
    """Something that can be exported: what it is, its file's name without day and ending, and what writes it."""

    label: Message
    stem: str
    write: Callable[[FileWish], FileWritten]
    kinds: Mapping[str, Message]
    dated: bool = True
    """Whether the day is part of the name; not where the stem names a month."""


def listed(label: Message, stem: str, write: Callable[[FileWish], FileWritten]) -> Ware:
    """A list or a document, as a report."""
    return Ware(label, stem, write, KINDS)


def drawn(label: Message, stem: str, write: Callable[[FileWish], FileWritten]) -> Ware:
    """A chart, as a picture."""
    return Ware(label, stem, write, PICTURES)


class ExportDialog(QDialog):
    """Offers a file in the Downloads folder, writes it as a job, and says where it is."""

    def __init__(self, parent: QWidget, around: Surroundings, title: Message, wares: Sequence[Ware]) -> None:
        """Offer the first ware in its first format; with one ware alone its label is said, not asked."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._around, self._wares = around, tuple(wares)
        text = around.words.text
        self.setWindowTitle(text(title))
        self.setAccessibleName(self.windowTitle())
        self.said = Text(around.looks, wrap=True)
        self.what, self.kind, self.profile = QComboBox(), QComboBox(), QComboBox()
        for place, ware in enumerate(self._wares):
            self.what.addItem(text(ware.label), place)
        for key, label in PROFILES.items():
            self.profile.addItem(text(label), key)
        self.folder = QLineEdit(str(downloads()))
        self.choose = QPushButton(text(msg("Choose…")))
        self.refusal = Text(around.looks, Role.CAPTION, "err", wrap=True)
        self._box, self.write = ask_buttons(self, text(msg("Export")), text(msg("Writes the file as a job")))
        self._build()
        self._offer()

    @property
    def ware(self) -> Ware:
        """What is chosen."""
        return self._wares[max(0, self.what.currentIndex())]

    def path(self) -> Path:
        """The file: a name that says what and when, and none that is there already."""
        from desktop.views.billing.reading import read_today

        day = f"-{read_today(self._around.workspace).isoformat()}" if self.ware.dated else ""
        return free_name(Path(self.folder.text()).expanduser() / f"{self.ware.stem}{day}.{self.kind.currentData()}")

    def accept(self) -> None:
        """Write the file."""
        around, path, write, profile = self._around, self.path(), self.ware.write, str(self.profile.currentData())
        translator = around.words.translator

        def work(step: Step) -> FileWritten:
            from desktop.services.reports.files import FileWish

            return write(FileWish(path, translator, profile, step=step))

        around.jobs.run(msg("Write {file}", file=path.name), work, lambda answer: say_written(around, answer))
        super().accept()

    def _build(self) -> None:
        text = self._around.words.text
        named: tuple[tuple[QWidget, Message], ...] = (
            *(((self.what, msg("What")),) if len(self._wares) > 1 else ()),
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
        if len(self._wares) == 1:
            self.said.setText(text(self.ware.label))
            column.addWidget(self.said)
        column.addLayout(form)
        column.addWidget(self.refusal)
        column.addStretch(1)
        column.addWidget(self._box)
        self.setMinimumWidth(480)
        self.what.currentIndexChanged.connect(self._offer)
        self.kind.currentIndexChanged.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self.choose.clicked.connect(self._choose)

    def _offer(self) -> None:
        """The formats of what is chosen; the one that was chosen stays where it is one of them."""
        before = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        for key, label in self.ware.kinds.items():
            self.kind.addItem(self._around.words.text(label), key)
        self.kind.setCurrentIndex(max(0, self.kind.findData(before)))
        self.kind.blockSignals(False)
        self._check()

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.choose.accessibleName(), self.folder.text())
        if found:
            self.folder.setText(found)

    def _check(self) -> None:
        typed = self.folder.text().strip()
        missing = not typed or not Path(typed).expanduser().is_dir()
        self.profile.setEnabled(self.kind.currentData() == "csv")
        self.refusal.setText(self._around.words.text(msg("Choose a folder that is there.")) if missing else "")
        self.refusal.setVisible(missing)
        self.write.setEnabled(not missing)


def say_written(around: Surroundings, answer: FileWritten) -> None:
    """Say what was written, and lead to it."""
    said = msg("Written: {files}", files=", ".join(answer.files))
    around.show_message(said, show_folder(Path(answer.files[0]).parent), Level.INFO)
