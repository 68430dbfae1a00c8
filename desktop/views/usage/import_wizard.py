"""Import: the first rows, how they shall be read, what will count; then what did, and the rows that did not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.domain.errors import UserError
from desktop.i18n import Message, msg, msgn
from desktop.models.jobs import Job
from desktop.models.rejects import RowsModel
from desktop.services.usage.imports import ImportAnswer
from desktop.services.usage.preview import FilePreview, UsagePreviews
from desktop.views.desk import Surroundings
from desktop.views.usage.dialogs import PlainTable
from desktop.views.usage.import_choices import Choices
from desktop.views.usage.import_counts import ImportCounts
from desktop.views.widgets.dialog_buttons import DialogButtons
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.words import Words

_SETTLE_MILLISECONDS = 150


class ImportWizard(QDialog):
    """Nothing is imported before its numbers were seen. `imported` carries what the import answered."""

    imported = Signal(object)

    def __init__(self, surroundings: Surroundings, paths: Sequence[Path], parent: QWidget) -> None:
        """Look at the first file at once."""
        super().__init__(parent)
        self._surroundings, self._paths = surroundings, list(paths)
        self._previews = UsagePreviews(surroundings.workspace.context)
        self._act_id = surroundings.workspace.context.ids.new()
        self._asked = 0
        self._job: Job | None = None
        self.done_importing = False
        words, looks = surroundings.words, surroundings.looks
        self.setWindowTitle(words.text(msgn("Import {n} file", "Import {n} files", n=len(paths))))
        self.setAccessibleName(self.windowTitle())
        self.title, self.problem = Text(looks, Role.SECTION), Text(looks, Role.BODY, "err", wrap=True)
        self.files = QComboBox()
        self.rows = RowsModel(self)
        self.table = PlainTable(self.rows, looks, words.text(msg("The first rows of the file")))
        self.choices = Choices(surroundings)
        self.counts = ImportCounts(surroundings)
        self.progress = QProgressBar()
        self.buttons = DialogButtons(self)
        self.act = self.buttons.addButton(words.text(msg("Import")), QDialogButtonBox.ButtonRole.ActionRole)
        self.quit = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MILLISECONDS)
        self._build(words)
        self._connect()
        self._look()

    def reject(self) -> None:
        """Cancel what runs; nothing of it remains."""
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _build(self, words: Words) -> None:
        for path in self._paths:
            self.files.addItem(path.name)
        self.files.setAccessibleName(words.text(msg("File")))
        self.files.setAccessibleDescription(words.text(msg("The file whose first rows are shown")))
        self.files.setVisible(len(self._paths) > 1)
        self.progress.setAccessibleName(words.text(msg("Progress of the import")))
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.problem.hide()
        self.act.setDefault(True)
        self.act.setAccessibleName(self.act.text())
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.files)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addLayout(head)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addWidget(self.choices, 0, Qt.AlignmentFlag.AlignTop)
        middle.addWidget(self.counts, 1)
        box.addWidget(self.table, 2)
        box.addWidget(self.problem)
        box.addLayout(middle, 3)
        box.addWidget(self.progress)
        box.addWidget(self.buttons)
        self.resize(940, 640)

    def _connect(self) -> None:
        self.files.currentIndexChanged.connect(lambda _: self._look())
        self.choices.changed.connect(self._settle.start)
        self._settle.timeout.connect(self._look)
        self.act.clicked.connect(self._import)
        self.quit.clicked.connect(self.reject)
        self._surroundings.jobs.progressed.connect(self._tell)

    def _look(self) -> None:
        """Show the beginning of the file as it would be read."""
        self._asked += 1
        asked = self._asked
        if self._job is not None:
            self._job.cancel()
        path, wishes = self._paths[max(0, self.files.currentIndex())], self.choices.wishes(dry_run=True)
        self.act.setEnabled(False)
        self._surroundings.jobs.read(
            msg("Look into {file}", file=path.name),
            lambda _: self._previews.preview(path, wishes),
            lambda preview: self._show(preview) if asked == self._asked else None,
            lambda refusal: self._refuse(refusal) if asked == self._asked else None,
        )

    def _show(self, preview: FilePreview) -> None:
        words = self._surroundings.words
        for widget in (self.table, self.choices, self.counts):
            widget.show()
        self.title.setText(words.text(msg("First rows of {file}", file=preview.file)))
        self.rows.show(preview.header, preview.rows)
        self.table.fit_columns()
        self.choices.show_file(preview)
        question = self.choices.open_question(preview)
        if question is not None:
            self._say_problem(question)
        else:
            self.problem.hide()
            self._count()

    def _count(self) -> None:
        """What would count, by a dry run."""
        asked, wishes = self._asked, self.choices.wishes(dry_run=True)
        imports, paths = self._surroundings.workspace.usage_imports, self._paths
        self.counts.wait()
        self._job = self._surroundings.jobs.read(
            msg("Count what would be imported"),
            lambda step: imports.import_files(paths, wishes, step=step),
            lambda answer: self._counted(answer) if asked == self._asked else None,
            lambda refusal: self._refuse(refusal) if asked == self._asked else None,
        )

    def _counted(self, answer: ImportAnswer) -> None:
        words = self._surroundings.words
        self.progress.hide()
        self.counts.show_answer(answer)
        rows = sum(one.rows_in for one in answer.files if one.repeats is None)
        self.act.setText(words.text(msgn("Import {n} row", "Import {n} rows", n=rows)))
        self.act.setAccessibleName(self.act.text())
        self.act.setEnabled(rows > 0)
        self.act.setFocus()

    def _import(self) -> None:
        """Import as one act; the same files again would change nothing."""
        imports, paths, wishes = (
            self._surroundings.workspace.usage_imports,
            self._paths,
            self.choices.wishes(dry_run=False),
        )
        self.act.setEnabled(False)
        self.choices.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._job = self._surroundings.jobs.run(
            msgn("Import {n} file", "Import {n} files", n=len(paths)),
            lambda step: imports.import_files(paths, wishes, self._act_id, step),
            self._finish,
            self._refuse,
        )

    def _finish(self, answer: ImportAnswer) -> None:
        """What came of it: the counts, and the rows that did not count."""
        words = self._surroundings.words
        self._job = None
        self.done_importing = True
        self.title.setText(words.text(msgn("{n} file imported", "{n} files imported", n=len(answer.files))))
        for widget in (self.files, self.table, self.choices, self.progress, self.act):
            widget.hide()
        self.counts.show_answer(answer, rejects=True)
        self.quit.setText(words.text(msg("Close")))
        self.quit.setDefault(True)
        self.quit.setFocus()
        self.imported.emit(answer)

    def _tell(self, job: Job, done: int, total: int) -> None:
        if job is self._job:
            self.progress.setRange(0, total)
            self.progress.setValue(done)
            self.progress.show()

    def _refuse(self, refusal: UserError) -> None:
        self.progress.hide()
        self.choices.setEnabled(True)
        if not self.title.text():
            # Nothing of the file could be read: there is nothing to choose.
            self.title.setText(self._paths[max(0, self.files.currentIndex())].name)
            for widget in (self.table, self.choices, self.counts):
                widget.hide()
        self._say_problem(refusal.message)

    def _say_problem(self, problem: Message) -> None:
        self.counts.clear()
        self.act.setEnabled(False)
        self.problem.setText(self._surroundings.words.text(problem))
        self.problem.show()
