"""What an import will count, or has counted: a bar, a line a file, and the rows that do not count."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.periods import Month
from desktop.i18n import Message, msg, msgn
from desktop.models.rejects import RejectsModel, RowsModel
from desktop.services.file_answers import FileAnswer
from desktop.services.usage.imports import ImportAnswer
from desktop.services.usage.page import Span
from desktop.views.desk import Surroundings
from desktop.views.usage.counts_bar import CountsBar
from desktop.views.usage.dialogs import PlainTable
from desktop.views.usage.how_read import five
from desktop.views.usage.months import span_name
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.words import Words

_HEADS = (
    msg("File"),
    msg("Rows"),
    msg("Counted"),
    msg("Ignored"),
    msg("Unmapped"),
    msg("Rejected"),
    msg("Duplicates"),
    msg("People"),
)
_UNMAPPED_SHOWN = 5


class ImportCounts(QWidget):
    """The numbers of an import."""

    def __init__(self, surroundings: Surroundings) -> None:
        """Show nothing yet."""
        super().__init__()
        self._surroundings = surroundings
        looks, words = surroundings.looks, surroundings.words
        self.title, self.notes = Text(looks, Role.SECTION), Text(looks, Role.CAPTION, "text2", wrap=True)
        self.bar = CountsBar(looks)
        self.files, self.rejects = RowsModel(self), RejectsModel(self)
        self.table = PlainTable(self.files, looks, words.text(msg("Counts of each file")))
        self.rejects_title = Text(looks, Role.SECTION)
        self.rejects_title.setText(words.text(msg("Rows that did not count")))
        self.rejected = PlainTable(self.rejects, looks, self.rejects_title.text())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for widget in (self.title, self.bar, self.table, self.notes, self.rejects_title):
            box.addWidget(widget)
        box.addWidget(self.rejected, 1)
        box.addStretch(0)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        for widget in (self.title, self.bar, self.table, self.notes, self.rejects_title, self.rejected):
            widget.hide()

    def wait(self) -> None:
        """Say that it is being counted; the numbers before stay."""
        self.title.setText(self._surroundings.words.text(msg("Counting what would be imported…")))
        self.title.show()

    def show_answer(self, answer: ImportAnswer, *, rejects: bool = False) -> None:
        """Show the numbers; with `rejects` also the rows that did not count."""
        words = self._surroundings.words
        fresh = [one for one in answer.files if one.repeats is None]
        totals = [sum(column) for column in zip(*(five(one) for one in answer.files), strict=True)]
        title = msg("What counted") if rejects else msg("What will count")
        self.title.setText(words.text(title))
        self.bar.show_counts((totals[0], totals[1], totals[2], totals[3], totals[4]), words)
        rows = [(one.file, *(words.value(n) for n in (one.rows_in, *five(one), one.learners))) for one in answer.files]
        self.files.show([words.text(head) for head in _HEADS], rows)
        self.table.fit_columns()
        self.table.setFixedHeight(min(160, 34 + 28 * len(rows)))
        self.notes.setText(" ".join(words.text(note) for one in answer.files for note in notes_of(one, words)))
        examples = [example for one in fresh for example in one.examples]
        sentences = {reason: text for one in fresh for reason, text in one.reason_texts.items()}
        self.rejects.show_examples(examples, sentences, words.translator)
        self.rejected.fit_columns()
        self.title.show()
        self.bar.show()
        self.table.setVisible(len(answer.files) > 1)
        self.notes.setVisible(bool(self.notes.text()))
        self.rejects_title.setVisible(bool(examples))
        self.rejected.setVisible(bool(examples))


def notes_of(answer: FileAnswer, words: Words) -> list[Message]:
    """What a person should know of a file's rows, in sentences."""
    notes: list[Message] = []
    if answer.repeats is not None:
        return [msg("{file} is imported already; it changes nothing.", file=answer.file)]
    if answer.months:
        months = span_name(Span(Month.parse(answer.months[0]), Month.parse(answer.months[-1])), words)
        notes.append(msgn("{n} person in {months}.", "{n} people in {months}.", n=answer.learners, months=months))
    if answer.zone == "account":
        notes.append(msg("Times without a zone are read in the account's zone, {zone}.", zone=answer.zone_name))
    if answer.future_rows:
        notes.append(msgn("{n} row lies in the future.", "{n} rows lie in the future.", n=answer.future_rows))
    if answer.hidden_sheets:
        notes.append(msg("Hidden sheets are not read: {sheets}.", sheets=", ".join(answer.hidden_sheets)))
    most = list(answer.unmapped_actions.items())[:_UNMAPPED_SHOWN]
    if most:
        named = ", ".join(f"{action} ({rows})" for action, rows in most)
        notes.append(msg("Not mapped yet, can be mapped after the import: {actions}.", actions=named))
    return notes
