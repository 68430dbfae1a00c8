"""What counts: unmapped actions to decide on, the account's own lines, and those that come with the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.qualification import KIND_LABELS, Kind
from desktop.i18n import Message, msg, msgn
from desktop.models.rejects import RowsModel
from desktop.services.usage.mapping import MapLine
from desktop.views.desk import Surroundings
from desktop.views.usage.dialogs import PlainTable, ask_buttons
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Role
from desktop.views.words import Words

_HEADS = (msg("Action"), msg("Rows waiting"), msg("Counts as"), msg("Done to"), msg("Comes from"))


class MapEditor(QDialog):
    """One line is decided at a time; `chosen` carries the action and its kind."""

    chosen = Signal(dict)
    taken_out = Signal(str, str)
    """The action of a line of the account's own, and what it is done to."""

    def __init__(
        self, surroundings: Surroundings, lines: Sequence[MapLine], action: str | None, parent: QWidget
    ) -> None:
        """Begin at the action, else at the first one that waits."""
        super().__init__(parent)
        words, looks = surroundings.words, surroundings.looks
        self._words, self._lines = words, list(lines)
        self.setWindowTitle(words.text(msg("What counts")))
        self.setAccessibleName(self.windowTitle())
        self.rows = RowsModel(self)
        self.rows.numeric = frozenset({_HEADS.index(msg("Rows waiting"))})
        self.rows.show([words.text(head) for head in _HEADS], [_cells(line, words) for line in self._lines])
        self.found = QSortFilterProxyModel(self)
        self.found.setSourceModel(self.rows)
        self.found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.found.setFilterKeyColumn(-1)
        self.search = QLineEdit()
        self.table = PlainTable(self.found, looks, words.text(msg("Actions and what they count as")))
        self.action, self.kind = QLineEdit(), QComboBox()
        self.effect = Text(looks, Role.CAPTION, "text2", wrap=True)
        self._box, self.save = ask_buttons(
            self, words.text(msg("Map")), words.text(msg("Writes a new version of the map"))
        )
        self.out = QPushButton(words.text(msg("Delete this line")))
        self._build(looks_text=Text(looks, Role.BODY, wrap=True))
        self._connect()
        self._begin(action)

    def kinds(self) -> dict[str, Kind]:
        """The line as it is decided."""
        return {self.action.text().strip(): Kind(self.kind.currentData())}

    def accept(self) -> None:
        """Write the line."""
        self.chosen.emit(self.kinds())
        super().accept()

    def _build(self, looks_text: Text) -> None:
        text = self._words.text
        looks_text.setText(
            text(msg("A learner counts once a month, whatever was done how often. Closed months stay as billed."))
        )
        self.search.setPlaceholderText(text(msg("Find an action")))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.action.setAccessibleName(text(msg("Action")))
        self.action.setAccessibleDescription(text(msg("As the files write it")))
        self.kind.setAccessibleName(text(msg("Counts as")))
        self.kind.setAccessibleDescription(text(msg("What the action counts as from now on")))
        for kind, label in KIND_LABELS.items():
            self.kind.addItem(f"{kind.upper()}: {text(label)}" if kind.qualifies else text(label), kind)
        form = QFormLayout()
        form.addRow(text(msg("Action")), self.action)
        form.addRow(text(msg("Counts as")), self.kind)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(looks_text)
        box.addWidget(self.search)
        box.addWidget(self.table, 1)
        box.addWidget(self.out, 0, Qt.AlignmentFlag.AlignRight)
        self.out.setAutoDefault(False)
        self.out.setEnabled(False)
        self.out.setAccessibleName(self.out.text())
        self.out.setAccessibleDescription(
            text(msg("Only lines of this account can be deleted; undo brings them back."))
        )
        self.out.setToolTip(self.out.accessibleDescription())
        box.addLayout(form)
        box.addWidget(self.effect)
        box.addWidget(self._box)
        self.table.fit_columns(most=200)
        self.resize(900, 600)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.found.setFilterFixedString)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._take(now.row()))
        self.out.clicked.connect(self._take_out)
        self.action.textChanged.connect(self._say)
        self.kind.currentIndexChanged.connect(self._say)

    def _begin(self, action: str | None) -> None:
        wanted = next((place for place, line in enumerate(self._lines) if line.action == action), 0)
        if self._lines:
            self.table.setCurrentIndex(self.found.index(wanted, 0))
        self.kind.setFocus()
        self._say()

    def _line(self, row: int) -> MapLine | None:
        place = self.found.mapToSource(self.found.index(row, 0)).row()
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def _take_out(self) -> None:
        line = self._line(self.table.currentIndex().row())
        if line is not None and line.own:
            self.taken_out.emit(line.action, line.about)
            super().accept()

    def _take(self, row: int) -> None:
        """The row's line becomes the one that is decided."""
        line = self._line(row)
        self.out.setEnabled(line is not None and line.own)
        if line is not None:
            self.action.setText(line.action)
            self.kind.setCurrentIndex(self.kind.findData(line.kind) if line.kind is not None else 0)

    def _say(self) -> None:
        self.save.setEnabled(bool(self.action.text().strip()))
        self.effect.setText(self._words.text(self._effect()))

    def _effect(self) -> Message:
        """What mapping the line would do."""
        action, kind = self.action.text().strip(), Kind(self.kind.currentData())
        waiting = next((line.rows for line in self._lines if line.kind is None and line.action == action), 0)
        if waiting and kind.qualifies:
            return msgn(
                "{n} row with this action is imported already. It will count as soon as you map it.",
                "{n} rows with this action are imported already. They will count as soon as you map it.",
                n=waiting,
            )
        if waiting:
            return msgn(
                "{n} row with this action is imported already. It will not count.",
                "{n} rows with this action are imported already. They will not count.",
                n=waiting,
            )
        return msg("Holds for files imported from now on, and for rows that were not mapped when they were read.")


def _cells(line: MapLine, words: Words) -> tuple[str, str, str, str, str]:
    if line.kind is None:
        return line.action, words.value(line.rows), words.text(msg("Not mapped yet")), "", ""
    kind = words.text(KIND_LABELS[line.kind])
    shown = f"{line.kind.upper()}: {kind}" if line.kind.qualifies else kind
    return (
        line.action,
        "",
        shown,
        _things(line.about, words),
        words.text(msg("This account") if line.own else msg("Default")),
    )


def _things(about: str, words: Words) -> str:
    """The kinds of things a line holds for, without the marks of its patterns: each once."""
    names = [part.rstrip("*").rstrip("/").rpartition("/")[2].replace("*", "") for part in about.split("|")]
    found = list(dict.fromkeys(name for name in names if name))
    return ", ".join(found) if found else words.text(msg("Anything"))
