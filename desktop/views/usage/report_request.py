"""Generate Report Request: the months, the formats and the folder of the detailed usage report (rules.md 1.6.8)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.periods import Month
from desktop.i18n import Message, msg
from desktop.services.usage.page import Span, UsagePage
from desktop.views.desk import Surroundings
from desktop.views.usage.buttons import CheckBox
from desktop.views.usage.dialogs import ask_buttons
from desktop.views.usage.months import MonthEdit
from desktop.views.usage.places import downloads, free_name
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.words import Words

KINDS: dict[str, Message] = {
    "xlsx": msg("Excel workbook (XLSX)"),
    "csv": msg("CSV"),
    "pdf": msg("PDF"),
    "parquet": msg("Parquet"),
    "json": msg("JSON"),
}
PROFILES: dict[str, Message] = {
    "machine": msg("For programs (UTF-8, comma)"),
    "excel-en": msg("For Excel in English"),
    "excel-fr": msg("For Excel in French"),
    "excel-nl": msg("For Excel in Dutch"),
}


class ReportRequest(QDialog):
    """`wanted` carries the files to write, the months, the CSV profile and whether files are replaced."""

    wanted = Signal(list, object, str, bool)

    def __init__(self, surroundings: Surroundings, page: UsagePage, span: Span, parent: QWidget) -> None:
        """Begin with the months shown, as far as they have come."""
        super().__init__(parent)
        words, looks = surroundings.words, surroundings.looks
        self._words, self._now = words, Month.of(page.today)
        self.setWindowTitle(words.text(msg("Generate Report Request")))
        self.setAccessibleName(self.windowTitle())
        last = min(span.last or self._now, self._now)
        self.first = MonthEdit(min(span.first or last, last), words.text(msg("From Month")), words)
        self.last = MonthEdit(last, words.text(msg("To Month")), words)
        self.kinds = {kind: CheckBox(looks, words.text(label)) for kind, label in KINDS.items()}
        self.kinds["xlsx"].setChecked(True)
        self.profile = QComboBox()
        for key, label in PROFILES.items():
            self.profile.addItem(words.text(label), key)
        self.folder = QLineEdit(str(downloads()))
        self.choose = QPushButton(words.text(msg("Choose…")))
        self.refusal = Text(looks, Role.CAPTION, "err", wrap=True)
        description = words.text(msg("Writes the report as a job; the window can be used meanwhile."))
        self._box, self.generate = ask_buttons(self, words.text(msg("Generate")), description)
        self._build(looks_text=Text(looks, Role.BODY, wrap=True), words=words)
        self._connect()
        self._check()

    @property
    def span(self) -> Span:
        """The months chosen."""
        return Span(self.first.month, self.last.month)

    def paths(self) -> list[Path]:
        """The files that will be written: a name that says what and when, and none that is there already."""
        stem = f"monthly-usage-{self.first.month}-{self.last.month}"
        folder = Path(self.folder.text()).expanduser()
        return [free_name(folder / f"{stem}.{kind}") for kind, box in self.kinds.items() if box.isChecked()]

    def accept(self) -> None:
        """Ask for the files."""
        self.wanted.emit(self.paths(), self.span, str(self.profile.currentData()), False)
        super().accept()

    def _build(self, looks_text: Text, words: Words) -> None:
        looks_text.setText(words.text(msg("Please select the duration to generate the detailed usage report.")))
        named = (
            (self.profile, msg("CSV for"), msg("How numbers and separators are written in the CSV file")),
            (self.folder, msg("Folder"), msg("Where the files are put")),
            (self.choose, msg("Choose the folder"), msg("Opens a dialog to choose the folder")),
        )
        for widget, name, description in named:
            widget.setAccessibleName(words.text(name))
            widget.setAccessibleDescription(words.text(description))
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        formats = QVBoxLayout()
        formats.setSpacing(4)
        for box in self.kinds.values():
            formats.addWidget(box)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(words.text(msg("From Month*")), self.first)
        form.addRow(words.text(msg("To Month*")), self.last)
        form.addRow(words.text(msg("Formats")), formats)
        form.addRow(words.text(msg("CSV for")), self.profile)
        form.addRow(words.text(msg("Folder")), place)
        outer = QVBoxLayout(self)
        outer.setSpacing(12)
        outer.addWidget(looks_text)
        outer.addLayout(form)
        outer.addWidget(self.refusal)
        outer.addStretch(1)
        outer.addWidget(self._box)
        self.setMinimumWidth(520)

    def _connect(self) -> None:
        for field in (self.first, self.last):
            field.dateChanged.connect(self._check)
        for box in self.kinds.values():
            box.toggled.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self.choose.clicked.connect(self._choose)

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.choose.accessibleName(), self.folder.text())
        if found:
            self.folder.setText(found)

    def _check(self) -> None:
        """Say at once what would be refused."""
        reason = self._reason()
        self.profile.setEnabled(self.kinds["csv"].isChecked())
        self.refusal.setText("" if reason is None else self._words.text(reason))
        self.refusal.setVisible(reason is not None)
        self.generate.setEnabled(reason is None)

    def _reason(self) -> Message | None:
        if self.first.month > self.last.month:
            return msg("From month must not be after To month.")
        if self.last.month > self._now:
            return msg("To month must not be in the future.")
        if not any(box.isChecked() for box in self.kinds.values()):
            return msg("Choose at least one format.")
        return None if self.folder.text().strip() else msg("Choose a folder.")
