"""The day looked at: today, or another one typed, stepped to or chosen from a calendar, which is only looked at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.i18n import msg
from desktop.views.widgets.day_field import DayChooser
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.letters import Text
from desktop.views.widgets.looks import Looks
from desktop.views.words import Words


class AsOf(QWidget):
    """A label, the day, and the way back to today. `chosen` with a day, or None for today; `refused` with why not."""

    chosen = Signal(object)
    refused = Signal(object)

    def __init__(self, looks: Looks, words: Words, icons: Icons) -> None:
        """Show nothing before a workspace is open."""
        super().__init__()
        self._words, self._icons, self._label = words, icons, msg("As of")
        self.label, self.chooser, self.back = Text(looks, color="text2"), DayChooser(looks, words, icons), QToolButton()
        self.day = self.chooser.field
        self.back.setAutoRaise(True)
        self.back.setIconSize(QSize(16, 16))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.label, self.chooser, self.back):
            row.addWidget(widget)
        self.day.chosen.connect(self.chosen)
        self.day.refused.connect(self.refused)
        self.back.clicked.connect(lambda: self.chosen.emit(None))
        self.hide()

    def show_day(
        self,
        day: date,
        *,
        looking: bool,
        today: date,
        simulated: bool = False,
        stands: bool = False,
        first: date | None = None,
    ) -> None:
        """Show the day of the workspace, whether it is only looked at, only simulated, or where its clock stands.

        No day before the account's `first` can be chosen.
        """
        self._label = msg("Simulated until") if simulated else msg("Clock stands at") if stands else msg("As of")
        self.chooser.today = today
        self.label.color("err" if simulated else "text2")
        if first is not None:
            self.day.first = first
        self.day.show_day(day)
        self.back.setVisible(looking)
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Say everything again."""
        text = self._words.text
        self.label.setText(text(self._label))
        self.chooser.retranslate()
        self.day.setAccessibleName(text(msg("As of")))
        self.day.setAccessibleDescription(
            text(
                msg(
                    "The day looked at. A day that is past is only read; a day to come is played forward on a copy. "
                    "Arrows step by days, Page Up and Page Down by months."
                )
            )
        )
        self.day.setToolTip(self.day.accessibleDescription())
        self.back.setIcon(self._icons.icon("undo-2"))
        self.back.setToolTip(text(msg("Back to today")))
        self.back.setAccessibleName(text(msg("Back to today")))
