"""The people of a month as an item model, a page at a time: rows are asked for by signal, answered by `add_page`."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.domain.qualification import KIND_LABELS, Kind
from desktop.i18n import Message, Translator, msg
from desktop.services.usage.usage import PersonAnswer

Index: TypeAlias = QModelIndex | QPersistentModelIndex
PAGE = 200


class Column(IntEnum):
    """The columns, in order."""

    NAME = 0
    EMAIL = 1
    FIRST = 2
    KIND = 3
    ACTION = 4
    OBJECT = 5
    SOURCE = 6
    BILLING = 7


HEADS: dict[Column, Message] = {
    Column.NAME: msg("User Name"),
    Column.EMAIL: msg("User Email"),
    Column.FIRST: msg("First activity"),
    Column.KIND: msg("Activity Kind"),
    Column.ACTION: msg("Action"),
    Column.OBJECT: msg("Learning Object"),
    Column.SOURCE: msg("Source"),
    Column.BILLING: msg("Billing"),
}
SHORT_KINDS: dict[Kind, Message] = {
    Kind.Q1: msg("Course (Q1)"),
    Kind.Q2: msg("Job aid (Q2)"),
    Kind.Q3: msg("Notes (Q3)"),
    Kind.Q4: msg("Social (Q4)"),
    Kind.Q5: msg("By others (Q5)"),
}
"""The kinds that make a learner active, short enough for a column; `KIND_LABELS` says what they are."""
BILLED, LATE, OPEN = msg("Billed"), msg("Late, not billed"), msg("Open")


class PeopleModel(QAbstractTableModel):
    """People in the order of their first qualifying activity. `wanted(start, limit)` asks for the next page."""

    wanted = Signal(int, int)
    PersonRole = Qt.ItemDataRole.UserRole + 1
    LateRole = Qt.ItemDataRole.UserRole + 2

    def __init__(self, translator: Translator, parent: QObject | None = None) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self._translator = translator
        self._zone = ZoneInfo("UTC")
        self._people: list[PersonAnswer] = []
        self._total = 0
        self._asked = False
        self._listing = 0

    @property
    def listing(self) -> int:
        """Which listing this is: an answer to an earlier one is no longer wanted."""
        return self._listing

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self._total

    @property
    def loaded(self) -> int:
        """How many have come so far."""
        return len(self._people)

    def restart(self, total: int, zone: str, translator: Translator) -> None:
        """Begin another listing of `total` people, times in this zone; the first page is asked for at once."""
        self.beginResetModel()
        self._people, self._total, self._asked = [], total, False
        self._zone, self._translator = ZoneInfo(zone), translator
        self._listing += 1
        self.endResetModel()
        self.fetchMore()

    def add_page(self, listing: int, start: int, people: list[PersonAnswer]) -> None:
        """Take a page that was asked for; one of an earlier listing is dropped."""
        if listing != self._listing or start != len(self._people):
            return
        self._asked = False
        if not people:
            self._total = len(self._people)
            return
        self.beginInsertRows(QModelIndex(), start, start + len(people) - 1)
        self._people.extend(people)
        self.endInsertRows()

    def canFetchMore(self, parent: Index | None = None) -> bool:
        """Whether there are people left that nobody has asked for."""
        return not (parent is not None and parent.isValid()) and not self._asked and self.loaded < self._total

    def fetchMore(self, parent: Index | None = None) -> None:
        """Ask for the next page; it comes later, by `add_page`."""
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit(self.loaded, PAGE)

    def rowCount(self, parent: Index | None = None) -> int:
        """Those who have come so far."""
        return 0 if parent is not None and parent.isValid() else len(self._people)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Column names, and the place of a row in the whole listing."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._translator.value(section + 1)
        return self._translator.text(HEADS[Column(section)])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text; the whole text as tooltip."""
        if not index.isValid():
            return None
        person, column = self._people[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.KIND and person.kind is not None:
            return self._translator.text(KIND_LABELS[Kind(person.kind)])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(person, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._translator.text(HEADS[column])}: {self.text(person, column) or '–'}"
        if role == self.PersonRole:
            return person
        return person.billed is False if role == self.LateRole else None

    def text(self, person: PersonAnswer, column: Column) -> str:
        """A cell as it is written."""
        if column is Column.FIRST:
            return self.moment(person.first_activity_at)
        if column is Column.KIND:
            kind = None if person.kind is None else Kind(person.kind)
            return "" if kind is None else self._translator.text(SHORT_KINDS.get(kind, KIND_LABELS[kind]))
        if column is Column.BILLING:
            return self._translator.text(OPEN if person.billed is None else BILLED if person.billed else LATE)
        name = person.name or person.learner
        email = person.email or (person.learner if "@" in person.learner else "")
        texts = {
            Column.NAME: name,
            Column.EMAIL: "" if email == name else email,
            Column.ACTION: person.action,
            Column.OBJECT: person.object,
            Column.SOURCE: person.file,
        }
        return texts[column]

    def moment(self, instant: datetime) -> str:
        """An instant in the account's zone."""
        return self._translator.moment(instant.astimezone(self._zone))

    def row_of(self, learner: str) -> int | None:
        """The row of the learner of this identifier among those who have come so far."""
        return next((row for row, person in enumerate(self._people) if person.learner == learner), None)

    def tsv(self, rows: list[int]) -> str:
        """These rows as text with tabs, headed."""
        lines = ["\t".join(self._translator.text(head) for head in HEADS.values())]
        for row in rows:
            person = self._people[row]
            moments = person.first_activity_at.astimezone(self._zone).isoformat(timespec="seconds")
            cells = [moments if column is Column.FIRST else self.text(person, column) for column in Column]
            lines.append("\t".join(" ".join(cell.split()) for cell in cells))
        return "\n".join(lines) + "\n"
