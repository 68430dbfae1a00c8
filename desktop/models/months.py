"""The month table as an item model: months across under a chart, or down where there are many."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.charts.series import UsageSeries
from desktop.domain.periods import Month
from desktop.domain.usage import MONTH_STATE_LABELS, MonthState
from desktop.i18n import Translator, msg

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Measure(Enum):
    """A line of the month grid, with its name."""

    OBSERVED = msg("Observed")
    BILLED = msg("Billed")
    LATE = msg("Late activity")
    CUMULATIVE = msg("Cumulative")
    PURCHASED = msg("Purchased")
    REMAINING = msg("Remaining")
    STATE = msg("State")


_OF_PLAN = (Measure.PURCHASED, Measure.REMAINING)


class MonthsModel(QAbstractTableModel):
    """One cell a month and measure. `across`: months are columns; else months are rows."""

    StateRole = Qt.ItemDataRole.UserRole + 1
    """The month's `MonthState`."""
    MeasureRole = Qt.ItemDataRole.UserRole + 2
    MarkRole = Qt.ItemDataRole.UserRole + 3
    """Whether the number asks for attention: overage, or people who came late."""

    def __init__(self, translator: Translator, *, across: bool, parent: QObject | None = None) -> None:
        """Begin without months."""
        super().__init__(parent)
        self.across = across
        self._translator = translator
        self._series: UsageSeries | None = None
        self._measures: tuple[Measure, ...] = tuple(Measure)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures shown: without a plan nothing is purchased."""
        return self._measures

    @property
    def months(self) -> tuple[Month, ...]:
        """The months shown, in order."""
        return self._series.months if self._series is not None else ()

    def show(self, series: UsageSeries, translator: Translator) -> None:
        """Show these months in this language."""
        self.beginResetModel()
        self._series, self._translator = series, translator
        self._measures = tuple(one for one in Measure if _has(series, one))
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """The measures, or the months."""
        if parent is not None and parent.isValid():
            return 0
        return len(self._measures) if self.across else len(self.months)

    def columnCount(self, parent: Index | None = None) -> int:
        """The months, or the measures."""
        if parent is not None and parent.isValid():
            return 0
        return len(self.months) if self.across else len(self._measures)

    def position(self, index: Index) -> int:
        """The place of the index's month in the series; -1 for no index."""
        if not index.isValid():
            return -1
        return index.column() if self.across else index.row()

    def measure(self, index: Index) -> Measure:
        """What the index's cell counts."""
        return self._measures[index.row() if self.across else index.column()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, alignment, state, and what a screen reader says of it."""
        if self._series is None or not index.isValid():
            return None
        position, measure = self.position(index), self.measure(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(position, measure)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self._translator.text(measure.value)
            return f"{self._month(position, 'MMMM y')}, {name}: {self.text(position, measure) or '–'}"
        answers = {self.StateRole: self._series.states[position], self.MeasureRole: measure}
        return self._marked(position, measure) if role == self.MarkRole else answers.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Months and measures by name; a month's whole name as tooltip."""
        of_months = (orientation == Qt.Orientation.Horizontal) == self.across
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if orientation == Qt.Orientation.Horizontal else _LEFT
        if of_months and 0 <= section < len(self.months):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._month(section, "MMM" if self.across else "MMMM y")
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                return self._month(section, "MMMM y")
        elif not of_months and 0 <= section < len(self._measures) and role == Qt.ItemDataRole.DisplayRole:
            return self._translator.text(self._measures[section].value)
        return None

    def text(self, position: int, measure: Measure) -> str:
        """A cell as it is written; what has not happened yet is left empty."""
        series = self._series
        if series is None:
            return ""
        future = series.states[position] is MonthState.FUTURE
        if future and measure is not Measure.PURCHASED and (self.across or measure is not Measure.STATE):
            return ""
        if measure is Measure.STATE:
            return self._translator.text(MONTH_STATE_LABELS[series.states[position]])
        columns: dict[Measure, tuple[int | None, ...]] = {
            Measure.OBSERVED: series.active,
            Measure.BILLED: series.billed,
            Measure.LATE: series.late,
            Measure.CUMULATIVE: series.cumulative,
            Measure.PURCHASED: series.purchased,
            Measure.REMAINING: series.remaining,
        }
        number = columns[measure][position]
        if measure is Measure.LATE and series.billed[position] is None:
            return ""
        return self._translator.value(number).replace("-", "\u2212")

    def tsv(self, positions: tuple[int, ...] | None = None) -> str:
        """The table as text with tabs, a line a month, for the clipboard."""
        chosen = range(len(self.months)) if positions is None else positions
        head = [self._translator.text(message) for message in (msg("Month"), *(one.value for one in self._measures))]
        lines = ["\t".join(head)]
        for place in chosen:
            cells = [self._plain(place, measure) for measure in self._measures]
            lines.append("\t".join([str(self.months[place]), *cells]))
        return "\n".join(lines) + "\n"

    def _plain(self, position: int, measure: Measure) -> str:
        """A cell for a spreadsheet: numbers without grouping."""
        text = self.text(position, measure)
        if measure is Measure.STATE or not any(letter.isdigit() for letter in text):
            return "" if text == "–" else text
        digits = "".join(letter for letter in text if letter.isdigit())
        return f"-{digits}" if text.startswith("\u2212") else digits

    def _marked(self, position: int, measure: Measure) -> bool:
        series = self._series
        if series is None or series.states[position] is MonthState.FUTURE:
            return False
        if measure is Measure.REMAINING:
            return (series.remaining[position] or 0) < 0
        return measure in (Measure.OBSERVED, Measure.LATE) and series.late[position] > 0

    def _month(self, position: int, style: str) -> str:
        return self._translator.month(self.months[position].first_day, style=style)


def _has(series: UsageSeries, measure: Measure) -> bool:
    """Whether any month shown has something to say of the measure."""
    if measure is Measure.LATE:
        return any(series.late)
    return series.has_plan or measure not in _OF_PLAN
