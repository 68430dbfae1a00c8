"""How a file was read: its counts, its columns and zone, and the rows that did not count."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QDialog, QFormLayout, QVBoxLayout, QWidget

from desktop.domain.periods import Month
from desktop.i18n import Message, Value, msg
from desktop.models.rejects import RejectsModel
from desktop.services.file_answers import FileAnswer
from desktop.services.usage.page import Span
from desktop.views.desk import Surroundings
from desktop.views.usage.counts_bar import CountsBar
from desktop.views.usage.dialogs import PlainTable, close_buttons
from desktop.views.usage.months import span_name
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.words import Words

FORMATS: dict[str, Message] = {
    "csv": msg("Table (CSV, TSV or workbook)"),
    "xapi": msg("xAPI statements"),
    "moodle": msg("Moodle log"),
    "learning_manager": msg("Learning Manager report"),
}
ZONES: dict[str, Message] = {
    "file": msg("as the file says"),
    "declared": msg("as chosen at the import"),
    "account": msg("the account's zone, as the file names none"),
}


class HowRead(QDialog):
    """Everything the import kept about a file."""

    def __init__(
        self, surroundings: Surroundings, answer: FileAnswer, imported_at: datetime | None, parent: QWidget
    ) -> None:
        """Show the answer."""
        super().__init__(parent)
        words, looks = surroundings.words, surroundings.looks
        self.setWindowTitle(answer.file)
        self.setAccessibleName(self.windowTitle())
        bar = CountsBar(looks)
        bar.show_counts(five(answer), words)
        facts = QFormLayout()
        for name, value in facts_of(answer, imported_at, words):
            said = Text(looks, Role.BODY, wrap=True, selectable=True)
            said.setText(words.value(value))
            facts.addRow(words.text(name), said)
        title = Text(looks, Role.SECTION)
        title.setText(words.text(msg("Rows that did not count")))
        self.model = RejectsModel(self)
        self.model.show_examples(answer.examples, answer.reason_texts, words.translator)
        self.table = PlainTable(self.model, looks, title.text())
        self.table.fit_columns()
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addWidget(bar)
        box.addLayout(facts)
        if answer.examples:
            box.addWidget(title)
            box.addWidget(_note(surroundings, answer))
            box.addWidget(self.table, 1)
        else:
            box.addStretch(1)
        box.addWidget(close_buttons(self))
        self.resize(680, 560)


def five(answer: FileAnswer) -> tuple[int, int, int, int, int]:
    """The five counts."""
    return answer.counted, answer.ignored, answer.unmapped, answer.rejected, answer.duplicate


def facts_of(answer: FileAnswer, imported_at: datetime | None, words: Words) -> list[tuple[Message, Value]]:
    """What is worth knowing of a file, in order."""
    zone = msg("{zone}, {how}", zone=answer.zone_name, how=ZONES.get(answer.zone, msg("as the file says")))
    facts: list[tuple[Message, Value]] = [
        (msg("Format"), FORMATS.get(answer.format, msg("Table (CSV, TSV or workbook)"))),
        (msg("Rows"), answer.rows_in),
        (msg("People"), answer.learners),
        (msg("Time zone"), zone),
    ]
    if answer.months:
        span = Span(Month.parse(answer.months[0]), Month.parse(answer.months[-1]))
        facts.append((msg("Months"), span_name(span, words)))
    columns = [str(name) for name in answer.columns.values() if name]
    if columns:
        facts.append((msg("Columns"), ", ".join(columns)))
    if answer.member:
        facts.append((msg("Read from"), answer.member))
    if answer.hidden_sheets:
        facts.append((msg("Hidden sheets, not read"), ", ".join(answer.hidden_sheets)))
    if answer.future_rows:
        facts.append((msg("Rows in the future"), answer.future_rows))
    if imported_at is not None:
        facts.append((msg("Imported"), imported_at.date()))
    return facts


def _note(surroundings: Surroundings, answer: FileAnswer) -> Text:
    """How many rows each reason has: the table shows a few of each."""
    sentences, words = answer.reason_texts, surroundings.words
    parts = []
    for reason, rows in answer.reasons.items():
        what = words.text(sentences.get(reason, Message(reason))).rstrip(".")
        parts.append(words.text(msg("{what}: {count}", what=what, count=rows)))
    note = Text(surroundings.looks, Role.CAPTION, "text2", wrap=True)
    note.setText("; ".join(parts))
    return note
