"""The Mail drafts tab: every notice with its own date, read at the right, and opened in the person's mail program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desktop.i18n import Value, msg, msgn
from desktop.models.answers import Answers, Column
from desktop.views.action import Action
from desktop.views.desk import EVERYTHING, Level, Surroundings
from desktop.views.export_dialog import ExportDialog, listed
from desktop.views.mail.letter_pane import LetterPane
from desktop.views.mail.opening import file_name, open_letter
from desktop.views.usage.places import downloads, free_name
from desktop.views.widgets.list_tab import ListTab

if TYPE_CHECKING:
    from desktop.services.mail.drafts import DraftAnswer, LetterAnswer
    from desktop.services.reports.files import FileWish, FileWritten


def _kind(draft: DraftAnswer) -> Value:
    from desktop.domain.life.letters import NOTICE_LABELS

    return NOTICE_LABELS[draft.notice]


def _late(draft: DraftAnswer) -> Value:
    return msg("Late") if draft.late else ""


_COLUMNS = (
    Column(msg("Date"), lambda draft: draft.on),
    Column(msg("Kind"), _kind),
    Column(msg("What"), lambda draft: draft.text),
    Column(msg("Made"), _late),
)


class MailTab(ListTab):
    """A list with the letter at its right."""

    title = msg("Mail drafts")
    key = "mail"
    about = msg("Notices with days of their own. Seatwise sends nothing: you look at each and send it.")
    named = msg("Mail drafts, newest first")

    def __init__(self, around: Surroundings) -> None:
        """Build the page and read the drafts."""
        self.model = Answers(_COLUMNS, around.words.value)
        super().__init__(around, self.model, "mail_drafts")
        self.model.setParent(self)
        self.rows.columns_wide(14, 26, 44)
        self.pane = LetterPane(around)
        self.lay_out(self.pane, (820, 480))
        self.rows.selectionModel().currentRowChanged.connect(self._read_letter)
        self.rows.opened.connect(lambda _: self.open_draft())
        self.pane.language_chosen.connect(self._read_letter)
        self.pane.opening.connect(self.open_draft)
        self.pane.saving.connect(self.save_draft)
        self.export.clicked.connect(self.export_list)
        self.retranslate()
        self.reload(EVERYTHING)

    def declared_actions(self) -> list[Action]:
        """Open or save the draft chosen."""
        return [
            Action(
                "open_draft",
                msg("Open in mail program"),
                self.open_draft,
                None,
                msg("Look at it there and send it; Seatwise sends nothing"),
                "mail",
                self.pane.why_not,
            ),
            Action(
                "save_draft",
                msg("Save the draft as file…"),
                self.save_draft,
                None,
                msg("Write the draft as a file that mail programs open"),
                "file-down",
                self.pane.why_not,
            ),
            Action(
                "export_drafts",
                msg("Export the list…"),
                self.export_list,
                "Ctrl+Shift+E",
                msg("Write the list of the drafts to a file"),
                "file-down",
            ),
        ]

    def reload(self, kinds: frozenset[str]) -> None:
        """Whatever was written may have drafted a mail."""
        del kinds
        drafts = self._around.workspace.drafts
        self._around.jobs.read(msg("Read the mail drafts"), lambda _step: drafts.list(), self._show)

    def retranslate(self) -> None:
        """Say everything again."""
        self.say_frame()
        self.model.retranslate()
        self.pane.retranslate()
        self._say_count()
        self._read_letter()

    def open_draft(self) -> None:
        """Write the draft into the Downloads folder and open it in the mail program."""
        if self.pane.letter is not None:
            open_letter(self._around, self.pane.letter.draft.draft, self.pane.letter.language)

    def save_draft(self) -> None:
        """Write the draft where the person says."""
        letter = self.pane.letter
        if letter is None:
            return
        title = self._around.words.text(msg("Save the mail draft"))
        place = str(free_name(downloads() / file_name(letter)))
        path, _ = QFileDialog.getSaveFileName(self, title, place, "EML (*.eml)")
        if path:
            chosen = Path(path)
            self._write(chosen if chosen.suffix else chosen.with_suffix(".eml"), self._saved, overwrite=True)

    def export_list(self) -> None:
        """Ask in which format the list becomes a file."""
        context, drafts = self._around.workspace.context, self._around.workspace.drafts

        def write(wish: FileWish) -> FileWritten:
            from desktop.services.mail.report import write_drafts

            return write_drafts(context, drafts.list(), wish)

        shown = self.model.rowCount()
        ware = listed(msgn("The list: {n} draft", "The list: {n} drafts", n=shown), "mail-drafts", write)
        ExportDialog(self, self._around, msg("Export mail drafts"), (ware,)).open()

    def _write(self, path: Path, done: Callable[[FileWritten], None], *, overwrite: bool = False) -> None:
        letter, drafts = self.pane.letter, self._around.workspace.drafts
        if letter is not None:
            draft, language = letter.draft.draft, letter.language
            self._around.jobs.run(
                msg("Write the mail draft"),
                lambda _step: drafts.write(draft, path, language, overwrite=overwrite),
                done,
            )

    def _saved(self, written: FileWritten) -> None:
        self._around.show_message(msg("The draft is saved as {file}.", file=written.files[0]), level=Level.INFO)

    def _show(self, drafts: Sequence[DraftAnswer]) -> None:
        row = max(0, self.rows.currentIndex().row())
        self.model.show(drafts)
        self.rows.setCurrentIndex(self.model.index(min(row, len(drafts) - 1), 0))
        self._say_count()
        if not drafts:
            self.pane.show_letter(None)

    def _read_letter(self) -> None:
        draft: DraftAnswer | None = self.rows.current_answer()  # type: ignore[assignment]
        if draft is None:
            return
        service, chosen, language = self._around.workspace.drafts, draft.draft, self.pane.wanted_language()
        otherwise = self._around.words.language
        self._around.jobs.read(
            msg("Read the mail draft"), lambda _step: service.show(chosen, language, otherwise), self._show_letter
        )

    def _show_letter(self, letter: LetterAnswer) -> None:
        current: DraftAnswer | None = self.rows.current_answer()  # type: ignore[assignment]
        if current is not None and current.draft == letter.draft.draft:
            self.pane.show_letter(letter)

    def _say_count(self) -> None:
        shown = self.model.rowCount()
        none = msg("No mail drafts yet. Trials, orders and deactivations bring them.")
        said = msgn("{n} draft", "{n} drafts", n=shown) if shown else none
        self.say_count(said)
