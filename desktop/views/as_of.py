"""The day looked at: today, or another one chosen from a calendar, which is only looked at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QSize, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QToolButton, QWidget

from desktop.i18n import msg
from desktop.views.icons import Icons
from desktop.views.letters import Text
from desktop.views.looks import Looks
from desktop.views.words import Words


class AsOf(QWidget):
    """A label, the day, and the way back to today. `chosen` with a day, or None for today."""

    chosen = Signal(object)

    def __init__(self, looks: Looks, words: Words, icons: Icons) -> None:
        """Show nothing before a workspace is open."""
        super().__init__()
        self._words, self._icons, self._simulated = words, icons, False
        self.label, self.day, self.back = Text(looks, color="text2"), QDateEdit(), QToolButton(autoRaise=True)
        self.day.setCalendarPopup(True)
        self.day.setKeyboardTracking(False)
        self.back.setIconSize(QSize(16, 16))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.label, self.day, self.back):
            row.addWidget(widget)
        self.day.dateChanged.connect(self._choose)
        self.back.clicked.connect(lambda: self.chosen.emit(None))
        self.hide()

    def show_day(self, day: date, *, today: bool, simulated: bool = False, first: date | None = None) -> None:
        """Show the day of the workspace, and whether it is today, or one that is only simulated.

        No day before the account's `first` can be chosen.
        """
        self._simulated = simulated
        self.label.color("err" if simulated else "text2")
        blocked = self.day.blockSignals(True)
        if first is not None:
            self.day.setMinimumDate(QDate(first.year, first.month, first.day))
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.day.blockSignals(blocked)
        self.back.setVisible(not today)
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._words.text
        self.label.setText(text(msg("Simulated until")) if self._simulated else text(msg("As of")))
        self.day.setLocale(QLocale())
        short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
        self.day.setDisplayFormat(short if "yyyy" in short else short.replace("yy", "yyyy"))
        self.day.setAccessibleName(text(msg("As of")))
        self.day.setAccessibleDescription(
            text(msg("The day looked at. A day that is past is only read; a day to come is played forward on a copy."))
        )
        self.day.setToolTip(self.day.accessibleDescription())
        self.back.setIcon(self._icons.icon("undo-2"))
        self.back.setToolTip(text(msg("Back to today")))
        self.back.setAccessibleName(text(msg("Back to today")))

    def _choose(self, day: QDate) -> None:
        self.chosen.emit(date(day.year(), day.month(), day.day()))
