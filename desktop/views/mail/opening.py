"""A mail draft as a file in the Downloads folder, opened in the person's mail program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.i18n import msg
from desktop.views.desk import Level, Surroundings
from desktop.views.usage.places import downloads, free_name

if TYPE_CHECKING:
    from desktop.services.mail.drafts import LetterAnswer
    from desktop.services.reports.files import FileWritten


def file_name(letter: LetterAnswer) -> str:
    """What the draft's file is called: its day and its subject."""
    from desktop.formats.reports.files import safe_file_name

    return safe_file_name(f"{letter.draft.on} {letter.subject}"[:100] + ".eml")


def open_letter(around: Surroundings, draft: str, language: str | None = None) -> None:
    """Write the draft and open it; where no program opens mail, say where it is."""
    drafts, otherwise = around.workspace.drafts, around.words.language

    def work(_step: object) -> FileWritten:
        letter = drafts.show(draft, language, otherwise)
        return drafts.write(draft, free_name(downloads() / file_name(letter)), letter.language)

    around.jobs.run(msg("Write the mail draft"), work, lambda written: opened(around, written))


def opened(around: Surroundings, written: FileWritten) -> None:
    """Open the file that was written."""
    path = written.files[0]
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
        said = msg("No program here opens mail files. The draft is saved as {file}.", file=path)
        around.show_message(said, level=Level.WARNING)
