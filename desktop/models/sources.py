"""Imported files and unmapped actions as item models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.i18n import Message, Translator, msg, msgn
from desktop.services.usage.source_answers import SourceAnswer

Index: TypeAlias = QModelIndex | QPersistentModelIndex


def count_messages(counts: Sequence[int]) -> tuple[Message, ...]:
    """The five counts of a file in words: counted, ignored, unmapped, rejected, duplicate."""
    counted, ignored, unmapped, rejected, duplicate = counts
    return (
        msgn("{n} counted", "{n} counted", n=counted),
        msgn("{n} ignored", "{n} ignored", n=ignored),
        msgn("{n} unmapped", "{n} unmapped", n=unmapped),
        msgn("{n} rejected", "{n} rejected", n=rejected),
        msgn("{n} duplicate", "{n} duplicates", n=duplicate),
    )


def five_counts(source: SourceAnswer) -> tuple[int, int, int, int, int]:
    """Counted, ignored, unmapped, rejected, duplicate: together the rows of the file."""
    return source.counted, source.ignored, source.unmapped, source.rejected, source.duplicate


class SourcesModel(QAbstractListModel):
    """Imported files, the newest first; those taken back only when asked for."""

    SourceRole = Qt.ItemDataRole.UserRole + 1
    CountsRole = Qt.ItemDataRole.UserRole + 2
    """The five counts."""
    CountTextsRole = Qt.ItemDataRole.UserRole + 3
    """The five counts in words."""
    LineRole = Qt.ItemDataRole.UserRole + 4
    """The second line: when, and how many rows."""

    def __init__(self, translator: Translator, parent: QObject | None = None) -> None:
        """Begin without files."""
        super().__init__(parent)
        self._translator = translator
        self._zone = ZoneInfo("UTC")
        self._sources: list[SourceAnswer] = []

    def show(self, sources: Sequence[SourceAnswer], zone: str, translator: Translator, *, removed: bool) -> None:
        """Show these files, the removed ones too where asked for."""
        self.beginResetModel()
        self._sources = [one for one in sources if removed or not one.removed]
        self._zone, self._translator = ZoneInfo(zone), translator
        self.endResetModel()

    def source(self, row: int) -> SourceAnswer | None:
        """The file in the row."""
        return self._sources[row] if 0 <= row < len(self._sources) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many files there are."""
        return 0 if parent is not None and parent.isValid() else len(self._sources)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A file's name, its second line, its counts."""
        source = self.source(index.row()) if index.isValid() else None
        if source is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return source.file
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([source.file, self.line(source), *self.counts(source)])
        answers = {
            int(self.SourceRole): source,
            int(self.CountsRole): five_counts(source),
            int(self.LineRole): self.line(source),
        }
        return self.counts(source) if role == self.CountTextsRole else answers.get(int(role))

    def line(self, source: SourceAnswer) -> str:
        """When the file was imported, and how many rows it has."""
        from babel import dates

        local = source.imported_at.astimezone(self._zone)
        when = dates.format_date(local.date(), "medium", locale=self._translator.language)
        rows = msgn("{when}, {n} row in", "{when}, {n} rows in", n=source.rows_in, when=when)
        text = self._translator.text(rows)
        return self._translator.text(msg("Removed. {line}", line=text)) if source.removed else text

    def counts(self, source: SourceAnswer) -> tuple[str, ...]:
        """The five counts in words."""
        return tuple(self._translator.text(message) for message in count_messages(five_counts(source)))


class UnmappedModel(QAbstractListModel):
    """Actions nothing maps yet, with how many rows wait for it."""

    RowsRole = Qt.ItemDataRole.UserRole + 1
    """How many rows, as written."""

    def __init__(self, translator: Translator, parent: QObject | None = None) -> None:
        """Begin with none."""
        super().__init__(parent)
        self._translator = translator
        self._actions: list[tuple[str, int]] = []

    def show(self, sources: Sequence[SourceAnswer], translator: Translator) -> None:
        """Show the unmapped actions of the files that are not removed, the most rows first."""
        self.beginResetModel()
        rows: dict[str, int] = {}
        for source in sources:
            for action, count in ({} if source.removed else source.unmapped_actions).items():
                rows[action] = rows.get(action, 0) + count
        self._actions = sorted(rows.items(), key=lambda one: (-one[1], one[0]))
        self._translator = translator
        self.endResetModel()

    @property
    def total(self) -> int:
        """How many rows wait in all."""
        return sum(rows for _, rows in self._actions)

    def action(self, row: int) -> str | None:
        """The action in the row."""
        return self._actions[row][0] if 0 <= row < len(self._actions) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many actions there are."""
        return 0 if parent is not None and parent.isValid() else len(self._actions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """An action, and its rows."""
        if not index.isValid():
            return None
        action, rows = self._actions[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return action
        if role == Qt.ItemDataRole.AccessibleTextRole:
            waiting = msgn(
                "{action}: {n} row is not mapped", "{action}: {n} rows are not mapped", n=rows, action=action
            )
            return self._translator.text(waiting)
        return self._translator.value(rows) if role == self.RowsRole else None
